"""The clock port: wall, monotonic and boot time, with the system's clock and a virtual one."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Three kinds of time, which drift apart when the machine sleeps or the clock is set."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump, and that stop while the machine sleeps (on Linux and macOS)."""
        ...

    def boot(self) -> float:
        """Seconds since boot including sleep, where the system has them; else the monotonic seconds."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()

    def boot(self) -> float:
        """Seconds since boot including sleep, on Linux; elsewhere the monotonic seconds."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()


class VirtualClock:
    """A clock that moves only when it is advanced; wall, monotonic and boot time can drift apart."""

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
        """Advance all three by that many seconds."""
        self.suspend(seconds)
        self._monotonic += seconds

    def suspend(self, seconds: float) -> None:
        """Advance all but the monotonic seconds, as a sleeping machine does."""
        self._wall += timedelta(seconds=seconds)
        self._boot += seconds

    def set_wall(self, moment: datetime) -> None:
        """Set the wall clock, as a person or NTP does."""
        self._wall = moment


def local_offset_minutes(moment: datetime) -> int:
    """The machine's offset from UTC at that moment, in whole minutes."""
    offset = moment.astimezone().utcoffset()
    return 0 if offset is None else round(offset.total_seconds() / 60)
