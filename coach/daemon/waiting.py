"""What is due and not settled: until when it waits, what is spoken along with it, and what is asked now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime, timedelta

    from coach.daemon.port import Programme
    from coach.plan.model import Occurrence


@dataclass(frozen=True, slots=True)
class Waits:
    """How an occurrence waits. `until`: when the gate is asked again; None: at once.

    `together`: those that were merged with it when it was announced; they are spoken along with it.
    """

    until: datetime | None = None
    together: tuple[Occurrence, ...] = ()
    announced: int = 0
    """How many processes have announced it already, without an answer."""

    def joined_by(self, others: Iterable[Occurrence]) -> Waits:
        """The same with others to be spoken along, each reminder once."""
        reminders = {each.reminder for each in self.together}
        return replace(
            self, together=(*self.together, *(each for each in others if each.reminder not in reminders))
        )

    def without(self, reminder: str) -> Waits:
        """The same without that reminder: it is due anew, or is in the plan no more."""
        if all(each.reminder != reminder for each in self.together):
            return self
        return replace(self, together=tuple(each for each in self.together if each.reminder != reminder))


Waiting = dict["Occurrence", Waits]


def asked(waiting: Mapping[Occurrence, Waits], now: datetime) -> list[Occurrence]:
    """Those that wait no longer than now, and with them what waits of the same reminders.

    Asked one by one, two of one reminder that were put off until different instants would both be spoken.
    """
    due = {each for each, waits in waiting.items() if waits.until is None or waits.until <= now}
    reminders = {each.reminder for each in due}
    return [each for each in waiting if each in due or (each.reminder in reminders and each.at <= now)]


def asked_anew(waiting: Mapping[Occurrence, Waits], now: datetime) -> Waiting:
    """The same where what stood against them may be gone; what the person put off until later stays so."""
    return {each: replace(waits, until=None) if each.at <= now else waits for each, waits in waiting.items()}


def in_edition(waiting: Mapping[Occurrence, Waits], programme: Programme) -> Waiting:
    """The same with the routines of that plan; what is of no reminder of it is left out."""
    found: Waiting = {}
    for occurrence, waits in waiting.items():
        again = programme.edition(occurrence)
        if again is not None:
            together = (programme.edition(each) for each in waits.together)
            found[again] = replace(waits, together=tuple(each for each in together if each is not None))
    return found


def shifted(
    waiting: Mapping[Occurrence, Waits],
    jump: timedelta,
    now: datetime,
    is_due: Callable[[Occurrence], bool],
) -> tuple[Waiting, list[Occurrence]]:
    """The same on a clock that was set by `jump` to `now`, and those that are due again by that clock.

    What the person put off still comes after as many minutes; what the gate put off is asked anew, as
    quiet hours may have gone by. `is_due`: whether the plan itself calls for an occurrence.
    """
    found: Waiting = {}
    again = []
    for occurrence, waits in waiting.items():
        moved = replace(occurrence, at=occurrence.at + jump)
        if occurrence.at > now - jump:  # put off by the person
            found[moved] = replace(waits, until=waits.until and waits.until + jump)
        elif occurrence.at <= now:
            found[occurrence] = replace(waits, until=None)
        elif is_due(occurrence) and not waits.announced:
            again.append(occurrence)
        else:
            found[moved] = replace(waits, until=None)
    return found, again
