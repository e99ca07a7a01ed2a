"""What a person sees of a timeline at one instant: the exercise, the side, the countdown, what comes next."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from coach.timeline.model import ACTIVE, SPANS
from coach.timeline.playhead import notice_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.routine.model import Side, StepKind
    from coach.timeline.model import BreathPhase, Cue, NoticeKind, NoticeSpan, StepSpan, Timeline

Task = Literal["listen", "hold", "move", "breathe", "rest", "ask"]

LONGEST_IN_SECONDS = 100
"""From here on a countdown is shown in minutes and seconds: three digits are hard to read from afar."""

_at = attrgetter("at")


@dataclass(frozen=True, slots=True)
class UpcomingExercise:
    """What comes after what is being done now, rests left out."""

    name: str
    side: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One instant of a timeline, as shown to a person. All times are in seconds.

    `step` and its like count from 1; `step` is None before the first step and within a notice. `side`, `set`
    and `rep` are those of what is done now or, while listening, of what comes first in this step; a rest has
    none. `sets` and `reps` are None if there is only one or none.

    `span`: how long what is done now lasts in all, 0 while listening. `left`: until it ends; while listening,
    until the person begins something in this step, else until the step ends. `words`: the latest sentence of
    this step; counts are left to the countdown.
    """

    step: int | None
    steps: int
    kind: StepKind | None = None
    """Of the step, as its author wrote it."""
    name: str
    task: Task
    side: Side | None = None
    set: int | None = None
    sets: int | None = None
    rep: int | None = None
    reps: int | None = None
    phase: BreathPhase | None = None
    next_task: Task | None = None
    """While listening: what comes first in this step, if anything still does."""
    own_pace: bool = False
    """The person ends this step by asking for the next."""
    can_end: bool = False
    """What is prescribed is done, or is as the person is able: asking for the next ends it."""
    span: float = 0.0
    left: float
    words: str = ""
    next: UpcomingExercise | None = None
    is_waiting: bool = False
    """The person is waited for, and can end the wait."""
    notice: NoticeKind | None = None
    progress: float
    """Of the whole routine, 0 to 1."""
    remaining: float
    """Of the whole routine."""


def view(timeline: Timeline, position: float) -> View:
    """The view at that many seconds into the timeline.

    Looks no further than the current step and the first cues of the next ones, so that a screen may ask ten
    times a second.
    """
    position = min(max(position, 0.0), timeline.seconds)
    notice = notice_at(timeline, position)
    index = bisect_right(timeline.steps, position, key=_at) - 1
    if notice is not None or index < 0:
        return _outside(timeline, position, index + 1, notice)
    return _inside(timeline, position, index)


def _outside(timeline: Timeline, position: float, coming: int, notice: NoticeSpan | None) -> View:
    """The view before the first step, or in a notice; `coming` is the index of the step after it."""
    begun = bisect_right(timeline.cues, position, key=_at)
    first = bisect_left(timeline.cues, notice.at, key=_at) if notice else 0
    until = notice.end if notice else timeline.steps[0].at if timeline.steps else timeline.seconds
    return View(
        step=None,
        steps=len(timeline.steps),
        name="",
        task="listen",
        left=round(until - position, 3),
        words=_words(timeline.cues[first:begun]),
        next=_next_step(timeline, coming),
        notice=notice.notice if notice else None,
        progress=_progress(timeline, position),
        remaining=round(timeline.seconds - position, 3),
    )


def _inside(timeline: Timeline, position: float, index: int) -> View:
    step = timeline.steps[index]
    first, after = _bounds(timeline, index)
    begun = bisect_right(timeline.cues, position, lo=first, hi=after, key=_at)
    past, future = timeline.cues[first:begun], timeline.cues[begun:after]
    before = _bounds(timeline, index - 1)[0] if index else first  # a repeat's rest begins in the step before
    now = _current_span(timeline.cues[before:begun], position)
    shown = now or next((cue for cue in future if cue.kind in ACTIVE), None)
    placed = shown if shown and shown.kind != "rest" else None
    sets, reps = totals(timeline, index)
    is_last = index + 1 == len(timeline.steps)
    until = now.end if now else shown.at if shown else timeline.seconds if is_last else step.end
    return View(
        step=index + 1,
        steps=len(timeline.steps),
        kind=step.kind,
        name=_name(step, placed),
        task=_task(now),
        side=placed.side if placed else None,
        set=placed.set if placed else None,
        sets=sets,
        rep=placed.rep if placed else None,
        reps=reps,
        phase=now.phase if now else None,
        next_task=_task(shown) if shown and not now else None,
        own_pace=step.own_pace,
        can_end=(step.as_able and now is not None and now.kind in ("hold", "move"))
        or (step.enough_at is not None and position >= step.enough_at),
        span=now.seconds if now else 0.0,
        left=round(until - position, 3),
        words=_words(past),
        next=_next_in_step(step, shown, future) or _next_step(timeline, index + 1),
        is_waiting=any(cue.kind == "wait" and cue.end > position for cue in past),
        progress=_progress(timeline, position),
        remaining=round(timeline.seconds - position, 3),
    )


def totals(timeline: Timeline, index: int) -> tuple[int | None, int | None]:
    """How many sets the step has, and how many repetitions each set; None for one or none."""
    first, after = _bounds(timeline, index)
    last = next((cue for cue in reversed(timeline.cues[first:after]) if cue.kind in ACTIVE), None)
    return (_several(last.set), _several(last.rep)) if last else (None, None)


def countdown(seconds: float) -> str:
    """Seconds left as they are shown: `20`, `1:40`; the last second is `1`, and `0` means over."""
    whole = math.ceil(round(seconds, 3))
    return str(whole) if whole < LONGEST_IN_SECONDS else clock(whole)


def clock(seconds: float) -> str:
    """An instant or a length as `m:ss`, rounded down."""
    minutes, rest = divmod(int(round(seconds, 3)), 60)
    return f"{minutes}:{rest:02d}"


def _bounds(timeline: Timeline, index: int) -> tuple[int, int]:
    """The indices of a step's cues: of the first, and of the one after the last."""
    first = bisect_left(timeline.cues, timeline.steps[index].at, key=_at)
    if index + 1 == len(timeline.steps):
        return first, len(timeline.cues)
    return first, bisect_left(timeline.cues, timeline.steps[index + 1].at, lo=first, key=_at)


def _current_span(begun: tuple[Cue, ...], position: float) -> Cue | None:
    """The span at that position; spans never overlap, so it is the last one to begin."""
    latest = next((cue for cue in reversed(begun) if cue.kind in SPANS), None)
    return latest if latest is not None and latest.end > position else None


def _task(now: Cue | None) -> Task:
    if now is None:
        return "listen"
    kind = now.kind
    assert kind in ("hold", "move", "breathe", "rest", "ask"), kind  # for the type checker: SPANS
    return kind


def _name(step: StepSpan, cue: Cue | None = None) -> str:
    """The exercise's name on that cue's side, or else the step's."""
    if cue is not None and cue.kind in ("hold", "move") and cue.text:
        return cue.text
    return step.name or step.question


def _several(number: int | None) -> int | None:
    return number if number is not None and number > 1 else None


def _words(begun: tuple[Cue, ...]) -> str:
    return next((cue.text for cue in reversed(begun) if cue.kind == "say"), "")


def _next_in_step(step: StepSpan, shown: Cue | None, future: Iterable[Cue]) -> UpcomingExercise | None:
    """The other side or, in a rest, what ends it; None if nothing new comes in this step."""
    if shown is None:
        return None
    for cue in future:
        if cue.kind in ACTIVE and (shown.kind == "rest" or cue.side != shown.side):
            return UpcomingExercise(_name(step, cue), cue.side)
    return None


def _next_step(timeline: Timeline, index: int) -> UpcomingExercise | None:
    """The first step from there on in which something is done; without any, the first with words."""
    words = None
    for coming in range(index, len(timeline.steps)):
        step = timeline.steps[coming]
        if step.kind == "say":
            words = words or UpcomingExercise(_name(step), None)
        elif step.kind != "rest":
            first, after = _bounds(timeline, coming)
            cue = next((cue for cue in timeline.cues[first:after] if cue.kind in ACTIVE), None)
            return UpcomingExercise(_name(step, cue), cue.side if cue else None)
    return words


def _progress(timeline: Timeline, position: float) -> float:
    return position / timeline.seconds if timeline.seconds else 1.0
