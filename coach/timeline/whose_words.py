"""Whose words a text is made of: the author's, in the routine's language, or the coach's own."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from coach.spoken_text.languages import LANGUAGES, primary_subtag
from coach.spoken_text.sentences import sentence_spans, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.routine.model import Routine

_PLACEHOLDER = re.compile(r"\{\w+\}")


def parts_by_author(routine: Routine) -> Callable[[str], list[tuple[str, bool]]] | None:
    """Splits a text of that routine into parts, each with whether it is the coach's own.

    None: all of the routine is in one language. A sentence in which any of the author's words stand is the
    author's, with a count of the coach's in it; but what the author forbids is a part of its own within the
    coach's sentence about it.
    """
    if primary_subtag(routine.language) in LANGUAGES:
        return None
    pieces = {
        re.escape(piece.strip(" ."))
        for text in _texts(routine)
        for sentence in sentences(text, routine.language)
        for piece in _PLACEHOLDER.split(sentence)
        if any(map(str.isalpha, piece))
    }
    authors = _any_of(pieces)
    forbidden = _any_of({re.escape(phrase.rstrip(" .")) for phrase in (*routine.not_for, *routine.stop_if)})

    def parts(text: str) -> list[tuple[str, bool]]:
        within = [found.span() for found in forbidden.finditer(text)]
        theirs = [
            (begin, end)
            for begin, end in (found.span() for found in authors.finditer(text))
            if not any(first <= begin and end <= last for first, last in within)
        ]
        found: list[tuple[str, bool]] = []
        for begin, end in sentence_spans(text):
            sentence = text[begin:end].strip()
            is_own = not any(first < end and begin < last for first, last in theirs)
            new = _divided(sentence, forbidden) if is_own else [(sentence, False)]
            if found and found[-1][1] is new[0][1]:
                found[-1] = (f"{found[-1][0]} {new[0][0]}", new[0][1])
                new = new[1:]
            found += new
        return found

    return parts


def _any_of(patterns: set[str]) -> re.Pattern[str]:
    """Finds any of these as whole words, the longest first; nothing if there are none."""
    if not patterns:
        return re.compile(r"(?!)")
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def _divided(sentence: str, forbidden: re.Pattern[str]) -> list[tuple[str, bool]]:
    """A sentence of the coach's, what the author forbids in it apart from the words around it."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for found in forbidden.finditer(sentence):
        parts += [(sentence[at : found.start()].strip(" ,"), True), (found[0], False)]
        at = found.end()
    parts.append((sentence[at:].lstrip(" ,:") if parts else sentence, True))
    return [part for part in parts if len(parts) == 1 or any(map(str.isalpha, part[0]))]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _NEVER_SPOKEN:
                yield from _texts(getattr(value, field.name))


_NEVER_SPOKEN = frozenset({
    "id", "title", "language", "digest", "kind", "position", "side", "first", "areas", "equipment", "author",
    "sources", "reviewed", "tones", "count", "words", "answer", "provokes", "mark", "dose", "pace", "lie_on",
    "summary", "not_for", "stop_if",
})  # fmt: skip
"""Fields whose values are words of the format, shown only, or part of the coach's sentences about safety."""
