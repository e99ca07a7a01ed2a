"""Batches of occurrences that are spoken together, and the announcement of a batch."""

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
    """These occurrences as one batch, with each reminder once: its first occurrence is used."""
    batch: dict[str, Occurrence] = {}
    for occurrence in occurrences:
        batch.setdefault(occurrence.reminder, occurrence)
    return tuple(batch.values())


def routines_of(batch: Batch, plan: ResolvedPlan) -> dict[str, RoutineSummary]:
    """The ids of a batch's routines in order, each once even if two reminders name it."""
    return {occurrence.routine: plan.summary(occurrence) for occurrence in batch}


def summary_of(batch: Batch, plan: ResolvedPlan) -> RoutineSummary:
    """The batch as one routine: all titles, and the total length in seconds."""
    routines = routines_of(batch, plan).values()
    return RoutineSummary(", ".join(each.title for each in routines), sum(each.seconds for each in routines))


def asks_first(batch: Batch, plan: ResolvedPlan) -> bool:
    """Whether the batch is announced and waits for the person, rather than led at once.

    It is announced if one of its reminders says `begin: ask`, or if it takes longer in total than what is led
    without asking, unless all of them say `begin: now`.
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
        """The batch's first occurrence, with which the others were merged."""
        return self.occurrences[0]

    @property
    def given_up_at(self) -> datetime:
        """When the announcement counts as unanswered."""
        return self.since + UNANSWERED_AFTER

    @property
    def next_step(self) -> datetime:
        """When the announcement is repeated or given up."""
        return self.given_up_at if self.is_repeated else self.since + REPEAT_AFTER

    def after_restart(self, now: datetime) -> Announcement | None:
        """The announcement after a restart, to be repeated at once; None if its time to answer is over."""
        if now >= self.given_up_at:
            return None
        return replace(self, since=now - REPEAT_AFTER, is_repeated=False, times=self.times + 1)
