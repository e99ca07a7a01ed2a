"""Navigation in a session: moving between steps, and which steps are running, done or skipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from coach.session.recording import AmountsDone, turn_end
from coach.timeline.model import counted_steps, opening_end
from coach.timeline.playhead import (
    extended,
    next_start,
    notice_at,
    previous_start,
    repeat_start,
    span_at,
    step_at,
    wait_at,
)

if TYPE_CHECKING:
    from coach.journal.events import JSON, EventKind
    from coach.session.player import Player
    from coach.timeline.model import NoticeSpan, StepSpan, Timeline

EXTRA_SECONDS = 10.0
"""What `extend` adds."""


@dataclass(slots=True)
class Progress:
    """Which steps were performed, stored and skipped, by index.

    Going back undoes nothing: a step that was performed stays performed.
    """

    performed: frozenset[int] = frozenset()
    stored: frozenset[int] = frozenset()
    """Performed, and durable in the journal: only these are called done."""
    skipped: frozenset[int] = frozenset()
    current: int | None = None
    """The step under way, if one was recorded."""
    _left: frozenset[int] = frozenset()
    """Steps that the person skipped since one last began: their ends, reported late, do not count."""

    def begin(self, index: int) -> bool:
        """Whether that step begins now, even again, but not while it is running already."""
        is_new = index != self.current
        self.current = index
        self._left = frozenset()
        return is_new

    def move_away(self) -> None:
        """The person moved elsewhere: the step that begins there is performed from its beginning."""
        self.current = None

    def was_skipped(self, index: int) -> bool:
        """Whether the person skipped that step and no step has begun since."""
        return index in self._left

    def perform(self, index: int) -> bool:
        """Whether that step is completed for the first time."""
        is_new = index not in self.performed
        self.performed |= {index}
        if self.current == index:
            self.current = None
        return is_new

    def skip(self, index: int) -> bool:
        """Whether that step counts as skipped now, rather than as performed or skipped before."""
        self._left |= {index}
        if index in self.performed or index in self.skipped:
            return False
        self.skipped |= {index}
        return True

    def store(self, index: int) -> None:
        """The journal has stored that this step is done."""
        self.stored |= {index}
        self.skipped -= {index}


def starting_point(timeline: Timeline, first_step: int) -> tuple[float, int]:
    """The starting point of a session that begins with `first_step` (from 0); its opening comes first.

    Returns the seconds into the timeline, and the step to go on to after the opening; 0 if none is left out.
    """
    first_step = min(first_step, len(timeline.steps) - 1)
    begin = timeline.steps[first_step].at
    opening = opening_end(timeline)
    if opening == 0.0:
        return begin, 0
    return 0.0, first_step if begin > opening else 0


class Recording(Protocol):
    """Records an event that happens now."""

    def __call__(self, kind: EventKind, **data: JSON) -> None:
        """Record it; None means that a value does not apply."""
        ...


class Navigation:
    """Moves the player's playhead from step to step, and records what became of each step and notice.

    `after_opening`: the step to go on to when the opening was heard, as from `starting_point`.
    """

    def __init__(self, player: Player, record: Recording, after_opening: int) -> None:
        self._player = player
        self._record = record
        self._after_opening = after_opening
        self._left_out = range(0)
        """The steps between the opening and that one: an output that is not waited for may run into them."""
        self._counted = counted_steps(player.timeline)
        self._amounts_done = AmountsDone()
        self.progress = Progress()

    @property
    def step(self) -> int | None:
        """The index of the running step; None in a safety notice."""
        step = step_at(self._player.timeline, self._player.position)
        return None if step is None else step.index

    @property
    def steps_done(self) -> int:
        """How many of the steps that count were performed."""
        return len(self._counted & self.progress.performed)

    @property
    def is_complete(self) -> bool:
        """Whether every step that counts was performed."""
        return self._counted <= self.progress.performed

    def step_begins(self, step: StepSpan) -> None:
        """The playhead has reached the beginning of that step."""
        if self.progress.begin(step.index):
            self._record("step-started", step=step.index, name=step.name)

    def step_ends(self, step: StepSpan) -> None:
        """That step has been performed to its end."""
        self._step_is_done(step, step.end)
        self._leave_opening(step.end)

    def _step_is_done(self, step: StepSpan, until: float) -> None:
        if self.progress.perform(step.index) and step.index in self._counted:
            managed = self._amounts_done.of(self._player.timeline, step, until)
            extra: dict[str, JSON] = {} if managed is None else {"managed": [*managed]}
            self._record("step-done", step=step.index, name=step.name, **extra)

    def step_ended_before_moving(self, step: StepSpan) -> None:
        """That step ended just before the person moved elsewhere: it counts unless it was skipped."""
        if not self.progress.was_skipped(step.index) and step.index not in self._left_out:
            self.step_ends(step)

    def finish(self, index: int) -> None:
        """End that step at once, as its question was answered."""
        step = self._player.timeline.steps[index]
        if self._player.position < step.end:
            self._player.go_to(self._player.timeline, step.end)
        self.step_ends(step)

    def notice_ends(self, notice: NoticeSpan, *, is_spoken: bool) -> None:
        """A safety notice has ended; one that was only shown in passing is given again the next time."""
        if is_spoken:
            self._record_notice(notice, heard=True)
        self._leave_opening(notice.end)

    def acknowledge(self, notice: NoticeSpan) -> None:
        """Go on behind a safety notice that the person has read."""
        self._go_to(notice.end)
        self._record_notice(notice, heard=False, acknowledged=True)
        self._leave_opening(notice.end)

    def _record_notice(self, notice: NoticeSpan, **how: JSON) -> None:
        self._record("notice-given", notice=notice.notice, version=notice.version, **how)

    def _leave_opening(self, at: float) -> None:
        """Go to the requested step, if the opening is over at that instant and there is one."""
        timeline = self._player.timeline
        if self._after_opening and at >= opening_end(timeline):
            step, self._after_opening = self._after_opening, 0
            first = next(each.index for each in timeline.steps if each.at >= opening_end(timeline))
            self._left_out = range(first, step)
            self._go_to(timeline.steps[step].at)

    def next(self) -> None:
        """Skip the current step or notice; what is at the person's own pace, or as able, counts as done."""
        timeline, position = self._player.timeline, self._player.position
        notice = notice_at(timeline, position)
        if notice is not None:
            self._go_to(notice.end)
            self._record_notice(notice, heard=False)
            self._leave_opening(notice.end)
            return
        step, span = step_at(timeline, position), span_at(timeline, position)
        is_exercising = span is not None and span.kind in ("hold", "move")
        if step is not None and span is not None and is_exercising and (step.own_pace or step.as_able):
            self._amounts_done.end_early(span, position)
            self._go_to(turn_end(timeline, span))
            return
        if step is not None and step.enough_at is not None and position >= step.enough_at:
            self._step_is_done(step, position)
            self._go_to(step.end)
            return
        self._go_to(next_start(timeline, position))
        if step is not None:
            if self.progress.skip(step.index):
                self._record("step-skipped", step=step.index, name=step.name)
            self._leave_opening(step.end)

    def go(self) -> None:
        """End the wait under way: the person is ready."""
        waiting = wait_at(self._player.timeline, self._player.position)
        if waiting is not None:
            self._player.go_to(self._player.timeline, waiting.end)

    def skip_to(self, name: str) -> None:
        """Go on with the next step of that name; those before it are left out, as the author wrote."""
        timeline, position = self._player.timeline, self._player.position
        ahead = [step for step in timeline.steps if step.end > position]
        found = next((step for step in ahead if step.name == name), None)
        if found is None:
            return
        for step in ahead[: ahead.index(found)]:
            if step.index in self._counted and self.progress.skip(step.index):
                self._record("step-skipped", step=step.index, name=step.name, by_rule=True)
            self._counted -= {step.index}
        self._go_to(found.at)

    def previous(self) -> None:
        """Go back to the step before."""
        self._go_to(previous_start(self._player.timeline, self._player.position))

    def repeat(self) -> None:
        """Begin the current step again."""
        self._go_to(repeat_start(self._player.timeline, self._player.position))

    def extend(self) -> None:
        """Add ten seconds to the current exercise."""
        self._player.revise(lambda timeline, at: extended(timeline, at, EXTRA_SECONDS))

    def _go_to(self, position: float) -> None:
        self.progress.move_away()
        self._player.go_to(self._player.timeline, position)
