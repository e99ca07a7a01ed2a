"""Samples for a device besides a session's own: those pulled early, and noise that wakes it."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Final

import numpy as np

from coach.units import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.sound.output import Pull

LEVEL: Final = 2e-4
"""Its peak: -74 dBFS, six steps of 16 bits. Speech is levelled 54 dB above it."""


class WakeNoise:
    """White noise of one second, repeated."""

    def __init__(self) -> None:
        random = np.random.default_rng(0)
        self._samples = random.uniform(-LEVEL, LEVEL, SAMPLE_RATE).astype(np.float32)
        self._at = 0

    def before(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The samples, with noise in place of silence before the first sound."""
        sounding = samples.nonzero()[0]
        silent = int(sounding[0]) if len(sounding) else len(samples)
        self._at += silent
        noise = np.resize(np.roll(self._samples, -self._at), silent)
        return np.concatenate((noise, samples[silent:]))


class LookaheadBuffer:
    """Looks ahead in samples that never change, by pulling early and keeping what is not consumed yet."""

    def __init__(self, pull: Pull) -> None:
        self._pull = pull
        self._kept = np.zeros(0, np.float32)
        self.changed = Event()

    def ahead(self, start: int, frames: int, heard_at: float) -> NDArray[np.float32]:  # noqa: ARG002 — nothing is due
        """The frames after the next `start`."""
        missing = start + frames - len(self._kept)
        if missing > 0:
            self._kept = np.concatenate((self._kept, self._pull(missing)))
        return self._kept[start : start + frames]

    def pull(self, frames: int) -> NDArray[np.float32]:
        """The next frames."""
        if not len(self._kept):
            return self._pull(frames)
        taken = self.ahead(0, frames, 0.0)
        self._kept = self._kept[frames:]
        return taken
