"""JSON Schemas generated from tables: for editors that check a file, and for bodies of requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from coach.document import Fields, Items, Text, parse
from coach.fields.structured_types import definition_name
from coach.files import SourceText

if TYPE_CHECKING:
    from coach.document import Node
    from coach.fields.table import Field, Schema, Table

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that every editor's YAML support knows."""
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?P<fraction>\.[0-9]*)?|\.[0-9]+)(?P<exponent>[eE][-+]?[0-9]+)?")
"""Decimal numbers of YAML 1.2's core schema, by which editors read a file."""


def file_schema(title: str, root: Table, tables: tuple[Table, ...]) -> Schema:
    """The schema of a file; `tables`: all tables that may occur in it besides the root's.

    It accepts whatever the reader accepts. Rules that involve more than one field are left to the reader.
    """
    return {
        "$schema": DRAFT,
        "title": title,
        **_of_table(root),
        "definitions": {definition_name(table): _of_table(table) for table in tables},
    }


def body_schema(fields: tuple[Field, ...]) -> Schema:
    """The schema of a JSON object with these fields."""
    schema: Schema = {
        "type": "object",
        "properties": {
            each.name: {**each.type.json_schema(), "description": each.description} for each in fields
        },
        "required": [each.name for each in fields if each.is_required],
        "additionalProperties": False,
    }
    conditions = [_condition(each) for each in fields if each.only_with]
    return {**schema, "allOf": conditions} if conditions else schema


def plain_value(node: Node) -> Any:  # noqa: ANN401 — whatever JSON can hold
    """A node's value as YAML 1.2 reads it: text without quotes may be a number, a boolean or null."""
    if isinstance(node, Fields):
        return {name: plain_value(inner) for name, inner in node.fields.items()}
    if isinstance(node, Items):
        return [plain_value(item) for item in node.items]
    return node.text if node.style else _resolved(node)


def _resolved(node: Text) -> str | int | float | bool | None:
    text = node.text
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text.lower() in {"true", "false"} and text in {text.lower(), text.upper(), text.capitalize()}:
        return text.lower() == "true"
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    is_float = found["fraction"] is not None or found["exponent"] is not None or text.lstrip("+-")[0] == "."
    return float(text) if is_float else int(text)


def _of_table(table: Table) -> Schema:
    return {
        "type": "object",
        "properties": {each.name: _of_field(each) for each in table.fields},
        "required": [each.name for each in table.fields if each.is_required],
        "additionalProperties": False,
    }


def _of_field(declared: Field) -> Schema:
    schema = declared.type.file_schema()
    described: Schema = {
        "description": declared.described,
        "examples": [_written(declared, declared.example)],
    }
    if declared.default:
        described["default"] = _written(declared, declared.default)
    # In draft 7, everything beside a reference is ignored.
    return {**described, "allOf": [schema]} if "$ref" in schema else {**schema, **described}


def _written(declared: Field, value: str) -> Any:  # noqa: ANN401 — whatever JSON can hold
    """An example or a default as the value that an editor reads from a file."""
    document = parse(SourceText(declared.name, f"{declared.name}: {value}"))
    return plain_value(document.root.fields[declared.name])


def _condition(declared: Field) -> Schema:
    """The rule that this field is allowed only with certain values of another field."""
    assert declared.only_with is not None
    other, values = declared.only_with
    beside: Schema = {"properties": {other: {"enum": list(values)}}}
    without: Schema = {"not": {"required": [declared.name]}}
    return {"anyOf": [beside, without]}
