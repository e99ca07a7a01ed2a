"""Limits on a routine's size: counted in the tree, then computed from its values without unrolling."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from coach.document import Fields, Items
from coach.routine.model import Ask, Breathe, Hold, Move, Repeat, Rest, Say, Wait
from coach.routine.step_tables import MOST_STEPS
from coach.units import format_duration

if TYPE_CHECKING:
    from coach.document import Node
    from coach.fields.findings import Findings, Positioned
    from coach.routine.model import Exercise, Step

MOST_CUES = 20_000
LONGEST_ROUTINE = 3 * 3600.0
"""Cues and seconds of one routine."""
DEEPEST_REPEAT = 2
_MOST_FIELDS = 40
"""Fields of one step; the kind with the most has eighteen."""
_MOST_ENTRIES = 200

_FOUR_SECONDS = 4.0
"""A repetition without tempo and pace (docs/routine-format.md)."""
_OWN_PACE = 90.0
_COUNTED_PHASE = 10.0
_CUES_OF_A_TURN = 12
"""Name, cue, caution, lead-in, start, what is done, half-way, the last count, end, release."""
_CUES_OF_A_PHASE = 2
_LAST = 3
"""Seconds counted at the end of a long phase in which not every second is counted."""
_SECONDS_BETWEEN_TICKS = 15.0


class RoutineSize(NamedTuple):
    """The size of a routine: its least length in seconds, and the approximate number of cues."""

    seconds: float = 0.0
    cues: float = 0.0

    def times(self, number: float) -> RoutineSize:
        """The size of so many repetitions of this."""
        return RoutineSize(self.seconds * number, self.cues * number)

    def plus(self, other: RoutineSize) -> RoutineSize:
        """The size of both together."""
        return RoutineSize(self.seconds + other.seconds, self.cues + other.cues)


def is_small_enough(root: Fields, findings: Findings) -> bool:
    """Whether the tree is small enough to be examined; if not, an error is noted."""
    waiting: list[Node] = [root]
    steps = 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, Fields):
            if len(node.fields) > _MOST_FIELDS:
                message = f"there are {len(node.fields)} fields here; at most {_MOST_FIELDS} are allowed"
                findings.error(node, "too-many", message, "check the indentation of these lines")
                return False
            waiting += reversed(node.fields.values())
            listed = node.fields.get("steps")
            if isinstance(listed, Items):
                steps += len(listed.items)
                if steps > MOST_STEPS:
                    message = f"the routine has more than {MOST_STEPS} written steps"
                    findings.error(listed, "too-many-steps", message, "split it, or use 'repeat'")
                    return False
        elif isinstance(node, Items):
            if len(node.items) > _MOST_ENTRIES:
                message = f"the list has {len(node.items)} entries; at most {_MOST_ENTRIES} are allowed"
                findings.error(node, "too-many", message, "leave some out")
                return False
            waiting += reversed(node.items)
    return True


def check_size(steps: tuple[Step, ...], place: Positioned, findings: Findings) -> None:
    """Note an error if a routine takes too long, or has more cues than can be held in memory."""
    size = size_of(steps)
    if size.seconds > LONGEST_ROUTINE:
        message = f"the routine takes at least {format_duration(ceil(size.seconds))}"
        most = format_duration(LONGEST_ROUTINE)
        hint = f"the limit is {most}: use fewer repetitions, or make two routines of it"
        findings.error(place, "routine-too-long", message, hint)
    if size.cues > MOST_CUES:
        message = f"the routine has about {round(size.cues, -2):,.0f} cues"
        hint = f"the limit is {MOST_CUES:,}: use fewer repetitions, or make two routines of it"
        findings.error(place, "too-many-cues", message, hint)


def size_of(steps: tuple[Step, ...]) -> RoutineSize:
    """The size of these steps, computed from their values."""
    total = RoutineSize()
    for step in steps:
        total = total.plus(_size_of_step(step))
    return total


def _size_of_step(step: Step) -> RoutineSize:
    match step:
        case Say() | Ask() | Wait():  # a wait can be ended at once
            ticks = step.up_to / _SECONDS_BETWEEN_TICKS if isinstance(step, Wait) else 0.0
            return RoutineSize(0.0, 2 + ticks)
        case Hold():
            return _size_of_turns(step, step.reps, _size_of_hold(step, step.seconds))
        case Move():
            return _size_of_move(step)
        case Breathe():
            return _size_of_breathing(step)
        case Rest():
            return RoutineSize(step.seconds, 2)
        case Repeat():
            rounds = step.times * (2 if step.side == "each" else 1)
            return size_of(step.steps).times(rounds).plus(RoutineSize(step.rest * (rounds - 1), rounds))


def _size_of_breathing(step: Breathe) -> RoutineSize:
    cycle = step.pattern.seconds
    cycles = step.cycles or max(1, round((step.seconds or 0.0) / cycle))
    optional = (step.pattern.sip, step.pattern.hold, step.pattern.pause)
    phases = 2 + sum(1 for seconds in optional if seconds)
    # It ends with a breath out: the last pause is not waited for.
    about = RoutineSize(-step.pattern.pause, _CUES_OF_A_TURN)
    return RoutineSize(cycle, _CUES_OF_A_PHASE * phases).times(cycles).plus(about)


def _size_of_hold(step: Exercise, seconds: float) -> RoutineSize:
    counted = seconds if step.count == "every" else seconds / _SECONDS_BETWEEN_TICKS
    return RoutineSize(seconds, _CUES_OF_A_TURN + len(step.remind) + counted)


def _size_of_move(step: Move) -> RoutineSize:
    each = sum(phase.seconds for phase in step.tempo)
    if not each and isinstance(step.pace, float):
        each = step.pace
    elif not each and step.reps is not None:
        each = _FOUR_SECONDS
    if step.pace == "own" or not each:  # led like a hold; `alternate` is left to the person
        seconds = step.up_to or _OWN_PACE if step.pace == "own" else step.seconds or 0.0
        turn = _size_of_hold(step, seconds)
        return _size_of_turns(replace(step, side=None) if step.side == "alternate" else step, 1, turn)
    reps = step.most_reps or step.reps or max(1, round((step.seconds or 0.0) / each))
    phases = [phase.seconds for phase in step.tempo] or [each]
    long = [seconds for seconds in phases if seconds >= _COUNTED_PHASE]
    counted = sum(long) if step.count == "every" else len(long) * (_LAST + 1)
    cues = len(phases) + 2 + counted
    turn = RoutineSize(each, cues).times(reps).plus(RoutineSize(0.0, _CUES_OF_A_TURN + len(step.remind)))
    return _size_of_turns(step, 1, turn)


def _size_of_turns(step: Exercise, reps: int, turn: RoutineSize) -> RoutineSize:
    """The size of all repetitions, sides and sets, with rests; in `alternate` the other side is the rest."""
    turns = reps * (2 if step.side in ("each", "alternate") else 1)
    rests = 0.0 if step.side == "alternate" else step.rest * (turns - 1)
    one_set = turn.times(turns).plus(RoutineSize(rests))
    return one_set.times(step.sets).plus(RoutineSize(step.set_rest * (step.sets - 1)))
