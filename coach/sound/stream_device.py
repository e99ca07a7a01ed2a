"""A device behind a stream: a second is written ahead, and rewritten when something changes.

A busy machine that does not run us for a while is not heard: the stream has what comes next. A pause is heard
at once anyway, as samples that were not read yet are replaced.
"""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, Protocol

from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from coach.sound.connection import SampleFeed

BUFFER_FRAMES: Final = SAMPLE_RATE
"""Mixed ahead. On PulseAudio so long may a busy machine keep us waiting before there is a gap."""
REQUEST_FRAMES: Final = SAMPLE_RATE // 50
"""The server reads 20 ms at once, where its sink can: what it has read cannot be changed any more."""
MARGIN_FRAMES: Final = SAMPLE_RATE // 100
"""How far ahead of the server's reading a change is made: 10 ms, in which it travels to the server."""
PERIOD_SECONDS: Final = 0.02
"""Between two looks at the stream, unless something changes."""
RESTING_SECONDS: Final = 0.2
"""The same while nothing is to be heard, on a stream that keeps its time: some sessions wait for minutes."""
ANSWER_SECONDS: Final = 0.01
"""In which a server that was not asked for long says where it is."""
STEADYING: Final = 15
"""Of so many of the server's words the middle one counts: some come late to us, by up to 8 ms."""
LONGEST_GUESS: Final = 0.25
"""Seconds since the server's last word on its position after which we no longer count on in its place."""


@dataclass(frozen=True, slots=True)
class StreamTiming:
    """The position in a stream at that second of the monotonic clock.

    `read`: the frames that the system has read, which can no longer be changed. `sink_seconds`: how long
    after that a frame is heard. `is_playing`: false until it reads any; then the other figures mean nothing.
    """

    read: int
    sink_seconds: float
    is_playing: bool
    at: float


class StreamError(OSError):
    """The stream takes no more samples, or there is nothing to play on."""


class Stream(Protocol):
    """A playback stream of mono float32 at 48,000 Hz whose samples may be written again until they are read.

    `backend`: the system's sound library. `keeps_time`: as of a `Device`.
    """

    backend: str
    keeps_time: bool

    @property
    def has_failed(self) -> bool:
        """Whether it has ended by itself."""
        ...

    @property
    def is_audible(self) -> bool | None:
        """Whether it is neither muted nor at volume 0; None if that is not known."""
        ...

    def write(self, at: int, samples: bytes) -> None:
        """Write from that frame of the stream on, also over earlier samples; raises `StreamError`."""
        ...

    def timing(self) -> StreamTiming | None:
        """The newest timing; None before there is one."""
        ...

    def close(self) -> None:
        """End the stream at once."""
        ...


class StreamDevice:
    """An open stream; plays what `feed` gives until `close`.

    `latency`: seconds from when a frame is read until it is heard, to be used instead of the system's own
    figure. `period`: seconds between two looks at the stream.
    """

    def __init__(
        self,
        feed: SampleFeed,
        stream: Stream,
        latency: float | None = None,
        period: float = PERIOD_SECONDS,
    ) -> None:
        self.backend = stream.backend
        self.keeps_time = stream.keeps_time
        self._feed = feed
        self._period = period
        self._latency = latency
        self._stream = stream
        self._written = 0
        self._committed = 0
        self._told: float | None = None
        self._begins: deque[float] = deque(maxlen=STEADYING)
        """When the stream's first frame was heard, by each of the server's last words."""
        self._closing = Event()
        self._thread = Thread(target=self._run, name="coach-sound-feed", daemon=True)
        self._thread.start()

    @property
    def latency(self) -> float | None:
        """Seconds from when a frame can no longer be changed until it is heard; None until it is known."""
        return self._told

    @property
    def is_audible(self) -> bool | None:
        """Whether the stream can be heard now; None if that is not known."""
        return self._stream.is_audible

    def close(self) -> None:
        """End the stream; what was not played yet is not heard."""
        self._closing.set()
        self._feed.changed.set()
        self._thread.join()
        self._stream.close()

    def _run(self) -> None:
        while not self._closing.is_set() and not self._stream.has_failed:
            is_resting = self.keeps_time and self._feed.is_resting
            has_changed = self._feed.changed.wait(RESTING_SECONDS if is_resting else self._period)
            if has_changed:  # else a change that comes just now would be forgotten
                self._feed.changed.clear()
            timing = self._stream.timing()
            if timing is not None and time.monotonic() - timing.at > LONGEST_GUESS:
                self._closing.wait(ANSWER_SECONDS)
                timing = self._stream.timing()
            if timing is not None:
                with suppress(StreamError):  # the server has just gone, and the loop ends
                    self._go_on(timing, has_changed=has_changed)

    def _go_on(self, timing: StreamTiming, *, has_changed: bool) -> None:
        """Write ahead up to a second, and consume what can no longer be changed."""
        now = time.monotonic()
        committed = committed_frames(timing, now, self._committed)
        begin = committed if has_changed else max(self._written, self._committed)
        # Even where we no longer count on: it has surely read on, and must not run dry.
        reading = max(committed, expected_frames(timing, now)) if timing.is_playing else committed
        frames = reading + BUFFER_FRAMES - begin
        if frames >= REQUEST_FRAMES or has_changed:
            heard_at = self._heard_at(timing, begin)
            self._stream.write(begin, self._feed.ahead(begin - self._committed, frames, heard_at))
            self._written = begin + frames
        if committed > self._committed:
            passed, self._committed = committed - self._committed, committed
            self._feed(passed)

    def _heard_at(self, timing: StreamTiming, frame: int) -> float:
        """The monotonic second at which that frame of the stream is heard."""
        sink = timing.sink_seconds if self._latency is None else self._latency
        if timing.is_playing:
            self._told = sink + MARGIN_FRAMES / SAMPLE_RATE
            self._begins.append(timing.at - timing.read / SAMPLE_RATE + sink)
        return sorted(self._begins or (timing.at,))[len(self._begins) // 2] + frame / SAMPLE_RATE


def committed_frames(timing: StreamTiming, now: float, before: int) -> int:
    """How many frames of the stream can no longer be changed; never fewer than `before`."""
    if not timing.is_playing or now - timing.at > LONGEST_GUESS:
        return before
    return max(before, expected_frames(timing, now))


def expected_frames(timing: StreamTiming, now: float) -> int:
    """How many frames of the stream the server has read, extrapolated from its last report."""
    return timing.read + round(min(now - timing.at, 1.0) * SAMPLE_RATE) + MARGIN_FRAMES
