"""Fits words that take longer or shorter than estimated into a timeline that is being performed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.timeline.builder import GAP, round_to_grid
from coach.timeline.model import SOUNDING, SPOKEN, DroppedWords
from coach.timeline.playhead import inserted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.timeline.model import Cue, Timeline

EXERCISE = frozenset({"hold", "move", "breathe"})
"""What lasts as long as is written, whatever is said meanwhile."""
TOO_LONG = "it takes longer than was estimated"


def refitted(timeline: Timeline, after: float, seconds: Mapping[str, float]) -> Timeline:
    """The timeline with the real length of these texts; what begins by `after` is unchanged.

    Shorter words move nothing. Longer ones move what follows them later by the missing time. Within a hold, a
    movement or a breath nothing moves: there they take free silence, or are left out.
    """
    longer = []
    cues = []
    for cue in timeline.cues:
        real = seconds.get(cue.text) if cue.kind in SPOKEN and cue.at > after else None
        wanted = cue.seconds if real is None else math.ceil(round(real * 1000, 3)) / 1000
        cues.append(cue._replace(seconds=wanted) if wanted < cue.seconds else cue)
        if wanted > cue.seconds:
            longer.append((cue, wanted))
    timeline = replace(timeline, cues=tuple(cues))
    moved = 0.0
    for cue, wanted in longer:
        here = cue._replace(at=round_to_grid(cue.at + moved))
        lack = round_to_grid(wanted - cue.seconds)
        within = [
            span for span in timeline.cues
            if span.kind in EXERCISE and span.at < here.end and span.end > here.at
        ]  # fmt: skip
        if not within:
            timeline = _lengthened(inserted(timeline, here.end, lack), here, wanted)
            moved = round_to_grid(moved + lack)
        elif round_to_grid(here.at + wanted + GAP) <= _free_until(timeline, here, within):
            timeline = _lengthened(timeline, here, wanted)
        else:
            timeline = _without(timeline, here)
    return timeline


def _free_until(timeline: Timeline, cue: Cue, within: list[Cue]) -> float:
    """Until when words that begin within these spans may last, including the silence after them."""
    ends = [span.end if span.at <= cue.at else span.at for span in within]
    sounds = [
        other.at
        for other in timeline.cues
        if other.at > cue.at and (other.kind in SPOKEN or other.text in ("start", "end"))
    ]
    return min([*ends, *sounds])


def _lengthened(timeline: Timeline, cue: Cue, seconds: float) -> Timeline:
    cues = tuple(each._replace(seconds=seconds) if each == cue else each for each in timeline.cues)
    return replace(timeline, seconds=max(timeline.seconds, round_to_grid(cue.at + seconds)), cues=cues)


def _without(timeline: Timeline, cue: Cue) -> Timeline:
    cues = tuple(each for each in timeline.cues if each != cue)
    dropped = DroppedWords(cue.at, cue.text, cue.step or 0, TOO_LONG)
    return replace(timeline, cues=cues, dropped=(*timeline.dropped, dropped))


def with_shorter_silences(timeline: Timeline, speed: float, start: float = 0.0) -> Timeline:
    """The timeline from `start` on, in seconds, with its silences `speed` times as quick.

    A cue that is under way at `start` is left out, and so are the steps and notices: what remains is there to
    be heard, not to be led by.
    """
    cues = sorted((cue for cue in timeline.cues if cue.at >= start), key=lambda cue: cue.at)
    heard = start
    at = 0.0
    found = []
    for cue in cues:
        if cue.kind not in SOUNDING:
            continue
        at += max(0.0, cue.at - heard) / speed
        # What begins while another still sounds, such as a tick in a word, stays where it is in it.
        begin = at - max(0.0, heard - cue.at)
        found.append(cue._replace(at=round(begin, 3)))
        at = max(at, begin + cue.seconds)
        heard = max(heard, cue.end)
    seconds = at + max(0.0, timeline.seconds - heard) / speed
    return replace(
        timeline,
        cues=tuple(found),
        seconds=round(seconds, 3),
        steps=(),
        notices=(),
        dropped=(),
        grown_rests=(),
    )
