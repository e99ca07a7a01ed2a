"""What each step of a timeline is called, and from when to when it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.routine.model import Ask, Breathe, Hold, Move, Rest, Say
from coach.timeline.fill import Figures, fill
from coach.timeline.model import StepSpan
from coach.timeline.score import on_grid

if TYPE_CHECKING:
    from coach.routine.model import Side
    from coach.routine.unroll import Placed
    from coach.timeline.model import StepKind
    from coach.timeline.words import Words

_KINDS: dict[type, StepKind] = {
    Say: "say", Hold: "hold", Move: "move", Breathe: "breathe", Rest: "rest", Ask: "ask",
}  # fmt: skip


def step_span(placed: Placed, start: float, end: float, words: Words, first: Side) -> StepSpan:
    """The span of a step that lasts from `start` to `end`."""
    step = placed.step
    return StepSpan(
        index=placed.index,
        kind=_KINDS[type(step)],
        name=_name(placed, words, first),
        at=start,
        seconds=on_grid(end - start),
        question=step.question if isinstance(step, Ask) else "",
        own_pace=isinstance(step, Move) and step.pace == "own",
        mark=step.mark,
    )


def question_of(step: Ask, words: Words) -> str:
    """The question as it is asked: the coach's own for pain and effort, else the author's."""
    return words.questions.get(step.question, step.question)


def _name(placed: Placed, words: Words, first: Side) -> str:
    step = placed.step
    if isinstance(step, Ask):
        return question_of(step, words)
    if isinstance(step, Rest):
        return words.rest.rstrip(".")
    side = getattr(step, "side", None)
    figures = Figures(side=side if side in ("left", "right") else first)
    if isinstance(step, Say):
        return fill(step.text, figures, words)
    return fill(step.name, figures, words) or fill(step.cue, figures, words)
