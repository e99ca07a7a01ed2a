"""The events of a timeline: the instants at which a cue or a step begins, or a step or a notice ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.units import SAMPLE_RATE

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
    """A step is over."""

    step: StepSpan


@dataclass(frozen=True, slots=True)
class NoticeEnds:
    """A safety notice was spoken to its end."""

    notice: NoticeSpan


@dataclass(frozen=True, slots=True)
class AskEnds:
    """The time to answer is over."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class TimelineEnds:
    """Nothing comes after this."""


TimelineEvent = CueBegins | StepBegins | StepEnds | NoticeEnds | AskEnds | TimelineEnds
_BEGINS, _CUE, _ASK_ENDS, _ENDS, _LAST = range(5)
_BEFORE, _AFTER = -1, 1 << 30
"""Where what belongs to no step is sorted: notices before the steps, closing words after them."""


class TimelineEvents:
    """All events of a timeline in their order, and how far the playhead has come.

    What falls on one sample is sorted by step, so that a step has ended before the next begins.
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
        """The first event for a playhead put there: what ends on that very sample was not performed."""
        begin = bisect_left(self._frames, position)
        until = bisect_right(self._frames, position)
        ended = [
            index for index in range(begin, until) if isinstance(self._events[index], StepEnds | NoticeEnds)
        ]
        return ended[-1] + 1 if ended else begin

    def advance_to(self, position: int) -> list[TimelineEvent]:
        """The events reached by playing on to that frame, each given once."""
        begin = self._next
        if begin == len(self._frames) or self._frames[begin] > position:
            return []
        self._next = bisect_right(self._frames, position, lo=begin)
        return self._events[begin : self._next]


def frame(seconds: float) -> int:
    """The sample at that instant; exact, as instants lie on whole milliseconds."""
    return round(seconds * SAMPLE_RATE)
