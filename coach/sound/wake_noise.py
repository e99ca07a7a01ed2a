"""Noise that nobody hears, and that wakes a device which sleeps through silence."""

from __future__ import annotations

import random
from array import array
from typing import Final

from coach.scales import SAMPLE_RATE

LEVEL: Final = 2e-4
"""Its peak: -74 dBFS, six steps of 16 bits. Speech is levelled 54 dB above it."""
FRAMES: Final = SAMPLE_RATE // 5
"""Repeated after so many."""
_FRAME_BYTES: Final = 4


class WakeNoise:
    """White noise in place of the silence before the first sound."""

    def __init__(self) -> None:
        source = random.Random(0)  # noqa: S311 — a noise, not a secret
        self._noise = array("f", (source.uniform(-LEVEL, LEVEL) for _ in range(FRAMES))).tobytes()

    def before(self, samples: bytes) -> bytes:
        """The samples, with noise in place of silence before the first sound."""
        silent = (len(samples) - len(samples.lstrip(b"\0"))) // _FRAME_BYTES * _FRAME_BYTES
        return (self._noise * (silent // len(self._noise) + 1))[:silent] + samples[silent:]
