"""Safety notices that a session does not speak: shown, with a chime, until the person has read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, Protocol

from coach.timeline.model import SPOKEN
from coach.timeline.playhead import notice_at

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from coach.session.interface import Command, SessionListeners
    from coach.session.navigation import Navigation
    from coach.session.player import Player
    from coach.timeline.model import Cue, NoticeSpan

Acknowledged = Literal["none", "unspoken", "all"]
"""Which notices wait for the person: none, as nobody can answer; those that no voice can say, and all while
nothing can be heard; or all, as the person does not hear them."""
CHIME: Final = "notice-chime"
"""The timer after which the chime sounds again."""
CHIME_SECONDS: Final = 30.0
_GO_ON: Final = frozenset({"resume", "next", "go"})


class NoticeHost(Protocol):
    """What a notice needs from the performance that it interrupts."""

    player: Player
    navigation: Navigation
    listeners: SessionListeners

    def stay_paused(self) -> None:
        """Wait for the person, and ask them to read what is shown."""
        ...

    def end_pause(self) -> None:
        """Perform again, if it was paused."""
        ...


class UnspokenNotices:
    """Holds a session at its notices that are to be read; `waiting` is the one that is shown now.

    `clips` gives the texts that have been spoken or can be, `is_silent` whether the sound is off.
    """

    def __init__(
        self,
        host: NoticeHost,
        acknowledged: Acknowledged,
        clips: Callable[[], Container[str]],
        is_silent: Callable[[], bool],
    ) -> None:
        self.waiting: NoticeSpan | None = None
        self._host = host
        self._acknowledged = acknowledged
        self._clips = clips
        self._is_silent = is_silent

    def is_spoken(self, notice: NoticeSpan) -> bool:
        """Whether every text of the notice has a clip, and could be heard."""
        clips = self._clips()
        return all(text in clips for text in self._texts(notice)) and not self._is_silent()

    def holds(self, cue: Cue) -> bool:
        """Whether the session waits at this cue, as it begins a text of a notice that is to be read."""
        notice = notice_at(self._host.player.timeline, cue.at)
        if notice is None or cue.kind not in SPOKEN or self._acknowledged == "none":
            return False
        if self._acknowledged == "unspoken" and cue.text in self._clips() and not self._is_silent():
            return False
        self.waiting = notice
        self._host.player.pause()
        self._host.stay_paused()
        self._host.listeners.to_read(self._texts(notice))
        self.chime()
        return True

    def chime(self) -> None:
        """Call attention to what is shown, and again after a while."""
        if self.waiting is not None:
            self._host.player.chime()
            self._host.player.set_timer(CHIME, CHIME_SECONDS)

    def takes(self, command: Command) -> bool:
        """Whether the command is about the notice that is shown: to go on; others but `hurts` are ignored."""
        notice = self.waiting
        if notice is None or command.name == "hurts":
            return False
        if command.name in _GO_ON:
            self.leave()
            self._host.end_pause()
            if self._acknowledged != "none":
                self._host.navigation.acknowledge(notice)
            self._host.player.play()
        return True

    def nobody_answers(self) -> bool:
        """Stop waiting for the person; returns whether a notice is waiting. May be called from any thread."""
        self._acknowledged = "none"
        return self.waiting is not None

    def leave(self) -> None:
        """Show the waiting notice no longer."""
        if self.waiting is not None:
            self.waiting = None
            self._host.player.cancel(CHIME)
            self._host.listeners.to_read(())

    def _texts(self, notice: NoticeSpan) -> tuple[str, ...]:
        cues = self._host.player.timeline.cues
        return tuple(cue.text for cue in cues if cue.kind in SPOKEN and notice.at <= cue.at < notice.end)
