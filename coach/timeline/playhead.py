"""Moving about in a timeline: where to continue after a pause, the next step, ten seconds more."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from coach.timeline.builder import GAP, GRID, LATER_SETUP, LEAD_IN, round_to_grid
from coach.timeline.holds import LAST
from coach.timeline.model import SOUNDING, SPANS, SPOKEN, TONE_SECONDS, Cue, is_paced

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
        seconds=round_to_grid(timeline.seconds + seconds),
        cues=tuple(sorted([*moved, *cues], key=lambda cue: cue.at)),
        steps=tuple(_moved_step(step, at, seconds) for step in timeline.steps),
        notices=tuple(_moved_notice(notice, at, seconds) for notice in timeline.notices),
        dropped=tuple(
            replace(dropped, at=round_to_grid(dropped.at + seconds)) if dropped.at >= at else dropped
            for dropped in timeline.dropped
        ),
    )


def interjected(timeline: Timeline, text: str, seconds: float, after: float) -> Timeline:
    """The timeline with this text of the coach in the first long enough silence from `after` on.

    Nothing else moves: the words keep their distance to others, and to where a hold begins or ends, and are
    never said into a repetition or a breath.
    """
    at, seconds = round_to_grid(after), math.ceil(round(seconds * 1000, 3)) / 1000
    in_the_way = [(cue.at, cue.end) for cue in timeline.cues if cue.kind in SPOKEN or is_paced(cue)]
    in_the_way += [(cue.at, cue.end) for cue in timeline.cues if cue.text in ("start", "end")]
    in_the_way += [(edge, edge) for cue in timeline.cues if cue.kind == "hold" for edge in (cue.at, cue.end)]
    for begin, end in sorted(in_the_way):
        if begin < at + seconds + GAP and end + GAP > at:
            at = round_to_grid(end + GAP)
    words = Cue(at=at, seconds=seconds, kind="say", text=text)
    cues = sorted([*timeline.cues, words], key=lambda cue: cue.at)
    return replace(timeline, seconds=max(timeline.seconds, words.end), cues=tuple(cues))


def same_until(one: Timeline, other: Timeline) -> float:
    """The first instant at which two timelines differ in what is heard or done; infinity if never."""
    return min((at for at, _ in _edges(one) ^ _edges(other)), default=math.inf)


def _edges(timeline: Timeline) -> set[tuple[float, object]]:
    """Every instant at which something begins or ends, and what."""
    edges: set[tuple[float, object]] = {(timeline.seconds, "the end")}
    for cue in timeline.cues:
        what = (cue.kind, cue.text, cue.step, cue.side, cue.set, cue.rep, cue.phase)
        edges.add((cue.at, (*what, cue.seconds) if cue.kind in SOUNDING else what))
        if cue.kind not in SOUNDING:
            edges.add((cue.end, (*what, "ends")))
    for step in timeline.steps:
        edges |= {(step.at, (step.index, "begins")), (step.end, (step.index, "ends"))}
    return edges | {(notice.end, notice.notice) for notice in timeline.notices}


def shifted_cue(cue: Cue, seconds: float) -> Cue:
    """The same cue, later by that many seconds."""
    return cue._replace(at=round_to_grid(cue.at + seconds))


def _moved(cue: Cue, at: float, seconds: float) -> Cue:
    if cue.at >= at:
        return shifted_cue(cue, seconds)
    if cue.kind not in SOUNDING and cue.end > at:
        return cue._replace(seconds=round_to_grid(cue.seconds + seconds))
    return cue


def _moved_step(step: StepSpan, at: float, seconds: float) -> StepSpan:
    if step.end < at:
        return step
    enough_at = step.enough_at
    if enough_at is not None and enough_at >= at:
        enough_at = round_to_grid(enough_at + seconds)
    if step.at >= at:
        return replace(step, at=round_to_grid(step.at + seconds), enough_at=enough_at)
    return replace(step, seconds=round_to_grid(step.seconds + seconds), enough_at=enough_at)


def _moved_notice(notice: NoticeSpan, at: float, seconds: float) -> NoticeSpan:
    if notice.end < at:
        return notice
    begin = round_to_grid(notice.at + seconds) if notice.at >= at else notice.at
    return replace(notice, at=begin, end=round_to_grid(notice.end + seconds))


def step_at(timeline: Timeline, at: float) -> StepSpan | None:
    """The step at that instant; None before the first and after the last."""
    index = bisect_right([step.end for step in timeline.steps], at)
    if index == len(timeline.steps) or timeline.steps[index].at > at:
        return None
    return timeline.steps[index]


def span_at(timeline: Timeline, at: float) -> Cue | None:
    """The hold, movement, breath, rest or question at that instant."""
    return _first_at(timeline, at, SPANS)


def wait_at(timeline: Timeline, at: float) -> Cue | None:
    """The wait at that instant, which the person can end."""
    return next((cue for cue in timeline.cues if cue.kind == "wait" and cue.at <= at < cue.end), None)


def sounding_at(timeline: Timeline, at: float) -> Cue | None:
    """The cue that is heard at that instant."""
    return _first_at(timeline, at, SOUNDING)


def _first_at(timeline: Timeline, at: float, kinds: frozenset[str]) -> Cue | None:
    """The first cue of these kinds that has begun by that instant, and lasts beyond it."""
    begun = takewhile(lambda cue: cue.at <= at, timeline.cues)
    return next((cue for cue in begun if cue.kind in kinds and cue.end > at), None)


def resumed(timeline: Timeline, at: float) -> tuple[Timeline, float]:
    """Where to continue after a pause: as the person has let go, a hold or a repetition begins again.

    A hold begins with its lead-in; a repetition gets one; a breath begins with the in-breath after two quiet
    seconds; words and a question's time begin again; anything else continues where it was.
    """
    span = span_at(timeline, at)
    if span is not None and span.kind == "hold":
        return timeline, _before_lead_in(timeline, span)
    if span is not None and span.kind == "move":
        return _repetition_again(timeline, span)
    if span is not None and span.kind == "breathe":
        start = _breath_start(timeline, span)
        return inserted(timeline, start, LATER_SETUP), start
    if span is not None and span.kind == "ask":
        return timeline, span.at
    sounding = sounding_at(timeline, at)
    if sounding is not None and sounding.kind in SPOKEN:
        return timeline, sounding.at
    return timeline, min(at, _before_interrupted_lead_in(timeline, at))


def extended(timeline: Timeline, at: float, seconds: float) -> Timeline:
    """The timeline with more time for what the person is doing at that instant.

    Silence is put before the count-down of a hold; breaths and repetitions are added whole, as many as fill
    the time; anywhere else the silence comes after what is being said. What begins at that instant
    counts as being done.
    """
    at = math.floor(round(at * 1000, 3)) / 1000 + GRID
    span = span_at(timeline, at)
    if span is not None and span.kind == "breathe":
        begin = _breath_start(timeline, span)
        return _unit_again(timeline, begin, _breath_end(timeline, begin), seconds)
    if span is not None and span.kind == "move" and span.rep is not None:
        return _unit_again(timeline, span.at, span.end, seconds)
    moment = at
    if span is not None:
        last = max(at, round_to_grid(span.end - LAST))
        count_down = [cue.at for cue in timeline.cues if cue.kind == "count" and last <= cue.at < span.end]
        moment = count_down[0] if len(count_down) == LAST else at
    while (sounding := sounding_at(timeline, moment)) is not None and sounding.at < moment:
        moment = sounding.end
    if span is not None and moment >= span.end:
        return timeline
    return inserted(timeline, moment, seconds)


def next_start(timeline: Timeline, at: float) -> float:
    """Where the next step begins; outside the steps, the next notice."""
    step = step_at(timeline, at)
    if step is not None:
        return step.end
    parts = [*(notice.at for notice in timeline.notices), *(step.at for step in timeline.steps)]
    return min((begin for begin in parts if begin > at), default=timeline.seconds)


def previous_start(timeline: Timeline, at: float) -> float:
    """Where the previous step begins; in the first step, its own beginning.

    Before the first step the current notice begins again, so that none is skipped by going back.
    """
    if not timeline.steps or at < timeline.steps[0].at:
        return max([notice.at for notice in timeline.notices if notice.at <= at], default=0.0)
    step = step_at(timeline, at)
    earlier = [other.at for other in timeline.steps if other.at < (step.at if step else at)]
    return earlier[-1] if earlier else timeline.steps[0].at


def repeat_start(timeline: Timeline, at: float) -> float:
    """Where the current step began; after the last step, where that began."""
    return max((step.at for step in timeline.steps if step.at <= at), default=at)


def notice_at(timeline: Timeline, at: float) -> NoticeSpan | None:
    """The safety notice that is spoken at that instant."""
    return next((notice for notice in timeline.notices if notice.at <= at < notice.end), None)


def _before_interrupted_lead_in(timeline: Timeline, at: float) -> float:
    """Where to go back to after a pause between a lead-in and its start, which needs a lead-in."""
    coming = [cue for cue in timeline.cues if cue.kind in ("hold", "move") and at < cue.at <= at + LEAD_IN]
    if not coming:
        return at
    if coming[0].kind == "hold":
        return _before_lead_in(timeline, coming[0])
    return max((cue.at for cue in timeline.cues if cue.kind in SOUNDING and cue.at <= at), default=at)


def _before_lead_in(timeline: Timeline, span: Cue) -> float:
    """Two seconds to get back into position, then the lead-in; never in the middle of words."""
    tick = round_to_grid(span.at - LEAD_IN)
    spoken = [
        cue.end for cue in timeline.cues if cue.kind in SPOKEN and cue.end <= tick and cue.step == span.step
    ]
    return max([round_to_grid(tick - LATER_SETUP), *spoken])


def _repetition_again(timeline: Timeline, span: Cue) -> tuple[Timeline, float]:
    first = next(
        cue
        for cue in timeline.cues
        if cue.kind == "move" and (cue.step, cue.set) == (span.step, span.set) and cue.rep in (None, 1)
    )
    before = [
        cue
        for cue in timeline.cues
        if cue.kind in SOUNDING and cue.step == span.step and cue.at < first.at and cue.end <= first.at
    ]
    if not before:
        return timeline, span.at
    ready = before[-1]
    lead = round_to_grid(first.at - ready.at)
    if span == first:
        return timeline, ready.at
    again = ready._replace(at=span.at, side=span.side, rep=span.rep)
    return inserted(timeline, span.at, lead, [again]), span.at


def _breath_start(timeline: Timeline, span: Cue) -> float:
    return max(cue.at for cue in timeline.cues if cue.phase == "in" and cue.at <= span.at)


def _breath_end(timeline: Timeline, begin: float) -> float:
    end = begin
    for cue in timeline.cues:
        if cue.kind == "breathe" and cue.at >= begin:
            if cue.phase == "in" and cue.at > begin:
                break
            end = cue.end
    return end


def _unit_again(timeline: Timeline, begin: float, end: float, seconds: float) -> Timeline:
    """Whole breaths or repetitions added after the current one; they have no words of their own."""
    unit = round_to_grid(end - begin)
    copies = math.ceil(round(seconds / unit, 6))
    wordless = [cue for cue in timeline.cues if begin <= cue.at < end and cue.kind not in SPOKEN]
    added = [shifted_cue(cue, unit * copy) for copy in range(1, copies + 1) for cue in wordless]
    if all(cue.kind == "move" or cue.at > begin for cue in wordless):  # its number was the beat
        beat = wordless[0]._replace(kind="tone", text="beat", seconds=TONE_SECONDS["beat"])
        added += [shifted_cue(beat, unit * copy) for copy in range(1, copies + 1)]
    return inserted(timeline, end, round_to_grid(unit * copies), added)
