"""What each step of a timeline is called, and from when to when it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.routine.model import Ask, Breathe, Hold, Move, Rest, Say
from coach.timeline.exercise import Figures, fill, one_side
from coach.timeline.model import StepSpan
from coach.timeline.score import on_grid

if TYPE_CHECKING:
    from coach.routine.model import Side
    from coach.routine.unroll import UnrolledStep
    from coach.timeline.model import StepKind
    from coach.timeline.words import Words

_KINDS: dict[type, StepKind] = {
    Say: "say", Hold: "hold", Move: "move", Breathe: "breathe", Rest: "rest", Ask: "ask",
}  # fmt: skip


def step_span(placed: UnrolledStep, start: float, end: float, words: Words, first: Side) -> StepSpan:
    """The span of a step that lasts from `start` to `end`."""
    step = placed.step
    return StepSpan(
        index=placed.index,
        kind=_KINDS[type(step)],
        name=_name(placed, words, first),
        at=start,
        seconds=on_grid(end - start),
        question=question_of(placed, words) if isinstance(step, Ask) else "",
        own_pace=isinstance(step, Move) and step.pace == "own",
        mark=step.mark,
    )


def question_of(placed: UnrolledStep, words: Words) -> str:
    """What an `ask` step asks: `pain`, `effort`, or the author's own words, for the side they are about."""
    assert isinstance(placed.step, Ask), "only an `ask` step has a question"
    return fill(placed.step.question, Figures(side=one_side(placed.side)), words)


def _name(placed: UnrolledStep, words: Words, first: Side) -> str:
    step = placed.step
    if isinstance(step, Ask):
        question = question_of(placed, words)
        return words.questions.get(question, question)
    if isinstance(step, Rest):
        return words.rest.rstrip(".")
    side = one_side(getattr(step, "side", None)) or one_side(placed.side) or first
    figures = Figures(side=side)
    if isinstance(step, Say):
        return fill(step.text, figures, words)
    return fill(step.name, figures, words) or fill(step.cue, figures, words)
