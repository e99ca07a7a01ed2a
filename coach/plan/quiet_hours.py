"""The hours in which the coach is quiet: those of the plan, and the busy ones of a calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.plan.local_time import local_day, window_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from coach.clock_times import Window
    from coach.plan.model import BusyHours

_DAY = timedelta(days=1)
_MOST_JOINED = 16
"""Windows that follow each other without a gap; more only come where it is quiet all day long."""


def quiet_until(quiet: Iterable[Window], instant: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet hours at that instant end, through adjoining windows; None if it is not quiet.

    A window's start belongs to it, its end does not. If it is always quiet, the result is some days later.
    """
    windows = tuple(quiet)
    until: datetime | None = None
    for _ in range(_MOST_JOINED):
        ends = _end_of_window(windows, until or instant, zone)
        if ends is None:
            break
        until = ends
    return until


def _end_of_window(windows: tuple[Window, ...], instant: datetime, zone: tzinfo) -> datetime | None:
    today = local_day(instant, zone)
    ends = []
    for window in windows:
        for day in (today - _DAY, today):  # over midnight, one of the day before reaches into today
            start, end = window_on(day, window, zone)
            if start <= instant < end:
                ends.append(end)
    return max(ends, default=None)


def busy_until(hours: BusyHours, instant: datetime) -> datetime | None:
    """When the busy hours at that instant end; None if there are none."""
    return next((end for start, end in hours if start <= instant < end), None)
