"""IPA as engines read it: by the mnemonics with which eSpeak NG names the phonemes of English, and by Piper.

Tried with the voices en-us and en-gb of eSpeak NG 1.52: both say the sound that was asked for, or what their
accent has in its place (a flap is t in Britain, and the vowel of *hot* is short and round).
"""

# ruff: noqa: RUF001 — some letters of IPA look like others

from __future__ import annotations

import re
from typing import Final

_ENGLISH: Final = {
    "tʃ": "tS", "dʒ": "dZ", "aɪ": "aI", "aʊ": "aU", "eɪ": "eI", "ɔɪ": "OI", "oʊ": "oU", "əʊ": "oU",
    "ɑːɹ": "A@", "ɔːɹ": "O@", "ɑɹ": "A@", "ɛɹ": "Er", "eə": "e@", "ɪə": "i@3", "ʊə": "U@",
    "iː": "i:", "uː": "u:", "ɑː": "A:", "ɔː": "O:", "ɜː": "3:", "ɝ": "3:", "ɚ": "3", "ə": "@", "æ": "a",
    "ɐ": "a#", "a": "a", "ɛ": "E", "e": "E", "ɪ": "I", "i": "i", "ɒ": "0", "ʌ": "V", "ʊ": "U", "u": "u:",
    "o": "oU", "ɔ": "O:", "ɑ": "0", "ɜ": "3:",
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g", "f": "f", "v": "v", "θ": "T",
    "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "m": "m", "n": "n", "ŋ": "N", "l": "l",
    "ɫ": "l", "ɹ": "r", "r": "r", "j": "j", "w": "w", "ɾ": "t#", "ʔ": "?", "x": "x",
    "ˈ": "'", "'": "'", "ˌ": ",", ".": "", " ": " ",
}  # fmt: skip
_HOT: Final = re.compile("ɑ(?!ː)")
_SOUNDS: Final = re.compile("|".join(map(re.escape, sorted(_ENGLISH, key=len, reverse=True))))


def english_mnemonics(ipa: str) -> str:
    """The mnemonics of these sounds, empty if one of them has none in English."""
    if unknown_sounds(ipa):
        return ""
    return _SOUNDS.sub(lambda found: _ENGLISH[found[0]], ipa)


def piper_phonemes(ipa: str) -> str:
    """These sounds as Piper's voices have learnt them, which write the vowel of *hot* long."""
    return _HOT.sub("ɑː", ipa)


def unknown_sounds(ipa: str) -> str:
    """The letters of IPA in that text that stand for no sound of eSpeak NG's English voices."""
    return _SOUNDS.sub("", ipa)
