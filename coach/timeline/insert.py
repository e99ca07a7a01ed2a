"""Time put into a timeline: what comes later moves on, what is under way grows."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.timeline.model import SPANS, SPOKEN, Cue
from coach.timeline.score import GAP, on_grid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.timeline.model import NoticeSpan, StepSpan, Timeline


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
        notices=tuple(_moved_notice(notice, at, seconds) for notice in timeline.notices),
        dropped=tuple(
            replace(dropped, at=on_grid(dropped.at + seconds)) if dropped.at >= at else dropped
            for dropped in timeline.dropped
        ),
    )


def interjected(timeline: Timeline, text: str, seconds: float, after: float) -> Timeline:
    """The timeline with these words of the coach in the first silence that is long enough, `after` or later.

    Nothing else moves: they keep their distance to other words, and to where a hold begins or ends.
    """
    at, seconds = on_grid(after), math.ceil(round(seconds * 1000, 3)) / 1000
    for cue in timeline.cues:
        is_in_the_way = cue.kind in SPOKEN or cue.text in ("start", "end")
        if is_in_the_way and cue.at < at + seconds + GAP and cue.end + GAP > at:
            at = on_grid(cue.end + GAP)
    words = Cue(at=at, seconds=seconds, kind="say", text=text)
    cues = sorted([*timeline.cues, words], key=lambda cue: cue.at)
    return replace(timeline, seconds=max(timeline.seconds, words.end), cues=tuple(cues))


def same_until(one: Timeline, other: Timeline) -> float:
    """The instant from which they differ in what is heard or done; infinity where they never do."""
    return min((at for at, _ in _edges(one) ^ _edges(other)), default=math.inf)


def _edges(timeline: Timeline) -> set[tuple[float, object]]:
    """Every instant at which something begins or ends, and what."""
    edges: set[tuple[float, object]] = {(timeline.seconds, "the end")}
    for cue in timeline.cues:
        what = (cue.kind, cue.text, cue.step, cue.side, cue.set, cue.rep, cue.phase)
        edges.add((cue.at, what if cue.kind in SPANS else (*what, cue.seconds)))
        if cue.kind in SPANS:
            edges.add((cue.end, (*what, "ends")))
    for step in timeline.steps:
        edges |= {(step.at, (step.index, "begins")), (step.end, (step.index, "ends"))}
    return edges | {(notice.end, notice.notice) for notice in timeline.notices}


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


def _moved_notice(notice: NoticeSpan, at: float, seconds: float) -> NoticeSpan:
    if notice.end < at:
        return notice
    begin = on_grid(notice.at + seconds) if notice.at >= at else notice.at
    return replace(notice, at=begin, end=on_grid(notice.end + seconds))


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
