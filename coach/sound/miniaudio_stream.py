"""A stream through miniaudio, for systems without PulseAudio; only this module uses it, and imports it late.

Its callback hands over what was written ahead, and does nothing else. On ALSA what was handed over is taken
back by stopping the device, which is silent at once then; elsewhere it is played, and the buffer is short.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import miniaudio

from coach.scales import FRAME_BYTES, SAMPLE_RATE
from coach.sound.stream_device import StreamError, StreamTiming

if TYPE_CHECKING:
    from collections.abc import Generator

APPLICATION: Final = "coach"
"""The name in the system's own mixer."""
TAKES_BACK: Final = frozenset({miniaudio.Backend.ALSA})
"""Where stopping drops what is not played yet, as tried there; elsewhere that is not known."""
PERIOD_MILLISECONDS: Final = 10
PERIODS: Final = 20
"""The buffer where samples can be taken back: 200 ms, asked for by 10."""
SHORT_PERIOD_MILLISECONDS: Final = 40
"""Elsewhere, in place of 200. Tried on PulseAudio beside a busy Python thread: 40 has no gap, 20 has some."""
SINK_SECONDS: Final = 0.02
"""From the end of ALSA's buffer to the ear, as measured; a sound card's own buffer is about that long."""


def backends() -> list[miniaudio.Backend]:
    """The audio backends of this system, best first, without the null one, which plays nothing."""
    unwanted = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM}
    wanted = miniaudio.get_enabled_backends() - unwanted
    return [backend for backend in miniaudio.Backend if backend in wanted]


def device_names() -> list[str]:
    """The names of the playback devices; raises `miniaudio.MiniaudioError` if there are none."""
    return [device["name"] for device in miniaudio.Devices(backends()).get_playbacks()]


def open_stream() -> MiniaudioStream:
    """The default device of the first backend that has one; raises `miniaudio.MiniaudioError` if none has."""
    failure = miniaudio.MiniaudioError("no suitable audio backend found")
    for backend in backends():
        try:
            return MiniaudioStream(backend)
        except miniaudio.MiniaudioError as error:
            failure = error
    raise failure


class WrittenAhead:
    """The samples of a stream that were written, and those of them that were handed to a device.

    Safe between the thread that writes and the device's own, which waits no longer than for a copy. `buffer`:
    the frames that the device holds and that can be taken back; 0 if none can.
    """

    def __init__(self, buffer: int) -> None:
        self._buffer = buffer
        self._lock = Lock()
        self._first = 0
        self._samples = b""
        self._handed = 0
        self._handed_at = 0.0

    def write(self, at: int, samples: bytes) -> bool:
        """Write from that frame on, as far as it was not handed over.

        False, and nothing is written, where other samples were handed over that can be taken back.
        """
        with self._lock:
            over = max(0, self._handed - at)
            if self._buffer and over:
                is_kept = at >= self._first
                if not is_kept or self._between(at, self._handed) != samples[: FRAME_BYTES * over]:
                    return False
            first = max(self._first, self._handed - self._buffer)
            before = self._between(first, max(at, self._handed))
            self._first, self._samples = first, before + samples[FRAME_BYTES * over :]
            return True

    def take_back(self, at: int) -> None:
        """Hand over from that frame on again: the device has dropped it."""
        with self._lock:
            self._first, self._samples, self._handed = at, b"", at

    def hand_over(self, frames: int, now: float) -> bytes:
        """The next frames for the device, silence where nothing was written; `now`: the monotonic second."""
        with self._lock:
            begin, self._handed, self._handed_at = self._handed, self._handed + frames, now
            return self._between(begin, self._handed)

    def timing(self, sink_seconds: float) -> StreamTiming:
        """What the device has played, whose buffer was full when it last asked."""
        with self._lock:
            read = self._handed - self._buffer
            return StreamTiming(read, sink_seconds, is_playing=read > 0, at=self._handed_at)

    def _between(self, begin: int, end: int) -> bytes:
        """The samples from one frame to another, with silence behind what was written."""
        part = self._samples[FRAME_BYTES * (begin - self._first) : FRAME_BYTES * (end - self._first)]
        return part.ljust(FRAME_BYTES * (end - begin), b"\0")


class MiniaudioStream(miniaudio.PlaybackDevice):  # type: ignore[misc]  # miniaudio ships without types
    """The default device of that backend, playing what is written: mono float32 at 48,000 Hz.

    Raises `miniaudio.MiniaudioError` when there is none. Its own `close` leaks the context with five
    descriptors; here it is closed too, also after an opening that failed half-way.
    """

    keeps_time = False
    has_failed = False
    is_audible: bool | None = None
    """Not known."""
    _context: Any = None

    def __init__(self, backend: miniaudio.Backend) -> None:
        self._takes_back = backend in TAKES_BACK
        super().__init__(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=SAMPLE_RATE,
            buffersize_msec=PERIOD_MILLISECONDS if self._takes_back else SHORT_PERIOD_MILLISECONDS,
            callback_periods=PERIODS if self._takes_back else 0,
            backends=[backend],
            app_name=APPLICATION,
        )
        buffered = SAMPLE_RATE * PERIOD_MILLISECONDS * PERIODS // 1000 if self._takes_back else 0
        self._written = WrittenAhead(buffered)
        self._begin()

    def write(self, at: int, samples: bytes) -> None:
        """Write from that frame on; raises `StreamError` if the device does not start again.

        Where that changes what was handed over, the device is stopped and begins again there.
        """
        if self._written.write(at, samples):
            return
        try:
            self.stop()
            self._written.take_back(at)
            self._written.write(at, samples)
            self._begin()
        except miniaudio.MiniaudioError as error:
            raise StreamError("the sound device does not start again") from error

    def timing(self) -> StreamTiming:
        """What was played, by the last time that the device asked for more."""
        return self._written.timing(SINK_SECONDS if self._takes_back else SHORT_PERIOD_MILLISECONDS / 1000)

    def close(self) -> None:
        """Stop and release the device; may hang when the device's server does."""
        super().close()
        context, self._context = self._context, None
        if context is not None:
            miniaudio.lib.ma_context_uninit(context)

    def _begin(self) -> None:
        blocks = self._blocks()
        next(blocks)
        self.start(blocks)

    def _make_context(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 — as untyped as its origin
        self._context = super()._make_context(*arguments, **named)
        return self._context

    def _blocks(self) -> Generator[bytes, int, None]:
        """The blocks as the generator that miniaudio wants."""
        frames = yield b""
        while True:
            frames = yield self._written.hand_over(frames, time.monotonic())
