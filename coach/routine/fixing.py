"""Corrects what is mechanical in a routine's text, and changes nothing else: no comment, no dose."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.routine.parsing import parse_routine

if TYPE_CHECKING:
    from coach.files import SourceText
    from coach.problems import Fix

_MOST_ROUNDS = 40
"""Several mistakes in one line are fixed one after the other; no line has more."""
_LIST_NUMBER = re.compile(r"^ *[0-9]{1,2}[.)] ")
_FORMAT = re.compile(r"^format:.*$", re.MULTILINE)


class Change(NamedTuple):
    """A line that was fixed: its number in the text that was read, and the line before and after."""

    line: int
    before: str
    after: str


def fixed(source: SourceText, id_: str) -> tuple[SourceText, tuple[Change, ...]]:
    """The text with every mechanical mistake fixed, and what was changed, in the order of the lines.

    A fix that would change a figure is left to the author, as a figure may be a dose.
    """
    changes: list[Change] = []
    for _ in range(_MOST_ROUNDS):
        _, problems = parse_routine(source, id_)
        fixes: dict[int, Fix] = {}
        for problem in problems:
            if problem.fix is not None and _keeps_figures(source.text, problem.fix):
                fixes.setdefault(problem.fix.line, problem.fix)
        if not fixes:
            break
        for line in sorted(fixes, reverse=True):
            before = source.text.splitlines()[line - 1]
            source = _with_fix(source, fixes[line])
            changes.append(Change(line, before, "\n".join(fixes[line].lines)))
    return source, tuple(sorted(changes, key=lambda change: change.line))


def _with_fix(source: SourceText, fix: Fix) -> SourceText:
    lines = source.text.splitlines(keepends=True)
    old = lines[fix.line - 1]
    end = old[len(old.rstrip("\r\n")) :]
    between = end or next((each[len(each.rstrip("\r\n")) :] for each in lines if each.endswith("\n")), "\n")
    lines[fix.line - 1] = between.join(fix.lines) + end
    return replace(source, text="".join(lines))


def _keeps_figures(text: str, fix: Fix) -> bool:
    before = text.splitlines()[fix.line - 1]
    return _figures(before) == _figures("\n".join(fix.lines))


def _figures(text: str) -> list[str]:
    """The numbers in a line, except the format's and that of a numbered list."""
    return re.findall(r"[0-9]+", _FORMAT.sub("", _LIST_NUMBER.sub("", text)))
