"""Opens the voice for a language: a natural one if there is any, else the system's best."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coach.voice.cache import ClipCache
from coach.voice.cached_voice import CachedVoice
from coach.voice.fallback import FallbackVoice
from coach.voice.natural import candidates
from coach.voice.process import VoiceProcess
from coach.voice.saved_choices import SavedChoices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from coach.home import Home

LOG_NAME = "voice.log"


def open_voice(
    home: Home,
    language: str,
    voice: str | None = None,
    rate: int = 150,
    log: Callable[[str], None] | None = None,
    *,
    command: Sequence[str] | None = None,
) -> FallbackVoice:
    """The voice for that language, or the one of that name, at `rate` words a minute.

    A worker is started only if this voice was never asked for before, or its engine has changed; then
    `VoiceFault` is raised when there is no engine, and `NoSuchVoice` when no voice fits. `log` gets a
    sentence when something is wrong, never the words of an utterance. `command` starts another worker.
    """

    def opened(name: str | None, spoken: str, model: Path | None, log: Callable[[str], None]) -> CachedVoice:
        return CachedVoice(
            VoiceProcess(home.logs / LOG_NAME, command=command, model=model),
            ClipCache(home.clips),
            SavedChoices(home.clips),
            language=spoken,
            name=name,
            rate=rate,
            log=log,
        )

    natural = candidates(home, language, voice)
    voices = [partial(opened, one.name, language, one.model) for one in natural]
    if natural and voice is not None:  # what stands in for the named one speaks the same language
        language = natural[0].language or language
    voices.append(partial(opened, None if natural else voice, language, None))
    return FallbackVoice(voices, log or _no_log)


def _no_log(_sentence: str) -> None:
    """Discard a sentence, for callers that gave no log."""
