"""The player: hands out a performance's samples in order, and tells what they have passed.

It is pulled by the output's thread and told by the session's; its position is the session's only clock.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from coach.session.timeline_events import TimelineEvents, frame
from coach.sound.mixer import Mixer
from coach.timeline.playhead import same_until
from coach.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from coach.session.timeline_events import TimelineEvent
    from coach.timeline.model import Timeline
    from coach.voice.voice import Clip

FADE = SAMPLE_RATE * 20 // 1000
"""Frames of the fade with which a pause begins: 20 ms (DESIGN.md, Sound)."""
TRIES = 3
"""How often another timeline is made before the output has to wait for it."""


@dataclass(frozen=True, slots=True)
class Rang:
    """A time that was set with `Player.ring` is over, or the aside has been spoken."""

    name: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A mark was passed; `take` tells whether the playhead has been put elsewhere since."""

    mark: TimelineEvent
    take: int


class Player:
    """Samples of a timeline from any position, asides while it stands still, and marks on the way."""

    def __init__(
        self,
        timeline: Timeline,
        clips: Mapping[str, Clip],
        passed: Callable[[Passed | Rang], None],
        *,
        volume: float = 0.8,
        start: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._clips = clips
        self._volume = volume
        self._passed = passed
        self._playing = False
        self._tail = np.zeros(0, np.float32)
        self._aside = np.zeros(0, np.float32)
        self._aside_name = ""
        self._pulled = 0
        self._played = 0
        self._due: float | None = None
        self._monotonic = monotonic
        self._bells: dict[str, int] = {}
        self.take = 0
        """How often the playhead was put elsewhere."""
        self._timeline = timeline
        self._mixer = Mixer(timeline, clips, volume)
        self._position = min(frame(start), self._mixer.frames)
        self._marks = TimelineEvents(timeline, self._position)
        self._has_gone_on = False
        """Whether anything was played since the playhead was put here: its marks have been told."""

    @property
    def timeline(self) -> Timeline:
        """The timeline as it now is."""
        return self._timeline

    @property
    def position(self) -> float:
        """Seconds into the timeline that have been handed out."""
        return self._position / SAMPLE_RATE

    @property
    def performed_seconds(self) -> float:
        """Seconds of the timeline that were handed out, pauses left out, repeats counted again."""
        return self._played / SAMPLE_RATE

    def play(self, at: float | None = None) -> None:
        """Go on from where it is: now, or at that instant of the monotonic clock."""
        with self._lock:
            self._playing = True
            self._due = at

    def pause(self) -> None:
        """Fade out at once, and stay there."""
        with self._lock:
            self._fade_out()
            self._playing = False

    def go_to(self, timeline: Timeline, position: float) -> None:
        """Take up this timeline at that instant, playing or paused as it was."""
        mixer = self._mixer_of(timeline)
        with self._lock:
            self._fade_out()
            self._take_up(timeline, mixer)
            self.take += 1
            self._position = min(frame(position), mixer.frames)
            self._marks = TimelineEvents(timeline, self._position)
            self._has_gone_on = False

    def revise(self, revised: Callable[[Timeline, float], Timeline]) -> None:
        """Take up another timeline where it is; `revised` makes it of this one and the position.

        It is made outside the lock, as the output must not wait. When the playhead has meanwhile passed
        what is different in it, it is made anew; the last time the output does wait, rather than that
        anything is heard twice.
        """
        for _ in range(TRIES):
            old, position = self._timeline, self.position
            timeline = revised(old, position)
            mixer, until = self._mixer_of(timeline), same_until(old, timeline)
            with self._lock:
                if self.position < until:
                    self._take_up(timeline, mixer)
                    self._mark_anew()
                    return
        with self._lock:
            timeline = revised(self._timeline, self.position)
            self._take_up(timeline, self._mixer_of(timeline))
            self._mark_anew()

    def speak_aside(self, name: str, texts: Sequence[str]) -> None:
        """Say words that are in no timeline; `Rang(name)` when they are over."""
        gap = np.zeros(SAMPLE_RATE // 4, np.float32)
        parts = [part for text in texts for part in (self._words(text), gap)]
        with self._lock:
            self._end_aside()
            self._aside = np.concatenate(parts) if parts else np.zeros(0, np.float32)
            self._aside_name = name

    def ring(self, name: str, seconds: float) -> None:
        """`Rang(name)` after that much more time; a second call with the name sets it anew."""
        with self._lock:
            self._bells[name] = self._pulled + frame(seconds)

    def silence(self, name: str) -> None:
        """Forget that bell, and that aside if it is being spoken."""
        with self._lock:
            self._bells.pop(name, None)
            if self._aside_name == name:
                self._end_aside()

    def seconds_until(self, name: str) -> float | None:
        """Seconds until that bell rings."""
        due = self._bells.get(name)
        return None if due is None else (due - self._pulled) / SAMPLE_RATE

    def pull(self, frames: int) -> NDArray[np.float32]:
        """The next samples; called by the output, whose pace is the session's time."""
        told: list[Passed | Rang] = []
        with self._lock:
            samples = np.zeros(frames, np.float32)
            wait = self._frames_to_wait(frames)
            if self._playing and wait < frames:
                samples[wait:] = self._mixer.read(self._position, frames - wait)
                before = self._position
                self._position = min(self._position + frames - wait, self._mixer.frames)
                self._played += self._position - before
                self._has_gone_on = True
                told += [Passed(mark, self.take) for mark in self._marks.pass_to(self._position)]
            self._pulled += frames
            samples = self._with_tail(samples)
            samples = self._with_aside(samples, told)
            told += self._rung()
        for item in told:
            self._passed(item)
        return samples

    def _frames_to_wait(self, frames: int) -> int:
        """Silence at the head of this block, so that the first sample falls on the instant set."""
        if self._due is None:
            return 0
        wait = round((self._due - self._monotonic()) * SAMPLE_RATE)
        if wait >= frames:
            return frames
        self._due = None
        return max(0, wait)

    def _mixer_of(self, timeline: Timeline) -> Mixer:
        """Made outside the lock: the output must not wait for it."""
        if timeline is self._timeline:
            return self._mixer
        return Mixer(timeline, self._clips, self._volume)

    def _take_up(self, timeline: Timeline, mixer: Mixer) -> None:
        self._timeline = timeline
        self._mixer = mixer

    def _mark_anew(self) -> None:
        """The marks of another timeline; what was told of the one before is not told again."""
        self._marks = TimelineEvents(self._timeline, self._position)
        if self._has_gone_on:
            self._marks.pass_to(self._position)

    def _fade_out(self) -> None:
        if self._playing and self._due is None:
            self._let_down(self._mixer.read(self._position, FADE))

    def _let_down(self, samples: NDArray[np.float32]) -> None:
        """What would have come next, let down to nothing; it is mixed into the next samples."""
        ramp = np.linspace(1.0, 0.0, FADE, dtype=np.float32)
        tail = np.zeros(FADE, np.float32)
        for part in (self._tail[:FADE], samples[:FADE] * ramp[: len(samples)]):
            tail[: len(part)] += part
        self._tail = tail

    def _end_aside(self) -> None:
        self._let_down(self._aside)
        self._aside_name = ""
        self._aside = np.zeros(0, np.float32)

    def _with_tail(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        if not len(self._tail):
            return samples
        length = min(len(self._tail), len(samples))
        samples = samples.copy()
        samples[:length] += self._tail[:length]
        self._tail = self._tail[length:]
        return np.clip(samples, -1.0, 1.0)

    def _with_aside(self, samples: NDArray[np.float32], told: list[Passed | Rang]) -> NDArray[np.float32]:
        if not self._aside_name:
            return samples
        length = min(len(self._aside), len(samples))
        samples = samples.copy()
        samples[:length] += self._aside[:length]
        self._aside = self._aside[length:]
        if not len(self._aside):
            told.append(Rang(self._aside_name))
            self._aside_name = ""
        return np.clip(samples, -1.0, 1.0)

    def _rung(self) -> list[Rang]:
        due = [name for name, at in self._bells.items() if at <= self._pulled]
        for name in due:
            del self._bells[name]
        return [Rang(name) for name in due]

    def _words(self, text: str) -> NDArray[np.float32]:
        clip = self._clips.get(text)
        if clip is None:
            return np.zeros(0, np.float32)
        samples: NDArray[np.float32] = clip.samples * np.float32(self._volume)
        return samples
