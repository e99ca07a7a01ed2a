"""Changes of position: from where the person is to where an exercise is done, and the time for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.routine.model import Exercise
from coach.routine.unroll import other_side
from coach.timeline.builder import PositionChange

if TYPE_CHECKING:
    from coach.routine.model import Leaf, Position, Side
    from coach.timeline.words import CoachWords

POSITION_WAIT = 10.0
RISING_WAIT = 20.0
"""Seconds to change position, and to rise from the floor (docs/routine-format.md)."""
SEATED_WAIT = 4.0
"""Seconds to do what the words before the first exercise ask for, where one sits or stays as one is."""
FLOOR = frozenset({"long-sitting", "lying", "prone", "side-lying", "kneeling", "half-kneeling", "all-fours"})
UPRIGHT = frozenset({"seated", "standing"})


@dataclass(frozen=True, slots=True)
class BodyPosition:
    """The position that the person is in; `lies_on`: the side that is down in side-lying, if it is known."""

    position: Position
    lies_on: Side | None = None


def needed_position(step: Leaf | Exercise, side: Side | None, before: BodyPosition) -> BodyPosition:
    """The position for that step on that side of the body; a step that names none stays in the one before.

    In side-lying the person lies on the side that does not work, unless the author says `lie_on: side`.
    """
    position = getattr(step, "position", None)
    if position in (None, "any"):
        position = before.position
    if position == "as-said":  # the author's words lead there, so nothing is known of it
        return BodyPosition("any")
    if position != "side-lying":
        return BodyPosition(position)
    if side is None or not isinstance(step, Exercise):
        return BodyPosition(position, before.lies_on if before.position == position else None)
    return BodyPosition(position, side if step.lie_on == "side" else other_side(side))


def position_change(
    before: BodyPosition, after: BodyPosition, setup: float | None, words: CoachWords
) -> PositionChange | None:
    """The words and the seconds for getting from one position to the other; None if they are the same.

    `setup`: the seconds that the author wrote for getting into position, if any; they are given at least.
    """
    if after == before or after.position == "any":
        return None
    if after.position == before.position and after.lies_on is not None:
        text = words.turn_over[after.lies_on] if before.lies_on else words.lie_on[after.lies_on]
    else:
        text = words.positions.way(before.position, after.position, after.lies_on)
    rises = before.position in FLOOR and after.position in UPRIGHT
    return PositionChange(text, max(RISING_WAIT if rises else POSITION_WAIT, setup or 0.0))


def seconds_to_begin(position: Position) -> float:
    """The seconds to get into the first exercise's position, after the words that ask for it."""
    return POSITION_WAIT if position in FLOOR or position == "standing" else SEATED_WAIT
