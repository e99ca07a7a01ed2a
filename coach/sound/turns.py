"""Who may pull: one consumer at a time, and none ever again once its turn has passed."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coach.sound.port import Pull


class Turns:
    """Guards `pull` between a device's thread and ours.

    A device that was given up may wake up later, in the middle of anything: its turn is over, and it gets
    nothing. What one consumer took last, the next goes on from.
    """

    def __init__(self, pull: Pull) -> None:
        self._pull = pull
        self._lock = Lock()
        self._current = 0

    def next(self) -> int:
        """A new turn. All older ones are over, and no pull of theirs is still under way."""
        with self._lock:
            self._current += 1
            return self._current

    def pull(self, turn: int | None, frames: int) -> NDArray[np.float32] | None:
        """The next frames, if that turn is the current one; else `None`, and nothing is consumed."""
        with self._lock:
            return self._pull(frames) if turn == self._current else None
