"""A routine's dose and steps described in English, to be read: `coach routines show`, and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.problems import count_of
from coach.routine.model import Ask, Breathe, Hold, Move, Repeat, Rest, Say, Variants, Wait
from coach.timeline.exercise import Placeholders, fill_placeholders
from coach.timeline.words import words_for
from coach.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.routine.model import BreathPattern, Dose, Leaf, Routine, Side, SideRule, Step, Wording

_TIMES = {1: "once", 2: "twice"}
_WEEKDAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
_WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
_DAYS_OF_A_WEEK = 7
_SIDES: dict[SideRule, str] = {
    "left": "on the left",
    "right": "on the right",
    "both": "both sides together",
    "each": "on each side",
    "alternate": "on each side, in turn",
}


def describe_dose(dose: Dose) -> str:
    """The dose in words: "twice a day, 5 days a week, for 4 weeks"; empty without a dose."""
    days = tuple(dose.days)
    parts = (
        f"{_times(dose.per_day)} a day" if dose.per_day else "",
        f"every {format_duration(dose.every)}" if dose.every else "",
        _days_per_week(dose.days_per_week) if dose.days_per_week else "",
        ("on working days" if days == _WORKING_DAYS else f"on {_all_of(days)}") if days else "",
        f"with {count_of(dose.rest_days, 'day')} off in between" if dose.rest_days else "",
        f"for {count_of(dose.weeks, 'week')}" if dose.weeks else "",
        f"at least {format_duration(dose.at_least_apart)} apart" if dose.at_least_apart else "",
        "as needed" if dose.as_needed else "",
    )
    return ", ".join(part for part in parts if part)


def describe_steps(routine: Routine) -> tuple[str, ...]:
    """The steps as numbered lines, with the details of each indented below it.

    The numbers are those of `--from`: a step within a repeat has the number of its first round. Words that
    depend on the side are given for the first side.
    """
    return tuple(_numbered(routine.steps, 1, "", routine.first))


def shown_lines(of: Step | Routine) -> tuple[str, ...]:
    """What is shown and not spoken: the note, the figure, the name of the image, the link."""
    figure, image = getattr(of, "figure", ""), getattr(of, "image", "")
    lines = (
        getattr(of, "note", ""),
        f"Figure {figure}" if figure else "",
        f"Picture: {image}" if image else "",
        getattr(of, "link", ""),
    )
    return tuple(line for line in lines if line)


def programme_lines(routine: Routine) -> tuple[tuple[str, str], ...]:
    """What its author says about the programme as a whole, each with its label."""
    said = (
        ("Where to begin", routine.starting_level),
        ("When to do more", routine.progression),
        ("Made for you", routine.tailoring),
        ("To keep at it", routine.motivation),
    )
    return tuple((label, text) for label, text in said if text)


def described_amount(step: Hold | Move | Breathe | Rest) -> str:
    """For how long or how often: "hold 30 s, twice, on each side"."""
    match step:
        case Rest():
            return format_duration(step.seconds)
        case Breathe():
            length = f"{step.cycles} breaths" if step.cycles else f"for {format_duration(step.seconds or 0)}"
            return f"{described_pattern(step.pattern)}, {length}"
        case Hold() | Move():
            parts = (
                _work(step),
                _SIDES[step.side] if step.side else "",
                _sets(step),
                step.load,
            )
            return ", ".join(part for part in parts if part)


def _sets(step: Hold | Move) -> str:
    if step.least_sets is not None:
        return f"{step.least_sets} to {step.sets} sets"
    return f"{step.sets} sets" if step.sets > 1 else ""


def described_text(step: Say | Hold | Move | Breathe | Wait, text: Wording, first: Side) -> str:
    """A text of a step with its placeholders filled in, for the first side; of variants, the first."""
    text = text.any[0] if isinstance(text, Variants) else text
    if isinstance(step, Hold | Move):
        return _filled(text, _figures(step, first))
    return _filled(text, Placeholders(side=_side(step, first) if isinstance(step, Say) else None))


def _count_leaves(step: Step) -> int:
    """The number of steps once repeats are unrolled."""
    if not isinstance(step, Repeat):
        return 1
    sides = 2 if step.side == "each" else 1
    return step.times * sides * sum(_count_leaves(inner) for inner in step.steps)


def _numbered(steps: tuple[Step, ...], number: int, indent: str, first: Side) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Repeat):
            yield f"{indent}{_repeat(step, number, first)}"
            yield from _numbered(step.steps, number, f"{indent}    ", first)
        else:
            head, *details = (*_leaf(step, first), *shown_lines(step))
            label = f"{number:>2}. "
            yield f"{indent}{label}{head}"
            yield from (f"{indent}{' ' * len(label)}{detail}" for detail in details)
        number += _count_leaves(step)


def _repeat(step: Repeat, number: int, first: Side) -> str:
    return f"Steps {number} to {number + _count_leaves(step) - 1}. {described_repeat(step, first)}:"


def described_repeat(step: Repeat, first: Side) -> str:
    """How often its steps are done: "Round: twice, on each side, 20 s rest in between"."""
    name = _filled(step.name, Placeholders(side=_side(step, first), reps=step.times))
    parts = (
        f"{name}: {_times(step.times)}" if name else f"{_times(step.times).capitalize()}",
        _SIDES[step.side] if step.side else "",
        f"{format_duration(step.rest)} rest in between" if step.rest else "",
        f"every {format_duration(step.every)}" if step.every else "",
    )
    return ", ".join(part for part in parts if part)


def _leaf(step: Leaf, first: Side) -> tuple[str, ...]:
    match step:
        case Say():
            return _alternatives(step.text, Placeholders(side=_side(step, first)))
        case Rest():
            return (f"Rest {format_duration(step.seconds)}",)
        case Wait():
            return (
                f"Wait for the person, at most {format_duration(step.up_to)}",
                *(_alternatives(step.text, Placeholders()) if step.text else ()),
            )
        case Ask():
            answered = {"0-10": "0 to 10", "number": "with a number", "yes-or-no": "with yes or no"}
            rule = words_for("en").rule(step.then) if step.then else ""
            return tuple(filter(None, (f"Question: {step.question}, answered {answered[step.answer]}", rule)))
        case Breathe():
            return _breathe(step)
        case Hold() | Move():
            return _exercise(step, first)


def _breathe(step: Breathe) -> tuple[str, ...]:
    head = f"{_filled(step.name, Placeholders()) or 'Breathing'}: {described_amount(step)}"
    instead = f"Without holds: {described_pattern(step.without_holds)}" if step.without_holds else ""
    lines = (head, _quoted(step.cue, Placeholders()), _caution(step.caution, Placeholders()), instead)
    return tuple(line for line in lines if line)


def described_pattern(pattern: BreathPattern) -> str:
    """The phases of a breath with their times: "in 4 s, out 6 s"."""
    phases = (
        ("in", pattern.inhale), ("sip", pattern.sip), ("hold", pattern.hold),
        ("out", pattern.exhale), ("pause", pattern.pause),
    )  # fmt: skip
    return ", ".join(f"{name} {format_duration(seconds)}" for name, seconds in phases if seconds)


def _exercise(step: Hold | Move, first: Side) -> tuple[str, ...]:
    figures = _figures(step, first)
    parts = (
        described_amount(step),
        f"{format_duration(step.rest)} rest" if step.rest else "",
        f"{format_duration(step.set_rest)} rest between sets" if step.set_rest else "",
        f"position: {step.position}" if step.position else "",
    )
    name = _filled(step.name, figures) or ("Hold" if isinstance(step, Hold) else "Move")
    reminders = " ".join(_quoted(text, figures) for text in step.remind)
    lines = (
        f"{name}: {', '.join(part for part in parts if part)}",
        _quoted(step.cue, figures),
        _caution(step.caution, figures),
        f"Reminders: {reminders}" if reminders else "",
    )
    return tuple(line for line in lines if line)


def _figures(step: Hold | Move, first: Side) -> Placeholders:
    return Placeholders(
        side=_side(step, first), reps=step.reps or 1, sets=step.sets, seconds=step.seconds or 0.0
    )


def _work(step: Hold | Move) -> str:
    if isinstance(step, Hold):
        length = count_of(step.breaths, "breath") if step.breaths else format_duration(step.seconds)
        hold = f"hold {'up to ' if step.as_able else ''}{length}"
        return f"{hold}, {_times(step.reps)}" if step.reps > 1 else hold
    reps = f"{step.reps} to {step.most_reps} times" if step.most_reps else _times(step.reps or 0)
    amount = reps if step.reps else f"for {format_duration(step.seconds or 0)}"
    if step.tempo:
        phases = ", ".join(f"{format_duration(phase.seconds)} {phase.name}" for phase in step.tempo)
        return f"{amount}, {phases}"
    if step.pace == "own":
        return f"{amount}, at your own pace"
    return f"{amount}, {format_duration(step.pace)} each" if step.pace else amount


def _side(step: Say | Hold | Move | Repeat, first: Side) -> Side:
    return step.side if step.side in ("left", "right") else first


def _quoted(text: Wording, figures: Placeholders) -> str:
    return f"“{_filled(text, figures)}”" if text else ""


def _alternatives(text: Wording, figures: Placeholders) -> tuple[str, ...]:
    """The text, or a line for each of its variants."""
    first, *others = text.any if isinstance(text, Variants) else (text,)
    return _quoted(first, figures), *(f"or {_quoted(other, figures)}" for other in others)


def _caution(text: Wording, figures: Placeholders) -> str:
    return f"Caution: {_filled(text, figures)}" if text else ""


def _filled(text: Wording, figures: Placeholders) -> str:
    variants = text.any if isinstance(text, Variants) else (text,)
    return " / ".join(fill_placeholders(variant, figures, words_for("en")) for variant in variants)


def _times(number: int) -> str:
    return _TIMES.get(number, f"{number} times")


def _days_per_week(days: int) -> str:
    return "every day" if days == _DAYS_OF_A_WEEK else f"{count_of(days, 'day')} a week"


def _all_of(days: tuple[str, ...]) -> str:
    *others, last = [_WEEKDAYS[day] for day in days]
    return f"{', '.join(others)} and {last}" if others else last
