"""Whether a cue sounds where the timeline has it: in a rendered file, and while a session is performed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from coach.clock import SystemClock
from coach.home import Home
from coach.scales import SAMPLE_RATE
from coach.sound.open import open_output
from measure import Row, readable
from ten_minutes import ten_minutes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MOST_LATE_SECONDS = 0.040
SEARCHED = SAMPLE_RATE // 10
"""A tone is looked for this far around its place."""
STILL = 480
"""Only tones that begin in so many samples of silence can be told from what sounds already."""


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """Two rows."""
    return [rendered(folder), performed(folder, seconds=3 if quick else 60)]


def rendered(folder: Path) -> Row:
    """Every tone of a rendered file that begins in silence, looked for in its samples only."""
    rendering = ten_minutes(folder)
    rendering.render()
    samples, _ = soundfile.read(rendering.sound)
    places = [round(cue["at"] * SAMPLE_RATE) for cue in rendering.told()["cues"] if cue["kind"] == "tone"]
    off = [offset for offset in (found_off(samples, place) for place in places) if offset is not None]
    worst = max(map(abs, off))
    return Row(
        what="a cue in a rendered file",
        ours=f"{worst} samples off at worst of {len(off)}",
        peer="",
        ratio="",
        target="the same sample",
        is_met=worst == 0,
    )


def found_off(samples: NDArray[np.float64], place: int) -> int | None:
    """How many samples after `place` a sound begins; None if another one sounds just before."""
    begin = max(0, place - SEARCHED)
    sounding = np.flatnonzero(samples[begin : place + SEARCHED])
    starts = [begin + int(at) for at in sounding[np.diff(sounding, prepend=-STILL) >= STILL]]
    nearest = min(starts, key=lambda start: abs(start - place), default=None)
    if nearest is None:
        return SEARCHED
    if nearest != place and np.any(samples[max(0, place - STILL) : place]):
        return None
    return nearest - place


@dataclass(slots=True)
class Watch:
    """Gives silence, and notes how far the samples taken are from the time that has gone by."""

    seconds: float
    began: float | None = None
    frames: int = 0
    off: list[float] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def pull(self, frames: int) -> NDArray[np.float32]:
        """The next so many frames; the first of them is due now."""
        now = time.monotonic()
        if self.began is None:
            self.began = now
        gone = now - self.began
        self.off.append(gone - self.frames / SAMPLE_RATE)
        self.frames += frames
        if gone >= self.seconds:
            self.over.set()
        return np.zeros(frames, dtype=np.float32)


def performed(folder: Path, seconds: float) -> Row:
    """The sample count of a session without a device against the monotonic clock."""
    home = Home(config=folder, data=folder, cache=folder, state=folder)
    watch = Watch(seconds)
    output = open_output(home, mute=True, fast=False, clock=SystemClock())
    output.start(watch, lambda _: None)
    watch.over.wait()
    output.close()
    worst = max(map(abs, watch.off))
    drift = sum(watch.off[-50:]) / 50 - sum(watch.off[:50]) / 50
    return Row(
        what=f"a cue in a live session, {seconds:g} s",
        ours=f"{readable(worst)} off, {readable(abs(drift))} drift",
        peer="no device",
        ratio="",
        target=f"at most {readable(MOST_LATE_SECONDS)}",
        is_met=worst <= MOST_LATE_SECONDS,
    )
