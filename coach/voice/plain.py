"""A text as data for a speech engine: nothing in it is a command, whoever wrote it."""

from __future__ import annotations

import re
import unicodedata

from coach.voice.port import VoiceFault

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
