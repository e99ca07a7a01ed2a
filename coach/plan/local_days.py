"""Where a local day lies in time: from times of day to instants, through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from coach.wall import Window

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def instant_of(day: date, clock: time, zone: tzinfo) -> datetime:
    """The first instant, in UTC, at which the clocks of that zone show that time of that day, or a later one.

    So a time that a spring change skips is the end of the gap, and one that comes twice in autumn is
    the first of the two.
    """
    wall = datetime.combine(day, clock, zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _end_of_gap(wall)


@lru_cache(maxsize=512)
def window_on(day: date, window: Window, zone: tzinfo) -> tuple[datetime, datetime]:
    """The instants at which the window of that day begins and ends; equal where a gap swallows it.

    Remembered: the gate asks for the same few quiet windows at each decision.
    """
    last = day + _DAY if window.ends_next_day else day
    return instant_of(day, window.start, zone), instant_of(last, window.end, zone)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant at which the next day begins."""
    return instant_of(day + _DAY, time(0), zone)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The day that the calendar on the wall shows then."""
    return instant.astimezone(zone).date()


def _end_of_gap(wall: datetime) -> datetime:
    """The instant of the change that skips this time, to the second.

    Before the change the offset is that of `fold=0`, after it that of `fold=1`; the change lies between
    the two instants that these give.
    """
    zone = wall.tzinfo
    before, after = wall.replace(fold=1).astimezone(UTC), wall.astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
