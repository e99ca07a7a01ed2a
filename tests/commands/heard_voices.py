"""What the commands that let a voice be heard are tried with."""

from __future__ import annotations

from coach.testing import FakeVoice
from coach.voice.choose import EngineVoice
from coach.voice.saved_choices import VoiceIdentity


class Heard:
    """Stands in for the voices and the device: who spoke what, and whether a device plays."""

    def __init__(self, monkeypatch):
        self.spoken = []
        self.broken = ""
        self.languages = {"german": "de-de"}
        self.plays = True
        for opening in ("open_voice", "open_system_voice", "open_preferred_voice"):
            monkeypatch.setattr(f"coach.voice.open.{opening}", self.open)
        monkeypatch.setattr("coach.commands.playing.output_for", lambda *_: None)
        monkeypatch.setattr("coach.commands.playing.plays", lambda *_: self.plays)

    def open(self, _home, language, name, _rate, log=None):
        """A voice of that name; the broken one is replaced."""
        if name == self.broken:
            log(f"{name} is damaged. espeak speaks instead.")
        voice = FakeVoice()
        language = self.languages.get(name, language)
        voice.identify = lambda: VoiceIdentity("piper", "1", EngineVoice("x", name or "best", language), "x")
        voice.clip = lambda text: self.spoken.append((name, text))
        return voice
