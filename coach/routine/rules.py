"""What the fields of one step, or of a routine, must be to each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.document import Items, Text
from coach.routine.model import Ask, Exercise, Mark, Repeat, Rest
from coach.routine.schema import BreatheStep, DoseFields, MoveStep
from coach.units import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.document import Fields, Node
    from coach.routine.fields import Written
    from coach.routine.findings import Findings
    from coach.routine.model import Step

_ASKED = ("pain", "effort")
_SAID_BEFORE = {
    "not_for": ("Not for you if you have:", "a recent neck injury"),
    "stop_if": ("Stop if you notice:", "numbness in a leg"),
}
"""What the coach says before these texts, and what fits behind it."""
_SENTENCE = re.compile(
    r"[.!?]$|^(do|don['\u2019]?t|does|stop|you|if|when|never|avoid|please|not for)\b",
    re.IGNORECASE,
)
"""Text that ends like a sentence, or begins like an order or a condition."""
_TOLD_TWICE = (
    ("per_day", "every", "how often a day"),
    ("days_per_week", "days", "on which days"),
    ("rest_days", "days", "on which days"),
)


def check_step(kind: str, step: Written, fields: Fields, findings: Findings) -> None:
    """Note what a step of that kind says twice, not at all, or for nothing."""
    if isinstance(step, MoveStep):
        _check_move(step, fields, findings)
    elif isinstance(step, BreatheStep):
        _check_breath(step, fields, findings)
    elif kind == "ask":
        _check_question(fields, findings)


def check_end(steps: tuple[Step, ...], findings: Findings) -> None:
    """Warn of a rest that also follows the last round of a repeat."""
    if len(steps) > 1 and isinstance(steps[-1], Rest):
        hint = "write 'rest' beside 'repeat' instead: that one is between the rounds"
        message = "a repeat that ends in a rest also rests after its last round"
        findings.warning(steps[-1].mark, "rest-at-end", message, hint)


def check_dose(dose: DoseFields, fields: Fields, findings: Findings) -> None:
    """Note a dose that tells one thing in two ways."""
    for first, second, what in _TOLD_TWICE:
        if getattr(dose, first) is not None and getattr(dose, second) is not None:
            message = f"'{first}' and '{second}' both say {what}"
            findings.error(fields.names[second], "conflict", message, "keep one of them")


def check_phrases(fields: Fields, findings: Findings) -> None:
    """Note a sentence where a noun phrase belongs: behind the coach's own words it would tell the reverse."""
    for name, (said, example) in _SAID_BEFORE.items():
        node = fields.fields.get(name)
        for text in node.items if isinstance(node, Items) else (node,):
            if isinstance(text, Text) and _SENTENCE.search(text.text.strip()):
                message = f"'{name}' wants a noun phrase, not a sentence: the coach says \"{said}\" before it"
                hint = f"write '{example}'; whole sentences belong in 'cautions'"
                findings.error(text, "noun-phrase", message, hint)


def safety_mark(fields: Fields) -> Mark:
    """Where the longest of the routine's safety texts stands; its beginning where there is none."""
    written = [name for name in ("cautions", *_SAID_BEFORE) if name in fields.fields]
    if not written:
        return Mark()
    place = fields.names[max(written, key=lambda name: _characters(fields.fields[name]))]
    return Mark(place.line, place.column)


def _characters(node: Node) -> int:
    if isinstance(node, Items):
        return sum(map(_characters, node.items))
    return len(node.text) if isinstance(node, Text) else 0


def check_pain_rise(steps: tuple[Step, ...], fields: Fields, findings: Findings) -> None:
    """Note a `pain_rise` that has nothing to compare with: no `ask: pain` before the first exercise."""
    if "pain_rise" not in fields.fields:
        return
    for step in _leaves(steps):
        if isinstance(step, Ask) and step.question == "pain":
            return
        if isinstance(step, Exercise):
            break
    message = "'pain_rise' compares with a first answer, and nothing asks for one"
    hint = "put '- ask: pain' before the first exercise"
    findings.error(fields.names["pain_rise"], "pain-rise", message, hint)


def _leaves(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        if isinstance(step, Repeat):
            yield from _leaves(step.steps)
        else:
            yield step


def _check_move(step: MoveStep, fields: Fields, findings: Findings) -> None:
    if step.tempo is not None and step.pace is not None:
        message = "'tempo' and 'pace' both say how fast"
        findings.error(fields.names["pace"], "conflict", message, "keep one of them")
    elif step.tempo is None and step.pace is None and step.move.reps is not None:
        message = "a movement without tempo or pace is led at 4 s a repetition"
        hint = "write 'tempo: 2 s up, 2 s down', 'pace: 4 s' or 'pace: own'"
        findings.warning(fields, "no-tempo", message, hint)
    if step.up_to is not None and (step.pace != "own" or step.move.seconds is not None):
        hint = "leave it out" if step.pace == "own" else "leave it out, or write 'pace: own'"
        message = "'up_to' is how long 'pace: own' waits for repetitions"
        findings.error(fields.names["up_to"], "conflict", message, hint)


def _check_breath(step: BreatheStep, fields: Fields, findings: Findings) -> None:
    if step.seconds is not None and step.cycles is not None:
        message = "'for' and 'cycles' both say how long"
        findings.error(fields.names["cycles"], "conflict", message, "keep one of them")
    elif step.seconds is None and step.cycles is None:
        message = "nothing says how long to breathe like this"
        findings.error(fields, "missing-field", message, "write 'for: 5 min' or 'cycles: 30'")
    if step.without_holds is not None and step.without_holds.hold:
        message = "'without_holds' has a hold"
        hint = "leave it out there: it is for people who must not hold their breath"
        findings.error(fields.names["without_holds"], "conflict", message, hint)


def _check_question(fields: Fields, findings: Findings) -> None:
    """A single plain word that is near to one of the two known ones is a slip; quotes make it a question."""
    node = fields.fields["ask"]
    if not isinstance(node, Text) or node.style or node.text in _ASKED or " " in node.text:
        return
    near = nearest(node.text, _ASKED)
    if near:
        hint = f"did you mean '{near}'? A question of your own stands in quotes"
        findings.error(node, "unknown-word", f"'{node.text[:40]}' is neither pain nor effort", hint)
