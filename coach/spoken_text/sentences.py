"""Where a text can be cut into sentences, each of which is spoken by itself."""

from __future__ import annotations

import re
from functools import lru_cache

from coach.spoken_text.languages import words_of

_BREAK = re.compile(
    r"(?P<word>\S*?)(?P<mark>[.!?…]+)[\"'”’»)]*\s+(?=[\"'“‘«„¿¡(]*[^\W\d_a-zà-öø-ÿ])"  # noqa: RUF001
    r"|[。！？]\s*(?=\S)"  # noqa: RUF001
)
_MARKUP = re.compile(r"[*_~`<>{}|\[\]]")
"""Signs of markup may embrace several sentences, and are taken out of the whole."""
_LEAST_LETTERS = 3
"""A shorter word before a full stop may be an abbreviation, and so may a number: `z. B.`, `3. Tag`."""


@lru_cache(maxsize=4096)
def sentences(text: str, language: str) -> tuple[str, ...]:
    """The sentences of that text, in order; together they are the text, but for the spaces between them.

    Where a full stop may be that of an abbreviation or an ordinal, what it ends goes on.
    """
    if _MARKUP.search(text):
        return (text,)
    pieces, begin = [], 0
    for found in _BREAK.finditer(text):
        if found["mark"] == "." and not _ends_sentence(found["word"].lstrip("\"'“‘«„¿¡("), language):  # noqa: RUF001
            continue
        pieces.append(text[begin : found.end()].strip())
        begin = found.end()
    return (*pieces, text[begin:].strip())


def _ends_sentence(word: str, language: str) -> bool:
    """Whether a full stop after that word is no part of it."""
    words = words_of(language)
    if words is not None and f"{word}.".lower() in words.abbreviations:
        return False
    is_known = words is not None and word.lower() in words.short_words
    return word.isalpha() and (len(word) >= _LEAST_LETTERS or is_known)
