"""Time zones: from local days and times of day to instants, across clock changes."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coach.errors import CoachError
from coach.problems import printable, quoted, shortened
from coach.spelling import nearest
from coach.units import ParseError

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from coach.clock_times import Window
    from coach.plan.model import Plan

_LONGEST_NAME = 64
_OF_THE_MACHINE = frozenset({"local", "localtime", "system", "machine", "here", "home"})
_OFFSET = re.compile(r"(?:utc|gmt)? *[+-] *[0-9]{1,2}(?::?[0-9]{2})?", re.IGNORECASE)
_EXAMPLE = "write its name, such as Europe/Berlin"


def parse_zone(text: str) -> ZoneInfo:
    """The zone of that name, such as `Europe/Berlin`. Raises `ParseError` with the likely name."""
    name = text.strip()
    try:
        if len(name) <= _LONGEST_NAME:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder, a file that is no zone
        pass
    raise ParseError(f"there is no time zone {quoted(text)}", _suggestion(name))


def machine_zone() -> tzinfo:
    """The zone that is set on this machine now. Raises `CoachError` when it is unknown."""
    from tzlocal import reload_localzone  # noqa: PLC0415 — a plan with a zone of its own does without

    try:
        return reload_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        set_to = os.environ.get("TZ", "")
        why = (
            f": TZ is '{printable(shortened(set_to, _LONGEST_NAME))}', which is not a zone's name"
            if set_to
            else ""
        )
        raise CoachError(
            f"The time zone of this machine is not known{why}.",
            hint="Set it, or write a line such as 'zone: Europe/Berlin' into the plan.",
        ) from None


def zone_of(plan: Plan) -> tzinfo:
    """The zone of the plan's days: its own, else the machine's. Raises `CoachError`."""
    return plan.zone or machine_zone()


def _suggestion(name: str) -> str:
    if name.lower() in _OF_THE_MACHINE:
        return "for the time zone of this machine, leave the field out"
    if _OFFSET.fullmatch(name[:_LONGEST_NAME]):
        return f"an offset has no summer time: {_EXAMPLE}"
    from zoneinfo import available_timezones  # noqa: PLC0415 — reads many files

    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    written = name.replace(" ", "_").lower()
    same = [name for name in names if written in {name.lower(), name.rpartition("/")[2].lower()}]
    if len(same) == 1:
        return f"write '{same[0]}'"
    near = nearest(name, names)
    if near is None:
        city = nearest(name, {name.rpartition("/")[2] for name in names})
        of_city = [name for name in names if name.rpartition("/")[2] == city]
        near = of_city[0] if len(of_city) == 1 else None
    return f"did you mean '{near}'?" if near else _EXAMPLE


_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def instant_of(day: date, clock: time, zone: tzinfo) -> datetime:
    """The first instant, in UTC, at which local clocks show that time of that day, or a later one.

    A time that is skipped in spring is the end of the gap, and one that comes twice in autumn is the first of
    the two.
    """
    wall = datetime.combine(day, clock, zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _end_of_gap(wall)


@lru_cache(maxsize=512)
def window_on(day: date, window: Window, zone: tzinfo) -> tuple[datetime, datetime]:
    """The start and end of that day's window as instants; equal if a clock change swallows the window.

    Cached, as the gate asks for the same few quiet windows at each decision.
    """
    last = day + _DAY if window.ends_next_day else day
    return instant_of(day, window.start, zone), instant_of(last, window.end, zone)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant at which the next day begins."""
    return instant_of(day + _DAY, time(0), zone)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The date in that zone at that instant."""
    return instant.astimezone(zone).date()


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
