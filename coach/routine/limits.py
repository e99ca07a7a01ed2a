"""How large a routine may be: counted in the tree, then reckoned from its values, never by writing it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.document import Fields, Items
from coach.routine.model import Breathe, Hold, Move, Repeat, Rest
from coach.units import format_duration

if TYPE_CHECKING:
    from coach.document import Node
    from coach.routine.findings import Findings, Placed
    from coach.routine.model import Exercise, Step

MOST_STEPS = 200
MOST_CUES = 20_000
LONGEST_ROUTINE = 3 * 3600.0
"""Written steps, cues and seconds of one routine (DESIGN.md)."""
DEEPEST_REPEAT = 2
_MOST_FIELDS = 40
"""Fields of one step; the kind with the most has eighteen."""
_MOST_ENTRIES = 200

_FOUR_SECONDS = 4.0
"""A repetition without tempo and pace (ROUTINES.md)."""
_OWN_PACE = 90.0
_CUES_OF_A_HOLD = 8
"""Words, lead-in, start, count, end, release; reminders come on top."""
_CUES_OF_AN_APPROACH = 4
_SECONDS_BETWEEN_TICKS = 15.0


class Size(NamedTuple):
    """What a routine comes to: seconds at least, and about how many cues."""

    seconds: float = 0.0
    cues: float = 0.0

    def times(self, number: float) -> Size:
        """That often."""
        return Size(self.seconds * number, self.cues * number)

    def plus(self, other: Size) -> Size:
        """Both."""
        return Size(self.seconds + other.seconds, self.cues + other.cues)


def fits(root: Fields, findings: Findings) -> bool:
    """Whether the tree is small enough to be looked at closely; if not, that is noted."""
    waiting: list[Node] = [root]
    steps = 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, Fields):
            if len(node.fields) > _MOST_FIELDS:
                message = f"there are {len(node.fields)} fields here, and {_MOST_FIELDS} are the most"
                findings.error(node, "too-many", message, "see the indentation of these lines")
                return False
            waiting += reversed(node.fields.values())
            listed = node.fields.get("steps")
            if isinstance(listed, Items):
                steps += len(listed.items)
                if steps > MOST_STEPS:
                    message = f"the routine has more than {MOST_STEPS} written steps"
                    findings.error(listed, "too-many-steps", message, "divide it, or use 'repeat'")
                    return False
        elif isinstance(node, Items):
            if len(node.items) > _MOST_ENTRIES:
                message = f"the list has {len(node.items)} entries, and {_MOST_ENTRIES} are the most"
                findings.error(node, "too-many", message, "leave some out")
                return False
            waiting += reversed(node.items)
    return True


def check_size(steps: tuple[Step, ...], place: Placed, findings: Findings) -> None:
    """Note a routine that takes too long, or has more cues than can be held ready."""
    size = _of_all(steps)
    if size.seconds > LONGEST_ROUTINE:
        message = f"the routine takes at least {format_duration(round(size.seconds))}"
        hint = f"{format_duration(LONGEST_ROUTINE)} is the most: fewer repetitions, or two routines"
        findings.error(place, "routine-too-long", message, hint)
    if size.cues > MOST_CUES:
        message = f"the routine has about {round(size.cues, -2):,.0f} cues"
        hint = f"{MOST_CUES:,} are the most: fewer repetitions, or two routines"
        findings.error(place, "too-many-cues", message, hint)


def _of_all(steps: tuple[Step, ...]) -> Size:
    total = Size()
    for step in steps:
        total = total.plus(_of(step))
    return total


def _of(step: Step) -> Size:
    if isinstance(step, Repeat):
        rounds = step.times * (2 if step.side == "each" else 1)
        return _of_all(step.steps).times(rounds).plus(Size(step.rest * (rounds - 1), rounds))
    if isinstance(step, Hold):
        cues = _CUES_OF_A_HOLD + len(step.remind) + _CUES_OF_AN_APPROACH
        counted = step.seconds if step.count == "every" else step.seconds / _SECONDS_BETWEEN_TICKS
        return _of_turns(step, step.reps, Size(step.seconds, cues + counted))
    if isinstance(step, Move):
        return _of_turns(step, 1, _of_movement(step))
    if isinstance(step, Breathe):
        cycle = step.pattern.seconds
        cycles = step.cycles if step.cycles is not None else max(1.0, (step.seconds or 0.0) // cycle)
        return Size(cycle, 5).times(cycles)
    if isinstance(step, Rest):
        return Size(step.seconds, 1)
    return Size(0.0, 1)


def _of_movement(step: Move) -> Size:
    """All repetitions of one side in one set."""
    each = sum(phase.seconds for phase in step.tempo)
    if not each:
        each = step.pace if isinstance(step.pace, float) else _FOUR_SECONDS
    cues = 2 * len(step.tempo) + 1
    if step.seconds is not None:
        return Size(step.seconds, cues * (step.seconds // each + 1))
    if step.pace == "own":
        seconds = step.up_to or _OWN_PACE
        return Size(seconds, seconds / _SECONDS_BETWEEN_TICKS + 2)
    return Size(each, cues).times(step.reps or 1)


def _of_turns(step: Exercise, reps: int, turn: Size) -> Size:
    """All repetitions, sides and sets with the rests between; in `alternate` the other side is the rest."""
    sides = 2 if step.side in ("each", "alternate") else 1
    turns = reps * sides
    rests = 0.0 if step.side == "alternate" else step.rest * (turns - 1)
    one_set = turn.times(turns).plus(Size(rests))
    return one_set.times(step.sets).plus(Size(step.set_rest * (step.sets - 1)))
