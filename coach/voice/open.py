"""Opens the voice for a language: a natural one if there is any, else the system's best."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coach.voice.cache import ClipCache
from coach.voice.cached_voice import CachedVoice
from coach.voice.choose import NoSuchVoice, primary_language
from coach.voice.fallback import FallbackVoice
from coach.voice.lexicon import lexicon_for
from coach.voice.natural import candidates
from coach.voice.process import VoiceProcess
from coach.voice.saved_choices import SavedChoices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.home import Home
    from coach.spoken_text.lexicon import Entries, Lexicon

LOG_NAME = "voice.log"


def open_voice(
    home: Home,
    language: str,
    voice: str | None = None,
    rate: int = 150,
    log: Callable[[str], None] | None = None,
    *,
    say_as: Entries = (),
) -> FallbackVoice:
    """The voice for that language, or the one of that name, at `rate` words a minute.

    A worker is started only if this voice was never asked for before, or its engine has changed; then
    `VoiceFault` is raised when there is no engine, and `NoSuchVoice` when no voice fits. `log` gets a
    sentence when something is wrong, never the words of an utterance. `say_as`: words of a routine with their
    pronunciations.
    """
    natural = candidates(home, language, voice)
    cached = partial(_cached, home, rate=rate, lexicon=lexicon_for(home, language, say_as, log or _no_log))
    voices = [partial(cached, language, name=one.name, model=one.model) for one in natural]
    if natural and voice is not None:  # what stands in for the named one speaks the same language
        language = natural[0].language or language
    system = partial(cached, language, name=None if natural else voice)
    return FallbackVoice([*voices, system], log or _no_log)


def open_system_voice(
    home: Home, language: str, name: str | None, rate: int = 150, log: Callable[[str], None] | None = None
) -> FallbackVoice:
    """The voice of the system's engine, as `open_voice` opens it where there are no natural ones."""
    lexicon = lexicon_for(home, language, (), log or _no_log)
    cached = partial(_cached, home, language, name=name, rate=rate, lexicon=lexicon)
    return FallbackVoice([cached], log or _no_log)


def open_preferred_voice(
    home: Home,
    language: str,
    name: str | None,
    rate: int = 150,
    log: Callable[[str], None] | None = None,
    *,
    say_as: Entries = (),
) -> FallbackVoice:
    """The voice of that name if there is one and it speaks the language; else the best of the language.

    That is how a plan names a voice: it may be gone, and a text of another language needs another voice.
    """
    if name is not None:
        try:
            voice = open_voice(home, language, name, rate, log, say_as=say_as)
        except NoSuchVoice as fault:
            (log or _no_log)(f"{fault.message} The best other voice speaks instead.")
        else:
            if primary_language(voice.identify().voice.language) == primary_language(language):
                return voice
            voice.close()
    return open_voice(home, language, None, rate, log, say_as=say_as)


def _cached(
    home: Home,
    language: str,
    log: Callable[[str], None],
    *,
    name: str | None,
    rate: int,
    lexicon: Lexicon,
    model: Path | None = None,
) -> CachedVoice:
    return CachedVoice(
        VoiceProcess(home.logs / LOG_NAME, model=model),
        ClipCache(home.clips),
        SavedChoices(home.clips),
        language=language,
        name=name,
        rate=rate,
        lexicon=lexicon,
        log=log,
    )


def _no_log(_sentence: str) -> None:
    """Discard a sentence, for callers that gave no log."""
