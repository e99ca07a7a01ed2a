"""The player: supplies a performance's samples in order, and reports what they have reached.

The output's thread pulls and the session's thread controls it; its position is the session's only clock.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from coach.scales import SAMPLE_RATE
from coach.session.timeline_events import TimelineEvents, frame
from coach.session.transport import FADE_FRAMES, PlayControl, Transport
from coach.sound.mixer import Mixer
from coach.sound.tones import tone
from coach.timeline.model import TONE_SECONDS
from coach.timeline.playhead import same_until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from coach.session.timeline_events import TimelineEvent
    from coach.timeline.model import Timeline
    from coach.voice.voice import Clip

REVISION_ATTEMPTS = 3
"""How often a revised timeline is made outside the lock before the output has to wait for it."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The timer with that name has run out, or the aside with that name was spoken."""

    name: str


@dataclass(frozen=True, slots=True)
class EventReached:
    """The samples reached a timeline event; `moves` was `Player.moves` then."""

    event: TimelineEvent
    moves: int


class Player(PlayControl):
    """Samples of a timeline from any position, asides while it is paused, and reports on the way.

    `on_report` is called from the output's thread with what was reached or has finished. `start`: seconds.
    """

    def __init__(
        self,
        timeline: Timeline,
        clips: Mapping[str, Clip],
        on_report: Callable[[EventReached | Finished], None],
        *,
        volume: float = 0.8,
        start: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clips = clips
        self.volume = volume
        self._on_report = on_report
        self._tail = np.zeros(0, np.float32)
        self._aside = np.zeros(0, np.float32)
        self._aside_name = ""
        self._pulled = 0
        self._timers: dict[str, int] = {}
        self.moves = 0
        """How often the playhead was put elsewhere."""
        self._timeline = timeline
        self._mixer = Mixer(timeline, clips, volume)
        super().__init__(Transport(min(frame(start), self._mixer.frames), monotonic))
        self._events = TimelineEvents(timeline, self._transport.position)
        self._has_played = False
        """Whether anything was played since the playhead was put here: the events here were reported."""

    @property
    def timeline(self) -> Timeline:
        """The current timeline."""
        return self._timeline

    @property
    def position(self) -> float:
        """The position in the timeline, in seconds of samples pulled."""
        return self._transport.position / SAMPLE_RATE

    @property
    def performed_seconds(self) -> float:
        """Seconds of the timeline that were pulled, without pauses, with repeats counted again."""
        return self._transport.played / SAMPLE_RATE

    def go_to(self, timeline: Timeline, position: float) -> None:
        """Move to that many seconds of this timeline, playing or paused as before."""
        mixer = self._mixer_of(timeline)
        with self._lock:
            self._fade_out()
            self._use(timeline, mixer)
            self.moves += 1
            self._transport.go_to(min(frame(position), mixer.frames))
            self._events = TimelineEvents(timeline, self._transport.position)
            self._has_played = False

    def revise(self, revised: Callable[[Timeline, float], Timeline]) -> None:
        """Change the timeline but not the position; `revised` makes it of the timeline and the position.

        It is made outside the lock, as the output must not wait. When the playhead has meanwhile passed
        the first difference, it is made again; at the last attempt the output does wait, so that
        nothing is heard twice.
        """
        for _ in range(REVISION_ATTEMPTS):
            old, position = self._timeline, self.position
            timeline = revised(old, position)
            mixer, until = self._mixer_of(timeline), same_until(old, timeline)
            with self._lock:
                if self.position < until:
                    self._use(timeline, mixer)
                    self._renew_events()
                    return
        with self._lock:
            timeline = revised(self._timeline, self.position)
            self._use(timeline, self._mixer_of(timeline))
            self._renew_events()

    def use_clips(self, clips: Mapping[str, Clip]) -> None:
        """Use these clips for asides, and for the timeline from its next change on."""
        self._clips = clips

    def speak_aside(self, name: str, texts: Sequence[str]) -> None:
        """Speak texts that are in no timeline; `Finished(name)` is reported when they are over."""
        self._play_aside(name, aside_samples(texts, self._clips, self.volume))

    def chime(self) -> None:
        """Sound a chime while the timeline is paused."""
        line, seconds = self._timeline, TONE_SECONDS["announcement"]
        chime = tone("announcement", seconds, gentle=line.gentle, of=line.tones)
        self._play_aside("chime", chime * np.float32(self.volume))

    def _play_aside(self, name: str, aside: NDArray[np.float32]) -> None:
        with self._lock:
            self._end_aside()
            self._aside = aside
            self._aside_name = name
            self.changed.set()

    def set_timer(self, name: str, seconds: float) -> None:
        """Report `Finished(name)` after that many seconds; a second call replaces the first."""
        with self._lock:
            self._timers[name] = self._pulled + frame(seconds)

    def cancel(self, name: str) -> None:
        """Cancel the timer with that name, and the aside with that name if it is being spoken."""
        with self._lock:
            self._timers.pop(name, None)
            if self._aside_name == name:
                self._end_aside()
                self.changed.set()

    def seconds_until(self, name: str) -> float | None:
        """Seconds until that timer runs out; None if it is not set."""
        due = self._timers.get(name)
        return None if due is None else (due - self._pulled) / SAMPLE_RATE

    def pull(self, frames: int) -> NDArray[np.float32]:
        """The next samples; called by the output, whose pace is the session's time."""
        reports: list[EventReached | Finished] = []
        with self._lock:
            samples = np.zeros(frames, np.float32)
            silent, begin = self._transport.consume(frames, self._mixer.frames)
            if silent < frames:
                samples[silent:] = self._mixer.read(begin, frames - silent)
                self._has_played = True
                reached = self._events.advance_to(self._transport.position)
                reports += [EventReached(event, self.moves) for event in reached]
            self._pulled += frames
            samples, self._tail = _mixed(samples, self._tail)
            samples, self._aside = _mixed(samples, self._aside)
            if self._aside_name and not len(self._aside):
                reports.append(Finished(self._aside_name))
                self._aside_name = ""
            reports += self._expired_timers()
        for item in reports:
            self._on_report(item)
        return samples

    @property
    def is_resting(self) -> bool:
        """Whether nothing is heard, and no timer runs, until something changes."""
        is_heard = self._transport.is_playing or self._aside_name or len(self._tail)
        return not (is_heard or self._timers)

    def ahead(self, start: int, frames: int, heard_at: float) -> NDArray[np.float32]:
        """What will be pulled after `start` more frames unless something changes.

        `heard_at`: when the first of these frames is heard, in seconds of the monotonic clock. If a start at
        a given second falls on these frames, this settles its place among the samples.
        """
        with self._lock:
            silent, begin = self._transport.ahead(
                start, frames, heard_at, is_up_to_date=not self.changed.is_set()
            )
            samples = np.zeros(frames, np.float32)
            samples[silent:] = self._mixer.read(begin, frames - silent)
            for part in (self._tail, self._aside):
                coming = part[start : start + frames]
                samples[: len(coming)] += coming
            return np.clip(samples, -1.0, 1.0)

    def _mixer_of(self, timeline: Timeline) -> Mixer:
        """A mixer of that timeline, made outside the lock: the output must not wait for it."""
        if timeline is self._timeline:
            return self._mixer
        return Mixer(timeline, self._clips, self.volume)

    def _use(self, timeline: Timeline, mixer: Mixer) -> None:
        self._timeline = timeline
        self._mixer = mixer
        self.changed.set()

    def _renew_events(self) -> None:
        """Use the events of a changed timeline, without reporting again what was reported."""
        self._events = TimelineEvents(self._timeline, self._transport.position)
        if self._has_played:
            self._events.advance_to(self._transport.position)

    def _fade_out(self) -> None:
        if self._transport.is_sounding:
            self._add_tail(self._mixer.read(self._transport.position, FADE_FRAMES))

    def _add_tail(self, samples: NDArray[np.float32]) -> None:
        """Fade out what would have come next; the fade is mixed into the samples that are pulled next."""
        ramp = np.linspace(1.0, 0.0, FADE_FRAMES, dtype=np.float32)
        tail = np.zeros(FADE_FRAMES, np.float32)
        for part in (self._tail[:FADE_FRAMES], samples[:FADE_FRAMES] * ramp[: len(samples)]):
            tail[: len(part)] += part
        self._tail = tail

    def _end_aside(self) -> None:
        self._add_tail(self._aside)
        self._aside_name = ""
        self._aside = np.zeros(0, np.float32)

    def _expired_timers(self) -> list[Finished]:
        due = [name for name, at in self._timers.items() if at <= self._pulled]
        for name in due:
            del self._timers[name]
        return [Finished(name) for name in due]


def _mixed(
    samples: NDArray[np.float32], part: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """These samples with the beginning of that part added, and what is left of the part."""
    if not len(part):
        return samples, part
    length = min(len(part), len(samples))
    samples = samples.copy()
    samples[:length] += part[:length]
    return np.clip(samples, -1.0, 1.0), part[length:]


def aside_samples(texts: Sequence[str], clips: Mapping[str, Clip], volume: float) -> NDArray[np.float32]:
    """These texts, a quarter of a second after each; those without a clip are left out."""
    parts = [np.zeros(0, np.float32)]
    for text in texts:
        if text in clips:
            parts.append(clips[text].samples * np.float32(volume))
        parts.append(np.zeros(SAMPLE_RATE // 4, np.float32))
    return np.concatenate(parts)
