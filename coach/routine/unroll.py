"""Unrolls repeats: the routine as the flat list of steps that a person goes through."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coach.problems import TextPosition
from coach.routine.model import Exercise, Repeat, Say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.routine.model import Leaf, Routine, Side, SideRule, Step, Wording


@dataclass(frozen=True, slots=True)
class Round:
    """The round of a repeat that begins with a step, to be announced before it.

    `is_other_side`: the same round continues on the other side.
    """

    name: Wording
    number: int
    of: int
    side: SideRule | None
    is_other_side: bool = False


@dataclass(frozen=True, slots=True)
class UnrolledStep:
    """A leaf step at its place in the list; `rest_before` is the repeat's own rest, in seconds.

    `rest_mark`: where that repeat was written. `every`: instead, the seconds from the start of the step
    that many `steps_back`. `side`: that of the repeat around it, for steps that have none of their own.
    """

    index: int
    step: Leaf
    begins: tuple[Round, ...] = ()
    rest_before: float = 0.0
    side: SideRule | None = None
    rest_mark: TextPosition = field(default_factory=TextPosition, compare=False)
    every: float = 0.0
    steps_back: int = 0


def unrolled(routine: Routine) -> tuple[UnrolledStep, ...]:
    """The leaf steps in the order they are performed, numbered from 0.

    A repeat with `side: each` does all its steps on the first side, then all on the other, in
    every round; with `alternate` the rounds change sides. A step's own side comes first.
    """
    return tuple(replace(each, index=index) for index, each in enumerate(_walk(routine.steps, routine.first)))


def other_side(side: Side) -> Side:
    """The opposite side."""
    return "right" if side == "left" else "left"


def _walk(steps: tuple[Step, ...], first: Side) -> Iterator[UnrolledStep]:
    """The leaf steps in the order they are performed, not numbered yet."""
    for step in steps:
        if isinstance(step, Repeat):
            yield from _turns(step, first)
        else:
            yield UnrolledStep(0, step)


def _turns(repeat: Repeat, first: Side) -> Iterator[UnrolledStep]:
    is_first_turn = True
    length = 0
    for number in range(1, repeat.times + 1):
        for turn_of_round, side in enumerate(_sides(repeat.side, number, first)):
            begins = (Round(repeat.name, number, repeat.times, side, turn_of_round > 0),)
            inner = [_sided(each, side) for each in _walk(repeat.steps, first)]
            rest, mark = inner[0].rest_before, inner[0].rest_mark
            if not is_first_turn and repeat.rest >= rest:
                rest, mark = repeat.rest, repeat.mark
            opening = replace(inner[0], begins=(*begins, *inner[0].begins), rest_before=rest, rest_mark=mark)
            if repeat.every and not is_first_turn:
                opening = replace(opening, every=repeat.every, steps_back=length, rest_mark=repeat.mark)
            yield opening
            yield from inner[1:]
            is_first_turn, length = False, len(inner)


def _sides(rule: SideRule | None, number: int, first: Side) -> tuple[SideRule | None, ...]:
    if rule == "each":
        return (first, other_side(first))
    if rule == "alternate":
        return (first if number % 2 else other_side(first),)
    return (rule,)


def _sided(unrolled_step: UnrolledStep, side: SideRule | None) -> UnrolledStep:
    if side is None:
        return unrolled_step
    begins = tuple(turn if turn.side else replace(turn, side=side) for turn in unrolled_step.begins)
    around = replace(unrolled_step, begins=begins, side=unrolled_step.side or side)
    step = unrolled_step.step
    if isinstance(step, Exercise) and step.side is None:
        return replace(around, step=replace(step, side=side))
    if isinstance(step, Say) and step.side is None and side in ("left", "right"):
        return replace(around, step=replace(step, side=side))
    return around
