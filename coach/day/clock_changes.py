"""Compares clock readings, to notice that the machine was suspended or a clock was changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from coach.clock import Clock

TOLERANCE = 2.0
"""Seconds by which clocks may drift apart within one sleep: NTP slews by 0.5 ms a second."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """All clocks at one instant, and the name of the time zone."""

    wall: datetime
    monotonic: float
    boot: float
    zone: str


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What happened between two readings; `seconds`: asleep, or by which the wall clock jumped."""

    kind: Literal["suspended", "stepped", "zone"]
    seconds: float = 0.0


def read_clocks(clock: Clock, zone: str) -> ClockReading:
    """A reading of all clocks now."""
    return ClockReading(clock.now(), clock.monotonic(), clock.boot(), zone)


def clock_changes(before: ClockReading, after: ClockReading) -> tuple[ClockChange, ...]:
    """What happened between two readings: the machine slept, the clock was set, the zone changed.

    Where a system has no boot time that includes sleep (it then equals the monotonic one), a suspend looks
    like a wall clock set forward; either way everything is scheduled again.
    """
    awake = after.monotonic - before.monotonic
    passed = after.boot - before.boot
    asleep = passed - awake
    jump = (after.wall - before.wall).total_seconds() - passed
    found = []
    if asleep > TOLERANCE:
        found.append(ClockChange("suspended", asleep))
    if abs(jump) > TOLERANCE:
        found.append(ClockChange("stepped", jump))
    if before.zone != after.zone:
        found.append(ClockChange("zone"))
    return tuple(found)
