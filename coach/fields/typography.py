"""What a word processor makes of plain text: spaces that do not break, hidden marks, and bullets for dashes.

Each is reported on its own line and read as it was meant: one mistake is one problem, and not six.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.problems import Fix, Problem

if TYPE_CHECKING:
    from coach.files import SourceText

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_HIDDEN = "\u00ad\u200b-\u200d\u2060"
_INDENTED = re.compile(
    rf"(?P<indent>[ {_SPACES}{_HIDDEN}]*[{_SPACES}{_HIDDEN}][ {_SPACES}{_HIDDEN}]*)(?P<rest>.*)"
)
_DASHED = re.compile(
    rf"(?P<before> *- *)(?P<indent>[ {_SPACES}{_HIDDEN}]*[{_SPACES}{_HIDDEN}] *)(?P<rest>.*)"
)
_BULLET = re.compile(
    r"(?P<before> *)(?P<sign>[\u2022\u2023\u2043\u25a0-\u25ff\u00b7\uf0b7\u2010-\u2015\u2212*+]"
    r"|[0-9]{1,2}[.)])(?P<space>[ \t]+)(?P<rest>\S.*)"
)
_FIELD = re.compile(r"[a-z_]+ *:", re.IGNORECASE)


def in_plain_text(source: SourceText) -> tuple[SourceText, tuple[Problem, ...]]:
    """The text with ordinary spaces and dashes at the beginning of its lines, and what was not so."""
    if source.text.isascii() and not re.search(r"^ *(?:[*+]|[0-9]{1,2}[.)])[ \t]", source.text, re.MULTILINE):
        return source, ()
    lines = source.text.splitlines(keepends=True)
    problems = []
    for number in range(1, len(lines) + 1):
        for find in (_hard_spaces, _bullet):
            whole, above = lines[number - 1], lines[: number - 1]
            line = whole.rstrip("\r\n")
            found = find(line, above)
            if found is not None:
                lines[number - 1] = found.better + whole[len(line) :]
                problems.append(_problem(source.file, number, found))
    return replace(source, text="".join(lines)), tuple(problems)


class _Found(NamedTuple):
    """What a line should be, and the problem with it, whose column counts from 1."""

    better: str
    column: int
    code: str
    message: str
    hint: str


def _problem(file: str, line: int, found: _Found) -> Problem:
    fix = Fix(line, (found.better,))
    return Problem(file, line, found.column, "error", found.code, found.message, found.hint, fix)


def _hard_spaces(line: str, _above: list[str]) -> _Found | None:
    found = _INDENTED.fullmatch(line) or _DASHED.fullmatch(line)
    if found is None or not found["rest"]:
        return None
    plain = re.sub(f"[{_HIDDEN}]", "", re.sub(f"[{_SPACES}]", " ", found["indent"]))
    odd = re.search(f"[{_SPACES}{_HIDDEN}]", line)
    what = "non-breaking spaces" if re.search(f"[{_SPACES}]", found["indent"]) else "an invisible character"
    return _Found(
        f"{found.groupdict().get('before', '')}{plain}{found['rest']}",
        odd.start() + 1 if odd else 1,
        "indentation-sign",
        f"this line begins with {what}, as word processors write them",
        "indent with ordinary spaces",
    )


def _bullet(line: str, above: list[str]) -> _Found | None:
    found = _BULLET.fullmatch(line)
    if found is None or not (_FIELD.match(found["rest"]) or _is_in_a_list(found["before"], above)):
        return None
    width = len(found["sign"]) + len(found["space"].replace("\t", " "))
    return _Found(
        f"{found['before']}-{' ' * (width - 1)}{found['rest']}",
        len(found["before"]) + 1,
        "list-sign",
        f"a list is written with dashes, not with '{found['sign']}'",
        f"write '- {found['rest']}'",
    )


def _is_in_a_list(before: str, above: list[str]) -> bool:
    """Whether the line above opens a list, or is an item of it."""
    last = next((line.rstrip() for line in reversed(above) if line.strip()), "")
    return last.endswith(":") or last.startswith(f"{before}- ")
