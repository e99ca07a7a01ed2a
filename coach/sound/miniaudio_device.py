"""Opens a sound device through miniaudio; only this module uses it, and imports it late."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import miniaudio

from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Generator

    from coach.sound.connection import SampleFeed

BUFFER_MILLISECONDS: Final = 40
"""miniaudio's default is 200. Tried on PulseAudio beside a busy Python thread: 40 has no gap, 20 has some."""
APPLICATION: Final = "coach"
"""The name in the system's own mixer."""


def backends() -> list[miniaudio.Backend]:
    """The audio backends of this system, best first, without the null one, which plays nothing."""
    unwanted = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM}
    wanted = miniaudio.get_enabled_backends() - unwanted
    return [backend for backend in miniaudio.Backend if backend in wanted]


def device_names() -> list[str]:
    """The names of the playback devices; raises `miniaudio.MiniaudioError` if there are none."""
    return [device["name"] for device in miniaudio.Devices(backends()).get_playbacks()]


class PlayingDevice(miniaudio.PlaybackDevice):  # type: ignore[misc]  # miniaudio ships without types
    """The default device, open and consuming `feed`: mono float32 at 48,000 Hz.

    `latency`: seconds from a frame's being consumed to its being heard; if None, a period of its buffer.
    Raises `miniaudio.MiniaudioError` when there is none. Its own `close` leaks the context with five
    descriptors; here it is closed too, also after an opening that failed half-way.
    """

    keeps_time = False
    is_audible: bool | None = None
    """Not known."""
    _context: Any = None

    def __init__(self, feed: SampleFeed, latency: float | None = None) -> None:
        super().__init__(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=SAMPLE_RATE,
            buffersize_msec=BUFFER_MILLISECONDS,
            backends=backends(),
            app_name=APPLICATION,
        )
        self.latency = BUFFER_MILLISECONDS / 1000 if latency is None else latency
        blocks = _blocks(feed, self.latency)
        next(blocks)
        self.start(blocks)

    def close(self) -> None:
        """Stop pulling and release the device; may hang when the device's server does."""
        super().close()
        context, self._context = self._context, None
        if context is not None:
            miniaudio.lib.ma_context_uninit(context)

    def _make_context(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 — as untyped as its origin
        self._context = super()._make_context(*arguments, **named)
        return self._context


def _blocks(feed: SampleFeed, latency: float) -> Generator[bytes, int, None]:
    """The blocks as the generator that miniaudio wants."""
    frames = yield b""
    while True:
        feed.ahead(0, frames, time.monotonic() + latency)  # settles when a beginning at an instant is heard
        frames = yield feed(frames)
