"""Whether somebody can have attended a session: the screen's lock as it begins, and input until its end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from coach.activity.poll import Activity
from coach.situation import AWAY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.activity.source import ActivitySource


class Attendance:
    """What speaks against somebody having attended a session that begins now.

    `monotonic`: a clock in seconds.
    """

    def __init__(
        self, sources: Sequence[ActivitySource], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._lock = Activity([source for source in sources if "lock" in source.parts])
        self._input = Activity([source for source in sources if "idle time" in source.parts])
        self._monotonic = monotonic
        self._began = monotonic()
        self._is_locked = False

    def look_at_lock(self) -> None:
        """Note whether the screen is locked; takes up to half a second."""
        self._is_locked = self._lock.ask().situation.locked is True

    def facts(self) -> dict[str, bool]:
        """For the record, at the end: `locked` when it began; `away`, without any input all the while.

        Away is who touched nothing from `AWAY_SECONDS` before it began until now: so nobody pressed the key
        that began it. An idle time that is not known says nothing.
        """
        facts = {"locked": True} if self._is_locked else {}
        idle = self._input.ask().situation.idle_seconds
        if idle is not None and idle >= self._monotonic() - self._began + AWAY_SECONDS:
            facts["away"] = True
        return facts
