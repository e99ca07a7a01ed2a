"""A voice as a session uses it: clips come from the cache, else from a worker started when needed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from coach.voice.cache import ClipCache, ClipKey, decoded, encoded
from coach.voice.choose import EngineVoice, NoSuchVoice, choose_voice
from coach.voice.clip import read_clip
from coach.voice.process import VoiceProcess
from coach.voice.saved_choices import SavedChoices, VoiceIdentity
from coach.voice.voice import VoiceFault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.home import Home
    from coach.voice.voice import Clip

LONGEST = 4_000
"""Characters of one utterance: eight times what a routine file allows; more is a mistake somewhere."""

_MARKUP = str.maketrans({"<": " ", ">": " ", "[": "(", "]": ")", "{": "(", "}": ")"})
"""SAPI5 and eSpeak read `<…>` as SSML, macOS `[[…]]` as commands, eSpeak as phonemes."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that are never spoken: controls, format characters, lone surrogates, …"""


def speakable(text: str) -> str:
    """The text in one line, without anything that an engine would take for markup.

    Raises `VoiceFault` when nothing is left to speak, or it is far too long.
    """
    if len(text) > LONGEST:
        raise VoiceFault(f"This text is too long to be spoken at once ({len(text)} characters).")
    visible = "".join(" " if unicodedata.category(letter) in _INVISIBLE else letter for letter in text)
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFC", visible).translate(_MARKUP)).strip()
    if not any(letter.isalnum() for letter in words):
        raise VoiceFault("This text has nothing that can be spoken.")
    return words


LOG_NAME = "voice.log"


def open_voice(
    home: Home,
    language: str,
    voice: str | None = None,
    rate: int = 150,
    log: Callable[[str], None] | None = None,
    *,
    command: Sequence[str] | None = None,
) -> CachedVoice:
    """The voice for that language, or the one of that name, at `rate` words a minute.

    The worker is started only if this voice was never asked for before, or its engine has changed; then
    `VoiceFault` is raised when there is no engine, and `NoSuchVoice` when no voice fits. `log` gets a
    sentence when something is wrong, never the words of an utterance. `command` starts another worker.
    """
    process = VoiceProcess(home.logs / LOG_NAME, command=command)
    cached = CachedVoice(
        process,
        ClipCache(home.clips),
        SavedChoices(home.clips),
        language=language,
        name=voice,
        rate=rate,
        log=log or _no_log,
    )
    try:
        cached.identify()
    except BaseException:
        process.close()
        raise
    return cached


class CachedVoice:
    """A `Voice` whose clips are cached on disk. Safe to share between threads."""

    def __init__(
        self,
        process: VoiceProcess,
        cache: ClipCache,
        choices: SavedChoices,
        *,
        language: str,
        name: str | None,
        rate: int,
        log: Callable[[str], None],
    ) -> None:
        self._process = process
        self._cache = cache
        self._choices = choices
        self._language = language
        self._name = name
        self._rate = rate
        self._log = log
        self._identity: VoiceIdentity | None = None
        self._confirmed = False
        self._is_caching = True

    @property
    def label(self) -> str:
        """Engine, voice and rate in the journal's form: `espeak/en-gb@150`."""
        return self.identify().label_at(self._rate)

    def identify(self) -> VoiceIdentity:
        """The engine and the voice, as saved if possible, else from the worker. Raises `VoiceFault`."""
        if self._identity is None:
            self._identity = self._choices.load(self._language, self._name) or self._ask_or_load_last()
        return self._identity

    def clip(self, text: str) -> Clip:
        """The clip of this text, cached or new; raises `VoiceFault` when none can be made in time."""
        words = speakable(text)
        cached = self._cache.load(self._key(words))
        if cached is not None:
            return cached
        if not self._confirmed:
            # The worker will be started anyway: check that the saved choice still holds.
            self._identity = self._ask()
        key = self._key(words)
        new = self._process.speak(words, key.voice, self._rate, read_clip)
        self._store(key, new)
        # As the cache would return it, so that the first time sounds like the second.
        return decoded(encoded(new)) or new

    def cached(self, text: str) -> Clip | None:
        """The clip of this text if it is cached, else None."""
        try:
            return self._cache.load(self._key(speakable(text)))
        except VoiceFault:
            return None

    def close(self) -> None:
        """End the worker; the cache stays."""
        self._process.close()

    def _key(self, words: str) -> ClipKey:
        known = self.identify()
        return ClipKey(known.engine, known.version, known.voice.id, self._rate, words)

    def _ask_or_load_last(self) -> VoiceIdentity:
        """The identity from the worker; without a working engine, the last saved one."""
        try:
            return self._ask()
        except NoSuchVoice:
            raise
        except VoiceFault as fault:
            last = self._choices.load_last(self._language, self._name)
            if last is None:
                raise
            self._log(f"{fault.message} Clips that were made before are still used.")
            self._process.close()
            return last

    def _ask(self) -> VoiceIdentity:
        facts = self._process.facts()
        voices = self._process.voices()
        chosen = choose_voice(voices, self._language, self._name, facts.default)
        identity = VoiceIdentity(facts.engine, facts.version, chosen, short_name(chosen, voices), facts.files)
        self._confirmed = True
        if self._identity is not None and identity != self._identity:
            self._log("The speech engine has changed, so its clips are made again.")
        if identity != self._choices.load(self._language, self._name):
            self._choices.save(self._language, self._name, identity)
        return identity

    def _store(self, key: ClipKey, clip: Clip) -> None:
        if self._is_caching and not self._cache.store(key, clip):
            self._is_caching = False
            self._log("Clips cannot be saved to disk, so they are made again each time.")


def short_name(voice: EngineVoice, voices: Sequence[EngineVoice]) -> str:
    """The voice's language if no other voice has it, else its name."""
    of_that_language = [other for other in voices if other.language == voice.language]
    return voice.language if len(of_that_language) == 1 and voice.language else voice.name


def _no_log(_sentence: str) -> None:
    """Discard a sentence, for callers that gave no log."""
