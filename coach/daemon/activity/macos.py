"""The sources of macOS: Quartz for idle and locked, CoreAudio for microphones.

Do-not-disturb (Focus) is behind a permission that a coach should not ask for: it stays unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.daemon.activity.port import Reading, SourceFault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.daemon.activity.macos_frameworks import AudioDevice, CoreAudio, Quartz
    from coach.daemon.activity.port import Part, Source


LISTENERS = frozenset({"com.apple.CoreSpeech"})
"""What listens for "Hey Siri": seen to take sound in whenever anything is played, with nobody in a call."""


class QuartzSource:
    """Seconds since the last input, and the login's own dictionary."""

    name = "Quartz"
    tells: tuple[Part, ...] = ("idle time", "lock")

    def __init__(self, load: Callable[[], Quartz]) -> None:
        self._load = load

    def look(self, seconds: float) -> Reading:  # noqa: ARG002 — two calls in memory need no deadline
        """Both; raises `SourceFault` without a graphical login."""
        quartz = self._load()
        is_locked = quartz.is_locked()
        if is_locked is None:
            raise SourceFault("there is no graphical login")
        return Reading(idle_seconds=max(0.0, quartz.idle_seconds()), locked=is_locked)


class CoreAudioSource:
    """Whether a program takes sound in."""

    name = "CoreAudio"
    tells: tuple[Part, ...] = ("microphone",)

    def __init__(self, load: Callable[[], CoreAudio]) -> None:
        self._load = load

    def look(self, seconds: float) -> Reading:  # noqa: ARG002 — the caller leaves it behind when it hangs
        """From the list of programs where there is one (macOS 14.2), else from the devices."""
        audio = self._load()
        programs = audio.programs_taking_in()
        if programs is None:
            return Reading(in_meeting=is_listening(audio.devices()))
        return Reading(in_meeting=any(program not in LISTENERS for program in programs))


def is_listening(devices: Sequence[AudioDevice]) -> bool | None:
    """Whether a microphone runs; None where only a headset runs that may as well be playing.

    A device tells that it runs, not in which direction.
    """
    inputs = [device for device in devices if device.has_input]
    if any(device.is_running and not device.has_output for device in inputs):
        return True
    return None if any(device.is_running for device in inputs) else False


def macos_sources() -> tuple[Source, ...]:
    """All of them; a framework is loaded when it is asked, so that one that does not load is unknown."""
    from coach.daemon.activity.macos_frameworks import CoreAudio, Quartz  # noqa: PLC0415 — ctypes

    return (QuartzSource(Quartz), CoreAudioSource(CoreAudio))
