"""One spoken line through the device: the whole way that a session's words go."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from coach.clock import SystemClock
from coach.commands.doctor_checks import LANGUAGE, LINE, Finding
from coach.commands.settings import settings_for
from coach.sound.mixer import Mixer
from coach.sound.open import open_output
from coach.timeline.model import Cue, Timeline
from coach.voice.open import open_voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coach.home import Home
    from coach.voice.voice import Clip

STEADY_SECONDS = 15.0
"""How long a device may take beyond the line itself; opening one takes up to 4."""


def play_line(home: Home) -> Finding:
    """Speak the line aloud, as the plan wants it; raises `VoiceFault` without a voice."""
    settings = settings_for(home, {})
    voice = open_voice(home, LANGUAGE, None, settings.rate)
    try:
        clip = voice.clip(LINE)
    finally:
        voice.close()
    if _plays(home, clip, settings.volume):
        return Finding("sound", is_ok=True, found=f"played: {LINE}", todo="Not heard? Look at the volume.")
    todo = "What was found about the audio device stands above."
    return Finding("sound", is_ok=False, found="no device played the line", todo=todo)


def _plays(home: Home, clip: Clip, volume: float) -> bool:
    """Play that clip to its end, and say whether a device took all of it."""
    said = Cue(at=0.0, seconds=clip.seconds, kind="say", text=LINE)
    timeline = Timeline(
        routine="doctor", title="doctor", language=LANGUAGE, seconds=clip.seconds, cues=(said,)
    )
    reel = _Reel(Mixer(timeline, {LINE: clip}, volume))
    troubles: list[str] = []
    output = open_output(home, mute=False, fast=False, clock=SystemClock())
    output.start(reel.pull, troubles.append)
    has_ended = reel.ended.wait(clip.seconds + STEADY_SECONDS)
    output.close()
    return has_ended and not troubles


class _Reel:
    """A mixer read from its beginning on; `ended` once all of it was taken."""

    def __init__(self, mixer: Mixer) -> None:
        self.ended = Event()
        self._mixer = mixer
        self._position = 0

    def pull(self, frames: int) -> NDArray[np.float32]:
        """The next so many frames."""
        samples = self._mixer.read(self._position, frames)
        self._position += frames
        if self._position >= self._mixer.frames:
            self.ended.set()
        return samples
