"""What comes next, as far as is known, and the notice before what is led without the person being asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from coach.day.decisions import effect_of, gate_input, joined_batch
from coach.day.model import Lead, Notice
from coach.plan.choice import chosen, with_choices
from coach.plan.gate import BREAKPOINT, Defer, Speak, decide, may_be_joined, short_routines
from coach.plan.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from coach.day.model import Announce, Effect
    from coach.day.state import DayState
    from coach.plan.model import Occurrence, ResolvedPlan
    from coach.situation import Situation

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


TOO_LATE = timedelta(seconds=10)
"""A notice is not given so shortly before its instant: it would end as the first word begins."""


def next_notice(state: DayState, plan: ResolvedPlan, expected: Iterable[Occurrence]) -> datetime | None:
    """When a notice is to be considered next; None: never."""
    coming = _next_considered(state, plan, expected)
    return None if coming is None else coming[0]


def with_notice(
    state: DayState,
    plan: ResolvedPlan,
    expected: Iterable[Occurrence],
    now: datetime,
    *,
    observe: Callable[[], Situation],
) -> tuple[DayState, list[Effect]]:
    """The state and effects after a notice was given, if it is time and the gate allows the routine.

    `observe` gives the situation; it is called only where something is led at that time.
    """
    expected = tuple(expected)
    coming = _next_considered(state, plan, expected)
    if coming is None or now < coming[0]:
        return state, []
    noticed, instant = coming
    state = replace(state, noticed=noticed)
    lead = upcoming_effect(state, plan, expected, instant)
    if not isinstance(lead, Lead) or instant < now + TOO_LATE:
        return state, []
    situation = observe()
    state = state.observed(situation, plan.plan, now)
    decision = decide(lead.occurrences[0], instant, gate_input(plan, state, situation))
    is_led = isinstance(decision, Speak) or (isinstance(decision, Defer) and decision.reason == BREAKPOINT)
    return state, [Notice(lead.occurrences, tuple(lead.routines.values()), instant)] if is_led else []


def _next_considered(
    state: DayState, plan: ResolvedPlan, expected: Iterable[Occurrence]
) -> tuple[datetime, datetime] | None:
    """When a notice is considered next, and for which instant; what the gate has put off has none again.

    What is due at one instant has one notice, as early as one of its reminders wants it.
    """
    if not plan.plan.gives_notice:
        return None
    coming = [(each.at, each.reminder) for each in expected]
    coming += [(how.until, each.reminder) for each, how in state.pending.items() if how.until and how.put_off]
    before: dict[datetime, float] = {}
    for instant, reminder in coming:
        seconds = plan.plan.notice_before(reminder)
        if seconds is not None:
            before[instant] = max(seconds, before.get(instant, 0.0))
    times = [(instant - timedelta(seconds=seconds), instant) for instant, seconds in before.items()]
    return min((each for each in times if state.noticed is None or each[0] > state.noticed), default=None)
