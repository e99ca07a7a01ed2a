"""Reading one level of a file by its table: the values that are well formed, and all that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coach.fields.suggestions import unknown_field
from coach.fields.table import FieldType
from coach.problems import quoted

if TYPE_CHECKING:
    from coach.document import Fields, Node
    from coach.fields.findings import Findings
    from coach.fields.table import Table


class Named(NamedTuple):
    """Fields under the names that were meant.

    `guessed`: those whose name was misspelt. Nothing is said of their values: if the guess is wrong,
    that would be a second error which nobody made.
    """

    fields: Fields
    guessed: frozenset[str] = frozenset()


def under_right_names(
    fields: Fields, table: Table, findings: Findings, *, except_for: frozenset[str] = frozenset()
) -> Named:
    """The fields under the names that were meant; each that is not one of the table is noted.

    `except_for`: names that are left out without a word.
    """
    allowed = table.names
    if all(name in allowed for name in fields.fields):
        return Named(fields)
    right: dict[str, Node] = {}
    names = dict(fields.names)
    guessed: set[str] = set()
    for name, node in fields.fields.items():
        if name in allowed:
            right[name] = node
            continue
        if name in except_for:
            continue
        advice = unknown_field(name, table.thing, allowed, findings.vocabulary)
        message = f"{quoted(name)} is not a field of {table.thing}"
        findings.error(fields.names[name], "unknown-field", message, advice.hint)
        if advice.meant and advice.meant not in fields.fields and advice.meant not in right:
            right[advice.meant] = node
            names[advice.meant] = fields.names[name]
            if advice.is_guess:
                guessed.add(advice.meant)
    return Named(fields._replace(fields=right, names=names), frozenset(guessed))


def read_fields(named: Named, table: Table, findings: Findings) -> dict[str, Any]:
    """The values by the fields' names, of those that are well formed; what is wrong with the rest is noted.

    A field that its room reads by itself has no value here and is not missed.
    """
    values: dict[str, Any] = {}
    fields = named.fields
    for declared in table.fields:
        node = fields.fields.get(declared.name)
        if node is None:
            if declared.is_required and reads(declared.type):
                message = f"'{declared.name}' is missing"
                findings.error(fields, "missing-field", message, declared.example_hint)
        elif declared.name not in named.guessed and reads(declared.type):
            value = declared.type.read(node, declared, findings)
            if value is not None:
                values[declared.name] = value
    return values


def reads(type_: FieldType) -> bool:
    """Whether a field of that type is read by itself."""
    return type(type_).read is not FieldType.read
