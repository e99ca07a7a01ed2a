"""Plays a rendering without numpy: the samples are there, and only silence and fades are made here."""

from __future__ import annotations

import time
from array import array
from typing import TYPE_CHECKING

from coach.scales import FRAME_BYTES
from coach.session.transport import FADE_FRAMES, PlayControl, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.rendering_file import RenderingFile


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


class RenderedPlayer(PlayControl):
    """The samples of a rendering from any position, and silence while it is paused.

    `on_position` is called from the output's thread with the position in frames, when some were played.
    """

    def __init__(
        self,
        file: RenderingFile,
        on_position: Callable[[int], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(Transport(0, monotonic))
        self._file = file
        self._on_position = on_position
        self._frames = file.rendering.frames
        self._tail = b""
        self.notify_from = 0
        """The first position that is reported."""

    @property
    def position(self) -> int:
        """The frame that comes next."""
        return self._transport.position

    @property
    def played(self) -> int:
        """Frames that were played, with those that were played again."""
        return self._transport.played

    def speak_aside(self, samples: bytes) -> None:
        """Speak what is not part of the rendering, while it is paused."""
        with self._lock:
            self._tail = _added(samples, self._tail)
            self.changed.set()

    def go_to(self, frame: int) -> None:
        """Go on from that frame, playing or paused as before."""
        with self._lock:
            self._fade_out()
            self._transport.go_to(frame)
            self.changed.set()

    def pull(self, frames: int) -> FloatSamples:
        """The next samples; called by the output, whose pace is the session's time."""
        with self._lock:
            silent, begin = self._transport.consume(frames, self._frames)
            samples = self._mixed(0, frames, silent, begin)
            self._tail = self._tail[FRAME_BYTES * frames :]
            position = self.position
        if silent < frames and position >= self.notify_from:
            self._on_position(position)
        return samples

    @property
    def is_resting(self) -> bool:
        """Whether nothing is heard until something changes."""
        return not (self._transport.is_playing or self._tail)

    def ahead(self, start: int, frames: int, heard_at: float) -> FloatSamples:
        """What will be pulled after `start` more frames unless something changes, heard from then on."""
        with self._lock:
            silent, begin = self._transport.ahead(
                start, frames, heard_at, is_up_to_date=not self.changed.is_set()
            )
            return self._mixed(start, frames, silent, begin)

    def _mixed(self, start: int, frames: int, silent: int, begin: int) -> FloatSamples:
        """The frames after the next `start`: `silent` ones, and then the rendering from `begin` on."""
        data = bytes(FRAME_BYTES * silent)
        if silent < frames:
            data += self._file.read(begin, frames - silent)
        tail = self._tail[FRAME_BYTES * start : FRAME_BYTES * (start + frames)]
        if tail:
            data = _added(data, tail)
        return FloatSamples(data)

    def _fade_out(self) -> None:
        """Fade out what would have come next, and an aside; the fade is mixed into what is pulled next."""
        coming = bytes(FRAME_BYTES * FADE_FRAMES)
        if self._transport.is_sounding:
            coming = self._file.read(self.position, FADE_FRAMES)
        mixed = array("f", _added(coming, self._tail))
        self._tail = array("f", (value * (1 - n / FADE_FRAMES) for n, value in enumerate(mixed))).tobytes()


def _added(samples: bytes, others: bytes) -> bytes:
    """Both together, as long as the first, and within ±1."""
    mixed = array("f", samples)
    for n, value in enumerate(array("f", others[: len(samples)])):
        mixed[n] = max(-1.0, min(1.0, mixed[n] + value))
    return mixed.tobytes()
