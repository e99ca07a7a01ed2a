"""Types of fields that hold text for a person, several values, or a table of fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coach.document import Fields, Items, Text
from coach.fields.quoting import quote_item, quote_text
from coach.fields.reading import read_fields, with_corrected_names
from coach.fields.table import FieldType
from coach.problems import quoted

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from coach.document import Node
    from coach.fields.findings import Findings
    from coach.fields.table import Field, Schema, Table

LONGEST_TEXT = 500
"""Characters of one text."""
MOST_LISTED = 100
"""Entries of one list of texts."""
_SCALAR = ["string", "number", "boolean", "null"]
"""What a YAML parser may make of a text without quotes."""


@dataclass(frozen=True, slots=True)
class PlainText(FieldType):
    """Text for a person on one line: line breaks and repeated spaces in the file are ignored."""

    meaning: str = "a text"

    @property
    def holds_text(self) -> bool:
        """True: it is text for a person."""
        return True

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — the text, or None
        """The text on one line."""
        if not isinstance(node, Text):
            _note_no_text(node, declared, findings)
            return None
        text = node.text.strip()
        if not text:
            hint = "write its text, or leave the field out"
            findings.error(node, "empty-text", f"'{declared.name}' is empty", hint)
        elif len(text) > LONGEST_TEXT:
            message = f"'{declared.name}' has more than {LONGEST_TEXT} characters"
            findings.error(node, "too-long", message, "shorten or split it")
        else:
            return " ".join(text.split())
        return None

    def json_schema(self) -> Schema:
        """Any scalar, as the reader takes every scalar as text."""
        return {"type": _SCALAR}


@dataclass(frozen=True, slots=True)
class SpokenText(PlainText):
    """Text for a person; or one text for each side: `{left: …, right: …}`; or variants: `{any: […]}`."""

    by_side: Nested | None = None
    variants: Nested | None = None

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — either, or None
        """The text, or the value that `by_side` or `variants` makes of several texts."""
        for several in (self.by_side, self.variants):
            if several and isinstance(node, Fields) and node.fields.keys() & set(several.table.names):
                return several.read(node, declared, findings)
        return PlainText.read(self, node, declared, findings)

    def json_schema(self) -> Schema:
        """A scalar, or an object with the two sides, or with the variants."""
        plain = PlainText.json_schema(self)
        several = [each.json_schema() for each in (self.by_side, self.variants) if each]
        return {"anyOf": [plain, *several]} if several else plain


@dataclass(frozen=True, slots=True)
class ListOf(FieldType):
    """Several values in brackets or after dashes, or a single one; read as a tuple.

    `distinct`: no value may be there twice.
    """

    item: FieldType
    most: int = MOST_LISTED
    least: int = 0
    meaning: str = ""
    distinct: bool = False

    @property
    def wanted(self) -> str:
        """One value, or a list of them."""
        return self.meaning or f"{self.item.wanted}, or a list of them"

    @property
    def holds_text(self) -> bool:
        """Whether the items are text for a person."""
        return self.item.holds_text

    @property
    def is_list(self) -> bool:
        """True: it holds several values."""
        return True

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — a tuple, or None
        """All values; None if one of them is invalid."""
        nodes = node.items if isinstance(node, Items) else [node]
        if len(nodes) < self.least:
            what = f"has fewer than {self.least} entries" if nodes else "is empty"
            findings.error(node, "empty", f"'{declared.name}' {what}", declared.example_hint)
            return None
        if len(nodes) > self.most:
            message = f"'{declared.name}' has more than {self.most} entries"
            findings.error(node, "too-many", message, "leave some out")
            return None
        values = tuple(self.item.read(each, declared, findings) for each in nodes)
        if None in values:
            return None
        twice = next((place for place, value in enumerate(values) if value in values[:place]), None)
        if self.distinct and twice is not None:
            findings.error(nodes[twice], "twice", f"'{declared.name}' has this entry twice", "leave one out")
            return None
        return values

    def json_schema(self) -> Schema:
        """One item, or a list of items."""
        item = self.item.file_schema()
        several = {"type": "array", "items": item, "minItems": self.least, "maxItems": self.most}
        return {"anyOf": [several, item]}


@dataclass(frozen=True, slots=True)
class Nested(FieldType):
    """A table of fields; `build` makes the value from the fields' values as keyword arguments."""

    table: Table
    build: Callable[..., Any]

    @property
    def wanted(self) -> str:
        """The names of the table's fields."""
        return f"fields of its own: {', '.join(self.table.names)}"

    def documented(self) -> str:
        """An example of each of the most important fields."""
        return "fields of its own"

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — as `build` gives it
        """The value built from the valid fields; None if a required one is invalid."""
        if not isinstance(node, Fields):
            message = f"'{declared.name}' has fields of its own"
            findings.error(node, "wrong-shape", message, declared.example_hint)
            return None
        values = read_fields(with_corrected_names(node, self.table, findings), self.table, findings)
        if any(each.is_required and each.name not in values for each in self.table.fields):
            return None
        return self.build(**self.table.attributes(values))

    def json_schema(self) -> Schema:
        """A reference to the schema of the table."""
        return {"$ref": f"#/definitions/{definition_name(self.table)}"}


@dataclass(frozen=True, slots=True)
class ValuesByName(FieldType):
    """Values by names of the author's own, which match `name`; read as a tuple of pairs."""

    value: FieldType
    name: re.Pattern[str]
    most: int
    meaning: str

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — a tuple of pairs, or None
        """All values with their names; None if one of them is invalid."""
        if not isinstance(node, Fields):
            message = f"'{declared.name}' takes {self.meaning}"
            findings.error(node, "wrong-shape", message, declared.example_hint)
            return None
        if len(node.fields) > self.most:
            message = f"'{declared.name}' has more than {self.most} entries"
            findings.error(node, "too-many", message, "leave some out")
            return None
        read = []
        for name, each in node.fields.items():
            if not self.name.fullmatch(name):
                message = f"{quoted(name)} cannot stand in '{declared.name}'"
                findings.error(node.names[name], "name", message, declared.example_hint)
                return None
            read.append((name, self.value.read(each, declared, findings)))
        return None if any(value is None for _, value in read) else tuple(read)

    def json_schema(self) -> Schema:
        """An object with any names."""
        return {"type": "object", "additionalProperties": self.value.file_schema()}


@dataclass(frozen=True, slots=True)
class ReadElsewhere(FieldType):
    """A field that its own room reads, because its meaning depends on other fields."""

    meaning: str
    schema: Schema

    def json_schema(self) -> Schema:
        """The declared schema."""
        return self.schema


def definition_name(table: Table) -> str:
    """The table's name in a schema: `hold-step` for "a hold step"."""
    return table.thing.partition(" ")[2].replace(" ", "-")


def _note_no_text(node: Node, declared: Field, findings: Findings) -> None:
    """Note that braces, brackets or a colon keep the value from being a text."""
    line = findings.line(node)
    better = quote_text(line, findings.vocabulary) or quote_item(line)
    if better is not None:
        hint = f"put the whole text in double quotes: {better.strip()}"
        findings.error(node, "needs-quotes", "YAML would misread this text", hint)
        return
    what = "a list" if isinstance(node, Items) else "fields"
    message = f"'{declared.name}' takes a text, not {what}"
    findings.error(node, "wrong-shape", message, f"write '{declared.name}: …' on one line")
