"""When playing begins: at once, or so that the first sample is heard at a given instant."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable


class DueStart:
    """The frames of silence before a start at an instant; not safe between threads.

    `monotonic`: seconds of the clock in which instants are given.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._due: float | None = None
        self._frames: int | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the start is still to come."""
        return self._due is not None

    def set(self, at: float | None) -> None:
        """Start so that it is heard at that second, or at once."""
        self._due, self._frames = at, None

    def ahead(self, start: int, frames: int, heard_at: float) -> int:
        """How many frames from now are silent, as far as `start` and then `frames` more are concerned.

        `heard_at`: when the frame after the next `start` is heard. If the start falls on these frames, this
        settles its place among the samples.
        """
        if self._due is None:
            return 0
        if self._frames is None:
            begin = start + round((self._due - heard_at) * SAMPLE_RATE)
            if begin >= start + frames:
                return start + frames
            self._frames = max(begin, start)
        return self._frames

    def consume(self, frames: int) -> int:
        """How many of the next frames, which are consumed, are silent."""
        if self._due is None:
            return 0
        wait = self._frames
        if wait is None:
            wait = round((self._due - self._monotonic()) * SAMPLE_RATE)
        if wait >= frames:
            if self._frames is not None:
                self._frames -= frames
            return frames
        self._due = self._frames = None
        return max(0, wait)
