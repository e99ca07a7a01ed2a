"""Advice to the author of a routine: rests that grow, reminders without room, notices that take too long."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from coach.problems import Problem
from coach.routine.model import Exercise, Move
from coach.routine.unroll import unrolled
from coach.routine.variants import texts_of
from coach.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.routine.model import Routine, Wording
    from coach.timeline.model import GrownRest, Timeline

LEAST_GROWTH = 0.1
"""Seconds: less cannot be heard, and no estimate of speaking times is so exact."""

LONGEST_NOTICES = 20.0
"""Seconds that may be said before a person's first session (docs/routine-format.md)."""

LONGEST_WORDS = 12.0
"""Seconds of one text; after more, listeners have forgotten its beginning (docs/authoring.md)."""

_WHERE = {
    "rest": "between the repetitions or sides",
    "set_rest": "between the sets",
    "between": "between the exercises",
    "every": "from one round to the next",
}
_MORE_TIME = "say less, or give it more time"
"""No figure: how long is for the author to prescribe."""
_PLACEHOLDER = re.compile(r"\\\{\w+\\\}")


def advice(routine: Routine, timelines: Sequence[Timeline], file: str) -> tuple[Problem, ...]:
    """Warnings for the author about rests and reminders that do not fit, at their steps in that file.

    `timelines`: one for each wording of the routine. Also about safety notices that take too long, if the
    timelines have them.
    """
    problems = {
        *_growing_rests(timelines, file),
        *(problem for timeline in timelines for problem in _lost_reminders(routine, timeline, file)),
        *(problem for timeline in timelines for problem in _lost_phases(routine, timeline, file)),
        *_long_notices(routine, timelines[0], file),
        *(problem for timeline in timelines for problem in _long_words(routine, timeline, file)),
    }
    return tuple(sorted(problems))


def _long_notices(routine: Routine, timeline: Timeline, file: str) -> list[Problem]:
    """A warning if the author's notices make the first session begin with too much talk."""
    spans = timeline.notices
    if not spans or not (routine.cautions or routine.not_for or routine.stop_if):
        return []
    seconds = max(span.end for span in spans) - min(span.at for span in spans)
    over = seconds - LONGEST_NOTICES
    if over <= 0:
        return []
    message = (
        f"the safety notices before a first session take {seconds:.0f} s, including the coach's own "
        f"stop rules; people listen for {LONGEST_NOTICES:.0f} s at most"
    )
    hint = (
        f"shorten 'cautions', 'not_for' and 'stop_if' by about {math.ceil(over)} s; "
        "a caution about one exercise can be the 'caution' of its step"
    )
    mark = routine.mark
    return [Problem(file, mark.line, mark.column, "warning", "notices-long", message, hint)]


def _growing_rests(timelines: Sequence[Timeline], file: str) -> list[Problem]:
    """A warning for each written rest that grew, with the most that it grew by."""
    most: dict[tuple[int, int, str], GrownRest] = {}
    for grown in (grown for timeline in timelines for grown in timeline.grown_rests):
        key = (grown.mark.line, grown.mark.column, grown.what)
        if grown.by_design:
            continue
        if grown.seconds >= LEAST_GROWTH and (key not in most or grown.seconds > most[key].seconds):
            most[key] = grown
    return [
        Problem(file, line, column, "warning", "rest-grows", _growth_message(grown), _MORE_TIME)
        for (line, column, _), grown in most.items()
    ]


def _long_words(routine: Routine, timeline: Timeline, file: str) -> list[Problem]:
    """A warning for each text of a step that takes longer to say than people listen."""
    placed = unrolled(routine)
    lengths: dict[tuple[int | None, str], float] = defaultdict(float)
    for cue in timeline.cues:
        if cue.kind == "say" and cue.step is not None and timeline.steps[cue.step].kind == "say":
            lengths[cue.step, timeline.steps[cue.step].name] += cue.seconds  # spoken sentence by sentence
        elif cue.kind == "say":
            lengths[cue.step, cue.text] = cue.seconds
    problems = []
    for (index, text), seconds in lengths.items():
        if index is not None and seconds > LONGEST_WORDS:
            mark = placed[index].step.mark
            message = f"the text '{text[:40]}…' takes {seconds:.0f} s to say"
            hint = f"say less, or make two texts of it: people listen for {LONGEST_WORDS:.0f} s at most"
            problems.append(Problem(file, mark.line, mark.column, "warning", "words-long", message, hint))
    return problems


def _growth_message(grown: GrownRest) -> str:
    where = "between the rounds" if grown.of_repeat and grown.what == "rest" else _WHERE[grown.what]
    silence = grown.waited + grown.setup
    why = "change position" if grown.waited else "get into position"
    held = f", with {format_duration(silence)} to {why}," if silence else ""
    fits = f"does not fit into {format_duration(grown.written)} {where}"
    what = {"between": "rest", "every": "round"}.get(grown.what, grown.what.replace("_", " "))
    return f"what is said{held} {fits}: the {what} grows by {grown.seconds:.1f} s"


def _lost_reminders(routine: Routine, timeline: Timeline, file: str) -> list[Problem]:
    """A warning for each reminder that was left out; half-way is not the author's to fix."""
    placed = unrolled(routine)
    problems = []
    for dropped in timeline.dropped:
        step = placed[dropped.step].step
        reminders = step.remind if isinstance(step, Exercise) else ()
        if not any(_is_reminder(dropped.text, reminder) for reminder in reminders):
            continue
        message = f"no room for the reminder '{dropped.text[:60]}': it is left out"
        mark = step.mark
        problems.append(
            Problem(file, mark.line, mark.column, "warning", "reminder-left-out", message, _MORE_TIME)
        )
    return problems


def _lost_phases(routine: Routine, timeline: Timeline, file: str) -> list[Problem]:
    """A warning for each word of a tempo that is longer than its phase."""
    placed = unrolled(routine)
    problems = []
    for dropped in timeline.dropped:
        step = placed[dropped.step].step
        phases = step.tempo if isinstance(step, Move) else ()
        for seconds in {phase.seconds for phase in phases if phase.name == dropped.text}:
            message = (
                f"no time for the word '{dropped.text[:60]}' in its {format_duration(seconds)}: "
                "a tone sounds instead"
            )
            hint = "write one short word, and explain it in the 'cue'"
            mark = step.mark
            problems.append(Problem(file, mark.line, mark.column, "warning", "word-left-out", message, hint))
    return problems


def _is_reminder(text: str, reminder: Wording) -> bool:
    """Whether the text is that reminder with its placeholders filled in."""
    patterns = (_PLACEHOLDER.sub(".+", re.escape(wording)) for wording in texts_of(reminder))
    return any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in patterns)
