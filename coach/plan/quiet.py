"""Quiet hours: whether an instant lies in one of them, and when they are over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.plan.local_days import local_day, window_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from coach.wall import Window

_DAY = timedelta(days=1)
_MOST_JOINED = 16
"""Windows that follow each other without a gap; more only come where it is quiet all day long."""


def quiet_until(quiet: Iterable[Window], instant: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet that holds at that instant is over, through windows that join; None: it is not quiet.

    A window's start belongs to it, its end does not. Where it is quiet without end, some days later.
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
        # Only over midnight does one of the day before reach into today.
        for day in (today - _DAY, today) if window.ends_next_day else (today,):
            start, end = window_on(day, window, zone)
            if start <= instant < end:
                ends.append(end)
    return max(ends, default=None)
