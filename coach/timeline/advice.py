"""What a timeline tells the author of a routine: rests that grew, and reminders that had no room."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from coach.problems import Problem
from coach.routine.model import Exercise, SidedText
from coach.routine.unroll import unrolled
from coach.units import format_duration

if TYPE_CHECKING:
    from coach.routine.model import Routine, Wording
    from coach.timeline.model import Strain, Timeline

LEAST_GROWTH = 0.1
"""Seconds: less than that nobody hears, and no estimate of speaking times is so exact."""

_WHERE = {"rest": "between the repetitions or sides", "set_rest": "between the sets"}
_PLACEHOLDER = re.compile(r"\\\{\w+\\\}")


def advice(routine: Routine, timeline: Timeline, file: str) -> tuple[Problem, ...]:
    """Warnings at the steps of that file whose required words, or reminders, do not fit; in its order."""
    return tuple(sorted({*_growing_rests(timeline, file), *_lost_reminders(routine, timeline, file)}))


def _growing_rests(timeline: Timeline, file: str) -> list[Problem]:
    """One for each rest that was written, with the most that it grew by."""
    most: dict[tuple[int, int, str], Strain] = {}
    for strain in timeline.strains:
        key = (strain.mark.line, strain.mark.column, strain.what)
        if strain.seconds >= LEAST_GROWTH and (key not in most or strain.seconds > most[key].seconds):
            most[key] = strain
    return [
        Problem(file, line, column, "warning", "rest-grows", _told(strain), _instead(strain))
        for (line, column, _), strain in most.items()
    ]


def _told(strain: Strain) -> str:
    fits = f"what is said {_WHERE[strain.what]} does not fit into {format_duration(strain.written)}"
    return f"{fits}: the {strain.what.replace('_', ' ')} grows by {strain.seconds:.1f} s"


def _instead(strain: Strain) -> str:
    enough = format_duration(math.ceil(strain.written + strain.seconds))
    return f"write '{strain.what}: {enough}', or say less there"


def _lost_reminders(routine: Routine, timeline: Timeline, file: str) -> list[Problem]:
    """One for each reminder that was left out, however often; half-way is not the author's to mend."""
    placed = unrolled(routine)
    problems = []
    for dropped in timeline.dropped:
        step = placed[dropped.step].step
        reminders = step.remind if isinstance(step, Exercise) else ()
        if not any(_is(dropped.text, reminder) for reminder in reminders):
            continue
        message = f"no room for the reminder '{dropped.text[:60]}': it is left out"
        hint = "say less, or give it more time"
        mark = step.mark
        problems.append(Problem(file, mark.line, mark.column, "warning", "reminder-left-out", message, hint))
    return problems


def _is(text: str, reminder: Wording) -> bool:
    """Whether the text is that reminder, whatever its placeholders were filled with."""
    wordings = (reminder.left, reminder.right) if isinstance(reminder, SidedText) else (reminder,)
    patterns = (_PLACEHOLDER.sub(".+", re.escape(wording)) for wording in wordings)
    return any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in patterns)
