"""Choosing the output of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.sound.audio_log import AudioLog

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.home import Home
    from coach.sound.device import Block, Device
    from coach.sound.output import Output


def open_output(home: Home, *, mute: bool, fast: bool, clock: Clock) -> Output:
    """The output for these options; what each needs is imported only now.

    `fast` consumes flat out, `mute` at the right pace in silence. Else the machine's device plays; where
    there is none, the output reports that once and continues at the right pace.
    """
    log = AudioLog(home, clock)
    if fast:
        from coach.sound.output import FlatOutput  # noqa: PLC0415

        return FlatOutput(log)
    if mute:
        from coach.sound.output import PacedOutput  # noqa: PLC0415

        return PacedOutput(clock, log)
    from coach.sound.device import DeviceOutput  # noqa: PLC0415

    return DeviceOutput(open_device, clock, log)


def open_device(block: Block) -> Device:
    """The machine's own device; the thread that opens it loads the library: that may take long, or fail."""
    from coach.sound.miniaudio_device import PlayingDevice  # noqa: PLC0415

    device: Device = PlayingDevice(block)
    return device
