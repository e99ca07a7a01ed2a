"""Where a text can be cut into sentences, each of which is spoken by itself."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from coach.spoken_text.languages import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    """The sentences of that text, in order; together they are the text, except for the spaces between them.

    Where a full stop may be that of an abbreviation or an ordinal, what it ends goes on.
    """
    if _MARKUP.search(text):
        return (text,)
    return tuple(
        text[begin:end].strip() for begin, end in sentence_spans(text, partial(_ends_sentence, language))
    )


def sentence_spans(text: str, ends: Callable[[str], bool] = lambda _word: True) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and the next does; `ends`: whether a full stop after that word ends one."""
    begin = 0
    for found in _BREAK.finditer(text):
        if found["mark"] != "." or ends(found["word"].lstrip("\"'“‘«„¿¡(")):  # noqa: RUF001
            yield begin, found.end()
            begin = found.end()
    yield begin, len(text)


def _ends_sentence(language: str, word: str) -> bool:
    """Whether a full stop after that word is no part of it."""
    words = words_of(language)
    if words is not None and f"{word}.".lower() in words.abbreviations:
        return False
    is_known = words is not None and word.lower() in words.short_words
    return word.isalpha() and (len(word) >= _LEAST_LETTERS or is_known)
