"""The one place that a text passes on its way to an engine: what is returned here is what is spoken."""

from __future__ import annotations

import re
import unicodedata

from coach.voice.voice import Unspeakable

LONGEST = 4_000
"""Characters of one utterance: eight times what a routine file allows; more is a mistake somewhere."""

_MARKUP = str.maketrans({"<": " ", ">": " ", "[": "(", "]": ")", "{": "(", "}": ")"})
"""SAPI5 and eSpeak read `<…>` as SSML, macOS `[[…]]` as commands, eSpeak as phonemes."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that are never spoken: controls, format characters, lone surrogates, …"""


def speakable(text: str) -> str:
    """The text in one line, without anything that an engine would take for markup.

    Raises `Unspeakable` when nothing is left to speak, or it is far too long.
    """
    if len(text) > LONGEST:
        raise Unspeakable(f"This text is too long to be spoken at once ({len(text)} characters).")
    visible = "".join(" " if unicodedata.category(letter) in _INVISIBLE else letter for letter in text)
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFC", visible).translate(_MARKUP)).strip()
    if not any(letter.isalnum() for letter in words):
        raise Unspeakable("This text has nothing that can be spoken.")
    return words
