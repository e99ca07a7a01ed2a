"""The clock port: wall, monotonic and boot time, and the system's own."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Three times that disagree when the machine sleeps or somebody sets the clock."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never step and stand still while the machine sleeps (on Linux and macOS)."""
        ...

    def boot(self) -> float:
        """Seconds since boot, sleep included where the system tells; else the monotonic seconds."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never step."""
        return time.monotonic()

    def boot(self) -> float:
        """Seconds since boot, sleep included: Linux tells, elsewhere the monotonic clock must do."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()


class VirtualClock:
    """A clock that stands still until it is told: wall, monotonic and boot time move apart at will."""

    def __init__(self, start: datetime) -> None:
        self._wall = start
        self._monotonic = 1_000.0
        self._boot = 1_000.0

    def now(self) -> datetime:
        """The wall clock."""
        return self._wall

    def monotonic(self) -> float:
        """The monotonic seconds."""
        return self._monotonic

    def boot(self) -> float:
        """The boot-time seconds."""
        return self._boot

    def advance(self, seconds: float) -> None:
        """Let time go by, awake."""
        self.suspend(seconds)
        self._monotonic += seconds

    def suspend(self, seconds: float) -> None:
        """Let time go by, asleep: the monotonic clock stands still."""
        self._wall += timedelta(seconds=seconds)
        self._boot += seconds

    def set_wall(self, moment: datetime) -> None:
        """Step the wall clock, as a person or NTP does."""
        self._wall = moment


def local_offset_minutes(moment: datetime) -> int:
    """The machine's offset from UTC at that moment, in whole minutes."""
    offset = moment.astimezone().utcoffset()
    return 0 if offset is None else round(offset.total_seconds() / 60)
