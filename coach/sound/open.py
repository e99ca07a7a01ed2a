"""Chooses the output of a session."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coach.sound.audio_log import AudioLog

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.home import Home
    from coach.sound.connection import SampleFeed
    from coach.sound.output import Output
    from coach.sound.stream_device import StreamDevice


def open_output(
    home: Home,
    *,
    mute: bool,
    fast: bool,
    clock: Clock,
    latency: float | None = None,
    wake: float = 0.0,
    period: float | None = None,
) -> Output:
    """The output for these options; its libraries are imported only now.

    `fast` consumes as fast as possible, `mute` at the right pace in silence. Otherwise the machine's device
    plays; if there is none, the output reports that once and continues at the right pace. `latency`: seconds
    until the device is heard, if it should not be asked. `wake`: seconds of noise that wake it before the
    first sound. `period`: seconds between two looks at the device, if they should be fewer.
    """
    log = AudioLog(home, clock)
    if fast:
        from coach.sound.output import FastOutput  # noqa: PLC0415

        return FastOutput(log)
    if mute:
        from coach.sound.output import PacedOutput  # noqa: PLC0415

        return PacedOutput(clock, log)
    from coach.sound.device import DeviceOutput  # noqa: PLC0415

    return DeviceOutput(partial(open_device, latency=latency, period=period), clock, log, wake, period)


def open_device(feed: SampleFeed, latency: float | None = None, period: float | None = None) -> StreamDevice:
    """Open the machine's device; this loads its library, which may take long or fail.

    PulseAudio and PipeWire are used directly, as they tell when a sample is heard; anything else is used
    through miniaudio, whose buffer is too short for a longer `period`.
    """
    from coach.sound.pulse_library import PulseStream  # noqa: PLC0415
    from coach.sound.stream_device import (  # noqa: PLC0415
        BUFFER_FRAMES,
        PERIOD_SECONDS,
        REQUEST_FRAMES,
        StreamDevice,
    )

    try:
        stream = PulseStream(BUFFER_FRAMES, REQUEST_FRAMES)
    except OSError:
        from coach.sound.miniaudio_stream import open_stream  # noqa: PLC0415

        return StreamDevice(feed, open_stream(), latency)
    return StreamDevice(feed, stream, latency, PERIOD_SECONDS if period is None else period)
