"""A hold laid out in time: lead-in, the exact span, what is said in it, the release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.timeline.approach import LEAD_IN, Approach, approach
from coach.timeline.during import SHORT_HOLD, During, fill_hold
from coach.timeline.score import GAP, Place, on_grid
from coach.timeline.turns import announcement, release_of, reminders, turns

if TYPE_CHECKING:
    from coach.routine.model import Count, Hold
    from coach.timeline.leading import Leading
    from coach.timeline.turns import Turn


def lay_hold(leading: Leading, step: Hold, index: int) -> None:
    """Write all sets, sides and repetitions of a hold."""
    count: Count = step.count or leading.default_count
    for turn in turns(step, step.reps, leading.first):
        place = Place(index, turn.side, turn.set, turn.rep)
        start = _approach(leading, step, turn, place)
        end = on_grid(start + step.seconds)
        score, words = leading.score, leading.words
        if count != "none":
            score.tone("tick", start - LEAD_IN, place)
        score.tone("start", start, place)
        score.write("hold", start, step.seconds, place, text=leading.fill_name(step, turn.side))
        wanted = During(
            count=count,
            reminders=reminders(step, turn, step.reps, leading.detail, words),
            halfway=turn.rep == 1 and leading.detail != "tones",
            in_words=leading.detail != "tones",
        )
        fill_hold(leading, start, step.seconds, wanted, place)
        score.now = score.released = end
        _let_go(leading, step, turn, place, counted=count != "none")


def _approach(leading: Leading, step: Hold, turn: Turn, place: Place) -> float:
    numbered = step.seconds < SHORT_HOLD and step.reps > 1 and leading.detail != "tones"
    said = leading.preface(turn) + announcement(step, turn, step.reps, leading.detail, leading.words)
    way = Approach(
        announcement=said,
        setup=leading.setup_before(step, turn),
        closing=leading.words.number(turn.rep) if numbered else "",
        trailing=LEAD_IN + GAP if numbered else LEAD_IN,
        pause=leading.pause_before(step, turn),
        waited=leading.waited_before(turn),
    )
    return approach(leading.score, way, place)


def _let_go(leading: Leading, step: Hold, turn: Turn, place: Place, *, counted: bool) -> None:
    """Two falling tones and the release line; where nothing counts, its words alone, on the instant."""
    score, words = leading.score, leading.words
    line = release_of(step, turn, step.reps, words)
    if leading.detail == "tones":
        score.now = score.tone("end", score.now, place).end
    elif counted:
        score.now = score.tone("end", score.now, place).end
        score.say(line or words.release, place, GAP)
    else:
        score.say(line or words.let_go, place, GAP)
