"""The steps of a file: which kind each is, what it says, and what it says too much or too little."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from coach.document import Fields, Items, Text
from coach.routine import rules
from coach.routine.explain import explain, put_right
from coach.routine.fields import Written
from coach.routine.kinds import no_step, step_name, told_kind
from coach.routine.limits import DEEPEST_REPEAT
from coach.routine.model import Ask, Breathe, Hold, Mark, Move, Repeat, Rest, Say
from coach.routine.schema import STEPS, RepeatStep, field_names
from coach.routine.wording import check_texts

if TYPE_CHECKING:
    from coach.document import Node
    from coach.routine.findings import Findings
    from coach.routine.model import SideRule, Step

Checked = TypeVar("Checked", bound=Written)

_DEFAULTED = {
    "hold": frozenset(field_names(STEPS["hold"])) - {"hold"},
    "move": frozenset(field_names(STEPS["move"])) - {"move"},
    "breathe": frozenset({"setup"}),
    "repeat": frozenset({"rest"}),
}
"""The fields that each kind of step takes from `defaults`."""
_PACING = frozenset({"tempo", "pace", "up_to"})
"""Fields that go together: a step that writes one takes none of the others from `defaults`."""
_SIDED = frozenset({"left", "right", "each", "alternate"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reaches a step from outside: the defaults, and the side and number of the repeats around it."""

    defaults: Fields | None = None
    side: SideRule | None = None
    depth: int = 0


def plain(node: Node) -> Any:  # noqa: ANN401 — texts, lists and dictionaries, as deep as a document may be
    """The same without places."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.fields.items()}


def validated(fields: Fields, description: type[Checked], findings: Findings) -> Checked | None:
    """The checked fields; None when something about them was noted."""
    try:
        return description.model_validate(plain(fields))
    except ValidationError as error:
        explain(error, fields, findings)
        return None


def read_steps(items: Items, around: Surroundings, findings: Findings) -> tuple[Step, ...]:
    """The steps that are well formed; what is wrong with the others is noted."""
    steps = (_read_step(node, around, findings) for node in items.items)
    return tuple(step for step in steps if step is not None)


def listed_steps(fields: Fields, findings: Findings) -> Items | None:
    """The list under `steps`, if there is one and something in it."""
    node = fields.fields.get("steps")
    if node is None:
        hint = "write 'steps:', and below it a list such as '- say: Sit tall.'"
        findings.error(fields, "missing-field", "'steps' is missing", hint)
        return None
    if not isinstance(node, Items) or not node.items:
        hint = "write each step in a line of its own, such as '- say: Sit tall.'"
        if isinstance(node, Fields) and any(name.startswith("-") for name in node.fields):
            hint = "put a space behind each dash, such as '- say: Sit tall.'"
        findings.error(node, "wrong-shape", "'steps' is not a list of steps", hint)
        return None
    return node


def _read_step(node: Node, around: Surroundings, findings: Findings) -> Step | None:
    if not isinstance(node, Fields):
        no_step(node, findings)
        return None
    told = told_kind(node, findings)
    if told is None:
        return None
    kind, own = told
    allowed = field_names(STEPS[kind])
    allowed = (*allowed, "steps") if kind == "repeat" else allowed
    fields = _with_defaults(kind, put_right(own, step_name(kind), allowed, findings), around)
    side = fields.fields.get("side")
    rule = side.text if isinstance(side, Text) else around.side
    check_texts(fields, kind, sided=rule in _SIDED, findings=findings)
    if kind == "repeat":
        return _repeat(fields, around, findings)
    step = validated(fields, STEPS[kind], findings)
    if step is None:
        return None
    rules.check_step(kind, step, fields, findings)
    return _leaf(kind, step, Mark(own.line, own.column))


def _repeat(fields: Fields, around: Surroundings, findings: Findings) -> Step | None:
    own = fields._replace(fields={name: node for name, node in fields.fields.items() if name != "steps"})
    step = validated(own, RepeatStep, findings)
    items = listed_steps(fields, findings)
    if around.depth == DEEPEST_REPEAT:
        hint = "write the inner steps out"
        findings.error(fields, "too-deep", f"repeats stand at most {DEEPEST_REPEAT} deep", hint)
        return None
    if items is None:
        return None
    side = (step and step.side) or around.side
    inner = read_steps(items, replace(around, side=side, depth=around.depth + 1), findings)
    rules.check_end(inner, findings)
    if step is None:
        return None
    written = as_values(step)
    return Repeat(
        times=written.pop("repeat"), steps=inner, mark=Mark(fields.line, fields.column), **written
    )  # fmt: skip


def _leaf(kind: str, step: Written, mark: Mark) -> Step:
    """The step as a value; its other fields are called the same in both."""
    written = as_values(step)
    main = written.pop(kind)
    if kind == "say":
        return Say(text=main, mark=mark, **written)
    if kind == "hold":
        return Hold(seconds=main, mark=mark, **written)
    if kind == "move":
        return Move(reps=main.reps, seconds=main.seconds, mark=mark, **written)
    if kind == "breathe":
        return Breathe(pattern=main, mark=mark, **written)
    if kind == "rest":
        return Rest(seconds=main, mark=mark)
    return Ask(question=main, mark=mark)


def as_values(step: Written) -> dict[str, Any]:
    """Only what was written, lists as tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in step.__dict__.items()
        if value is not None
    }


def _with_defaults(kind: str, own: Fields, around: Surroundings) -> Fields:
    if around.defaults is None or kind not in _DEFAULTED:
        return own
    taken = _DEFAULTED[kind] - own.fields.keys()
    if around.side is not None:
        taken -= {"side"}
    if _PACING & own.fields.keys():
        taken -= _PACING
    given = {name: node for name, node in around.defaults.fields.items() if name in taken}
    return own._replace(fields={**given, **own.fields}, names={**around.defaults.names, **own.names})
