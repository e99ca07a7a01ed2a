"""Time in use: how long the person has been at the machine since their last break, and what is due by that.

Durations are seconds, instants aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.day.model import OwnBreak
from coach.plan.cadence import resolved_cadence
from coach.plan.local_time import local_day, window_on
from coach.plan.model import AtIntervals, Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.plan.model import Reminder, ResolvedPlan

CHECK_INTERVAL = timedelta(seconds=60)
"""The idle time is looked at this often."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The person's use of the machine, from looks at the idle time.

    `seconds`: at the machine since the last break. `counted`: by reminder, how many of them had passed when
    it was last due. `last_input`: when a key or mouse was last seen to be touched.
    """

    checked_at: datetime | None = None
    last_input: datetime | None = None
    seconds: float = 0.0
    counted: Mapping[str, float] = field(default_factory=dict)

    def next_look(self, break_after: float) -> datetime | None:
        """When to look again: after a minute, or when a break begins to count; None: at once."""
        if self.checked_at is None or self.last_input is None:
            return None
        soon, ends = self.checked_at + CHECK_INTERVAL, self.last_input + timedelta(seconds=break_after)
        return min(soon, ends) if ends > self.checked_at else soon

    def is_on_break(self, break_after: float) -> bool:
        """Whether there had been no input for that long at the last check."""
        if self.checked_at is None or self.last_input is None:
            return False
        return (self.checked_at - self.last_input).total_seconds() >= break_after

    def checked(self, idle: float, now: datetime, break_after: float) -> tuple[Use, OwnBreak | None]:
        """A copy after a look, and the break that has just ended.

        A machine that was suspended was not looked at: if nothing was touched before and after for so long,
        that was a break too.
        """
        touched = now - timedelta(seconds=idle)
        if self.checked_at is None or self.last_input is None or now < self.checked_at:
            return replace(self, checked_at=now, last_input=touched), None
        since = now - self.checked_at
        was_suspended = min(since, touched - self.last_input).total_seconds() >= break_after
        if not self.is_on_break(break_after) and not was_suspended:
            seconds = self.seconds + since.total_seconds()
            return replace(
                self, checked_at=now, last_input=max(touched, self.last_input), seconds=seconds
            ), None
        if touched <= self.checked_at:
            return replace(self, checked_at=now), None
        return Use(checked_at=now, last_input=touched), OwnBreak(self.last_input, touched)

    def shifted(self, jump: timedelta) -> Use:
        """A copy for a clock that was set by `jump`. It looks afresh: the last look may have read either."""
        return replace(self, checked_at=None, last_input=self.last_input and self.last_input + jump)

    def with_due(self, occurrence: Occurrence) -> Use:
        """A copy in which that reminder's interval begins again."""
        return replace(self, counted={**self.counted, occurrence.reminder: self.seconds})

    def counted_from(self, instant: datetime, now: datetime, reminders: Iterable[Reminder]) -> Use:
        """A copy in which the intervals of these reminders began at that instant, if they did not later."""
        since = self.seconds - (now - instant).total_seconds()
        began = {each.id: max(self.counted.get(each.id, 0.0), since) for each in reminders}
        return replace(self, counted={**self.counted, **began})

    def due(self, plan: ResolvedPlan, now: datetime) -> list[Occurrence]:
        """What is due at `now`, within each reminder's days and time range."""
        return [
            Occurrence(now, reminder.id, reminder.routine)
            for reminder in reminders_counting_use(plan)
            if self._left(reminder) <= 0 and _is_open(reminder, plan, now)
        ]

    def expected(self, plan: ResolvedPlan) -> list[Occurrence]:
        """When each reminder will be due if the person stays at the machine; none during a break."""
        if self.checked_at is None or self.is_on_break(plan.plan.break_after):
            return []
        found = []
        for reminder in reminders_counting_use(plan):
            at = self.checked_at + timedelta(seconds=max(0.0, self._left(reminder)))
            if _is_open(reminder, plan, at):
                found.append(Occurrence(at, reminder.id, reminder.routine))
        return found

    def _left(self, reminder: Reminder) -> float:
        cadence = reminder.cadence
        assert isinstance(cadence, AtIntervals), "only intervals count use"
        return cadence.seconds - (self.seconds - self.counted.get(reminder.id, 0.0))


def reminders_counting_use(plan: ResolvedPlan) -> list[Reminder]:
    """The plan's reminders that count time in use."""
    return [reminder for reminder in plan.plan.reminders if reminder.counting == "use"]


def _is_open(reminder: Reminder, plan: ResolvedPlan, instant: datetime) -> bool:
    """Whether the reminder's days and time range hold that instant."""
    resolved = resolved_cadence(reminder, None)
    if resolved is None or not isinstance(resolved.cadence, AtIntervals):
        return False
    today = local_day(instant, plan.zone)
    for day in (today - _DAY, today):
        start, end = window_on(day, resolved.cadence.between, plan.zone)
        if start <= instant <= end and resolved.includes(day):
            return True
    return False
