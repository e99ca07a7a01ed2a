"""The fakes, shipped so that whoever builds on the coach can test without sound, speech or waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """A clock that stands still until it is told: wall, monotonic and boot time move apart at will."""

    def __init__(self, start: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) -> None:
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
