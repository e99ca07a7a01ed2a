"""Whether a session counts as done: led, heard and confirmed are facts of their own.

*Led*: it went to its end. *Heard*: something could sound. *Confirmed*: the person began it, or answered in
it, and it was led to its end; or the person said so. Only what is confirmed counts as done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Heard = Literal["yes", "no", "unknown"]
Begun = Literal["person", "coach", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """What the events of one session say about it, besides its outcome.

    `begun`: by whom it was begun. `is_answered`: the person answered a question in it. `is_unattended`: the
    screen was locked when it began or meanwhile. `is_away`: nothing was touched from well before it until its
    end. `is_claimed`: the person said that they have done it.
    """

    heard: Heard = "unknown"
    begun: Begun = "unknown"
    is_rehearsal: bool = False
    is_answered: bool = False
    is_unattended: bool = False
    is_away: bool = False
    is_claimed: bool = False

    def is_confirmed(self, outcome: str) -> bool | None:
        """Whether a session with that outcome counts as done; None: its events are too old to tell."""
        if self.is_rehearsal:
            return False
        if self.is_claimed:
            return True
        if outcome != "completed" or self.heard == "no" or self.is_unattended:
            return False
        if self.is_answered:
            return True
        if self.is_away or self.begun == "coach":
            return False
        return True if self.begun == "person" else None


def session_facts(events: Iterable[tuple[str, Mapping[str, Any]]]) -> SessionFacts:
    """The facts in the events of one session, each a kind and its data, in any order."""
    heard: Heard = "unknown"
    begun: Begun = "unknown"
    is_rehearsal = is_answered = is_unattended = is_away = is_claimed = False
    for kind, data in events:
        if data.get("begun") in ("person", "coach"):
            begun = data["begun"]
        is_rehearsal |= data.get("rehearsal") is True
        is_unattended |= data.get("locked") is True or data.get("begun") == "unattended"
        is_away |= data.get("away") is True
        is_answered |= kind == "answered" and data.get("pain") is not None
        is_claimed |= kind == "confirmed"
        if kind == "session-ended":
            heard = data["heard"] if data.get("heard") in ("yes", "no") else "unknown"
    return SessionFacts(
        heard=heard,
        begun=begun,
        is_rehearsal=is_rehearsal,
        is_answered=is_answered,
        is_unattended=is_unattended,
        is_away=is_away,
        is_claimed=is_claimed,
    )


def heard_by(volume: float, audible: Iterable[bool | None]) -> Heard:
    """Whether a session was heard at that volume.

    `audible`: whether anything could sound, at its beginning and at its end; None: not known.
    """
    each = tuple(audible)
    if volume <= 0 or False in each:
        return "no"
    return "yes" if each and all(each) else "unknown"


def heard_from_now(volume: float, is_audible: Callable[[], bool | None]) -> Callable[[], Heard]:
    """A function that says at the end whether a session that begins now was heard at that volume."""
    at_first = is_audible()
    return lambda: heard_by(volume, (at_first, is_audible()))
