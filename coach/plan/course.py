"""A reminder made ready for reckoning: its cadence, and on which days of the calendar it holds.

What a routine prescribes (`times: dose`) is turned into an ordinary cadence here:

    per_day: 3                 as `times: 3`; once where the dose says nothing of it
    every: 1 h                 as `every: 1 h`
    at_least_apart: 4 h        widens the step; what no longer fits into the window is left out
    days: [mon, thu]           those of them on which the reminder holds (`on`)
    days_per_week: 3           that many days of `on`, the same every week, as far apart as they can be
    rest_days: 1               so many days off after each
    weeks: 4                   ends after that many, counted from the reminder's `from`, else from the
                               day of the first session; before it there is no end
    as_needed: true            never due
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from coach.plan.model import At, Every, Prescribed, Times
from coach.wall import WEEKDAYS

if TYPE_CHECKING:
    from coach.plan.model import Prescription, Reminder
    from coach.routine.model import Dose
    from coach.wall import Window

_WEEK = 7
_MONDAY = date(1970, 1, 5)
"""Days off are counted from here where nothing else says from when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """When a reminder is due: `cadence` on each day that `includes` tells.

    `period`: of the days that `weekdays` allows, every so many days counted from `anchor`.
    """

    reminder: str
    routine: str
    cadence: Every | At | Times
    weekdays: frozenset[int]
    jitter: float = 0.0
    first: date = date.min
    last: date = date.max
    period: int = 1
    anchor: date = _MONDAY

    def includes(self, day: date) -> bool:
        """Whether the reminder holds on that day."""
        if not self.first <= day <= self.last or day.weekday() not in self.weekdays:
            return False
        return self.period == 1 or (day - self.anchor).days % self.period == 0


def course_of(reminder: Reminder, prescription: Prescription | None) -> Course | None:
    """The course of that reminder; None where it is never due.

    `prescription` is only looked at for `times: dose`; without it such a reminder is not due.
    """
    cadence = reminder.cadence
    first, last = reminder.first_day or date.min, reminder.last_day or date.max
    if not isinstance(cadence, Prescribed):
        return Course(
            reminder=reminder.id,
            routine=reminder.routine,
            cadence=cadence,
            weekdays=frozenset(reminder.on),
            jitter=reminder.jitter,
            first=first,
            last=last,
        )
    if prescription is None or prescription.dose.as_needed:
        return None
    dose = prescription.dose
    days = _prescribed_days(reminder.on, dose)
    if not days:
        return None
    begin = reminder.first_day or prescription.begun
    # Weeks count from the first day on which it can be done; so do the days off.
    start = _first_of(days, begin or _MONDAY)
    ends = start + timedelta(weeks=dose.weeks) - timedelta(days=1) if begin and dose.weeks else date.max
    return Course(
        reminder=reminder.id,
        routine=reminder.routine,
        cadence=_prescribed_cadence(dose, cadence.between),
        weekdays=frozenset(days),
        jitter=reminder.jitter,
        first=first,
        last=min(last, ends),
        period=1 if dose.days or dose.days_per_week else (dose.rest_days or 0) + 1,
        anchor=start,
    )


def _prescribed_cadence(dose: Dose, between: Window) -> Every | Times:
    apart = dose.at_least_apart or 0.0
    if dose.every is not None:
        return Every(max(dose.every, apart), between)
    return Times(dose.per_day or 1, between, apart)


def _prescribed_days(on: tuple[int, ...], dose: Dose) -> tuple[int, ...]:
    named = tuple(WEEKDAYS.index(day) for day in dose.days)
    allowed = tuple(day for day in on if day in named) if named else on
    if dose.days_per_week is None or named:
        return allowed
    return _far_apart(allowed, min(dose.days_per_week, len(allowed)), (dose.rest_days or 0) + 1)


@lru_cache(maxsize=64)
def _far_apart(allowed: tuple[int, ...], number: int, least: int) -> tuple[int, ...]:
    """So many of these weekdays, spread over the week as evenly as can be, the earliest such choice.

    Fewer where so many would be less than `least` days apart.
    """
    for size in range(number, 1, -1):
        even = min(combinations(allowed, size), key=lambda days: sum(gap * gap for gap in _gaps(days)))
        if min(_gaps(even)) >= least:
            return even
    return allowed[:1]


def _gaps(days: tuple[int, ...]) -> list[int]:
    """Days from each to the next, the last to the first of the next week."""
    return [later - day for day, later in pairwise((*days, days[0] + _WEEK))]


def _first_of(weekdays: tuple[int, ...], day: date) -> date:
    """That day, or the first after it that is one of these weekdays."""
    return next(later for step in range(_WEEK) if (later := day + timedelta(days=step)).weekday() in weekdays)
