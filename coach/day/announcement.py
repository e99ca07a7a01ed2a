"""What is spoken as one batch, and the announcement of a batch that waits for the person to begin it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.plan.gate import SHORT_SECONDS
from coach.plan.model import RoutineSummary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.day.model import Batch
    from coach.plan.model import Occurrence, ResolvedPlan


def batch_of(occurrences: Iterable[Occurrence]) -> Batch:
    """These as one batch, each reminder once: the first of it counts."""
    batch: dict[str, Occurrence] = {}
    for occurrence in occurrences:
        batch.setdefault(occurrence.reminder, occurrence)
    return tuple(batch.values())


def routines_of(batch: Batch, plan: ResolvedPlan) -> dict[str, RoutineSummary]:
    """The routines of a batch by id, in their order; each once, also where two reminders call for it."""
    return {occurrence.routine: plan.summary(occurrence) for occurrence in batch}


def summary_of(batch: Batch, plan: ResolvedPlan) -> RoutineSummary:
    """The batch as one routine: all titles, and how long it takes in all."""
    routines = routines_of(batch, plan).values()
    return RoutineSummary(", ".join(each.title for each in routines), sum(each.seconds for each in routines))


def asks_first(batch: Batch, plan: ResolvedPlan) -> bool:
    """Whether it is announced first, and waits for the person to begin it.

    It is if one of its reminders says `begin: ask`; and if it takes longer, in all, than what is simply
    spoken, unless all of them say `begin: now`.
    """
    reminders = [plan.plan.reminder(each.reminder) for each in batch]
    begins = {None if each is None else each.begin for each in reminders}
    if "ask" in begins:
        return True
    return begins != {"now"} and summary_of(batch, plan).seconds > SHORT_SECONDS


REPEAT_AFTER = timedelta(seconds=60)
"""An announcement that is not answered is repeated once."""
UNANSWERED_AFTER = timedelta(minutes=3)
"""So long after it was first said it counts as unanswered."""
MOST_PROCESSES = 2
"""That announce it without an answer: after a restart it is said once more, after a second one it is not."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A batch that was announced at `since`."""

    occurrences: Batch
    since: datetime
    is_repeated: bool = False
    times: int = 1
    """By how many processes, this one included: after a restart it is announced once more."""

    @property
    def occurrence(self) -> Occurrence:
        """The occurrence that the others were merged with."""
        return self.occurrences[0]

    @property
    def given_up_at(self) -> datetime:
        """When it counts as unanswered."""
        return self.since + UNANSWERED_AFTER

    @property
    def next_step(self) -> datetime:
        """When it is repeated, or given up."""
        return self.given_up_at if self.is_repeated else self.since + REPEAT_AFTER

    def after_restart(self, now: datetime) -> Announcement | None:
        """The announcement in the next process, to be repeated at once; None: there was no answer in time."""
        if now >= self.given_up_at:
            return None
        return replace(self, since=now - REPEAT_AFTER, is_repeated=False, times=self.times + 1)
