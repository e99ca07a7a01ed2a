"""Mixes samples of a timeline and its clips, from any position: the only place where cues become sound."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from coach.scales import SAMPLE_RATE
from coach.sound.tones import tone
from coach.timeline.model import SPOKEN, TONE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from coach.timeline.model import Cue, Timeline, ToneName
    from coach.voice.voice import Clip

    Samples = NDArray[np.float32]

BLOCK_FRAMES: Final = SAMPLE_RATE
"""Frames of one block of a whole timeline: a second."""


class Mixer:
    """A timeline as samples: mono, 48,000 Hz, float32, within ±1.

    A cue begins on the sample `round(at * 48000)`. Clips are found by the words of their cue; words without
    one become the attention tone, so that a missing clip can be heard. What is read does not
    depend on where the blocks are cut.
    """

    def __init__(self, timeline: Timeline, clips: Mapping[str, Clip], volume: float = 0.8) -> None:
        """Compute everything in advance, so that reading only adds.

        Raises `ValueError` for a volume outside 0 to 1.
        """
        if not 0 <= volume <= 1:
            raise ValueError(f"volume must be from 0 to 1, not {volume}")
        self._volume = np.float32(volume)
        self._starts: list[int] = []
        self._sounds: list[Samples] = []
        tones: dict[tuple[ToneName, float], Samples] = {}
        for cue in sorted(timeline.cues, key=lambda cue: cue.at):
            sound = _sound(cue, clips, tones, timeline)
            if sound is not None:
                self._starts.append(round(cue.at * SAMPLE_RATE))
                self._sounds.append(sound)
        ends = (start + len(sound) for start, sound in zip(self._starts, self._sounds, strict=True))
        self._latest_ends = list(accumulate(ends, max))
        self.frames = max([round(timeline.seconds * SAMPLE_RATE), *self._latest_ends[-1:]])
        """How many frames there are: the timeline's length, or longer if a sound ends after it."""

    def read(self, start: int, frames: int) -> Samples:
        """Exactly that many frames from that frame on; silence before the beginning and after the end."""
        stop = start + frames
        block = np.zeros(frames, dtype=np.float32)
        # Everything before `first` was over by `start`, everything from `last` on begins later.
        first = bisect_right(self._latest_ends, start)
        last = bisect_left(self._starts, stop)
        for index in range(first, last):
            begin = self._starts[index]
            sound = self._sounds[index]
            here = max(begin, start)
            until = min(begin + len(sound), stop)
            if here < until:
                block[here - start : until - start] += sound[here - begin : until - begin]
        block *= self._volume
        return np.clip(block, -1.0, 1.0, out=block)

    def blocks(self, frames: int = BLOCK_FRAMES) -> Iterator[Samples]:
        """All samples in blocks of that many frames; the last one may be shorter."""
        for start in range(0, self.frames, frames):
            yield self.read(start, min(frames, self.frames - start))


def _sound(
    cue: Cue, clips: Mapping[str, Clip], tones: dict[tuple[ToneName, float], Samples], timeline: Timeline
) -> Samples | None:
    """The samples of that cue; None if it is silent."""
    if cue.kind in SPOKEN:
        clip = clips.get(cue.text)
        if clip is not None:
            return clip.samples
        # No longer than the words would have been, so that it never reaches into the next cue.
        return _tone("attention", min(cue.seconds, TONE_SECONDS["attention"]), tones, timeline)
    if cue.kind == "tone":
        return _tone(cast("ToneName", cue.text), cue.seconds, tones, timeline)
    return None


def _tone(
    name: ToneName, seconds: float, tones: dict[tuple[ToneName, float], Samples], timeline: Timeline
) -> Samples:
    """The samples of that tone; each is computed only once."""
    if (name, seconds) not in tones:
        tones[name, seconds] = tone(name, seconds, gentle=timeline.gentle, of=timeline.tones)
    return tones[name, seconds]
