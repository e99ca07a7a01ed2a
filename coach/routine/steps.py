"""Reads the steps of a file: the kind of each, its fields, and what is missing or superfluous."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from coach.document import Fields, Items, Text
from coach.fields.reading import RenamedFields, read_fields, with_corrected_names
from coach.problems import TextPosition, quoted
from coach.routine import rules
from coach.routine.limits import DEEPEST_REPEAT
from coach.routine.model import KINDS, Hold, Leaf, Move, Repeat, Wait
from coach.routine.placeholders import check_texts
from coach.routine.step_tables import DEFAULTS, STEPS
from coach.routine.suggestions import intended_kind

if TYPE_CHECKING:
    from coach.document import Node
    from coach.fields.findings import Findings
    from coach.routine.model import SideRule, Step

_DEFAULTED = {
    "hold": frozenset(DEFAULTS.names) & frozenset(STEPS["hold"].names),
    "move": frozenset(DEFAULTS.names) & frozenset(STEPS["move"].names),
    "breathe": frozenset({"setup"}),
    "repeat": frozenset({"rest"}),
}
"""The fields that each kind of step takes from `defaults`."""
_PACING = frozenset({"tempo", "pace", "up_to"})
"""Fields that go together: a step that writes one takes none of the others from `defaults`."""
_SIDED = frozenset({"left", "right", "each", "alternate"})
_LEAVES = {leaf.kind: leaf for leaf in get_args(Leaf)}


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step inherits: the defaults, and the side and number of the repeats around it."""

    defaults: Fields | None = None
    side: SideRule | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Kind:
    """A step's kind and its fields; `is_guess`: its name was misspelt."""

    name: str
    fields: Fields
    is_guess: bool = False


def read_steps(items: Items, context: StepContext, findings: Findings) -> tuple[Step, ...]:
    """The valid steps; problems with the others are noted."""
    steps = (_read_step(node, context, findings) for node in items.items)
    return tuple(step for step in steps if step is not None)


def listed_steps(fields: Fields, findings: Findings) -> Items | None:
    """The list under `steps`, if there is one and it is not empty."""
    node = fields.fields.get("steps")
    if node is None:
        hint = "write 'steps:', and below it a list such as '- say: Sit tall.'"
        findings.error(fields, "missing-field", "'steps' is missing", hint)
        return None
    if not isinstance(node, Items) or not node.items:
        hint = "write each step on a line of its own, such as '- say: Sit tall.'"
        if isinstance(node, Fields) and any(name.startswith("-") for name in node.fields):
            hint = "put a space after each dash, such as '- say: Sit tall.'"
        findings.error(node, "wrong-shape", "'steps' is not a list of steps", hint)
        return None
    return node


def _read_step(node: Node, context: StepContext, findings: Findings) -> Step | None:
    if not isinstance(node, Fields):
        _note_no_step(node, findings)
        return None
    kind = _kind_of(node, findings)
    if kind is None:
        return None
    table = STEPS[kind.name]
    # Of a kind that was only guessed, fields of other kinds are no second error.
    elsewhere = findings.vocabulary.names if kind.is_guess else frozenset()
    own = with_corrected_names(kind.fields, table, findings, except_for=elsewhere)
    guessed = own.guessed | ({kind.name} if kind.is_guess else frozenset())
    named = RenamedFields(_with_defaults(kind.name, own.fields, context), guessed)
    side = named.fields.fields.get("side")
    rule = side.text if isinstance(side, Text) else context.side
    certain = {name: each for name, each in named.fields.fields.items() if name not in guessed}
    check_texts(
        named.fields._replace(fields=certain),
        kind.name,
        sided=rule in _SIDED or "side" in guessed,
        findings=findings,
    )
    before = len(findings.problems)
    values = read_fields(named, table, findings)
    is_well_formed = len(findings.problems) == before and not guessed
    if is_well_formed:
        rules.check_step(kind.name, values, named.fields, findings)
    if kind.name == "repeat":
        return _repeat(named.fields, values if is_well_formed else None, context, findings)
    if not is_well_formed:
        return None
    return _leaf_step(kind.name, table.attributes(values), TextPosition(node.line, node.column))


def _repeat(
    fields: Fields, values: dict[str, Any] | None, context: StepContext, findings: Findings
) -> Step | None:
    """The repeat with these values; with None for them only its steps are checked."""
    items = listed_steps(fields, findings)
    if context.depth == DEEPEST_REPEAT:
        message = f"repeats can be nested at most {DEEPEST_REPEAT} deep"
        findings.error(fields, "too-deep", message, "write the inner steps out")
        return None
    if items is None:
        return None
    side = (values or {}).get("side") or context.side
    inner = read_steps(items, replace(context, side=side, depth=context.depth + 1), findings)
    rules.check_end(inner, findings)
    if values is None:
        return None
    return Repeat(
        steps=inner, mark=TextPosition(fields.line, fields.column), **STEPS["repeat"].attributes(values)
    )


def _leaf_step(kind: str, values: dict[str, Any], mark: TextPosition) -> Step:
    """The step as a value."""
    if "sets" in values:
        values["sets"], values["least_sets"] = values["sets"]
    if kind == "move":
        return Move(**values.pop("move")._asdict(), mark=mark, **values)
    if kind == "hold":
        return Hold(**values.pop("hold")._asdict(), mark=mark, **values)
    if kind == "wait":
        del values["wait"]
        if "up_to" not in values:
            return Wait(mark=mark, **values)
    leaf: Step = _LEAVES[kind](mark=mark, **values)
    return leaf


def _with_defaults(kind: str, own: Fields, context: StepContext) -> Fields:
    if context.defaults is None or kind not in _DEFAULTED:
        return own
    taken = _DEFAULTED[kind] - own.fields.keys()
    if context.side is not None:
        taken -= {"side"}
    if _PACING & own.fields.keys():
        taken -= _PACING
    given = {name: node for name, node in context.defaults.fields.items() if name in taken}
    return own._replace(fields={**given, **own.fields}, names={**context.defaults.names, **own.names})


# Which kind a step is


def step_name(kind: str) -> str:
    """A kind of step as messages call it."""
    return STEPS[kind].thing


def _kind_of(fields: Fields, findings: Findings) -> _Kind | None:
    """The kind of a step; None, with the problem noted, if no field says it."""
    kinds = [name for name in fields.fields if name in KINDS]
    if len(kinds) > 1 and "rest" in kinds:
        kinds.remove("rest")  # in other steps it is the rest between repetitions
    if "wait" in kinds and "say" in kinds:
        kinds.remove("say")  # what is said while the person is waited for
    if not kinds or (kinds == ["rest"] and _only_rests_between(fields, findings)):
        return _guessed(fields, findings)
    kind, *surplus = kinds
    if surplus:
        message = f"this step has both '{kind}' and '{surplus[0]}'"
        hint = "make two steps of them" + (", or write the words as 'cue: …'" if "say" in kinds else "")
        findings.error(fields.names[surplus[0]], "step-kind", message, hint)
        left = {name: node for name, node in fields.fields.items() if name not in surplus}
        fields = fields._replace(fields=left)
    return _Kind(kind, fields)


def _only_rests_between(fields: Fields, findings: Findings) -> bool:
    """Whether `rest` belongs to a step with a misspelt kind: 'hlod: 20 s' with 'rest: 5 s'."""
    others = {name: node for name, node in fields.fields.items() if name != "rest"}
    meant = intended_kind(others, findings.vocabulary.names)
    return meant is not None and meant[1] != "rest"


def _guessed(fields: Fields, findings: Findings) -> _Kind | None:
    known = findings.vocabulary.names
    meant = intended_kind(fields.fields, known)
    if meant is None:
        hint = f"give it one of {', '.join(KINDS)}, such as 'hold: 20 s'"
        unknown = next((name for name in fields.fields if name not in known), None)
        if unknown is None:
            findings.error(fields, "step-kind", "this step does not say what kind it is", hint)
        else:
            message = f"{quoted(unknown)} is not a kind of step"
            findings.error(fields.names[unknown], "step-kind", message, hint)
        return None
    name, kind, hint = meant
    message = f"{quoted(name)} is not a field of {step_name(kind)}"
    place = fields.names[name]
    fix = findings.replacing(place, name, kind) if kind not in fields.fields else None
    findings.error(place, "unknown-field", message, hint, fix=fix)
    renamed = {kind if key == name else key: node for key, node in fields.fields.items()}
    renamed_fields = fields._replace(fields=renamed, names={**fields.names, kind: fields.names[name]})
    return _Kind(kind, renamed_fields, is_guess=True)


def _note_no_step(node: Node, findings: Findings) -> None:
    """Note an error for an item of `steps` that has no fields."""
    hint = "write what it is, such as '- hold: 20 s'"
    if isinstance(node, Text) and node.text:
        word, _, more = node.text[:60].partition(" ")
        kind = word.rstrip(":").lower()
        hint = f"write '- {kind}: {more or '…'}'" if kind in KINDS else f"write '- say: {node.text[:60]}'"
    findings.error(node, "step-kind", "this is not a step", hint)
