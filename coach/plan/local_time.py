"""Between local times and instants, across clock changes: one rule for everything that is read or printed.

A time of day is one of the plan's zone. Of a time that comes twice in autumn, what begins takes the first
(`instant_of`), what ends takes the last (`last_instant_of`), and a moment in the future takes the next one
(`next_instant_of`). A time that spring leaves out is the end of the gap.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from coach.clock_times import Window

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def instant_of(day: date, clock: time, zone: tzinfo) -> datetime:
    """The first instant, in UTC, at which local clocks show that time of that day, or a later one.

    A time that is skipped in spring is the end of the gap, and one that comes twice in autumn is the first of
    the two.
    """
    return _instant(datetime.combine(day, clock, zone))


def last_instant_of(day: date, clock: time, zone: tzinfo) -> datetime:
    """As `instant_of`, but of a time that comes twice the second: what ends then has not ended before."""
    return _instant(datetime.combine(day, clock, zone).replace(fold=1))


def next_instant_of(clock: time, now: datetime, zone: tzinfo) -> datetime:
    """The next instant, in UTC and later than `now`, at which local clocks show that time."""
    today = local_day(now, zone)
    readings = (
        instant
        for day in (today, today + _DAY)
        for instant in (instant_of(day, clock, zone), last_instant_of(day, clock, zone))
    )
    return next(instant for instant in readings if instant > now)


@lru_cache(maxsize=512)
def window_on(day: date, window: Window, zone: tzinfo) -> tuple[datetime, datetime]:
    """The start and end of that day's window as instants; equal if a clock change swallows the window.

    24:00 is when the next day begins, also where its first hour comes twice. Cached, as the gate asks for the
    same few quiet windows at each decision.
    """
    last = day + _DAY if window.ends_next_day else day
    end = last_instant_of(last, window.end, zone) if window.end != time(0) else end_of_day(day, zone)
    return instant_of(day, window.start, zone), end


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant at which the next day begins."""
    return instant_of(day + _DAY, time(0), zone)


def end_of_waking_day(instant: datetime, day_ends: time, zone: tzinfo) -> datetime:
    """The end of the day that a person is living at that instant: the next time that clocks show `day_ends`.

    It is later than the instant; a person's day ends when they sleep, and not at midnight.
    """
    day = local_day(instant, zone)
    ends = instant_of(day, day_ends, zone)
    return ends if ends > instant else instant_of(day + _DAY, day_ends, zone)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The date in that zone at that instant."""
    return instant.astimezone(zone).date()


def local_text(instant: datetime, zone: tzinfo, form: str = "%H:%M", *, is_zone_named: bool = False) -> str:
    """The instant as local clocks show it, in a form of `strftime`, with the offset where it is unclear.

    It is shown where the time comes twice, and where this machine's clock shows another one, unless the zone
    is named beside it (`is_zone_named`): `02:30+01:00`.
    """
    local = instant.astimezone(zone)
    offset = local.utcoffset()
    is_repeated = offset != local.replace(fold=1 - local.fold).utcoffset()
    is_elsewhere = not is_zone_named and offset != instant.astimezone().utcoffset()
    return f"{local:{form}}{_offset(local) if is_repeated or is_elsewhere else ''}"


def local_moment(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """An instant for a person: `15:00` today, `2026-11-03 09:00` any other day; else as `local_text`."""
    is_today = local_day(instant, zone) == local_day(now, zone)
    return local_text(instant, zone, "%H:%M" if is_today else "%Y-%m-%d %H:%M")


def _offset(local: datetime) -> str:
    return local.isoformat(timespec="minutes")[len("2026-11-02T09:00") :]


def _instant(wall: datetime) -> datetime:
    instant = wall.astimezone(UTC)
    if instant.astimezone(wall.tzinfo).replace(tzinfo=None, fold=0) == wall.replace(tzinfo=None, fold=0):
        return instant
    return _end_of_gap(wall.replace(fold=0))


def _end_of_gap(wall: datetime) -> datetime:
    """The instant of the clock change that skips this time, to the second.

    Before the change the offset is that of `fold=0`, after it that of `fold=1`; the change lies between the
    two instants that these give.
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
