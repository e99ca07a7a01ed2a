"""What a sink plays, for hours: when each sound begins and ends, by the wall clock; the samples are not kept.

A null sink hands a block to who records it as the block begins to be played, so that the arrivals of the
blocks tell the wall-clock second of every sample. One arrival is late by chance; the median of all those
within `AROUND` seconds is not. How well that holds is measured in each run: `clicks.py`.
"""

from __future__ import annotations

import os
import subprocess
import time
from array import array
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

RATE = 48_000
FORMAT = ("--raw", "--format=float32le", f"--rate={RATE}", "--channels=1")
MILLISECONDS = 100
"""Recorded at once. The sink's blocks are no longer than that, and no longer than what players ask for."""
TOGETHER = 0.004
"""Seconds: pieces that come closer to each other than this are of one block."""
AROUND = 15.0
LOUD = 1e-4
"""Three steps of 16 bits: less is no sound."""
PARTED = round(0.3 * RATE)
"""Samples of silence that part two sounds."""


class SinkListener:
    """Listens to the monitor of that sink from now until `close`."""

    def __init__(self, sink: str, environment: Mapping[str, str]) -> None:
        self._arrivals = array("d")
        self._positions = array("q")
        self._sounds: list[list[int]] = []
        self._heard = 0
        self._process = subprocess.Popen(
            ["parec", "-d", f"{sink}.monitor", *FORMAT, f"--latency-msec={MILLISECONDS}"],
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it; what was heard stays."""
        self._process.kill()
        self._process.wait()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """How much was recorded."""
        return self._heard / RATE

    def sounds(self) -> NDArray[np.float64]:
        """Each sound: the wall-clock second of its first sample, and that of the one behind its last."""
        places = np.array(self._sounds, np.int64).reshape(-1, 2)
        return places / RATE + self._beginnings(places)

    def places(self) -> NDArray[np.int64]:
        """The same in samples, from the first that was recorded."""
        return np.array(self._sounds, np.int64).reshape(-1, 2)

    def pace(self) -> tuple[float, float]:
        """The recorder's own clock: seconds an hour by which it drifts, and by how much it ever was off."""
        positions = np.arange(round(AROUND), self.seconds - AROUND, 10.0)
        if len(positions) < 2:
            return 0.0, 0.0
        beginnings = self._beginnings((positions * RATE).astype(np.int64))
        off = beginnings - beginnings[0]
        return float(np.polyfit(positions, off, 1)[0] * 3600), float(np.abs(off).max())

    def _beginnings(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The wall-clock second of the very first sample, as it looks from each of those places."""
        arrivals, positions = np.array(self._arrivals), np.array(self._positions)
        firsts = np.diff(arrivals, prepend=-np.inf) > TOGETHER
        starts = positions[firsts] / RATE
        begun = arrivals[firsts] - starts
        low = np.searchsorted(starts, places / RATE - AROUND)
        high = np.searchsorted(starts, places / RATE + AROUND)
        medians = [np.median(begun[begin:end]) for begin, end in zip(low.ravel(), high.ravel(), strict=True)]
        return np.array(medians, float).reshape(places.shape)

    def _read(self) -> None:
        assert self._process.stdout is not None
        descriptor, left = self._process.stdout.fileno(), b""
        while piece := os.read(descriptor, 1 << 16):
            self._arrivals.append(time.time())
            self._positions.append(self._heard)
            left += piece
            whole = len(left) // 4 * 4
            self._take(np.frombuffer(left[:whole], np.float32))
            left = left[whole:]
        self._process.stdout.close()

    def _take(self, samples: NDArray[np.float32]) -> None:
        loud = np.flatnonzero(np.abs(samples) > LOUD)
        if len(loud):
            cuts = np.flatnonzero(np.diff(loud) > PARTED)
            firsts, lasts = [loud[0], *loud[cuts + 1]], [*loud[cuts], loud[-1]]
            for first, last in zip(firsts, lasts, strict=True):
                self._add(self._heard + int(first), self._heard + int(last) + 1)
        self._heard += len(samples)

    def _add(self, first: int, end: int) -> None:
        if self._sounds and first - self._sounds[-1][1] <= PARTED:
            self._sounds[-1][1] = end
        else:
            self._sounds.append([first, end])
