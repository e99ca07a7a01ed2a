"""A routine that was announced, and waits for the person to begin it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from coach.plan.gate import State
    from coach.plan.model import Occurrence

REPEAT_AFTER = timedelta(seconds=60)
"""An announcement that nobody answers is said once more."""
UNANSWERED_AFTER = timedelta(minutes=3)
"""So long after it was first said it counts as unanswered."""
MOST_PROCESSES = 2
"""That announce it without an answer: after a restart it is said once more, after a second one it is not."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What was announced at `since`; `together` are the other occurrences that it speaks for."""

    occurrence: Occurrence
    together: tuple[Occurrence, ...]
    since: datetime
    is_repeated: bool = False
    times: int = 1
    """In how many processes, this one counted: a restart announces it once more."""

    @property
    def row(self) -> tuple[Occurrence, ...]:
        """All that it speaks for."""
        return (self.occurrence, *self.together)

    @property
    def given_up_at(self) -> datetime:
        """When it counts as unanswered."""
        return self.since + UNANSWERED_AFTER

    @property
    def next_step(self) -> datetime:
        """When it is repeated, or given up."""
        return self.given_up_at if self.is_repeated else self.since + REPEAT_AFTER

    def once_more(self, now: datetime) -> Announced | None:
        """The same in the next process: said once more at once; None: nobody has answered in time."""
        if now >= self.given_up_at:
            return None
        return replace(self, since=now - REPEAT_AFTER, is_repeated=False, times=self.times + 1)

    def repeated(self) -> Announced:
        """The same, once it was said again."""
        return replace(self, is_repeated=True)

    def said_again(self, now: datetime, state: State) -> tuple[Occurrence, datetime, State]:
        """What the gate is asked before it is repeated: only its own first saying speaks not against it."""
        again = replace(self.occurrence, at=self.since)
        return again, now, replace(state, last_spoken=None, announced_until=None)

    def shifted(self, jump: timedelta) -> Announced:
        """The same on a clock that was set by that much."""
        return replace(self, since=self.since + jump)
