"""One voice as a session uses it: clips come from the cache, else from a worker started when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.spoken_text.lexicon import NO_WORDS
from coach.voice.cache import ClipKey, decoded, encoded
from coach.voice.choose import EngineVoice, NoSuchVoice, choose_voice
from coach.voice.clip import read_clip
from coach.voice.process import VoiceGivenUp
from coach.voice.saved_choices import VoiceIdentity
from coach.voice.speakable import speakable
from coach.voice.voice import VoiceFault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.spoken_text.lexicon import Lexicon
    from coach.voice.cache import ClipCache
    from coach.voice.process import VoiceProcess
    from coach.voice.saved_choices import SavedChoices
    from coach.voice.voice import Clip


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
        lexicon: Lexicon = NO_WORDS,
        log: Callable[[str], None],
    ) -> None:
        self._process = process
        self._cache = cache
        self._choices = choices
        self._language = language
        self._name = name
        self._rate = rate
        self._lexicon = lexicon
        self._log = log
        self._identity: VoiceIdentity | None = None
        self._confirmed = False
        self._fault: VoiceGivenUp | None = None
        """Why only clips that were made before can be had."""
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
        speakable(text, self._language)  # before an engine is started for it
        cached = self._cache.load(self._key(text))
        if cached is not None:
            return cached
        if self._fault is not None:
            raise self._fault
        if not self._confirmed:
            # The worker will be started anyway: check that the saved choice still holds.
            self._identity = self._ask_engine()
        key = self._key(text)
        new = self._process.speak(key.text, key.voice, self._rate, read_clip)
        self._store(key, new)
        # As the cache would return it, so that the first time sounds like the second.
        return decoded(encoded(new)) or new

    def cached(self, text: str) -> Clip | None:
        """The clip of this text if it is cached, else None."""
        try:
            return self._cache.load(self._key(text))
        except VoiceFault:
            return None

    def start_for(self, text: str) -> None:
        """Start the worker, if the clip of this text is yet to be made. Raises `VoiceFault`."""
        if self.cached(text) is None:
            self._process.facts()

    def close(self) -> None:
        """End the worker; the cache stays."""
        self._process.close()

    def _key(self, text: str) -> ClipKey:
        known = self.identify()
        words = speakable(text, self._language, self._lexicon, known.engine)
        return ClipKey(known.engine, known.version, known.voice.id, self._rate, words)

    def _ask_or_load_last(self) -> VoiceIdentity:
        """The identity from the worker; without a working engine, the last saved one."""
        try:
            return self._ask_engine()
        except NoSuchVoice:
            raise
        except VoiceFault as fault:
            last = self._choices.load_last(self._language, self._name)
            if last is None:
                raise
            self._fault = VoiceGivenUp(fault.message, hint=fault.hint)
            self._process.close()
            return last

    def _ask_engine(self) -> VoiceIdentity:
        facts = self._process.facts()
        voices = self._process.voices()
        chosen = choose_voice(voices, self._language, self._name, facts.default)
        label = chosen.name if facts.engine == "piper" else short_name(chosen, voices)
        identity = VoiceIdentity(facts.engine, facts.version, chosen, label, facts.files)
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
