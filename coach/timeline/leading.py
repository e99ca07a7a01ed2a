"""What all steps share while a routine is laid out: the score, the manner, what a repeat left to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.timeline.approach import (
    FIRST_SETUP,
    LATER_SETUP,
    LEAST_FIRST_SETUP,
    LEAST_LATER_SETUP,
    Pause,
    Setup,
)
from coach.timeline.fill import Figures, fill

if TYPE_CHECKING:
    from coach.routine.model import Count, Exercise, Side
    from coach.timeline.model import Detail, Manner
    from coach.timeline.score import Score
    from coach.timeline.turns import Turn
    from coach.timeline.words import Words


@dataclass(slots=True, kw_only=True)
class Leading:
    """One routine being laid out; `pause`, `rounds` and `waited` belong to the step that is next."""

    score: Score
    words: Words
    manner: Manner
    first: Side
    default_count: Count
    pause: Pause | None = None
    """The rest of a repeat, before the first turn of the step."""
    rounds: tuple[str, ...] = field(default=())
    """What a repeat announces, before everything else."""
    waited: float = 0.0
    """Seconds that were given to change the position, before everything else."""

    @property
    def detail(self) -> Detail:
        """How much is explained."""
        return self.manner.detail

    def preface(self, turn: Turn) -> tuple[str, ...]:
        """The repeat's announcement, before the step's very first turn only."""
        return self.rounds if turn.opens_set and turn.set == 1 else ()

    def pause_before(self, step: Exercise, turn: Turn) -> Pause | None:
        """The rest that is written before that turn, if any."""
        if turn.opens_set and turn.set == 1:
            return self.pause
        if turn.opens_set and step.set_rest:
            return Pause(step.set_rest, "set_rest", step.mark)
        return Pause(step.rest, "rest", step.mark) if step.rest else None

    def waited_before(self, turn: Turn) -> float:
        """The seconds to change the position, before the step's very first turn only."""
        return self.waited if turn.opens_set and turn.set == 1 else 0.0

    def setup_before(self, step: Exercise, turn: Turn) -> Setup:
        """The silence before that turn: what is written holds in full for the first repetition of a side.

        Where the position has just been changed, a written setup was part of that.
        """
        is_first = turn.rep == 1
        usual = FIRST_SETUP if is_first else LATER_SETUP
        floor = LEAST_FIRST_SETUP if is_first else LEAST_LATER_SETUP
        if step.setup is None:
            return Setup(usual, floor)
        if self.waited_before(turn):
            seconds = min(step.setup, usual)
            return Setup(seconds, min(seconds, floor))
        return Setup(step.setup, step.setup if is_first else min(step.setup, floor))

    def fill_name(self, step: Exercise, side: Side | None) -> str:
        """The exercise's name, for the eye."""
        return fill(step.name, Figures(side=side), self.words)
