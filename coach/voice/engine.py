"""pyttsx3, asked for one file at a time; used in the worker process only.

Faults of pyttsx3 2.99 that are worked around here, each tried:
- its run loop ends before eSpeak's thread has written a text of more than about 150 characters:
  `Platform.settle` waits, and the file is checked;
- its queue behaves differently for the first utterance of an engine and for later ones (on macOS
  the second would be stopped at once): every utterance is made the first one;
- an error inside its queue is swallowed: the "error" topic is listened to, and the voice that
  was asked for is compared with the one that spoke;
- an error outside its queue leaves its run loop "already started": the worker ends after any error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.voice.audio_file import is_complete_audio
from coach.voice.choose import EngineVoice, normalized_tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.voice.platforms import Platform


class EngineFault(Exception):
    """The engine did not do what was asked; the message never holds what it was asked to say."""


class NothingToSay(Exception):
    """The engine finds no words in the text; it is well, and can be asked for the next."""


class Engine:
    """A speech engine that turns words into files."""

    def __init__(self, platform: Platform, folder: Path, start: Callable[[str], Any] | None = None) -> None:
        """Start the engine; `start` is `pyttsx3.init` or a replacement. Raises `EngineFault`."""
        platform.prepare(folder)
        self._platform = platform
        try:
            self._engine = (start or _pyttsx3())(platform.driver)
        except Exception as fault:  # whatever a library of the system does when it is not there
            raise EngineFault("it could not be started") from fault
        self._errors: list[Exception] = []
        self._engine.connect("error", self._note)

    def facts(self) -> dict[str, Any]:
        """The engine's name, version, default voice, file ending and own files, as JSON."""
        return {
            "engine": self._platform.driver,
            "version": self._platform.version(),
            "default": str(self._engine.getProperty("voice") or ""),
            "suffix": self._platform.suffix,
            "files": [str(file) for file in self._platform.files()],
        }

    def voices(self) -> list[EngineVoice]:
        """The voices that can speak, in the engine's order."""
        mute = self._platform.mute_voices()
        listed = self._engine.getProperty("voices")
        return [_engine_voice(voice) for voice in listed if str(voice.id) not in mute]

    def speak(self, text: str, voice: str, rate: int, file: Path) -> None:
        """Write the sound of that text, at `rate` words a minute, to the file.

        Raises `NothingToSay`, and `EngineFault` for everything else that goes wrong.
        """
        self._errors.clear()
        asked, words_a_minute = self._platform.set_up(voice, rate)
        # Busy, as a new engine is: everything waits in the queue until the run loop takes it in order.
        self._engine.proxy.setBusy(True)
        self._engine.setProperty("voice", asked)
        self._engine.setProperty("rate", words_a_minute)
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        if not self._errors:
            self._platform.settle(file)
        if self._errors:
            fault = self._errors[0]
            if isinstance(fault, NothingToSay):
                raise fault
            raise EngineFault(f"the engine raised {type(fault).__name__}")
        # An eSpeak NG without that variant speaks as the voice itself.
        if str(self._engine.getProperty("voice")) not in {asked, voice}:
            raise EngineFault("the engine has no such voice")
        if not is_complete_audio(file):
            raise EngineFault("the engine wrote an incomplete file")

    def _note(self, **about: Any) -> None:
        self._errors.append(about["exception"])


def _pyttsx3() -> Callable[[str], Any]:
    """Import pyttsx3 now: on Linux that loads the library, which the platform has chosen by then."""
    import pyttsx3  # noqa: PLC0415 — after `Platform.prepare`, and in the worker only

    start: Callable[[str], Any] = pyttsx3.init
    return start


def _engine_voice(voice: Any) -> EngineVoice:  # noqa: ANN401 — pyttsx3 has no types
    languages = [str(language) for language in voice.languages or () if language]
    return EngineVoice(
        id=str(voice.id),
        name=str(voice.name or voice.id),
        language=normalized_tag(languages[0]) if languages else "",
        gender=_gender(str(voice.gender or "")),
    )


def _gender(name: str) -> str:
    """The gender in an engine's own word: `Male` of eSpeak and SAPI5, `VoiceGenderFemale` of macOS."""
    small = name.lower()
    if "female" in small:
        return "female"
    return "male" if "male" in small else ""
