"""Reads one level of a file by its table: gives the valid values and notes all problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coach.document import Text
from coach.fields.suggestions import unknown_field
from coach.fields.table import FieldType
from coach.problems import quoted

if TYPE_CHECKING:
    from coach.document import Fields, Node
    from coach.fields.findings import Findings
    from coach.fields.table import Table


class RenamedFields(NamedTuple):
    """Fields under their corrected names. `guessed`: those whose name was misspelt.

    Values of guessed fields are not reported: if the guess is wrong, that would be a second error.
    """

    fields: Fields
    guessed: frozenset[str] = frozenset()


def with_corrected_names(
    fields: Fields, table: Table, findings: Findings, *, except_for: frozenset[str] = frozenset()
) -> RenamedFields:
    """The fields under their corrected names; each unknown name is noted as an error.

    `except_for`: names that are ignored.
    """
    allowed = table.names
    if all(name in allowed for name in fields.fields):
        return RenamedFields(fields)
    right: dict[str, Node] = {}
    names = dict(fields.names)
    guessed: set[str] = set()
    for name, node in fields.fields.items():
        if name in allowed:
            right[name] = node
            continue
        if name in except_for:
            continue
        if fields.flow and isinstance(node, Text) and not node.text and " " in name.strip():
            message = f"within braces a comma ends the text, before {quoted(name)}"
            findings.error(fields.names[name], "needs-quotes", message, "put the whole text in double quotes")
            continue
        advice = unknown_field(name, table.thing, allowed, findings.vocabulary)
        message = f"{quoted(name)} is not a field of {table.thing}"
        is_free = advice.meant is not None and advice.meant not in {*fields.fields, *right}
        fix = findings.replacing(fields.names[name], name, advice.meant or "") if is_free else None
        findings.error(fields.names[name], "unknown-field", message, advice.hint, fix=fix)
        if advice.meant and is_free:
            right[advice.meant] = node
            names[advice.meant] = fields.names[name]
            if advice.is_guess:
                guessed.add(advice.meant)
    return RenamedFields(fields._replace(fields=right, names=names), frozenset(guessed))


def read_fields(named: RenamedFields, table: Table, findings: Findings) -> dict[str, Any]:
    """The valid values by field name; problems with the others are noted.

    A `ReadElsewhere` field has no value here, and may be missing.
    """
    values: dict[str, Any] = {}
    fields = named.fields
    for declared in table.fields:
        node = fields.fields.get(declared.name)
        if node is None:
            if declared.is_required and is_read_by_type(declared.type):
                message = f"'{declared.name}' is missing"
                findings.error(fields, "missing-field", message, declared.example_hint)
        elif declared.name not in named.guessed and is_read_by_type(declared.type):
            findings.needs_format(fields.names[declared.name], f"'{declared.name}'", declared.since)
            value = declared.type.read(node, declared, findings)
            if value is not None:
                values[declared.name] = value
    return values


def is_read_by_type(type_: FieldType) -> bool:
    """Whether fields of that type are read by their type, and not by the room that uses them."""
    return type(type_).read is not FieldType.read
