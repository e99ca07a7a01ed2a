"""Plays a rendering without numpy: the samples are there, and only silence and fades are made here."""

from __future__ import annotations

import time
from array import array
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from coach.scales import SAMPLE_RATE
from coach.session.due_start import DueStart
from coach.session.rendering_file import FRAME_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.rendering_file import RenderingFile

FADE_FRAMES: Final = SAMPLE_RATE * 20 // 1000
"""Of the fade with which a pause begins: 20 ms, as in any session."""


class FloatSamples:
    """Samples as bytes, with what an output uses of an array: mono float32."""

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return len(self._data) // FRAME_BYTES

    def any(self) -> bool:
        """Whether there is anything but silence."""
        return self._data.count(0) != len(self._data)

    def tobytes(self) -> bytes:
        """The samples."""
        return self._data


class RenderedPlayer:
    """The samples of a rendering from any position, and silence while it is paused.

    `on_position` is called from the output's thread whenever frames were played, and when a pause was pulled
    once all is over, with the position in frames; it goes on counting behind the end.
    """

    def __init__(
        self,
        file: RenderingFile,
        on_position: Callable[[int], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = file
        self._on_position = on_position
        self._lock = Lock()
        self._start = DueStart(monotonic)
        self._playing = False
        self._tail = b""
        self.position = 0
        self.notify_from = 0
        """The first position that is reported."""
        self.played = 0
        """Frames that were played, with those that were played again."""
        self.changed = Event()

    def play(self, at: float | None = None) -> None:
        """Go on now, or so that it is heard at that second of the monotonic clock."""
        with self._lock:
            self._playing = True
            self._start.set(at)
            self.changed.set()

    def pause(self) -> None:
        """Fade out at once, also what is spoken aside, and keep the position."""
        with self._lock:
            self._fade_out()
            self._playing = False
            self.changed.set()

    def speak_aside(self, samples: bytes) -> None:
        """Speak what is not part of the rendering, while it is paused."""
        with self._lock:
            self._tail = _added(samples, self._tail)
            self.changed.set()

    def go_to(self, frame: int) -> None:
        """Go on from that frame, playing or paused as before."""
        with self._lock:
            self._fade_out()
            self.position = frame
            self.changed.set()

    def pull(self, frames: int) -> FloatSamples:
        """The next samples; called by the output, whose pace is the session's time."""
        with self._lock:
            wait = self._start.consume(frames) if self._playing else frames
            samples = self._mixed(0, frames, wait)
            self.position += frames - wait
            self.played += frames - wait
            self._tail = self._tail[FRAME_BYTES * frames :]
            position = self.position
        if wait < frames and position >= self.notify_from:
            self._on_position(position)
        return samples

    def ahead(self, start: int, frames: int, heard_at: float) -> FloatSamples:
        """What will be pulled after `start` more frames unless something changes, heard from then on."""
        with self._lock:
            wait = self._start.ahead(start, frames, heard_at) if self._playing else start + frames
            return self._mixed(start, frames, wait)

    def _mixed(self, start: int, frames: int, wait: int) -> FloatSamples:
        """The frames after the next `start`, of which what plays begins `wait` frames from now."""
        silent = min(max(wait - start, 0), frames)
        data = bytes(FRAME_BYTES * silent)
        if silent < frames:
            data += self._file.read(self.position + max(start - wait, 0), frames - silent)
        tail = self._tail[FRAME_BYTES * start : FRAME_BYTES * (start + frames)]
        if tail:
            data = _added(data, tail)
        return FloatSamples(data)

    def _fade_out(self) -> None:
        """Fade out what would have come next; the fade is mixed into what is pulled next."""
        coming = bytes(FRAME_BYTES * FADE_FRAMES)
        if self._playing and not self._start.is_waiting:
            coming = self._file.read(self.position, FADE_FRAMES)
        mixed = array("f", _added(coming, self._tail))
        self._tail = array("f", (value * (1 - n / FADE_FRAMES) for n, value in enumerate(mixed))).tobytes()


def _added(samples: bytes, others: bytes) -> bytes:
    """Both together, as long as the first, and within ±1."""
    mixed = array("f", samples)
    for n, value in enumerate(array("f", others[: len(samples)])):
        mixed[n] = max(-1.0, min(1.0, mixed[n] + value))
    return mixed.tobytes()
