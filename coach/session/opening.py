"""How a session opens: the safety notices that are due, and only then the step that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.timeline.model import StepSpan, Timeline


class Opening:
    """Where to begin when the person wants `first_step` (from 0), but never without a notice before it."""

    def __init__(self, timeline: Timeline, first_step: int) -> None:
        self._first_step = min(first_step, len(timeline.steps) - 1)
        begin = timeline.steps[self._first_step].at
        self.start = begin
        """Seconds into the timeline."""
        if self._first_step == 0 or any(notice.end <= begin for notice in timeline.notices):
            self.start = 0.0
        else:
            self._first_step = 0

    def leaves_out(self, step: StepSpan) -> bool:
        """Whether that step comes before the one we are on the way to."""
        return step.index < self._first_step

    def after_notice(self, timeline: Timeline, end: float) -> float | None:
        """Where to go now that the notice that ends there is over; None: just on."""
        if not self._first_step or any(notice.end > end for notice in timeline.notices):
            return None
        first, self._first_step = self._first_step, 0
        return timeline.steps[first].at
