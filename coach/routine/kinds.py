"""Which kind of step a step is, told by the one field that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.document import Text
from coach.routine import slips
from coach.routine.schema import every_field

if TYPE_CHECKING:
    from coach.document import Fields, Node
    from coach.routine.findings import Findings


def step_name(kind: str) -> str:
    """What a step of that kind is called in a message."""
    return f"an {kind} step" if kind[0] in "aeiou" else f"a {kind} step"


def told_kind(fields: Fields, findings: Findings) -> tuple[str, Fields] | None:
    """The kind of a step, and its fields with that of the kind put right; None: it cannot be told."""
    kinds = [name for name in fields.fields if name in slips.KINDS]
    if len(kinds) > 1 and "rest" in kinds:
        kinds.remove("rest")  # in other steps it is the rest between repetitions
    if not kinds or (kinds == ["rest"] and _only_rests_between(fields)):
        return _guessed(fields, findings)
    kind, *surplus = kinds
    if surplus:
        message = f"this step has '{kind}' and '{surplus[0]}', and can be one only"
        hint = "make two steps of them" + (", or say it as 'cue: …'" if "say" in kinds else "")
        findings.error(fields.names[surplus[0]], "step-kind", message, hint)
        left = {name: node for name, node in fields.fields.items() if name not in surplus}
        fields = fields._replace(fields=left)
    return kind, fields


def no_step(node: Node, findings: Findings) -> None:
    """Note an item of `steps` that has no fields at all."""
    hint = "write what it is, such as '- hold: 20 s'"
    if isinstance(node, Text) and node.text:
        word, _, more = node.text[:60].partition(" ")
        kind = word.rstrip(":").lower()
        hint = (
            f"write '- {kind}: {more or '…'}'" if kind in slips.KINDS else f"write '- say: {node.text[:60]}'"
        )
    findings.error(node, "step-kind", "this is not a step", hint)


def _only_rests_between(fields: Fields) -> bool:
    """Whether `rest` is a mere field of a step whose kind is misspelt: 'hlod: 20 s' with 'rest: 5 s'."""
    others = {name: node for name, node in fields.fields.items() if name != "rest"}
    meant = slips.meant_kind(others, every_field())
    return meant is not None and meant[1] != "rest"


def _guessed(fields: Fields, findings: Findings) -> tuple[str, Fields] | None:
    meant = slips.meant_kind(fields.fields, every_field())
    if meant is None:
        hint = f"give it one of {', '.join(slips.KINDS)}, such as 'hold: 20 s'"
        unknown = next((name for name in fields.fields if name not in every_field()), None)
        if unknown is None:
            findings.error(fields, "step-kind", "this step does not say what it is", hint)
        else:
            message = f"'{unknown[:40]}' is not a kind of step"
            findings.error(fields.names[unknown], "step-kind", message, hint)
        return None
    name, kind, hint = meant
    message = f"'{name[:40]}' is not a field of {step_name(kind)}"
    findings.error(fields.names[name], "unknown-field", message, hint)
    renamed = {kind if key == name else key: node for key, node in fields.fields.items()}
    return kind, fields._replace(fields=renamed, names={**fields.names, kind: fields.names[name]})
