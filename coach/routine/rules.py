"""Which fields of a step, or of a routine, can be combined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from coach.document import Fields, Items, Text
from coach.problems import TextPosition, quoted
from coach.routine.model import Ask, Breathe, Exercise, Repeat, Rest
from coach.scales import HIGHEST_ANSWER, HIGHEST_NUMBER
from coach.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.document import Node
    from coach.fields.findings import Findings
    from coach.routine.model import AnswerKind, Consequence, Step

_ASKED = ("pain", "effort")
_SAID_BEFORE = {
    "not_for": ("If you have …: leave this out.", "a recent neck injury"),
    "stop_if": ("If you notice …: stop.", "numbness in a leg"),
}
"""The sentence in which the coach says these texts, and what fits into it."""
_SENTENCE = re.compile(
    r"[.!?]$|^(do|don['\u2019]?t|does|stop|you|if|when|never|avoid|please|not for)\b",
    re.IGNORECASE,
)
"""Text that ends like a sentence, or begins like an order or a condition."""
_VERB = re.compile(
    r"^(?:(?P<noun>(?:have|has|had|suffer(?:ed)? from|feel|felt|get|got)(?: had)?)|are|is|am|was|were)\b",
    re.IGNORECASE,
)
"""A beginning that the coach's own sentence already has."""
_SAID_TWICE = (
    ("per_day", "every", "how often a day"),
    ("days_per_week", "days", "on which days"),
    ("rest_days", "days", "on which days"),
)


def check_step(kind: str, values: Mapping[str, Any], fields: Fields, findings: Findings) -> None:
    """Note what a step of that kind says twice, not at all, or without effect; its fields are valid."""
    if kind in ("hold", "move"):
        _check_ranges(kind, values, fields, findings)
    if kind == "move":
        _check_move(values, fields, findings)
    elif kind == "breathe":
        _check_breath(values, fields, findings)
    elif kind == "ask":
        _check_question(fields, findings)
        if "if" in values:
            _check_consequence(values["if"], values.get("answer", "0-10"), fields, findings)
    elif kind == "repeat" and {"rest", "every"} <= fields.fields.keys():
        message = "'rest' and 'every' both say when the next round begins"
        findings.error(fields.names["every"], "conflict", message, "keep one of them")


def check_end(steps: tuple[Step, ...], findings: Findings) -> None:
    """Warn of a rest at the end of a repeat, which also comes after the last round."""
    if len(steps) > 1 and isinstance(steps[-1], Rest):
        hint = "write 'rest' next to 'repeat' instead: that rest comes between the rounds"
        message = "this repeat ends with a rest, also after its last round"
        findings.warning(steps[-1].mark, "rest-at-end", message, hint)


def check_dose(fields: Fields, findings: Findings) -> None:
    """Note an error if a dose says one thing in two ways."""
    for first, second, what in _SAID_TWICE:
        if first in fields.fields and second in fields.fields:
            message = f"'{first}' and '{second}' both say {what}"
            findings.error(fields.names[second], "conflict", message, "keep one of them")


def check_phrases(fields: Fields, findings: Findings) -> None:
    """Note a sentence where a noun phrase belongs: in the coach's own sentence it would say the opposite."""
    for name, (said, example) in _SAID_BEFORE.items():
        node = fields.fields.get(name)
        for text in node.items if isinstance(node, Items) else (node,):
            if isinstance(text, Text) and _SENTENCE.search(text.text.strip()):
                message = f"'{name}' takes a noun phrase, not a sentence: the coach says \"{said}\""
                hint = f"write '{example}'; whole sentences belong in 'cautions'"
                findings.error(text, "noun-phrase", message, hint)
            elif isinstance(text, Text) and (verb := _VERB.search(text.text.strip())):
                message = f'the coach says "{said}", and {quoted(verb[0])} does not fit into it'
                noun = text.text.strip()[verb.end() :].strip() if verb["noun"] else ""
                findings.warning(text, "noun-phrase", message, f"write '{noun or example}'")


def safety_mark(fields: Fields) -> TextPosition:
    """The position of the routine's longest safety text; the beginning of the file if it has none."""
    written = [name for name in ("cautions", *_SAID_BEFORE) if name in fields.fields]
    if not written:
        return TextPosition()
    place = fields.names[max(written, key=lambda name: _characters(fields.fields[name]))]
    return TextPosition(place.line, place.column)


def _characters(node: Node) -> int:
    if isinstance(node, Items):
        return sum(map(_characters, node.items))
    return len(node.text) if isinstance(node, Text) else 0


def check_pain_rise(steps: tuple[Step, ...], fields: Fields, findings: Findings) -> None:
    """Note a `pain_rise` without a first answer to compare with: no `ask: pain` before the exercises."""
    if "pain_rise" not in fields.fields:
        return
    for step in leaves(steps):
        if isinstance(step, Ask) and step.question == "pain":
            return
        if isinstance(step, Exercise):
            break
    message = "'pain_rise' compares with a first answer, but no step asks for one"
    hint = "put '- ask: pain' before the first exercise"
    findings.error(fields.names["pain_rise"], "pain-rise", message, hint)


def leaves(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps in their order, with those of a repeat in its place, each once."""
    for step in steps:
        if isinstance(step, Repeat):
            yield from leaves(step.steps)
        else:
            yield step


def _check_ranges(kind: str, values: Mapping[str, Any], fields: Fields, findings: Findings) -> None:
    """Note an amount that only a later format can say."""
    amount = values[kind]
    if kind == "move" and amount.most_reps is not None:
        findings.needs_format(fields.fields["move"], "a range of repetitions", 2)
    if kind == "hold" and (amount.as_able or amount.breaths):
        what = "'up to'" if amount.as_able else "a hold in breaths"
        findings.needs_format(fields.fields["hold"], what, 2)
    if "sets" in values and values["sets"].least is not None:
        findings.needs_format(fields.fields["sets"], "a range of sets", 2)


def _check_move(values: Mapping[str, Any], fields: Fields, findings: Findings) -> None:
    by_number = values["move"].reps is not None
    if "tempo" in values and "pace" in values:
        message = "'tempo' and 'pace' both say how fast"
        findings.error(fields.names["pace"], "conflict", message, "keep one of them")
    elif by_number and not {"tempo", "pace"} & values.keys():
        message = "without tempo or pace, each repetition takes 4 s"
        hint = "write 'tempo: 2 s up, 2 s down', 'pace: 4 s' or 'pace: own'"
        findings.warning(fields, "no-tempo", message, hint)
    if "up_to" in values and (values.get("pace") != "own" or not by_number):
        hint = "leave it out" if values.get("pace") == "own" else "leave it out, or write 'pace: own'"
        message = "'up_to' only limits how long 'pace: own' waits for repetitions"
        findings.error(fields.names["up_to"], "conflict", message, hint)


def _check_breath(values: Mapping[str, Any], fields: Fields, findings: Findings) -> None:
    if "for" in values and "cycles" in values:
        message = "'for' and 'cycles' both say how long"
        findings.error(fields.names["cycles"], "conflict", message, "keep one of them")
    elif "for" not in values and "cycles" not in values:
        message = "this step does not say how long it lasts"
        findings.error(fields, "missing-field", message, "write 'for: 5 min' or 'cycles: 30'")
    if "without_holds" in values and values["without_holds"].hold:
        message = "'without_holds' has a hold"
        hint = "leave it out there: it is for people who must not hold their breath"
        findings.error(fields.names["without_holds"], "conflict", message, hint)


def lower_pain_limit(steps: tuple[Step, ...], limit: int, findings: Findings) -> int:
    """The pain that ends the routine: the limit, or what a question of the author's ends it at, if lower.

    So there is one, whatever is asked. A rule above the limit never has an effect, and is noted.
    """
    lowest = limit
    for step in leaves(steps):
        if not isinstance(step, Ask) or step.question != "pain" or step.then is None or not step.then.stop:
            continue
        pain = step.then.at_least
        if pain is not None and pain > limit:
            message = f"the routine ends at a pain of {limit} already"
            findings.warning(step.mark, "pain-limit", message, "leave this 'if' out, or lower its 'at_least'")
        elif pain:
            lowest = min(lowest, pain)
    return lowest


def check_skips(steps: tuple[Step, ...], findings: Findings) -> None:
    """Note an error for a question that skips to a step which does not come after it."""
    flat = list(leaves(steps))
    for index, step in enumerate(flat):
        if not isinstance(step, Ask) or step.then is None or not step.then.skip_to:
            continue
        later = [each.name for each in flat[index + 1 :] if isinstance(each, Exercise | Breathe)]
        if step.then.skip_to not in later:
            names = [name for name in later if isinstance(name, str) and name]
            message = f"no step after this question has the name {quoted(step.then.skip_to)}"
            hint = f"write one of {', '.join(names[:10])}" if names else "give a later step that name"
            findings.error(step.mark, "skip-to", message, hint)


def _check_consequence(then: Consequence, answer: AnswerKind, fields: Fields, findings: Findings) -> None:
    """Note what is said twice or not at all about what follows from an answer."""
    place = fields.fields["if"]
    conditions = [then.at_least, then.at_most, then.yes]
    if sum(condition is not None for condition in conditions) != 1:
        hint = "write one of 'at_least: 5', 'at_most: 3' and 'is: yes'"
        findings.error(place, "conflict", "'if' needs exactly one condition", hint)
    elif (then.yes is not None) != (answer == "yes-or-no"):
        hint = "write 'is: yes'" if answer == "yes-or-no" else "write 'answer: yes-or-no' beside 'ask'"
        findings.error(place, "conflict", "this condition does not fit how the question is answered", hint)
    if sum(map(bool, (then.stop, then.skip_to, then.say))) != 1:
        hint = "write one of 'then: stop', 'skip_to: …' and 'say: …'"
        findings.error(place, "conflict", "'if' needs exactly one thing to do", hint)
    highest = {"0-10": HIGHEST_ANSWER, "number": HIGHEST_NUMBER, "yes-or-no": HIGHEST_NUMBER}[answer]
    if max(then.at_least or 0, then.at_most or 0) > highest:
        findings.error(
            place, "conflict", f"no answer is above {highest}", "write 'answer: number' beside 'ask'"
        )


def _check_question(fields: Fields, findings: Findings) -> None:
    """Note a misspelling of one of the two known questions; quotes make it the author's own question."""
    node = fields.fields["ask"]
    if not isinstance(node, Text) or node.style or node.text in _ASKED or " " in node.text:
        return
    near = nearest(node.text, _ASKED)
    if near:
        hint = f"did you mean '{near}'? Put a question of your own in quotes"
        findings.error(node, "unknown-word", f"{quoted(node.text)} is neither pain nor effort", hint)
