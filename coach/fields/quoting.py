"""Finds lines whose text must be in quotes, and puts it in quotes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from coach.problems import Fix

if TYPE_CHECKING:
    from coach.document import Text
    from coach.fields.findings import Findings
    from coach.fields.vocabulary import Vocabulary

_COMMENT = r"(?P<comment>[ ]{2,}#.*)?[ ]*"
_LINE = re.compile(
    rf"(?P<before>[ ]*(?:-[ ]+)*)(?:(?P<field>[^\W\d][\w -]*?)[ ]*:[ ]*)?(?P<words>.*?){_COMMENT}"
)
_ITEM = re.compile(rf"(?P<before>[ ]*(?:-[ ]+)+)(?P<words>.*?){_COMMENT}")
_MISREAD = re.compile(r"[{\[*&!|>%@`'\",?\]}-]|.*:(?: |$)|.* #")
"""How a text begins, or what it has in it, when YAML makes something else of it."""
_FIELDS = re.compile(r"\{ *[a-z_]+ *:")
_WHOLE = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^']|'')*'")


@cache
def _inner(texts: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for a text field in braces whose value begins with a placeholder."""
    return re.compile(rf"\b({'|'.join(texts)}): +(\{{[a-z_]+\}}[^,}}\]\"]*)")


class LineText(NamedTuple):
    """The text of a line, and the index at which it starts."""

    words: str
    start: int


def line_text(line: str) -> LineText | None:
    """The text after a field's name or a dash."""
    found = _LINE.fullmatch(line)
    return LineText(found["words"], found.start("words")) if found else None


def quote_text(line: str, vocabulary: Vocabulary) -> str | None:
    """The line with its text in double quotes; None if YAML does not misread it."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    before, field, words = found["before"], found["field"], found["words"]
    if field is None and _FIELDS.match(words):
        return _with_inner_quotes(line, vocabulary)
    if field is not None and not re.fullmatch("[a-z_]+", field):
        return quote_item(line)
    if field not in vocabulary.texts and (field is not None or "-" not in before):
        return None
    if not _is_misread(words):
        return None
    name = f"{field}: " if field else ""
    return f"{before}{name}{_as_quoted(words, is_list=field in vocabulary.lists)}{found['comment'] or ''}"


def quote_item(line: str) -> str | None:
    """The line with everything after its dash in double quotes; None if YAML does not misread it."""
    found = _ITEM.fullmatch(line)
    if found is None or not _is_misread(found["words"]):
        return None
    return f"{found['before']}{_in_quotes(found['words'])}{found['comment'] or ''}"


def _with_inner_quotes(line: str, vocabulary: Vocabulary) -> str | None:
    """A step in braces, with quotes around texts that begin with a placeholder."""
    better = _inner(vocabulary.texts).sub(lambda found: f'{found[1]}: "{found[2].rstrip()}"', line)
    return None if better == line else better


def note_comment(text: Text, findings: Findings) -> None:
    """Warn of a ` #` inside plain text, as YAML drops what follows; two spaces before it mean a comment."""
    if text.style or not findings.source.text.startswith(" #", text.end):
        return
    line = quote_text(findings.line(text), findings.vocabulary)
    whole = f": {line.strip()}" if line else ""
    hint = f"put the whole text in double quotes{whole} (before a comment, put two spaces)"
    fix = Fix(text.line, (line,)) if line else None
    findings.error(text, "needs-quotes", "YAML ignores everything after ' #'", hint, fix=fix)


def _is_misread(words: str) -> bool:
    return _MISREAD.match(words) is not None and _WHOLE.fullmatch(words) is None


def _as_quoted(words: str, *, is_list: bool) -> str:
    if is_list and words.startswith("[") and words.endswith("]"):
        items = (item.strip() for item in re.split(r",\s", words[1:-1]))
        return f"[{', '.join(item if _WHOLE.fullmatch(item) else _in_quotes(item) for item in items)}]"
    return _in_quotes(words)


def _in_quotes(words: str) -> str:
    bare = words
    if len(words) > 1 and words[0] in "\"'":
        if words[0] == words[-1]:
            bare = words[1:-1]
        elif words.count(words[0]) == 1:  # opened, and never closed
            bare = words[1:]
    escaped = bare.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
