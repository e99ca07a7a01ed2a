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
    languages = {each.language for each in routines}
    return RoutineSummary(
        ", ".join(each.title for each in routines),
        sum(each.seconds for each in routines),
        language=languages.pop() if len(languages) == 1 else "",
    )


def asks_first(batch: Batch, plan: ResolvedPlan) -> bool:
    """Whether the batch is announced and waits for the person, rather than led at once.

    What calls by a chime or a notification waits. Else the batch is announced if one of its reminders says
    `begin: ask`, or if it takes longer in total than what is led without asking, unless all of them say
    `begin: now`.
    """
    if any(plan.plan.call(each.reminder).how != "voice" for each in batch):
        return True
    reminders = [plan.plan.reminder(each.reminder) for each in batch]
    begins = {None if each is None else each.begin for each in reminders}
    if "ask" in begins:
        return True
    return begins != {"now"} and summary_of(batch, plan).seconds > SHORT_SECONDS


HELD = timedelta(seconds=130)
"""For how long an announcement holds other reminders back: about ten seconds in which it is spoken, and two
minutes to answer. Then it waits silently, and others may be spoken."""
MOST_TIMES = 3
"""An announcement is said at most so often."""
LOOK_AGAIN = timedelta(minutes=2)
"""While it may be said again, it is checked so often whether the person has come back."""
MADE_UP_AFTER = timedelta(hours=1)
"""With `missed: once`, one that is not answered is said again after so long, once."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A batch that was announced first at `since` and last at `said`, and waits for the person."""

    occurrences: Batch
    since: datetime
    said: datetime
    times: int = 1
    """How often it was said."""
    put_off: int = 0
    """How often the person has put it off before."""
    first_due: datetime | None = None
    """When it was due at first, if the person has put it off before."""
    is_made_up: bool = False
    """Whether it was said again because of `missed: once`."""
    is_restored: bool = False
    """Whether a process before this one said it: its notification is gone, and it is said again."""

    @property
    def occurrence(self) -> Occurrence:
        """The batch's first occurrence, with which the others were merged."""
        return self.occurrences[0]

    @property
    def held_until(self) -> datetime:
        """Until when it holds other reminders back."""
        return self.said + HELD

    @property
    def may_be_said_again(self) -> bool:
        """Whether it was said less often than it may be."""
        return self.times < MOST_TIMES

    def shifted(self, jump: timedelta) -> Announcement:
        """A copy for a clock that was set by `jump`."""
        first_due = self.first_due and self.first_due + jump
        return replace(self, since=self.since + jump, said=self.said + jump, first_due=first_due)
