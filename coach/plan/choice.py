"""Which of its routines a reminder calls for next: in turn, or the one that was done least.

It follows from what was done, and so is the same whenever it is asked. What comes later assumes that each
occurrence is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final

from coach.plan.model import Done
from coach.plan.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from coach.plan.model import Occurrence, Plan, Reminder, ResolvedPlan

HISTORY: Final = timedelta(days=28)
"""How far back it counts for `least done`, so that a routine that is new in the plan catches up soon."""


def choices_in(plan: Plan) -> tuple[str, ...]:
    """The routines of all reminders that have several."""
    return tuple(dict.fromkeys(id_ for each in plan.reminders for id_ in each.routines))


def coming_routines(reminder: Reminder, history: Mapping[str, Done]) -> Iterator[str]:
    """The routine of each of its next occurrences, without end; of several, by what was done so far."""
    ids = reminder.routines or (reminder.routine,)
    if reminder.choose == "in turn":
        latest = max((id_ for id_ in ids if id_ in history), key=lambda id_: history[id_].last, default=None)
        yield from islice(cycle(ids), 0 if latest is None else ids.index(latest) + 1, None)
    counts = {id_: history[id_].times if id_ in history else 0 for id_ in ids}
    order = sorted(ids, key=lambda id_: (id_ in history, history[id_].last if id_ in history else None))
    while True:
        chosen = min(order, key=lambda id_: counts[id_])
        counts[chosen] += 1
        order.remove(chosen)
        order.append(chosen)
        yield chosen


def with_done(history: Mapping[str, Done], routines: Iterable[str], at: datetime) -> dict[str, Done]:
    """The history as it is once these routines were done at that time, too."""
    new = {id_: Done(history[id_].times + 1 if id_ in history else 1, at) for id_ in routines}
    return {**history, **new}


def chosen(plan: ResolvedPlan, occurrence: Occurrence) -> Occurrence:
    """The occurrence with the routine that its reminder calls for now."""
    reminder = plan.plan.reminder(occurrence.reminder)
    if reminder is None or not reminder.routines:
        return occurrence
    return replace(occurrence, routine=next(coming_routines(reminder, plan.history)))


def with_choices(coming: Iterable[Occurrence], plan: ResolvedPlan, start: datetime) -> Iterator[Occurrence]:
    """These occurrences from `start` on, in order, with the routines that they will call for."""
    those = tuple(each for each in plan.plan.reminders if each.routines)
    several = {each.id: _Turn(coming_routines(each, plan.history)) for each in those}
    since = plan.history_at
    if several and since is not None and since < start:
        before = replace(plan.plan, reminders=those)
        for each in occurrences(before, plan.prescriptions, since, start, plan.zone, done=plan.done):
            several[each.reminder].take()
    for each in coming:
        turn = several.get(each.reminder)
        if turn is None:
            yield each
        else:
            is_past = since is not None and each.at < since
            yield replace(each, routine=turn.next if is_past else turn.take())


@dataclass(slots=True)
class _Turn:
    """The routines of a reminder, one after the other."""

    following: Iterator[str]
    next: str = field(init=False)

    def __post_init__(self) -> None:
        self.next = next(self.following)

    def take(self) -> str:
        """The next routine, after which it is another one's turn."""
        taken, self.next = self.next, next(self.following)
        return taken
