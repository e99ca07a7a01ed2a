"""What a performance shows of itself, and what it can be told: the seam between it and any screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from coach.journal.events import Event
    from coach.timeline.model import Cue, Timeline

CommandName = Literal[
    "begin", "cancel", "pause", "resume", "next", "previous", "repeat", "extend", "hurts", "answer", "stop",
]  # fmt: skip
State = Literal["ready", "performing", "paused", "asking", "ended"]
Outcome = Literal["completed", "partial", "stopped"]


@dataclass(frozen=True, slots=True)
class Command:
    """What the person, or the daemon, wants of a session; `pain` belongs to `hurts` and `answer`."""

    name: CommandName
    pain: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A performance as it is now.

    `position`: seconds into `timeline`, which grows when the person asks for ten seconds more.
    `steps_done`: indices whose end is committed to the journal. `remarks`: sentences for the
    person (no device, no voice, …), oldest first. `aside`: words outside the timeline that are
    being spoken ("Let go gently."). `answer_within`: seconds left to answer `question`.
    """

    timeline: Timeline
    position: float
    state: State
    steps_done: frozenset[int] = frozenset()
    steps_skipped: frozenset[int] = frozenset()
    question: str = ""
    answer_within: float | None = None
    aside: str = ""
    remarks: tuple[str, ...] = ()
    outcome: Outcome | None = None


class Performing(Protocol):
    """A performance under way; both methods may be called from any thread and return at once."""

    def command(self, command: Command) -> None:
        """Do this as soon as possible; what makes no sense now is ignored."""
        ...

    def moment(self) -> Moment:
        """How it stands."""
        ...


class Listener(Protocol):
    """Told what happens in a performance, as it happens; called from more than one thread, must not raise."""

    def cue(self, cue: Cue) -> None:
        """A cue begins."""
        ...

    def remark(self, text: str) -> None:
        """A sentence for the person: no device, no voice, the journal fails."""
        ...

    def aside(self, text: str) -> None:
        """Words outside the timeline are being spoken."""
        ...

    def committed(self, event: Event) -> None:
        """The journal has this event."""
        ...
