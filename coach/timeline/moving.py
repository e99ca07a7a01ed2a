"""A movement laid out in time: "Ready", one silent beat, then its repetitions or its time, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.routine.model import Move, Phase
from coach.timeline.approach import LEAD_IN, Approach, approach
from coach.timeline.during import LONGEST_SILENCE, During, fill_hold
from coach.timeline.repetitions import Repetitions
from coach.timeline.score import GAP, Place
from coach.timeline.turns import announcement, release_of, reminders, turns

if TYPE_CHECKING:
    from coach.routine.model import Side
    from coach.timeline.leading import Leading
    from coach.timeline.turns import Turn

DEFAULT_PACE = 4.0
"""Seconds a repetition where the author wrote neither tempo nor pace (ROUTINES.md)."""
OWN_PACE = 90.0


def lay_move(leading: Leading, step: Move, index: int) -> None:
    """Write all sets, sides and repetitions of a movement."""
    phases = _phases(step)
    reps = _reps(step, phases)
    for turn in turns(step, 1, leading.first):
        if step.side == "alternate" and turn.is_other_side:
            continue
        place = Place(index, turn.side, turn.set)
        start = _approach(leading, step, turn, reps, place)
        leading.score.now = start
        if step.pace == "own":
            _own_pace(leading, step, place)
        elif not phases:
            _by_time(leading, step, turn, place)
        elif step.side == "alternate":
            Repetitions(leading, step, phases, _both(leading.first, reps), turn).lay(place)
        else:
            sides = tuple((turn.side, rep) for rep in range(1, reps + 1))
            Repetitions(leading, step, phases, sides, turn).lay(place)
        _finish(leading, step, turn, reps, place)


def _phases(step: Move) -> tuple[Phase, ...]:
    """One repetition; none where the movement goes by time alone, or by the person."""
    if step.pace == "own":
        return ()
    if step.tempo:
        return step.tempo
    if step.pace is not None:
        return (Phase("", step.pace),)
    return () if step.reps is None else (Phase("", DEFAULT_PACE),)


def _reps(step: Move, phases: tuple[Phase, ...]) -> int:
    """Repetitions a side and set; where a time is written, the whole ones nearest to it; 0 if uncounted."""
    if step.reps is not None:
        return step.reps
    if not phases or step.seconds is None:
        return 0
    return max(1, round(step.seconds / sum(phase.seconds for phase in phases)))


def _both(first: Side, reps: int) -> tuple[tuple[Side, int], ...]:
    second: Side = "right" if first == "left" else "left"
    return tuple((side, rep) for rep in range(1, reps + 1) for side in (first, second))


def _approach(leading: Leading, step: Move, turn: Turn, reps: int, place: Place) -> float:
    words = leading.words
    said = leading.preface(turn) + announcement(step, turn, reps, leading.detail, words)
    if step.pace == "own":
        said = (*said, words.own_pace(step.reps))
    worded = leading.detail != "tones"
    way = Approach(
        announcement=said,
        setup=leading.setup_before(step, turn),
        closing=words.ready if worded else "",
        pause=leading.pause_before(step, turn),
        waited=leading.waited_before(turn),
    )
    start = approach(leading.score, way, place)
    if not worded:
        leading.score.tone("tick", start - LEAD_IN, place)
    return start


def _own_pace(leading: Leading, step: Move, place: Place) -> None:
    """The person's own time, with a soft tone every 15 s, so that the silence is no riddle."""
    score = leading.score
    seconds = step.up_to or OWN_PACE
    score.tone("start", score.now, place)
    score.write("move", score.now, seconds, place, text=leading.fill_name(step, place.side))
    tick = LONGEST_SILENCE
    while tick < seconds:
        score.tone("tick", score.now + tick, place)
        tick += LONGEST_SILENCE
    score.wait(seconds)


def _by_time(leading: Leading, step: Move, turn: Turn, place: Place) -> None:
    """A free movement for an exact time, led like a hold."""
    score, seconds = leading.score, step.seconds or 0.0
    score.tone("start", score.now, place)
    score.write("move", score.now, seconds, place, text=leading.fill_name(step, place.side))
    wanted = During(
        count=step.count or leading.default_count,
        reminders=reminders(step, turn, 0, leading.detail, leading.words),
        halfway=leading.detail != "tones",
        in_words=leading.detail != "tones",
    )
    fill_hold(leading, score.now, seconds, wanted, place)
    score.wait(seconds)


def _finish(leading: Leading, step: Move, turn: Turn, reps: int, place: Place) -> None:
    score = leading.score
    score.released = score.now
    score.now = score.tone("end", score.now, place).end
    if leading.detail != "tones":
        score.move_to(score.quiet_from - GAP)  # "Last one" of a fast movement may outlast it
        score.say(release_of(step, turn, reps, leading.words), place, GAP)
