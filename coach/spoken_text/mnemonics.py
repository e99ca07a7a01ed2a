"""IPA as engines read it: by the mnemonics with which eSpeak NG names a language's phonemes, and by Piper.

Tried with eSpeak NG 1.52: each voice says the sound that was asked for, or what its accent has in its place
(in Britain a flap is t, and the vowel of *hot* is short and round).
"""

# ruff: noqa: RUF001 — some letters of IPA look like others

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from coach.spoken_text.languages import primary_subtag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.spoken_text.lexicon import Phonemes

_COMMON: Final = {
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g", "f": "f", "v": "v", "s": "s",
    "z": "z", "ʃ": "S", "ʒ": "Z", "m": "m", "n": "n", "l": "l", "j": "j", "w": "w",
    "ˈ": "'", "'": "'", "ˌ": ",", ".": "", " ": " ",
}  # fmt: skip
_TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": _COMMON | {
        "tʃ": "tS", "dʒ": "dZ", "aɪ": "aI", "aʊ": "aU", "eɪ": "eI", "ɔɪ": "OI", "oʊ": "oU", "əʊ": "oU",
        "ɑːɹ": "A@", "ɔːɹ": "O@", "ɑɹ": "A@", "ɛɹ": "Er", "eə": "e@", "ɪə": "i@3", "ʊə": "U@",
        "iː": "i:", "uː": "u:", "ɑː": "A:", "ɔː": "O:", "ɜː": "3:", "ɝ": "3:", "ɚ": "3", "ə": "@", "æ": "a",
        "ɐ": "a#", "a": "a", "ɛ": "E", "e": "E", "ɪ": "I", "i": "i", "ɒ": "0", "ʌ": "V", "ʊ": "U", "u": "u:",
        "o": "oU", "ɔ": "O:", "ɑ": "0", "ɜ": "3:",
        "θ": "T", "ð": "D", "h": "h", "ŋ": "N", "ɫ": "l", "ɹ": "r", "r": "r", "ɾ": "t#", "ʔ": "?", "x": "x",
    },
    "de": _COMMON | {
        "pf": "pf", "ts": "ts", "tʃ": "tS", "aɪ": "aI", "aʊ": "aU", "ɔʏ": "OY", "ɔø": "OY", "ɔɪ": "OY",
        "iː": "i:", "yː": "y:", "uː": "u:", "eː": "e:", "øː": "Y:", "oː": "o:", "ɛː": "E:", "aː": "A:",
        "ɑː": "A:", "ɪ": "I", "i": "i", "ʏ": "y", "ʊ": "U", "u": "u", "ɛ": "E", "e": "E", "œ": "W", "ɔ": "O",
        "o": "o", "a": "a", "ɑ": "a", "ə": "@", "ɐ": "3", "ɜ": "3",
        "h": "h", "ç": "C", "x": "x", "χ": "x", "ŋ": "N", "r": "R", "ʁ": "R", "ʀ": "R", "ɾ": "r", "ʔ": "?",
    },
    "es": _COMMON | {
        "tʃ": "tS", "a": "a", "e": "e", "ɛ": "E", "i": "i", "o": "o", "u": "u",
        "β": "B", "ð": "D", "ɣ": "Q", "θ": "T", "x": "x", "h": "x", "ɲ": "n^", "ŋ": "N", "ʎ": "l^", "ʝ": "J^",
        "r": "R2", "ɾ": "**",
    },
    "fr": _COMMON | {
        "ɑ̃": "A~", "ɛ̃": "E~", "ɔ̃": "O~", "œ̃": "W~", "a": "a", "ɑ": "a", "e": "e", "ɛ": "E", "i": "i",
        "o": "o", "ɔ": "O", "u": "u", "y": "y", "ø": "Y", "œ": "W", "ə": "@", "ɥ": "y", "ɲ": "n^", "ŋ": "N",
        "ʁ": "r", "ʀ": "r", "r": "r",
    },
}  # fmt: skip
"""By ISO 639-1 code, the mnemonic of each sound of a language."""
_SOUNDS: Final = {
    language: re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    for language, table in _TABLES.items()
}
_HOT: Final = re.compile("ɑ(?!ː)")


def mnemonics_of(language: str) -> Phonemes | None:
    """What makes mnemonics of IPA in that language, empty where a sound has none; None: there is no table."""
    primary = primary_subtag(language)
    return partial(_mnemonics, primary) if primary in _TABLES else None


def _mnemonics(language: str, ipa: str) -> str:
    if unknown_sounds(ipa, language):
        return ""
    return _SOUNDS[language].sub(lambda found: _TABLES[language][found[0]], ipa)


def piper_phonemes(ipa: str) -> str:
    """These sounds as Piper's voices have learnt them, which write the vowel of *hot* long."""
    return _HOT.sub("ɑː", ipa)


def unknown_sounds(ipa: str, language: str) -> str:
    """The letters of IPA in that text that stand for no sound of eSpeak NG's voices of that language.

    All of them where there is no table of its sounds.
    """
    primary = primary_subtag(language)
    return _SOUNDS[primary].sub("", ipa) if primary in _TABLES else ipa
