"""When a reminder is due next, as the scheduler asks for it, and what is asked about now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.plan.occurrences import Trigger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from coach.daemon.port import Programme
    from coach.plan.model import Occurrence, Reminder

_JUST_BEFORE = timedelta(microseconds=1)


def next_due(
    programme: Programme, reminder: Reminder, since: datetime
) -> Callable[[datetime], datetime | None]:
    """What gives the first instant after another at which that reminder is due; None: it never is again."""
    trigger = Trigger(
        reminder=reminder,
        zone=programme.zone,
        after=since,
        prescription=programme.prescriptions.get(reminder.routine),
    )

    def after(moment: datetime) -> datetime | None:
        found = trigger.moved(moment).next()
        return None if found is None else found.at

    return after


def is_due_at(programme: Programme, occurrence: Occurrence) -> bool:
    """Whether the plan itself calls for that occurrence, and not somebody who put it off until then."""
    reminder = programme.plan.reminder(occurrence.reminder)
    before = occurrence.at - _JUST_BEFORE
    return reminder is not None and next_due(programme, reminder, before)(before) == occurrence.at


def asked(waiting: Mapping[Occurrence, datetime | None], now: datetime) -> list[Occurrence]:
    """Those that wait no longer than now, and with them what waits of the same reminders.

    Asked one by one, two of one reminder that were put off until different instants would both be spoken.
    """
    due = [each for each, until in waiting.items() if until is None or until <= now]
    reminders = {each.reminder for each in due}
    return [each for each in waiting if each in due or (each.reminder in reminders and each.at <= now)]
