"""A text that fills the terminal, in letters as large as there is room for: for those who do not hear it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from coach.session.large_text import large_words

if TYPE_CHECKING:
    from collections.abc import Sequence

CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Empties the terminal and what was scrolled out of it, and begins at its top."""
_LEAST_ROWS = 6
"""Below this, letters of the usual size say more."""


def full_screen_lines(text: str, below: Sequence[str], columns: int, rows: int) -> list[str]:
    """The text as large as it fits, and below it others in letters of the usual size; all of them whole.

    Where the whole text does not fit in letters that are easy to read, its order alone is large, and the rest
    follows below. In a terminal that is too small for that too, all is wrapped, and it scrolls.
    """
    width = max(1, columns - 2)
    order, rest = _order(text)
    for large, small in ((text, below), (order, (rest, *below) if rest else below)):
        lines = [line for each in small for line in textwrap.wrap(each, width)]
        room = rows - len(lines) - 1
        drawn = large_words(large, width, room, narrow=False) if room >= _LEAST_ROWS else None
        if drawn is not None:
            return _indented([*drawn.split("\n"), "", *lines])
    return _indented([line for each in (text, "", *below) for line in textwrap.wrap(each, width) or [""]])


def _order(text: str) -> tuple[str, str]:
    """Its first sentence that says what to do ("Stop." alone does not), and what follows."""
    first, _, rest = text.partition(". ")
    if " " in first or not rest:
        return (f"{first}.", rest) if rest else (text, "")
    order, following = _order(rest)
    return f"{first}. {order}", following


def _indented(lines: Sequence[str]) -> list[str]:
    return [f" {line}".rstrip() for line in lines]
