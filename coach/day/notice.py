"""The notice before what is led without the person being asked: when it is due, and whether it is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.day.decisions import gate_input
from coach.day.model import Lead, Notice
from coach.day.upcoming import upcoming_effect
from coach.plan.gate import BREAKPOINT, Defer, Speak, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from coach.day.model import Effect
    from coach.day.state import DayState
    from coach.plan.model import Occurrence, ResolvedPlan
    from coach.situation import Situation

TOO_LATE = timedelta(seconds=10)
"""A notice is not given so shortly before its instant: it would end as the first word begins."""


def next_notice(state: DayState, plan: ResolvedPlan, expected: Iterable[Occurrence]) -> datetime | None:
    """When a notice is to be considered next; None: never."""
    instant = _coming_instant(state, plan, expected)
    return None if instant is None else instant - timedelta(seconds=plan.plan.notice or 0.0)


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
    instant, due = _coming_instant(state, plan, expected), next_notice(state, plan, expected)
    if instant is None or due is None or now < due:
        return state, []
    state = replace(state, noticed=instant)
    lead = upcoming_effect(state, plan, expected, instant)
    if not isinstance(lead, Lead) or instant < now + TOO_LATE:
        return state, []
    situation = observe()
    state = state.observed(situation, plan.plan, now)
    decision = decide(lead.occurrences[0], instant, gate_input(plan, state, situation))
    is_led = isinstance(decision, Speak) or (isinstance(decision, Defer) and decision.reason == BREAKPOINT)
    return state, [Notice(lead.occurrences, tuple(lead.routines.values()), instant)] if is_led else []


def _coming_instant(state: DayState, plan: ResolvedPlan, expected: Iterable[Occurrence]) -> datetime | None:
    """The next instant for which no notice was considered; what the gate has put off is not noticed again."""
    if plan.plan.notice is None:
        return None
    instants = [each.at for each in expected]
    instants += [how.until for how in state.pending.values() if how.until is not None and how.put_off]
    considered = state.noticed
    return min((at for at in instants if considered is None or at > considered), default=None)
