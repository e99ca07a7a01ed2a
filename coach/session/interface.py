"""The interface of a running session: its commands, what it shows, and who is notified."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from coach.journal.events import Event
    from coach.routine.model import AnswerKind
    from coach.timeline.model import Cue, Timeline

CommandName = Literal[
    "begin", "cancel", "pause", "resume", "next", "previous", "repeat", "extend", "go", "hurts",
    "answer", "stop",
]  # fmt: skip
State = Literal["ready", "performing", "paused", "asking", "ended"]
Outcome = Literal["completed", "partial", "stopped"]
TONES = "tones"
"""The voice of a session, in the journal, in which nothing could be spoken."""
ANSWER_SECONDS = 15.0
"""In which a question is answered, or counts as not answered."""
RENDERED_ANSWER_SECONDS = 5.0
"""How long a saved recording is silent after a question: time to think of the answer."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command to a session from the person or the daemon; `pain` belongs to `hurts` and `answer`."""

    name: CommandName
    pain: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A session at one moment.

    `position`: seconds into `timeline`, which grows when the person asks for ten seconds more.
    `steps_done`: indices of the steps whose end is committed to the journal. `remarks`: sentences for
    the person (no device, no voice, …), oldest first. `aside`: words outside the timeline that are
    being spoken ("Let go gently."). `answer_within`: seconds left to answer `question`.
    """

    timeline: Timeline
    position: float
    state: State
    steps_done: frozenset[int] = frozenset()
    question: str = ""
    answer: AnswerKind = "0-10"
    """How `question` is answered."""
    answer_within: float | None = None
    aside: str = ""
    to_read: bool = False
    """Whether `aside` is a safety notice that waits until the person has read it."""
    remarks: tuple[str, ...] = ()
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class NoteKeys:
    """What the person notes with a key while they are led.

    `choose_sign`: takes over the terminal, and returns it when the list of signs is closed. `note_cramp`:
    writes down that there is a cramp now, and returns at once. `lead_help`: writes it down and leads the help
    for it, with the terminal, until that is over; None if that help is what is led.
    """

    choose_sign: Callable[[], None]
    note_cramp: Callable[[], None]
    lead_help: Callable[[], None] | None = None

    def cramp(
        self, session: LiveSession, suspended: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> None:
        """Note a cramp, and lead the help for it while the routine waits, unless that is what is led.

        `suspended`: gives the terminal to the help.
        """
        if self.lead_help is None:
            self.note_cramp()
            session.remark(CRAMP_NOTED)
            return
        session.command(Command("pause"))
        with suspended():
            self.lead_help()
        session.remark(AFTER_HELP)


@dataclass(frozen=True, slots=True)
class ScreenLook:
    """How the screen is for this person. `is_dark`: near-black, with dim text, for the night.

    `digit_wait`: how many seconds a digit of an answer waits for another one; None: as usual.
    """

    is_dark: bool = False
    digit_wait: float | None = None


CRAMP_NOTED = "A cramp is noted. For the details, later: coach episode."
AFTER_HELP = "Your routine waits where it was: go on with it, or stop it."
"""Shown when the help for a cramp, which interrupted it, is over."""


class LiveSession(Protocol):
    """A running session; its methods may be called from any thread and return at once."""

    def command(self, command: Command) -> None:
        """Carry out the command as soon as possible; one that makes no sense now is ignored."""
        ...

    def snapshot(self) -> Snapshot:
        """The session as it is now."""
        ...

    def remark(self, text: str) -> None:
        """Show the person a sentence."""
        ...


class SessionListener(Protocol):
    """Notified of what happens in a session, from several threads; its methods must not raise."""

    def cue(self, cue: Cue) -> None:
        """A cue begins."""
        ...

    def remark(self, text: str) -> None:
        """A sentence for the person: no device, no voice, or the journal cannot be written."""
        ...

    def aside(self, text: str) -> None:
        """Words outside the timeline are being spoken."""
        ...

    def to_read(self, texts: tuple[str, ...]) -> None:
        """These safety texts are shown until the person goes on; none: no longer."""
        ...

    def committed(self, event: Event) -> None:
        """The journal has this event."""
        ...


class SessionListeners:
    """Notifies all listeners of one session, and keeps what a snapshot shows of it.

    `remarks`: each once, in the order in which they were last made. `current_aside`: the words outside the
    timeline that are being spoken; empty if there are none. `is_to_read`: they are a safety notice that
    waits until it was read.
    """

    def __init__(self, listeners: Sequence[SessionListener]) -> None:
        self._listeners = tuple(listeners)
        self.remarks: tuple[str, ...] = ()
        self.current_aside = ""
        self.is_to_read = False

    def cue(self, cue: Cue) -> None:
        """A cue begins."""
        for listener in self._listeners:
            listener.cue(cue)

    def remark(self, text: str) -> None:
        """A sentence for the person."""
        self.remarks = (*(each for each in self.remarks if each != text), text)
        for listener in self._listeners:
            listener.remark(text)

    def aside(self, text: str) -> None:
        """Words outside the timeline are being spoken; an empty text says that they are over."""
        self.current_aside = text
        if text:
            for listener in self._listeners:
                listener.aside(text)

    def to_read(self, texts: tuple[str, ...]) -> None:
        """These safety texts are shown until the person goes on; none: no longer."""
        self.current_aside, self.is_to_read = " ".join(texts), bool(texts)
        for listener in self._listeners:
            listener.to_read(texts)

    def committed(self, event: Event) -> None:
        """The journal has this event."""
        for listener in self._listeners:
            listener.committed(event)
