"""The one place that a text passes on its way to an engine: what is returned here is what is spoken."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from coach.spoken_text.languages import words_of
from coach.spoken_text.lexicon import NO_WORDS, Lexicon
from coach.spoken_text.mnemonics import mnemonics_of, piper_phonemes
from coach.spoken_text.normalize import spoken
from coach.voice.voice import Unspeakable

if TYPE_CHECKING:
    from coach.spoken_text.lexicon import Phonemes

LONGEST = 4_000
"""Characters of one utterance: eight times what a routine file allows; more is a mistake somewhere."""

_BRACKETS = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")"})
_MARKUP = str.maketrans({"<": " ", ">": " "})
"""SAPI5 and eSpeak read `<…>` as SSML, macOS `[[…]]` as commands, eSpeak as phonemes."""


_SOUNDS = re.compile(r"(\[\[.*?\]\])")
_GAP = re.compile(r"(?<=\() | (?=[),.;:!?])")
"""A space that is left where a sign was taken out."""


def speakable(text: str, language: str = "en", lexicon: Lexicon = NO_WORDS, engine: str = "") -> str:
    """The text in words and in one line, without anything of its own that an engine would take for markup.

    `engine`: as pyttsx3 calls it; it gets words of the lexicon that have IPA by their sounds, if it can.
    Raises `Unspeakable` when nothing is left to speak, or it is far too long.
    """
    if len(text) > LONGEST:
        raise Unspeakable(f"This text is too long to be spoken at once ({len(text)} characters).")
    said = spoken(unicodedata.normalize("NFC", text).translate(_BRACKETS), language)
    words = _GAP.sub("", " ".join(said.translate(_MARKUP).split()))
    if not any(letter.isalnum() for letter in words):
        raise Unspeakable("This text has nothing that can be spoken.")
    said = lexicon.applied(words, _phonemes_of(engine, language))
    return _spelt_for_espeak(said, language) if engine == "espeak" else said


def _spelt_for_espeak(text: str, language: str) -> str:
    """The text with what eSpeak NG misreads spelt another way, but not within `[[…]]`."""
    table = words_of(language)
    pieces = _SOUNDS.split(text)
    for pattern, spelling in () if table is None else table.espeak_spellings:
        pieces[::2] = [pattern.sub(spelling, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _phonemes_of(engine: str, language: str) -> Phonemes | None:
    """How that engine is told of sounds between `[[` and `]]`: Piper by IPA, eSpeak NG by mnemonics."""
    if engine == "piper":
        return piper_phonemes
    return mnemonics_of(language) if engine == "espeak" else None
