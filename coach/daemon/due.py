"""When a reminder is due next, as the scheduler asks for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.plan.occurrences import Trigger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.daemon.port import Programme
    from coach.plan.model import Occurrence, Reminder

_JUST_BEFORE = timedelta(microseconds=1)
_FAR = timedelta(days=2)
"""Walking on over longer than this costs more than to look anew."""


def next_due(
    programme: Programme, reminder: Reminder, since: datetime
) -> Callable[[datetime], datetime | None]:
    """What gives the first instant after another at which that reminder is due; None: it never is again.

    It may be asked in any order; asked in the order of time, as a clock that runs does, it is cheap.
    """
    return _Walk(_trigger(programme, reminder, since)).after


class _Walk:
    """From one occurrence to the next, instead of looking at whole days each time.

    Between two calls it stands at `_found`, the first occurrence later than `_since`. A moment before
    `_since` (the clock was set back) or far ahead (the machine has slept) makes it look anew.
    """

    def __init__(self, trigger: Trigger) -> None:
        self._trigger = trigger
        self._since = trigger.after
        self._following = trigger.following()
        self._found = self._further()

    def after(self, moment: datetime) -> datetime | None:
        is_far = self._found is not None and moment - self._found > _FAR
        if moment < self._since or is_far:
            self._following = self._trigger.moved(moment).following()
            self._found = self._further()
        while self._found is not None and self._found <= moment:
            self._found = self._further()
        self._since = moment
        return self._found

    def _further(self) -> datetime | None:
        occurrence = next(self._following, None)
        return None if occurrence is None else occurrence.at


def _trigger(programme: Programme, reminder: Reminder, since: datetime) -> Trigger:
    return Trigger(
        reminder=reminder,
        zone=programme.zone,
        after=since,
        prescription=programme.prescriptions.get(reminder.routine),
    )


def is_due_at(programme: Programme, occurrence: Occurrence) -> bool:
    """Whether the plan itself calls for that occurrence, and not somebody who put it off until then."""
    reminder = programme.plan.reminder(occurrence.reminder)
    before = occurrence.at - _JUST_BEFORE
    if reminder is None:
        return False
    found = _trigger(programme, reminder, before).next()
    return found is not None and found.at == occurrence.at
