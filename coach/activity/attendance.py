"""Whether somebody can have attended a session: no locked screen during it, and input until its end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from coach.activity.poll import Activity, sources_here
from coach.situation import AWAY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.activity.source import ActivitySource, Part


LOOK_AGAIN = 20.0
"""Seconds after which it is checked again whether the screen is locked."""


def open_lock() -> Callable[[], bool]:
    """A function that says whether the screen is known to be locked; it takes up to half a second."""
    lock = _knowing("lock", sources_here())
    return lambda: lock.ask().situation.locked is True


def _knowing(part: Part, sources: Sequence[ActivitySource]) -> Activity:
    return Activity([source for source in sources if part in source.parts])


class Attendance:
    """What shows that nobody attended a session that begins now.

    `monotonic`: a clock in seconds.
    """

    def __init__(
        self, sources: Sequence[ActivitySource], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._lock = _knowing("lock", sources)
        self._input = _knowing("idle time", sources)
        self._monotonic = monotonic
        self._began = monotonic()
        self._was_locked = False

    def watch_lock(self, is_over: Callable[[float], object]) -> None:
        """Check the screen's lock until it was locked once, or the session is over.

        `is_over` waits so many seconds at most, and says whether the session is over.
        """
        while not self._look_at_lock() and not is_over(LOOK_AGAIN):
            pass

    def _look_at_lock(self) -> bool:
        self._was_locked |= self._lock.ask().situation.locked is True
        return self._was_locked

    def facts(self) -> dict[str, bool]:
        """For the record, at the end: `locked` at any time; `away`, without any input all the while.

        A person is away who touched nothing from `AWAY_SECONDS` before it began until now: so nobody pressed
        the key that began it. An idle time that is not known says nothing.
        """
        facts = {"locked": True} if self._look_at_lock() else {}
        idle = self._input.ask().situation.idle_seconds
        if idle is not None and idle >= self._monotonic() - self._began + AWAY_SECONDS:
            facts["away"] = True
        return facts
