"""Plays a clip or a timeline, which nobody steers, and finds out whether a device has played it."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Final

from coach.clock import SystemClock
from coach.errors import SpeechError
from coach.scales import SAMPLE_RATE
from coach.timeline.model import Cue, Timeline

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from coach.commands.options import Settings
    from coach.home import Home
    from coach.sound.mixer import Mixer
    from coach.sound.output import Output
    from coach.voice.voice import Clip

_DEVICE_SECONDS: Final = 15.0
"""How long a device may take in addition to the clip itself; opening one takes up to 4."""


def output_for(home: Home, settings: Settings) -> Output:
    """The machine's device, with the settings of the plan's `audio:` block."""
    from coach.sound.open import open_output

    return open_output(
        home, mute=False, fast=False, clock=SystemClock(), latency=settings.latency, wake=settings.wake
    )


def play(home: Home, settings: Settings, clip: Clip) -> None:
    """Play the clip on the machine's device; raises `SpeechError` if none plays it."""
    if not plays(output_for(home, settings), clip, settings.volume):
        raise no_device()


def no_device() -> SpeechError:
    """The error that nothing could be played."""
    return SpeechError("No sound device could play it.", hint="`coach doctor --sound` says more.")


def plays(output: Output, clip: Clip, volume: float) -> bool:
    """Play the clip and close the output; returns whether a device has played all of it."""
    said = Cue(at=0.0, seconds=clip.seconds, kind="say", text="clip")
    timeline = Timeline(routine="clip", title="clip", language="", seconds=clip.seconds, cues=(said,))
    return plays_timeline(output, timeline, {"clip": clip}, volume)


def plays_timeline(output: Output, timeline: Timeline, clips: Mapping[str, Clip], volume: float) -> bool:
    """Play all that sounds in a timeline and close the output; returns whether a device has played it."""
    from coach.sound.mixer import Mixer

    mixer = Mixer(timeline, clips, volume)
    recording = _Recording(mixer)
    notices: list[str] = []
    output.start(recording, notices.append)
    try:
        has_ended = recording.ended.wait(mixer.frames / SAMPLE_RATE + _DEVICE_SECONDS)
    finally:
        output.close()
    return has_ended and not notices


class _Recording:
    """A mixer that is read from the start; `ended` is set once all of it was read."""

    def __init__(self, mixer: Mixer) -> None:
        self.ended = Event()
        self.changed = Event()
        self._mixer = mixer
        self._position = 0

    def pull(self, frames: int) -> NDArray[np.float32]:
        """The next frames."""
        samples = self._mixer.read(self._position, frames)
        self._position += frames
        if self._position >= self._mixer.frames:
            self.ended.set()
        return samples

    @property
    def is_resting(self) -> bool:
        """False: it plays."""
        return False

    def ahead(self, start: int, frames: int, heard_at: float) -> NDArray[np.float32]:  # noqa: ARG002 — nothing is due
        """The frames after the next `start`."""
        return self._mixer.read(self._position + start, frames)
