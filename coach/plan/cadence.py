"""A reminder's resolved cadence: its days in the calendar, and its instants on each of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, combinations, islice, pairwise, takewhile
from typing import TYPE_CHECKING

from coach.clock_times import WEEKDAYS
from coach.plan.local_time import end_of_day, instant_of, window_on
from coach.plan.model import AsPrescribed, AtIntervals, AtTimes, TimesPerDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime, tzinfo

    from coach.clock_times import DateRange, Window
    from coach.plan.model import Prescription, Reminder
    from coach.routine.model import Dose

_WEEK = 7
_MONDAY = date(1970, 1, 5)
"""Days off are counted from here where nothing else says from when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedCadence:
    """When a reminder is due: at `cadence` on each day that it `includes`.

    `period`: of the days that `weekdays` allows, one in so many days counted from `anchor`.
    """

    reminder: str
    routine: str
    cadence: AtIntervals | AtTimes | TimesPerDay
    weekdays: frozenset[int]
    jitter: float = 0.0
    first: date = date.min
    last: date = date.max
    period: int = 1
    anchor: date = _MONDAY
    days_off: tuple[DateRange, ...] = ()
    counts_use: bool = False
    """The first interval must pass at the machine before the first occurrence."""

    def includes(self, day: date) -> bool:
        """Whether the reminder is due on that day."""
        if not self.first <= day <= self.last or day.weekday() not in self.weekdays:
            return False
        if any(day in these for these in self.days_off):
            return False
        return self.period == 1 or (day - self.anchor).days % self.period == 0


def resolved_cadence(reminder: Reminder, prescription: Prescription | None) -> ResolvedCadence | None:
    """The cadence of that reminder; None if it is never due.

    `prescription` is used only for `times: dose`; without it such a reminder is not due.
    """
    cadence = reminder.cadence
    first, last = reminder.first_day or date.min, reminder.last_day or date.max
    if not isinstance(cadence, AsPrescribed):
        return ResolvedCadence(
            reminder=reminder.id,
            routine=reminder.routine,
            cadence=cadence,
            weekdays=frozenset(reminder.on),
            jitter=reminder.jitter,
            days_off=reminder.days_off,
            first=first,
            last=last,
            counts_use=reminder.counting == "use",
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
    return ResolvedCadence(
        reminder=reminder.id,
        routine=reminder.routine,
        cadence=_prescribed_cadence(dose, cadence.between),
        weekdays=frozenset(days),
        jitter=reminder.jitter,
        days_off=reminder.days_off,
        first=first,
        last=min(last, ends),
        period=1 if dose.days or dose.days_per_week else (dose.rest_days or 0) + 1,
        anchor=start,
    )


def _prescribed_cadence(dose: Dose, between: Window) -> AtIntervals | TimesPerDay:
    apart = dose.at_least_apart or 0.0
    if dose.every is not None:
        return AtIntervals(max(dose.every, apart), between)
    return TimesPerDay(dose.per_day or 1, between, apart)


def _prescribed_days(on: tuple[int, ...], dose: Dose) -> tuple[int, ...]:
    named = tuple(WEEKDAYS.index(day) for day in dose.days)
    allowed = tuple(day for day in on if day in named) if named else on
    if dose.days_per_week is None or named:
        return allowed
    return _evenly_spread(allowed, min(dose.days_per_week, len(allowed)), (dose.rest_days or 0) + 1)


@lru_cache(maxsize=64)
def _evenly_spread(allowed: tuple[int, ...], number: int, least: int) -> tuple[int, ...]:
    """So many of these weekdays, spread over the week as evenly as possible, as early as possible.

    Fewer if so many would be less than `least` days apart.
    """
    for size in range(number, 1, -1):
        even = min(combinations(allowed, size), key=lambda days: sum(gap * gap for gap in _gaps(days)))
        if min(_gaps(even)) >= least:
            return even
    return allowed[:1]


def _gaps(days: tuple[int, ...]) -> list[int]:
    """The days from each weekday to the next, and from the last to the first of the next week."""
    return [later - day for day, later in pairwise((*days, days[0] + _WEEK))]


def _first_of(weekdays: tuple[int, ...], day: date) -> date:
    """The first day from that one on that is one of these weekdays."""
    return next(later for step in range(_WEEK) if (later := day + timedelta(days=step)).weekday() in weekdays)


_SECOND = timedelta(seconds=1)


def instants_on(
    resolved: ResolvedCadence, day: date, zone: tzinfo, done: datetime | None = None
) -> Iterable[datetime]:
    """The instants of that local day, in UTC and strictly increasing, as an iterator.

    `done`: when the person last did it unprompted; in that window an interval begins again then.

    Those of a window over midnight belong to the day it starts on. It is not checked whether the cadence
    includes the day.
    """
    later = timedelta(seconds=shift(resolved.reminder, day, resolved.jitter))
    cadence = resolved.cadence
    if isinstance(cadence, AtTimes):
        return _at(cadence, day, zone, later)
    start, end = window_on(day, cadence.between, zone)
    start = min(start + later, end)
    if isinstance(cadence, AtIntervals):
        first = start + timedelta(seconds=cadence.seconds if resolved.counts_use else 0.0)
        if done is None or not start <= done <= end:
            return _stepped(first, end, cadence.seconds)
        before = takewhile(lambda at: at <= done, _stepped(first, end, cadence.seconds))
        return chain(before, islice(_stepped(done, end, cadence.seconds), 1, None))
    return _spread(cadence, start, end)


def shift(reminder: str, day: date, jitter: float) -> int:
    """By how many seconds (0 to `jitter`) the reminder comes later on that day; always the same number.

    All of a day's occurrences move together, so that the time between them stays the same.
    """
    if jitter < 1:
        return 0
    drawn = hashlib.sha256(f"{reminder} {day.isoformat()}".encode()).digest()
    return int.from_bytes(drawn[:8]) % (int(jitter) + 1)


def _at(cadence: AtTimes, day: date, zone: tzinfo, later: timedelta) -> list[datetime]:
    # Two times that one gap skips are one instant.
    instants = sorted({instant_of(day, clock, zone) for clock in cadence.times})
    if not later:
        return instants
    # The last one stays in its day, or it could come after the first of the next.
    room = end_of_day(day, zone) - _SECOND - instants[-1]
    later = max(timedelta(0), min(later, room))
    return [instant + later for instant in instants]


def _stepped(start: datetime, end: datetime, seconds: float) -> Iterator[datetime]:
    step = timedelta(seconds=seconds)
    # One by one: a caller that walks from one to the next need not keep the whole day.
    return (start + number * step for number in range((end - start) // step + 1))


def _spread(cadence: TimesPerDay, start: datetime, end: datetime) -> Iterable[datetime]:
    # The end of a whole day is the beginning of the next one, and counts there.
    gaps = cadence.number if cadence.between.is_whole_day else cadence.number - 1
    length = end - start
    if gaps and length / gaps < timedelta(seconds=cadence.at_least_apart):
        return islice(_stepped(start, end, cadence.at_least_apart), cadence.number)
    seconds = length // _SECOND
    steps = dict.fromkeys(seconds * number // gaps if gaps else 0 for number in range(cadence.number))
    return [start + step * _SECOND for step in steps]
