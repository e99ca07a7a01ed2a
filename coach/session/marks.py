"""The instants of a timeline at which something must be known: a cue begins, a step or a notice ends."""

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


Mark = CueBegins | StepBegins | StepEnds | NoticeEnds | AskEnds | TimelineEnds
_ENDS, _STEP_BEGINS, _CUE_BEGINS, _ASK_ENDS, _LAST = range(5)


class Marks:
    """All marks of a timeline in their order, ends before beginnings, and how far they have been passed."""

    def __init__(self, timeline: Timeline, position: int) -> None:
        rows: list[tuple[int, int, Mark]] = []
        rows += [(frame(step.end), _ENDS, StepEnds(step)) for step in timeline.steps]
        rows += [(frame(notice.end), _ENDS, NoticeEnds(notice)) for notice in timeline.notices]
        rows += [(frame(step.at), _STEP_BEGINS, StepBegins(step)) for step in timeline.steps]
        rows += [(frame(cue.at), _CUE_BEGINS, CueBegins(cue)) for cue in timeline.cues]
        for cue in timeline.cues:
            if cue.kind == "ask":
                # A question that lasts no time still ends after it has been asked.
                order = _ENDS if cue.seconds else _ASK_ENDS
                rows.append((frame(cue.end), order, AskEnds(cue)))
        rows.append((frame(timeline.seconds), _LAST, TimelineEnds()))
        rows.sort(key=lambda row: row[:2])
        self._keys = [row[:2] for row in rows]
        self._marks = [row[2] for row in rows]
        self._next = bisect_left(self._keys, (position, _STEP_BEGINS)) if position else 0

    def pass_to(self, position: int) -> list[Mark]:
        """The marks reached by going on to that frame, each given once."""
        begin = self._next
        if begin == len(self._keys) or self._keys[begin][0] > position:
            return []
        self._next = bisect_right(self._keys, (position, _LAST), lo=begin)
        return self._marks[begin : self._next]


def frame(seconds: float) -> int:
    """The sample at that instant; exact, as instants lie on whole milliseconds."""
    return round(seconds * SAMPLE_RATE)
