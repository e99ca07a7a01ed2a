"""The timeline of a routine, and what of it the tests compare."""

from __future__ import annotations

from coach.routine.model import Routine
from coach.timeline.compose import compose
from coach.timeline.model import Delivery
from fixed_durations import FixedDurations


def timeline_of(*steps, delivery=None, times=None, **fields):
    """The timeline of those steps."""
    routine = Routine(**{"id": "x", "title": "X", "position": "seated", "steps": steps, **fields})
    return compose(routine, delivery or Delivery(), FixedDurations(1.0) if times is None else times)


def short_words(*steps, **fields):
    """The timeline of those steps, each text of which takes half a second."""
    return timeline_of(*steps, times=FixedDurations(0.5), **fields)


def heard(timeline):
    """What is heard and done, without the closing words: the instant, the kind, and the text or phase."""
    return [(cue.at, cue.kind, cue.text or cue.phase) for cue in timeline.cues if cue.step is not None]


def said(timeline):
    """The spoken words, without the closing ones."""
    return [cue.text for cue in timeline.cues if cue.kind == "say" and cue.step is not None]


def words_of(step, seconds):
    """What is said in the repetitions of a movement, and where; words take so many seconds."""
    timeline = timeline_of(step, times=FixedDurations(seconds))
    first = next(cue.at for cue in timeline.cues if cue.kind == "move")
    return [
        (round(cue.at - first, 3), cue.text)
        for cue in timeline.cues
        if cue.kind == "say" and cue.at >= first and cue.rep is not None
    ]
