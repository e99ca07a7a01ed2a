"""What is different between two routines, in the words of a clinic: `coach diff`."""

from __future__ import annotations

from dataclasses import fields, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from coach.routine.model import (
    Ask,
    Breathe,
    BreathPattern,
    Consequence,
    Dose,
    Exercise,
    Hold,
    Phase,
    Repeat,
    Rest,
    SidedText,
    Variants,
)
from coach.timeline.description import describe_dose, describe_steps, described_pattern
from coach.timeline.english import number, rule
from coach.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coach.routine.model import Routine, Step, Wording

_COUNTED = {"sets": "set", "reps": "repetition", "cycles": "breath", "times": "round", "breaths": "breath"}
"""Fields that count something, and one of it."""
_NAMES = {
    "set_rest": "rest between sets", "setup": "time to get into position", "up_to": "at most",
    "between": "rest between exercises", "stop_if": "stop if", "not_for": "not for", "text": "words",
    "remind": "reminders", "words": "words of the tempo", "lie_on": "lie on", "as_able": "as able",
    "most_reps": "repetitions at most", "least_sets": "sets at least", "then": "what follows",
    "without_holds": "without breath holds", "pattern": "breath", "pain_limit": "pain limit",
    "pain_rise": "pain rise", "first": "first side", "every": "a round every",
}  # fmt: skip
"""Fields that are called something else than in the file."""
_LEFT_ASIDE = frozenset({"id", "digest", "mark", "steps", "format", "stage", "course"})


def differences(old: Routine, new: Routine) -> tuple[str, ...]:
    """One line for each thing that is different, in the order of the new routine; empty if nothing is.

    Steps are matched by their names. A change of a number says by how much: "sets 2 → 3 (one more)".
    """
    heading = _changes(old, new)
    return (*heading, *_of_steps(_with_inner(old.steps), _with_inner(new.steps), old, new))


def changes_by_stage(stages: Sequence[Routine]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each part of a course by its name, with what is different from the one before; empty without a course.

    The levels and the weeks, whatever the time of day, and the times of day at the beginning, each compared
    with the first.
    """
    by_stage = {routine.stage: routine for routine in stages}
    course = stages[0].course
    if course is None:
        return ()
    all_stages = course.stages()

    def changes(part: str, old: object, new: object) -> tuple[str, ...]:
        """What is different between two parts, each line once, wherever else in the course they are."""
        change: dict[str, Any] = {part: new}
        pairs = [(each, replace(each, **change)) for each in all_stages if getattr(each, part) == old]
        if part == "time_of_day":
            pairs = pairs[:1]
        found = (differences(by_stage[before], by_stage[after]) for before, after in pairs if old != new)
        return tuple(dict.fromkeys(line for lines in found for line in lines))

    levels, weeks, times = course.levels, course.weeks, course.times_of_day
    whole_day = all_stages[0].time_of_day
    return (
        *(
            (f"level {new}", changes("level", old, new))
            for old, new in zip((*levels[:1], *levels), levels, strict=False)
        ),
        *(
            (str(new), changes("weeks", old, new))
            for old, new in zip((*weeks[:1], *weeks), weeks, strict=False)
        ),
        *((new, changes("time_of_day", whole_day, new)) for new in times),
    )


def _of_steps(old: Sequence[Step], new: Sequence[Step], before: Routine, after: Routine) -> Iterator[str]:
    labels = [_label(step) for step in old], [_label(step) for step in new]
    matcher = SequenceMatcher(None, *labels, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            for one, other in zip(old[old_from:old_to], new[new_from:new_to], strict=True):
                if changes := "; ".join(_changes(one, other)):
                    yield f"{_label(other)}: {changes}"
            continue
        yield from (f"left out: {_summary(step, before)}" for step in old[old_from:old_to])
        yield from (f"new: {_summary(step, after)}" for step in new[new_from:new_to])


def _changes(old: Step | Routine, new: Step | Routine) -> Iterator[str]:
    if type(old) is not type(new):
        yield f"{_kind(old)} → {_kind(new)}"
    for name in dict.fromkeys(field.name for one in (new, old) for field in fields(one)):
        before, after = getattr(old, name, None), getattr(new, name, None)
        if name in _LEFT_ASIDE or before == after:
            continue
        unit = _COUNTED.get(name)
        if unit and isinstance(before, int) and isinstance(after, int):
            more = "more" if after > before else "fewer"
            yield f"{unit}s {before} → {after} ({number(abs(after - before))} {more})"
            continue
        shown = "hold" if name == "seconds" and isinstance(new, Hold) else _NAMES.get(name, name)
        shown = {"seconds": "time"}.get(shown, f"{unit}s" if unit else shown)
        yield f"{shown} {_value(before)} → {_value(after)}"


def _with_inner(steps: tuple[Step, ...]) -> list[Step]:
    """The steps in their order; a repeat comes before the steps within it."""
    found: list[Step] = []
    for step in steps:
        found += [step, *(_with_inner(step.steps) if isinstance(step, Repeat) else ())]
    return found


def _label(step: Step) -> str:
    """What the step is called: its name, else its words."""
    if isinstance(step, Repeat | Exercise | Breathe):
        return _plain(step.name) or _plain(getattr(step, "cue", "")) or _kind(step)
    if isinstance(step, Ask):
        return step.question
    return _kind(step) if isinstance(step, Rest) else _plain(step.text) or _kind(step)


def _kind(value: Step | Routine) -> str:
    return (value.kind or "routine").capitalize()


def _summary(step: Step, routine: Routine) -> str:
    """The first line of the step's description."""
    if isinstance(step, Repeat):
        return f"{_label(step)}, {step.times} rounds"
    return describe_steps(replace(routine, steps=(step,)))[0].strip().removeprefix("1. ")


def _plain(text: Wording) -> str:
    text = text.any[0] if isinstance(text, Variants) else text
    return text.left if isinstance(text, SidedText) else text


def _value(value: object) -> str:
    """Any field's value as it is read in a clinic."""
    if value is None or value in ("", (), 0.0):
        return "none"
    for kind, shown in _SHOWN:
        if isinstance(value, kind):
            return shown(value)
    return f"“{value}”" if " " in str(value) else str(value)


_SHOWN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "yes" if value else "no"),
    (float, format_duration),
    (Phase, lambda phase: f"{format_duration(phase.seconds)} {phase.name}"),
    (BreathPattern, described_pattern),
    (Dose, lambda dose: describe_dose(dose) or "none"),
    (Consequence, rule),
    (tuple, lambda values: ", ".join(map(_value, values))),
    (Variants, lambda text: _value(_plain(text))),
    (SidedText, lambda text: _value(_plain(text))),
)
"""How the values of each type are shown; the first that fits."""
