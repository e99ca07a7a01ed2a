"""Consuming samples at the right pace by a clock, where no device does it."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Final

from coach.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK_FRAMES: Final = 960
"""Frames consumed at once: 20 ms, as a device would."""
BLOCK_SECONDS: Final = BLOCK_FRAMES / SAMPLE_RATE
MOST_BEHIND: Final = 1.0
"""So many seconds late, we were stopped or asleep: the session stood still too, and nothing is skipped."""
ROUNDING: Final = 1e-4
"""The part of a block (2 microseconds) that floating point may lack at the instant at which it is due."""


class Pacer:
    """Counts what is due since it began. A late call catches up: nothing drifts, however long it goes."""

    def __init__(self, now: float) -> None:
        self._began = now
        self._blocks = 0

    def catch_up(self, now: float, consume: Callable[[int], object]) -> None:
        """Consume, block by block, what is due by that monotonic second; what raises counts as consumed."""
        due = floor((now - self._began) / BLOCK_SECONDS + ROUNDING) - self._blocks
        if due * BLOCK_SECONDS > MOST_BEHIND:
            self._began = now - self._blocks * BLOCK_SECONDS
            return
        for _ in range(due):
            self._blocks += 1
            consume(BLOCK_FRAMES)

    def until_next(self, now: float) -> float:
        """Seconds from now until the next block is due."""
        return max(0.0, self._began + (self._blocks + 1) * BLOCK_SECONDS - now)
