"""The instants of one day at which a course is due."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from coach.plan.local_days import end_of_day, instant_of, window_on
from coach.plan.model import At, Every

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime, tzinfo

    from coach.plan.course import Course
    from coach.plan.model import Times

_SECOND = timedelta(seconds=1)


def instants_on(course: Course, day: date, zone: tzinfo) -> Iterable[datetime]:
    """The instants, in UTC and strictly increasing, that belong to that local day; to be gone through once.

    Those of a window over midnight belong to the day it starts on, also those after midnight. Whether
    the course holds on that day is not asked here.
    """
    later = timedelta(seconds=shift(course.reminder, day, course.jitter))
    cadence = course.cadence
    if isinstance(cadence, At):
        return _at(cadence, day, zone, later)
    start, end = window_on(day, cadence.between, zone)
    start = min(start + later, end)
    if isinstance(cadence, Every):
        return _stepped(start, end, cadence.seconds)
    return _spread(cadence, start, end)


def shift(reminder: str, day: date, jitter: float) -> int:
    """Whole seconds from 0 to `jitter` by which that reminder comes later on that day; always the same.

    All of a day's occurrences move together, so that what lies between them stays as it was written.
    """
    if jitter < 1:
        return 0
    drawn = hashlib.sha256(f"{reminder} {day.isoformat()}".encode()).digest()
    return int.from_bytes(drawn[:8]) % (int(jitter) + 1)


def _at(cadence: At, day: date, zone: tzinfo, later: timedelta) -> list[datetime]:
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
    # One by one: whoever walks from one to the next need not keep the whole day.
    return (start + number * step for number in range((end - start) // step + 1))


def _spread(cadence: Times, start: datetime, end: datetime) -> Iterable[datetime]:
    # The end of a whole day is the beginning of the next one, and counts there.
    gaps = cadence.number if cadence.between.is_whole_day else cadence.number - 1
    length = end - start
    if gaps and length / gaps < timedelta(seconds=cadence.at_least_apart):
        return islice(_stepped(start, end, cadence.at_least_apart), cadence.number)
    seconds = length // _SECOND
    steps = dict.fromkeys(seconds * number // gaps if gaps else 0 for number in range(cadence.number))
    return [start + step * _SECOND for step in steps]
