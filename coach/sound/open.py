"""Chooses the output of a session."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coach.sound.audio_log import AudioLog

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.home import Home
    from coach.sound.connection import Device, SampleFeed
    from coach.sound.output import Output


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


def open_device(feed: SampleFeed, latency: float | None = None, period: float | None = None) -> Device:
    """Open the machine's device; this loads its library, which may take long or fail.

    PulseAudio and PipeWire are used directly, as only so samples that were handed over can be taken back;
    anything else is used through miniaudio.
    """
    from coach.sound.pulse_device import PERIOD_SECONDS, PulseDevice  # noqa: PLC0415

    try:
        return PulseDevice(feed, latency, PERIOD_SECONDS if period is None else period)
    except OSError:
        from coach.sound.miniaudio_device import PlayingDevice  # noqa: PLC0415

        device: Device = PlayingDevice(feed, latency)
        return device
