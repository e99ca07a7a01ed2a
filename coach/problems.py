"""Problems in a file: where, what, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Severity = Literal["error", "warning", "note"]
"""An error keeps a file from being used; a warning is probably a mistake; a note is worth a thought."""

MOST_SHOWN = 20
"""More problems than this are counted, not listed: nobody fixes a hundred at once."""

LONGEST_MESSAGE = 140
LONGEST_PROBLEM = 250
"""Characters of a message, and of a message with its hint; the rest is cut off."""
LONGEST_QUOTE = 40

_SPACES = "\u00a0\u2007\u2009\u202f\u3000"
"""Spaces that Python does not count as printable, and every terminal prints."""


@dataclass(frozen=True, slots=True)
class TextPosition:
    """Where something is written in a file; both numbers count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Fix:
    """A mechanical remedy: the lines to write in place of that one, without their ends."""

    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem at one place in a file; line and column count from 1. `fix`: a safe correction.

    Message and hint are cut to `LONGEST_PROBLEM` characters, whatever they quote, and are made harmless for a
    terminal.
    """

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""
    fix: Fix | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        message = shortened(printable(self.message), LONGEST_MESSAGE)
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "hint", shortened(printable(self.hint), LONGEST_PROBLEM - len(message)))

    def __str__(self) -> str:
        where = f"{printable(self.file)}:{self.line}:{self.column}"
        text = f"{where}: {self.severity}[{self.code}]: {self.message}"
        return f"{text}; {self.hint}" if self.hint else text


def printable(text: str) -> str:
    r"""Text from outside, made harmless for a terminal.

    Control sequences, characters that change the direction of writing and what cannot be encoded are shown as
    escapes such as `\x1b`; line breaks too, so that one problem stays one line.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _SPACES else _escaped(character)
        for character in text
    )


def shortened(text: str, most: int) -> str:
    """The text, with `…` in place of everything beyond that many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def count_of(number: int, what: str) -> str:
    """That many of it, such as "1 event" or "1,200 events"; the plural of `what` takes an s."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def quoted(text: str) -> str:
    """A person's own words as a message shows them: in quotes, harmless, and shortened."""
    return f"'{shortened(printable(text[: LONGEST_QUOTE + 1]), LONGEST_QUOTE)}'"


def listed(problems: Sequence[Problem]) -> list[str]:
    """One line for each problem, at most `MOST_SHOWN`, then a line with the number of the others."""
    lines = [str(problem) for problem in problems[:MOST_SHOWN]]
    more = len(problems) - len(lines)
    return [*lines, f"… and {more} more"] if more else lines


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
