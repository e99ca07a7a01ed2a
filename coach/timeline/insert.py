"""Time put into a timeline: what comes later moves on, what is under way grows."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.timeline.model import SPANS
from coach.timeline.score import on_grid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.timeline.model import Cue, StepSpan, Timeline


def inserted(timeline: Timeline, at: float, seconds: float, cues: Iterable[Cue] = ()) -> Timeline:
    """The timeline with that many seconds more from `at` on, and these cues in them.

    A span (a hold, a rest) that is under way at `at` grows; one that only begins or ends there does not.
    """
    moved = [_moved(cue, at, seconds) for cue in timeline.cues]
    return replace(
        timeline,
        seconds=on_grid(timeline.seconds + seconds),
        cues=tuple(sorted([*moved, *cues], key=lambda cue: cue.at)),
        steps=tuple(_moved_step(step, at, seconds) for step in timeline.steps),
        notices=tuple(
            replace(notice, at=on_grid(notice.at + seconds), end=on_grid(notice.end + seconds))
            if notice.at >= at
            else notice
            for notice in timeline.notices
        ),
        dropped=tuple(
            replace(dropped, at=on_grid(dropped.at + seconds)) if dropped.at >= at else dropped
            for dropped in timeline.dropped
        ),
    )


def shifted(cue: Cue, seconds: float) -> Cue:
    """The same cue that much later."""
    return replace(cue, at=on_grid(cue.at + seconds))


def _moved(cue: Cue, at: float, seconds: float) -> Cue:
    if cue.at >= at:
        return shifted(cue, seconds)
    if cue.kind in SPANS and cue.end > at:
        return replace(cue, seconds=on_grid(cue.seconds + seconds))
    return cue


def _moved_step(step: StepSpan, at: float, seconds: float) -> StepSpan:
    if step.at >= at:
        return replace(step, at=on_grid(step.at + seconds))
    if step.end >= at:
        return replace(step, seconds=on_grid(step.seconds + seconds))
    return step


def step_at(timeline: Timeline, at: float) -> StepSpan | None:
    """The step under way at that instant; None before the first and after the last."""
    index = bisect_left([step.end for step in timeline.steps], on_grid(at + 0.001))
    if index == len(timeline.steps) or timeline.steps[index].at > at:
        return None
    return timeline.steps[index]


def span_at(timeline: Timeline, at: float) -> Cue | None:
    """The hold, movement, breath, rest or question under way at that instant."""
    for cue in timeline.cues:
        if cue.at > at:
            break
        if cue.kind in SPANS and cue.end > at:
            return cue
    return None


def sounding_at(timeline: Timeline, at: float) -> Cue | None:
    """The cue that is being heard at that instant."""
    for cue in timeline.cues:
        if cue.at > at:
            break
        if cue.kind not in SPANS and cue.end > at:
            return cue
    return None
