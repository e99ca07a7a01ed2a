"""What pydantic found, in a writer's words, with line and column."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from coach.document import Fields, Items, Text
from coach.routine import schema, slips
from coach.routine.fields import BySide, Written
from coach.routine.kinds import step_name
from coach.routine.quoting import as_item, as_text

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from coach.document import Node
    from coach.routine.findings import Findings, Placed

_EXAMPLES = {
    "title": "title: Desk neck and shoulders",
    "in": "in: 4 s",
    "out": "out: 6 s",
    "left": 'left: "…"',
    "right": 'right: "…"',
    "dose": "dose: {per_day: 2, weeks: 4}",
    "defaults": "defaults: {setup: 4 s, rest: 5 s}",
    "breathe": "breathe: {in: 4 s, out: 6 s}",
    "without_holds": "without_holds: {in: 4 s, out: 6 s}",
}
_NESTED: dict[str, tuple[str, type[Written]]] = {
    "dose": ("a dose", schema.DoseFields),
    "defaults": ("the defaults", schema.Defaults),
    "breathe": ("a breath", schema.Breath),
    "without_holds": ("a breath", schema.Breath),
}
_TOLD_AS = {"first": "side", "days": "weekday"}
_WANTS_TEXT = {"string_type", "union_tag_not_found", "union_tag_invalid"}
_WANTS_FIELDS = {"model_type", "model_attributes_type", "dict_type"}


def explain(error: ValidationError, fields: Fields, findings: Findings) -> None:
    """Note each of the errors, at the value or the field's name that it is about."""
    for detail in error.errors(include_url=False, include_input=False):
        if detail["type"] == "extra_forbidden":
            _unknown_field(detail["loc"], fields, findings)
        else:
            node, field = _found(fields, detail["loc"])
            _explain(detail, node, field, findings)


def put_right(fields: Fields, thing: str, allowed: tuple[str, ...], findings: Findings) -> Fields:
    """The fields under the names that were meant; each that is not among those allowed is noted."""
    right: dict[str, Node] = {}
    names = dict(fields.names)
    for name, node in fields.fields.items():
        meant: str | None = name
        if name not in allowed:
            advice = slips.unknown_field(name, allowed, homes())
            message = f"'{name[:40]}' is not a field of {thing}"
            findings.error(fields.names[name], "unknown-field", message, advice.hint)
            meant = None if advice.meant in fields.fields else advice.meant
        if meant is not None and meant not in right:
            right[meant] = node
            names[meant] = fields.names[name]
    return fields._replace(fields=right, names=names)


@cache
def homes() -> dict[str, tuple[str, ...]]:
    """The fields of each kind of thing, by what it is called."""
    steps = {step_name(kind): schema.field_names(model) for kind, model in schema.STEPS.items()}
    nested = {name: schema.field_names(model) for name, model in _NESTED.values()}
    steps["a repeat step"] += ("steps",)
    return {"a routine": (*schema.field_names(schema.RoutineFields), "steps"), **steps, **nested}


def _explain(detail: ErrorDetails, node: Node, field: str, findings: Findings) -> None:
    type_, context = detail["type"], detail.get("ctx", {})
    if type_ == "missing":
        missing = str(detail["loc"][-1])
        hint = f"write '{_EXAMPLES.get(missing, f'{missing}: …')}'"
        findings.error(node, "missing-field", f"'{missing}' is missing", hint)
    elif type_ == "literal_error" and isinstance(node, Text):
        words = tuple(re.findall(r"'([^']+)'", context["expected"]))
        message = f"'{node.text[:40]}' is not a {_TOLD_AS.get(field, field)}"
        findings.error(node, "unknown-word", message, slips.meant_word(node.text, words))
    elif type_ in _WANTS_TEXT or type_ == "literal_error":
        _no_text(node, field, findings)
    elif type_ in _WANTS_FIELDS:
        hint = f"write '{_EXAMPLES.get(field, f'{field}: …')}'"
        findings.error(node, "wrong-shape", f"'{field}' has fields of its own", hint)
    elif type_ == "string_too_short":
        findings.error(node, "empty-text", f"'{field}' is empty", "write its text, or leave the field out")
    elif type_ == "string_too_long":
        longest = context["max_length"]
        findings.error(
            node, "too-long", f"'{field}' has more than {longest} characters", "divide or shorten it"
        )
    elif type_ == "too_long":
        findings.error(
            node, "too-many", f"'{field}' has more than {context['max_length']} entries", "leave some out"
        )
    elif type_ == "wrong-shape":
        findings.error(
            node, "wrong-shape", f"'{field}' wants one value", "write it without brackets and dashes"
        )
    else:
        findings.error(node, type_, context.get("what", f"'{field}' cannot be read"), context.get("hint", ""))


def _found(fields: Fields, where: tuple[int | str, ...]) -> tuple[Node, str]:
    """The innermost node on that way, and the last field's name; what pydantic adds to it is passed over."""
    node: Node = fields
    name = ""
    for part in where:
        if isinstance(node, Fields) and part in node.fields:
            name = str(part)
            node = node.fields[name]
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
    return node, name


def _unknown_field(where: tuple[int | str, ...], fields: Fields, findings: Findings) -> None:
    """One of a dose, of the defaults or of a breath; those of a step have been put right before."""
    parent, field = _found(fields, where[:-1])
    name = str(where[-1])
    thing, description = _NESTED.get(field, ("a text by side", BySide))
    place: Placed = parent.names[name] if isinstance(parent, Fields) else parent
    advice = slips.unknown_field(name, schema.field_names(description), homes())
    findings.error(place, "unknown-field", f"'{name[:40]}' is not a field of {thing}", advice.hint)


def _no_text(node: Node, field: str, findings: Findings) -> None:
    """Braces, brackets or a colon made something else of a text."""
    line = as_text(findings.line(node)) or as_item(findings.line(node))
    if line is not None:
        hint = f"put the whole text in double quotes: {line.strip()}"
        findings.error(node, "needs-quotes", "YAML would misread this text", hint)
        return
    what = "a list" if isinstance(node, Items) else "fields"
    findings.error(
        node, "wrong-shape", f"'{field}' wants a text, not {what}", f"write '{field}: …' in one line"
    )
