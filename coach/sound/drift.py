"""How far a device is behind its time, and how many frames are skipped or delayed to correct it.

Pure. Samples are the clock of a session, but a device that stood still, or whose crystal is a little off, is
not the person's time. A delay is made up in silence; only one beyond `MOST_SECONDS` at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from coach.scales import SAMPLE_RATE

LEAST_SECONDS: Final = 0.010
"""Less is not worth a correction, and within what can be measured."""
MOST_SECONDS: Final = 0.045
"""More is corrected at once, also within a sound: the drift that a session may have is 50 ms."""
STOOD_STILL_SECONDS: Final = 1.0
"""Later than this, we were stopped or asleep: the session stood still too, and nothing is left out."""
WINDOW_SECONDS: Final = 0.3
"""Devices ask at uneven instants; the least delay within this time is how late a device is."""
LONG_WINDOW_SECONDS: Final = 10.0
"""The same for a device that keeps its time over gaps, where only its crystal can be off: it has time."""


def drift_correction(behind: float, *, is_silent: bool) -> int:
    """The frames to skip, or below zero to wait.

    `behind`: in seconds. `is_silent`: whether silence comes next.
    """
    least = LEAST_SECONDS if is_silent else MOST_SECONDS
    return round(behind * SAMPLE_RATE) if abs(behind) >= least else 0


@dataclass(frozen=True, slots=True)
class DeviceDrift:
    """How far a device is behind the monotonic clock, from when how many frames were handed to it.

    `delays`: the times and delays of the last `window` seconds; `usual`: the least of the first window.
    `settled`: from when on the delays are meaningful, as a pause in pulling is not yet a delay.
    """

    began: float
    window: float = WINDOW_SECONDS
    frames: int = 0
    usual: float | None = None
    settled: float = 0.0
    delays: tuple[tuple[float, float], ...] = ()

    def handed(self, now: float, frames: int) -> DeviceDrift:
        """The pace after that many more frames were handed to the device at that second."""
        total = self.frames + frames
        delay = now - self.began - total / SAMPLE_RATE
        # What came earlier and was no sooner can never be the least again.
        recent = tuple(one for one in self.delays if now - one[0] <= self.window and one[1] < delay)
        usual = self.usual
        if usual is None and now - self.began >= self.window:
            usual = min([delay, *(one[1] for one in recent)])
        has_paused = bool(self.delays) and now - self.delays[-1][0] > self.window
        settled = now + self.window if has_paused else self.settled
        return replace(self, frames=total, usual=usual, settled=settled, delays=(*recent, (now, delay)))

    def corrected(self, frames: int) -> DeviceDrift:
        """The pace after that many frames were skipped, or are waited for."""
        moved = frames / SAMPLE_RATE
        delays = tuple((at, delay - moved) for at, delay in self.delays)
        return replace(self, frames=self.frames + frames, delays=delays)

    @property
    def behind(self) -> float:
        """Seconds behind, below zero if the device is ahead; 0 while it is not known."""
        if self.usual is None or not self.delays or self.delays[-1][0] < self.settled:
            return 0.0
        return min(delay for _, delay in self.delays) - self.usual
