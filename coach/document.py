"""Parses YAML text into a plain tree that knows the line and column of every value and field name.

All scalars are text: there is no resolver, so `17:30` stays `17:30` and `no` stays a word. The tree is built
from PyYAML's event stream without recursion, because its composers run out of stack on deep nesting (the C
one takes the process with it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import BadFile
from coach.files import SourceText, refuse_hidden
from coach.problems import TextPosition, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.error import MarkedYAMLError

    from coach.problems import Problem

DEEPEST = 12
MOST_NOTED = 100
"""The rest is read in spite of repeated fields, anchors and tags; nobody has more of them by mistake."""

_SYNTAX = (
    ("mapping values are not allowed", "there is a colon where no field can begin"),
    ("could not find expected ':'", "this line needs a colon and a space, as in 'field: value'"),
    ("unexpected end of stream", "this quote is never closed"),
    ("expected ',' or", "this bracket is never closed, or a comma is missing"),
    ("escape", "in double quotes, a backslash has a special meaning, and this one is not known"),
    ("cannot start any token", "a text cannot begin with this character"),
    ("block sequence entries", "there is a dash where no list can begin"),
    ("sequence entries", "there is a dash where no list can begin"),
    ("expected", "this does not fit what comes before it"),
)
"""Parts of the parsers' messages, and what they mean to a writer; the first that is found counts."""
_AT_ITS_BEGINNING = ("could not find expected ':'", "unexpected end of stream", "expected ',' or")
"""Faults that the parsers notice long after the place where they are made."""
_TOO_DEEP_FOR_YAML = "exceeded maximum nesting depth"
"""What PyYAML 6.0.4 and later say at 1,000 levels, before the events of the first levels are given.

What comes before that place is then read again, and refused if it is deeper than `DEEPEST`.
"""
_BEGIN = "start with a field, such as 'format: 1'"


class Text(NamedTuple):
    """A scalar; `style`: its quotation mark or block sign, if any; `end`: the index after its last sign."""

    text: str
    line: int
    column: int
    style: str
    end: int


class Items(NamedTuple):
    """A list; `flow`: whether it is written in brackets."""

    items: list[Node]
    line: int
    column: int
    flow: bool


class Fields(NamedTuple):
    """Named values in order, with the place of each name; `flow`: whether it is written in braces."""

    fields: dict[str, Node]
    names: dict[str, TextPosition]
    line: int
    column: int
    flow: bool


Node = Text | Items | Fields


@dataclass(frozen=True, slots=True)
class Document:
    """The tree of a file, and problems in it that did not keep it from being read."""

    root: Fields
    problems: tuple[Problem, ...] = ()


def parse(source: SourceText) -> Document:
    """The tree of a text.

    Raises `BadFile` with all problems up to the one that keeps the text from being read.
    """
    refuse_hidden(source, source.text)
    return _parsed(source, source.text)


def _parsed(source: SourceText, text: str) -> Document:
    """The tree of a source's text, or of its beginning."""
    from yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 — the types of nodes cost no parser

    tree = _Tree(source)
    try:
        for event in _events(text):
            tree.take(event)
    except BadFile as refusal:
        raise BadFile([*tree.problems, *refusal.problems]) from None
    except MarkedYAMLError as error:
        if (
            error.problem == _TOO_DEEP_FOR_YAML
            and error.problem_mark
            and error.problem_mark.index < len(text)
        ):
            return _parsed(source, text[: error.problem_mark.index])
        raise BadFile([*tree.problems, *_syntax(source, error).problems]) from None
    except YAMLError as error:
        raise source.refusal(TextPosition(), "syntax", f"this is not valid YAML: {error}", _BEGIN) from None
    return Document(tree.finished(), tuple(tree.problems))


def _events(text: str) -> Iterator[Any]:
    """The events of the C parser, or of the pure Python one if PyYAML was installed without it."""
    try:
        from yaml import CBaseLoader as Loader  # noqa: PLC0415 — it may be missing
    except ImportError:
        from yaml import BaseLoader as Loader  # type: ignore[assignment]  # noqa: PLC0415 — the same, slower
    parser = Loader(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


@dataclass(slots=True)
class _Tree:
    """A tree being built: the open containers, innermost last, and the name that waits for its value."""

    source: SourceText
    root: Node | None = None
    documents: int = 0
    open: list[Items | Fields] = field(default_factory=list)
    waiting: list[str | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, event: Any) -> None:  # noqa: ANN401 — the C parser's events carry no types
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
            self._container(event, kind)
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self.open.pop()
            self.waiting.pop()
        elif kind == "AliasEvent":
            message = f"{quoted('*' + event.anchor)} is a YAML alias"
            raise self._refusal(
                event, "alias", message, "write the value out, or put a text in double quotes"
            )
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                raise self._refusal(
                    event, "second-document", "a second document begins here", "keep one document in a file"
                )

    def finished(self) -> Fields:
        root = self.root
        if root is None or (isinstance(root, Text) and not root.text):
            raise self.source.refusal(TextPosition(), "empty", "the file is empty", _BEGIN)
        if not isinstance(root, Fields):
            what = "a list" if isinstance(root, Items) else "a text"
            message = f"the file is {what}, not a set of fields"
            raise self.source.refusal(TextPosition(root.line, root.column), "not-fields", message, _BEGIN)
        return root

    def _scalar(self, event: Any) -> None:  # noqa: ANN401 — as above
        if event.anchor is not None or event.tag is not None:
            self._note_tagged(event, goes_on=bool(event.value))
        mark, style, text = event.start_mark, event.style or "", event.value
        if style == '"':
            refuse_hidden(self.source, text, TextPosition(mark.line + 1, mark.column + 1))
        node = Text(text, mark.line + 1, mark.column + 1, style, event.end_mark.index)
        top = self.open[-1] if self.open else None
        if isinstance(top, Fields) and self.waiting[-1] is None:
            self._name(top, node)
        else:
            self._put(top, node)

    def _name(self, top: Fields, node: Text) -> None:
        self.waiting[-1] = node.text
        place = TextPosition(node.line, node.column)
        first = top.names.setdefault(node.text, place)
        if first is place:
            return
        message = f"{quoted(node.text)} is written twice, first on line {first.line}"
        self._note(self.source.refusal(place, "duplicate-field", message, "keep one of them"))

    def _note(self, refusal: BadFile) -> None:
        """Collect a problem that does not keep the rest from being read; raise it if there are too many."""
        if len(self.problems) == MOST_NOTED - 1:
            raise refusal
        self.problems += refusal.problems

    def _note_tagged(self, event: Any, *, goes_on: bool) -> None:  # noqa: ANN401 — as above
        """Note an anchor or a tag; raise it if the value after it means nothing without it."""
        if not goes_on:
            raise self._tagged(event)
        self._note(self._tagged(event))

    def _put(self, top: Items | Fields | None, node: Node) -> None:
        if isinstance(top, Fields):
            name = self.waiting[-1]
            assert name is not None
            top.fields.setdefault(name, node)  # of a field written twice, the first counts
            self.waiting[-1] = None
        elif top is not None:
            top.items.append(node)
        else:
            self.root = node

    def _container(self, event: Any, kind: str) -> None:  # noqa: ANN401 — as above
        if event.anchor is not None or event.tag is not None:
            self._note_tagged(event, goes_on=event.tag is None)
        if len(self.open) == DEEPEST:
            hint = "write it with fewer levels of brackets and indentation"
            raise self._refusal(event, "too-deep", f"this is nested more than {DEEPEST} levels deep", hint)
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        node: Items | Fields
        if kind == "SequenceStartEvent":
            node = Items([], line, column, event.flow_style)
        else:
            node = Fields({}, {}, line, column, event.flow_style)
        top = self.open[-1] if self.open else None
        if isinstance(top, Fields) and self.waiting[-1] is None:
            raise self._refusal(
                event, "field-name", "a field's name must be a single word", "put a text in double quotes"
            )
        self._put(top, node)
        self.open.append(node)
        self.waiting.append(None)

    def _tagged(self, event: Any) -> BadFile:  # noqa: ANN401 — as above
        if event.anchor is not None:
            name = f"{quoted('&' + event.anchor)} is a YAML anchor"
            return self._refusal(
                event, "anchor", name, "write out what it stands for, or put a text in double quotes"
            )
        hint = "leave it out, or put a text in double quotes"
        return self._refusal(event, "tag", f"{quoted(event.tag)} is a YAML tag", hint)

    def _refusal(self, event: Any, code: str, message: str, hint: str) -> BadFile:  # noqa: ANN401 — as above
        mark = event.start_mark
        return self.source.refusal(TextPosition(mark.line + 1, mark.column + 1), code, message, hint)


def _syntax(source: SourceText, error: MarkedYAMLError) -> BadFile:
    problem = error.problem or ""
    known = next((known for known in _SYNTAX if known[0] in problem), None)
    mark = error.problem_mark or error.context_mark
    if known and known[0] in _AT_ITS_BEGINNING:
        mark = error.context_mark or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = source.text.splitlines()
    if line >= len(lines) and (known is None or known[0] not in _AT_ITS_BEGINNING):
        place = TextPosition(max(1, len(lines)), len(lines[-1]) + 1 if lines else 1)
        message, hint = "the file ends before something is closed", "close every bracket and quote"
        return source.refusal(place, "syntax", message, hint)
    indentation = re.match(r"[ -]*\t", lines[line])
    if indentation and indentation.end() >= column:
        place = TextPosition(line + 1, indentation.end())
        return source.refusal(place, "tab", "this line is indented with a tab", "indent with spaces")
    message = known[1] if known else f"this is not valid YAML: {problem}"
    hint = "check the quotes, colons and indentation of this line"
    return source.refusal(TextPosition(line + 1, column + 1), "syntax", message, hint)
