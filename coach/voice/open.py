"""A voice as a session uses it: the clip cache in front, the worker behind, started only when it must be."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from coach.voice.cache import ClipCache, ClipKey, decoded, encoded
from coach.voice.choose import EngineVoice, NoSuchVoice, choose
from coach.voice.clip import read_clip
from coach.voice.process import VoiceProcess
from coach.voice.remembered import Identity, VoiceMemory
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


def plain(text: str) -> str:
    """The words of that text in one line, with whatever an engine would obey taken out.

    Raises `VoiceFault` when nothing is left that can be spoken, or when there is far too much.
    """
    if len(text) > LONGEST:
        raise VoiceFault(f"This text is too long to be spoken at once: {len(text)} characters.")
    visible = "".join(" " if unicodedata.category(letter) in _INVISIBLE else letter for letter in text)
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFC", visible).translate(_MARKUP)).strip()
    if not any(letter.isalnum() for letter in words):
        raise VoiceFault("There is nothing in this text to be spoken.")
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
) -> KeptVoice:
    """The voice for that language, or the one of that name, at `rate` words a minute.

    The worker is started only if it was never asked for this before, or its engine has changed;
    then `VoiceFault` is raised when there is no engine, and `NoSuchVoice` when none fits. `log`
    gets a sentence when something is not as it should be; never the words of an utterance.
    `command` starts another worker than ours.
    """
    process = VoiceProcess(home.logs / LOG_NAME, command=command)
    kept = KeptVoice(
        process,
        ClipCache(home.clips),
        VoiceMemory(home.clips),
        language=language,
        name=voice,
        rate=rate,
        log=log or _nobody,
    )
    try:
        kept.identify()
    except BaseException:
        process.close()
        raise
    return kept


class KeptVoice:
    """A `Voice` whose clips are kept on disk. Safe to share between threads."""

    def __init__(
        self,
        process: VoiceProcess,
        cache: ClipCache,
        memory: VoiceMemory,
        *,
        language: str,
        name: str | None,
        rate: int,
        log: Callable[[str], None],
    ) -> None:
        self._process = process
        self._cache = cache
        self._memory = memory
        self._language = language
        self._name = name
        self._rate = rate
        self._log = log
        self._identity: Identity | None = None
        self._confirmed = False
        self._keeps = True

    @property
    def label(self) -> str:
        """Engine, voice and rate, as the journal keeps it: `espeak/en-gb@150`."""
        return self.identify().label_at(self._rate)

    def identify(self) -> Identity:
        """The engine and the voice: remembered if possible, else asked for. Raises `VoiceFault`."""
        if self._identity is None:
            self._identity = self._memory.recall(self._language, self._name) or self._ask_or_last()
        return self._identity

    def clip(self, text: str) -> Clip:
        """The clip of these words, kept or new; raises `VoiceFault` when there is none to be had in time."""
        words = plain(text)
        kept = self._cache.load(self._key(words))
        if kept is not None:
            return kept
        if not self._confirmed:
            # The worker will be started anyway: see whether what we remember still holds.
            self._identity = self._ask()
        key = self._key(words)
        new = self._process.speak(words, key.voice, self._rate, read_clip)
        self._store(key, new)
        # As the cache would give it, so that the first time sounds as the second.
        return decoded(encoded(new)) or new

    def close(self) -> None:
        """End the worker; what is kept on disk stays."""
        self._process.close()

    def _key(self, words: str) -> ClipKey:
        known = self.identify()
        return ClipKey(known.engine, known.version, known.voice.id, self._rate, words)

    def _ask_or_last(self) -> Identity:
        """Without an engine that answers, the one whose clips may still be there."""
        try:
            return self._ask()
        except NoSuchVoice:
            raise
        except VoiceFault as fault:
            last = self._memory.recall_last(self._language, self._name)
            if last is None:
                raise
            self._log(f"{fault.message} What was spoken before is still there.")
            self._process.close()
            return last

    def _ask(self) -> Identity:
        facts = self._process.facts()
        voices = self._process.voices()
        chosen = choose(voices, self._language, self._name, facts.default)
        identity = Identity(facts.engine, facts.version, chosen, short_name(chosen, voices), facts.files)
        self._confirmed = True
        if self._identity is not None and identity != self._identity:
            self._log("The speech engine has changed; its clips are made anew.")
        if identity != self._memory.recall(self._language, self._name):
            self._memory.note(self._language, self._name, identity)
        return identity

    def _store(self, key: ClipKey, clip: Clip) -> None:
        if self._keeps and not self._cache.store(key, clip):
            self._keeps = False
            self._log("Clips cannot be kept on disk; they are made anew each time.")


def short_name(voice: EngineVoice, voices: Sequence[EngineVoice]) -> str:
    """Its language where that says which voice it is, else its name."""
    of_that_language = [other for other in voices if other.language == voice.language]
    return voice.language if len(of_that_language) == 1 and voice.language else voice.name


def _nobody(_sentence: str) -> None:
    """Where no log was given."""
