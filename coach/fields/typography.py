"""What a word processor makes of plain text: spaces that do not break, hidden marks, and bullets for dashes.

Each is reported on its own line and read as it was meant: one mistake is one problem, and not six.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

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
    for number, whole in enumerate(lines, 1):
        line = whole.rstrip("\r\n")
        for find in (_plain_spaces, _dash):
            better, problem = find(line, lines[: number - 1])
            if better is not None and problem is not None:
                column, code, message, hint = problem
                fix = Fix(number, (better,))
                problems.append(Problem(source.file, number, column, "error", code, message, hint, fix))
                lines[number - 1] = better + whole[len(line) :]
                line = better
                whole = lines[number - 1]  # noqa: PLW2901 — the same
    return replace(source, text="".join(lines)), tuple(problems)


_Found = tuple[str | None, tuple[int, str, str, str] | None]
"""The line as it was meant, and the column, code, message and hint of the problem; None if there is none."""


def _plain_spaces(line: str, _above: list[str]) -> _Found:
    found = _INDENTED.fullmatch(line) or _DASHED.fullmatch(line)
    if found is None or not found["rest"]:
        return None, None
    plain = re.sub(f"[{_HIDDEN}]", "", re.sub(f"[{_SPACES}]", " ", found["indent"]))
    before = found.groupdict().get("before", "")
    odd = re.search(f"[{_SPACES}{_HIDDEN}]", line)
    column = odd.start() + 1 if odd else 1
    what = "non-breaking spaces" if re.search(f"[{_SPACES}]", found["indent"]) else "an invisible character"
    message = f"this line begins with {what}, as word processors write them"
    return f"{before}{plain}{found['rest']}", (
        column,
        "indentation-sign",
        message,
        "indent with ordinary spaces",
    )


def _dash(line: str, above: list[str]) -> _Found:
    found = _BULLET.fullmatch(line)
    if found is None or not (_FIELD.match(found["rest"]) or _is_in_a_list(found["before"], above)):
        return None, None
    width = len(found["sign"]) + len(found["space"].replace("\t", " "))
    better = f"{found['before']}-{' ' * (width - 1)}{found['rest']}"
    message = f"a list is written with dashes, not with '{found['sign']}'"
    return better, (len(found["before"]) + 1, "list-sign", message, f"write '- {found['rest']}'")


def _is_in_a_list(before: str, above: list[str]) -> bool:
    """Whether the line above opens a list, or is an item of it."""
    last = next((line.rstrip() for line in reversed(above) if line.strip()), "")
    return last.endswith(":") or last.startswith(f"{before}- ")
