"""When a reminder is due next, as the scheduler asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.plan.occurrences import Trigger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.daemon.port import Programme
    from coach.plan.model import Reminder


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
