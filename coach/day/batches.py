"""What is spoken as one: an occurrence and the short ones that are merged with it, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.day.model import Known
from coach.plan.gate import SHORT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.day.model import Programme
    from coach.plan.model import Occurrence

    Batch = tuple[Occurrence, ...]


def joined(occurrences: Iterable[Occurrence]) -> Batch:
    """Each reminder once: the first that is named counts."""
    row: dict[str, Occurrence] = {}
    for occurrence in occurrences:
        row.setdefault(occurrence.reminder, occurrence)
    return tuple(row.values())


def led_of(row: Batch) -> Batch:
    """What of a row is led: each routine once, also where two reminders call for it."""
    routines: dict[str, Occurrence] = {}
    for occurrence in row:
        routines.setdefault(occurrence.routine, occurrence)
    return tuple(routines.values())


def known_of(row: Batch, programme: Programme) -> Known:
    """The row as one routine: all titles, and how long it takes together."""
    known = [programme.known(each) for each in led_of(row)]
    return Known(", ".join(each.title for each in known), sum(each.seconds for each in known))


def asks_first(row: Batch, programme: Programme) -> bool:
    """Whether it is announced, and waits for the person to begin it.

    So it is where one of its reminders wishes it, and where it takes longer, all in all, than what is
    simply spoken, unless all of them wish to begin at once.
    """
    reminders = [programme.plan.reminder(each.reminder) for each in row]
    wishes = {None if each is None else each.begin for each in reminders}
    if "ask" in wishes:
        return True
    return wishes != {"now"} and known_of(row, programme).seconds > SHORT_SECONDS
