"""When reminders are due: all that a plan calls for between two instants, and the next of one reminder."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from coach.plan.cadence import instants_on, resolved_cadence
from coach.plan.local_time import local_day
from coach.plan.model import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime, tzinfo

    from coach.plan.cadence import ResolvedCadence
    from coach.plan.model import Plan, Prescription, Reminder, ResolvedPlan

_BACK = timedelta(days=2)
"""A window that starts on the evening before may reach into a day, also past a day that a zone left out."""
_LONGEST_WAIT = 400
"""Days. Weekdays and days off repeat within 7 × 32 of them."""  # noqa: RUF001 — the sign for times
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_FAR = timedelta(days=2)
"""Going on over longer than this costs more than starting again."""
_LAST_YEAR = 9998
"""The calendar of Python ends with 9999, and a window may end on the day after."""


def occurrences(
    plan: Plan,
    prescriptions: Mapping[str, Prescription],
    start: datetime,
    end: datetime,
    zone: tzinfo,
    *,
    done: Mapping[str, datetime] | None = None,
) -> Iterator[Occurrence]:
    """Every occurrence from `start` until before `end`, sorted; each reminder's strictly increase.

    `prescriptions`: by routine, for the reminders with `times: dose`; those without one are not due. `zone`:
    `plan.zone` or the machine's. `done`: as in `ResolvedPlan`. `Trigger` says what happens when the clocks
    change.
    """
    cadences = ((each, resolved_cadence(each, prescriptions.get(each.routine))) for each in plan.reminders)
    return heapq.merge(
        *(
            _between(resolved, start, end, zone, each.done_at(done or {}))
            for each, resolved in cadences
            if resolved is not None
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What one reminder calls for after an instant, as a value: its place is all in `after`.

    Times of day are resolved on each local day. One that the spring change skips is the end of the
    gap: 02:30 becomes 03:00 where 02:00 to 03:00 is left out. One that comes twice in autumn means the
    first of the two. From there steps are real time: "every 45 minutes" is 45 real minutes also
    across a change, so that a window in which an hour is left out has fewer of them, and one in which
    an hour comes twice has more. The start of a window counts, and its end if a step falls on it. A window
    over midnight belongs to the day it starts on, also with what comes after midnight. Two times that fall
    on one instant are one occurrence. No occurrence ever comes twice, and each is later than the one
    before.
    """

    reminder: Reminder
    zone: tzinfo
    after: datetime
    prescription: Prescription | None = None
    done: datetime | None = None

    def next(self) -> Occurrence | None:
        """The first occurrence later than `after`; None if there are no more."""
        return next(self.following(), None)

    def following(self) -> Iterator[Occurrence]:
        """Every occurrence later than `after`, strictly increasing."""
        resolved = resolved_cadence(self.reminder, self.prescription)
        if resolved is None:
            return
        for at in _instants(resolved, self.after, self.zone, self.done):
            if at > self.after:
                yield Occurrence(at, resolved.reminder, resolved.routine)

    def moved(self, after: datetime) -> Trigger:
        """The same trigger with another `after`."""
        return replace(self, after=after)


def trigger_of(plan: ResolvedPlan, reminder: Reminder, after: datetime) -> Trigger:
    """The trigger of that reminder in that plan."""
    prescription = plan.prescriptions.get(reminder.routine)
    done = reminder.done_at(plan.done)
    return Trigger(reminder=reminder, zone=plan.zone, after=after, prescription=prescription, done=done)


def due_after(plan: ResolvedPlan, instant: datetime) -> list[Occurrence]:
    """The first occurrence of each reminder later than the instant; none of those that count time in use."""
    reminders = (each for each in plan.plan.reminders if each.counting == "clock")
    found = (trigger_of(plan, each, instant).next() for each in reminders)
    return [each for each in found if each is not None]


def is_in_plan(plan: ResolvedPlan, occurrence: Occurrence) -> bool:
    """Whether the plan contains that occurrence; one that a person postponed until then is not in it."""
    reminder = plan.plan.reminder(occurrence.reminder)
    if reminder is None:
        return False
    found = trigger_of(plan, reminder, occurrence.at - _INSTANT).next()
    return found is not None and found.at == occurrence.at


class OccurrenceCursor:
    """Gives the first occurrence after an instant; cheap if it is asked with increasing times.

    It steps from one occurrence to the next instead of computing whole days each time, and holds the first
    occurrence later than the last instant it was asked for. An earlier instant (the clock was set back) or
    one far ahead (the machine has slept) makes it start again.
    """

    def __init__(self, trigger: Trigger) -> None:
        self._trigger = trigger
        self._asked = trigger.after
        self._following = trigger.following()
        self._next = next(self._following, None)

    def after(self, moment: datetime) -> Occurrence | None:
        """The first occurrence later than `moment`; None if there are no more."""
        is_far = self._next is not None and moment - self._next.at > _FAR
        if moment < self._asked or is_far:
            self._following = self._trigger.moved(moment).following()
            self._next = next(self._following, None)
        while self._next is not None and self._next.at <= moment:
            self._next = next(self._following, None)
        self._asked = moment
        return self._next


def _between(
    resolved: ResolvedCadence, start: datetime, end: datetime, zone: tzinfo, done: datetime | None
) -> Iterator[Occurrence]:
    instants = takewhile(lambda at: at < end, _instants(resolved, start, zone, done))
    return (Occurrence(at, resolved.reminder, resolved.routine) for at in instants)


def _instants(
    resolved: ResolvedCadence, since: datetime, zone: tzinfo, done: datetime | None
) -> Iterator[datetime]:
    """The instants of a cadence from `since` on, strictly increasing."""
    from_day = max(resolved.first, local_day(since, zone) - _BACK)
    last: datetime | None = None
    for at in chain.from_iterable(_each_day(resolved, _days(resolved, from_day), zone, done)):
        # The end of a window and the start of the next may be one instant.
        if at >= since and (last is None or at > last):
            yield at
            last = at


def _each_day(
    resolved: ResolvedCadence, days: Iterable[date], zone: tzinfo, done: datetime | None
) -> Iterator[Iterable[datetime]]:
    for day in days:
        yield instants_on(resolved, day, zone, done)


def _days(resolved: ResolvedCadence, day: date) -> Iterator[date]:
    """The days of a cadence from that one on; ends when the next is too far away to matter."""
    waited = 0
    while waited < _LONGEST_WAIT and day <= resolved.last and day.year <= _LAST_YEAR:
        if resolved.includes(day):
            yield day
            waited = 0
        waited += 1
        day += _DAY
