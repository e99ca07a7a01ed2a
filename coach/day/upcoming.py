"""What comes next, as far as is known: for a person to see, and so that it can be prepared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from coach.day.decisions import effect_of, joined_batch
from coach.plan.choice import chosen, with_choices
from coach.plan.gate import may_be_joined, short_routines
from coach.plan.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.day.model import Announce, Lead
    from coach.day.state import DayState
    from coach.plan.model import Occurrence, ResolvedPlan

FAR = timedelta(days=366)
"""What is due later than that is not looked for."""


def next_occurrences(
    state: DayState, plan: ResolvedPlan, by_use: Iterable[Occurrence], now: datetime, number: int
) -> list[tuple[datetime, Occurrence]]:
    """The next occurrences with their times, soonest first, including postponed ones.

    `by_use`: the next of those reminders that count time in use.
    """
    by_clock = replace(
        plan.plan, reminders=tuple(each for each in plan.plan.reminders if each.counting == "clock")
    )
    planned = occurrences(by_clock, plan.prescriptions, now, now + FAR, plan.zone, done=plan.done)
    put_off = [
        (how.until, occurrence)
        for occurrence, how in state.pending.items()
        if how.until is not None and how.until > now
    ]
    coming = (*islice(with_choices(planned, plan, now), number), *(chosen(plan, each) for each in by_use))
    return sorted((*((each.at, each) for each in coming), *put_off))[:number]


def upcoming_effect(
    state: DayState, plan: ResolvedPlan, expected: Iterable[Occurrence], instant: datetime
) -> Lead | Announce | None:
    """The effect that is expected at that instant; `expected`: the next occurrence of each reminder."""
    paused = state.paused_until
    if state.led is not None or (paused is not None and instant < paused):
        return None
    due = [each for each, how in state.pending.items() if how.until and how.until <= instant]
    due.extend(chosen(plan, each) for each in expected if each.at == instant)
    if not due:
        return None
    first, *rest = sorted(due)
    short = short_routines(plan.routines)
    merged = [each for each in rest if may_be_joined(first, each, plan.plan, short)]
    return effect_of(joined_batch(state.pending, first, merged), plan, state.wording)
