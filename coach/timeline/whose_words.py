"""Whose words a text is made of: the author's, in the routine's language, or the coach's own."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from coach.spoken_text.scripts import primary_subtag
from coach.timeline.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.routine.model import Routine

_PLACEHOLDER = re.compile(r"\{\w+\}")


def own_text_test(routine: Routine) -> Callable[[str], bool] | None:
    """Tells whether a text of that routine is the coach's own alone; None: all are in one language.

    A text in which any of the author's words stand is the author's, with the coach's count behind it.
    """
    if primary_subtag(routine.language) in LANGUAGES:
        return None
    pieces = {
        re.escape(piece.strip(" .").casefold())
        for text in _texts(routine)
        for piece in _PLACEHOLDER.split(text)
        if any(map(str.isalpha, piece))
    }
    authors = re.compile(rf"(?<!\w)(?:{'|'.join(pieces)})(?!\w)")
    return lambda text: authors.search(text.casefold()) is None


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
