"""The events of a timeline: when a cue or a step begins, or a step, a notice or a wait ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from coach.timeline.model import Cue, NoticeSpan, StepSpan, Timeline


@dataclass(frozen=True, slots=True)
class CueBegins:
    """A cue of the timeline begins."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class StepBegins:
    """A step begins."""

    step: StepSpan


@dataclass(frozen=True, slots=True)
class StepEnds:
    """A step ends."""

    step: StepSpan


@dataclass(frozen=True, slots=True)
class NoticeEnds:
    """A safety notice ends; it was spoken completely."""

    notice: NoticeSpan


@dataclass(frozen=True, slots=True)
class AskEnds:
    """The time to answer a question ends."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class TimelineEnds:
    """The timeline ends."""


TimelineEvent = CueBegins | StepBegins | StepEnds | NoticeEnds | AskEnds | TimelineEnds
_BEGINS, _CUE, _ASK_ENDS, _ENDS, _LAST = range(5)
_BEFORE, _AFTER = -1, 1 << 30
"""Where events that belong to no step are sorted: notices before the steps, closing words after them."""


class TimelineEvents:
    """All events of a timeline in order, and how far the playhead has come.

    Events on one sample are sorted by step, so that a step has ended before the next begins.
    """

    def __init__(self, timeline: Timeline, position: int) -> None:
        first = timeline.steps[0].at if timeline.steps else 0.0
        rows: list[tuple[int, int, int, TimelineEvent]] = []
        for step in timeline.steps:
            rows.append((frame(step.at), step.index, _BEGINS, StepBegins(step)))
            rows.append((frame(step.end), step.index, _ENDS, StepEnds(step)))
        for notice in timeline.notices:
            rank = _BEFORE if notice.end <= first else _AFTER
            rows.append((frame(notice.end), rank, _ENDS, NoticeEnds(notice)))
        for cue in timeline.cues:
            outside = _BEFORE if cue.at < first else _AFTER
            rank = outside if cue.step is None else cue.step
            rows.append((frame(cue.at), rank, _CUE, CueBegins(cue)))
            if cue.kind == "ask":
                rows.append((frame(cue.end), rank, _ASK_ENDS, AskEnds(cue)))
        rows.append((frame(timeline.seconds), _AFTER, _LAST, TimelineEnds()))
        rows.sort(key=lambda row: row[:3])
        self._frames = [row[0] for row in rows]
        self._events = [row[3] for row in rows]
        self._next = self._first_at(position) if position else 0

    def _first_at(self, position: int) -> int:
        """The first event for a playhead put there; an end on that sample is left out."""
        begin = bisect_left(self._frames, position)
        until = bisect_right(self._frames, position)
        ended = [
            index for index in range(begin, until) if isinstance(self._events[index], StepEnds | NoticeEnds)
        ]
        return ended[-1] + 1 if ended else begin

    def advance_to(self, position: int) -> list[TimelineEvent]:
        """The events up to that frame that were not given before."""
        begin = self._next
        if begin == len(self._frames) or self._frames[begin] > position:
            return []
        self._next = bisect_right(self._frames, position, lo=begin)
        return self._events[begin : self._next]


def frame(seconds: float) -> int:
    """The number of the sample at that second; exact, as times are whole milliseconds."""
    return round(seconds * SAMPLE_RATE)
