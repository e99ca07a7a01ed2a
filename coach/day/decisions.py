"""Pure decisions: from state, situation and instant to the next state and its effects."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.day.announcement import Announcement, asks_first, batch_of, routines_of, summary_of
from coach.day.model import Announce, Lead, ReminderEvent
from coach.day.state import Pending, settle, with_spoken
from coach.day.waiting import reason_to_repeat, with_superseded
from coach.plan.gate import (
    BREAKPOINT,
    LONGEST_DAY,
    Defer,
    GateInput,
    Skip,
    Speak,
    decide,
    decide_all,
    short_routines,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.day.model import Batch, Begun, Effect, Ruling
    from coach.day.state import DayState, PendingByOccurrence
    from coach.plan.gate import Decision
    from coach.plan.model import Occurrence, ResolvedPlan
    from coach.situation import Situation


def decide_due(
    due: Iterable[Occurrence], plan: ResolvedPlan, state: DayState, situation: Situation, now: datetime
) -> tuple[DayState, list[Effect]]:
    """The state and effects after each due occurrence was led, announced, postponed or skipped.

    `state` has seen the situation (`DayState.observed`), and all of `due` is pending in it.
    """
    effects: list[Effect] = []
    pending = dict(state.pending)
    since, waiting_since = state.waiting_since, None
    batch: Batch = ()
    for occurrence, decision in decide_all(due, now, gate_input(plan, state, situation)):
        is_waiting = isinstance(decision, Defer) and decision.reason == BREAKPOINT
        if is_waiting:
            waiting_since = since or now
        if not (is_waiting and since and pending[occurrence].until):  # it is recorded once, not at each look
            effects.append(_event(now, occurrence, decision, since))
        if isinstance(decision, Defer):
            pending[occurrence] = replace(pending[occurrence], until=decision.until)
            continue
        if isinstance(decision, Speak):
            batch = joined_batch(pending, occurrence, decision.together)
            state, spoken = _spoken(batch, plan, state, now, pending[batch[0]])
            effects.extend(spoken)
        settle(pending, occurrence, batch)
    return replace(state, pending=pending, waiting_since=waiting_since), effects


def decided_unspoken(
    due: Iterable[Occurrence], plan: ResolvedPlan, state: DayState, situation: Situation, now: datetime
) -> tuple[DayState, list[Effect]] | None:
    """As `decide_due`, by a situation that may be out of date; None: something would be spoken by that."""
    state, effects = decide_due(due, plan, state.observed(situation, plan.plan, now), situation, now)
    return None if any(isinstance(each, Lead | Announce) for each in effects) else (state, effects)


def gate_input(plan: ResolvedPlan, state: DayState, situation: Situation) -> GateInput:
    """What the gate needs for its decision, except what is due at the same time."""
    return GateInput(
        plan=plan.plan,
        zone=plan.zone,
        left_out=plan.left_out,
        short=short_routines(plan.routines),
        situation=situation,
        busy_hours=plan.busy_hours,
        paused_until=state.paused_until,
        paused_because=state.paused_because,
        calls=state.calls,
        put_off=frozenset(each for each, how in state.pending.items() if how.put_off),
        last_break_end=state.last_break_end,
        last_spoken=state.last_spoken,
        waiting_since=state.waiting_since,
        has_become_free=state.has_become_free,
        led_until=state.led_until,
        announced_until=None if state.announcement is None else state.announcement.held_until,
    )


def decide_repeat(
    newest: Announcement, plan: ResolvedPlan, state: DayState, situation: Situation, now: datetime
) -> tuple[DayState, list[Effect]]:
    """The state and effects after the newest announcement was said again, if there is a reason to.

    It goes through the gate like anything that is spoken, except that it waits for no pause in the typing.
    """
    why = reason_to_repeat(newest, state, plan, now)
    due = replace(newest.occurrence, at=now)
    given = replace(gate_input(plan, state, situation), has_become_free=True)
    if why is None or not isinstance(decide(due, now, given), Speak):
        return state, []
    again = replace(
        newest,
        said=now,
        times=newest.times + 1,
        is_made_up=newest.is_made_up or why[0] == "unanswered",
        is_restored=False,
    )
    summary = summary_of(newest.occurrences, plan)
    announce = Announce(newest.occurrences, summary, is_again=True, wording=state.wording)
    state = replace(
        state,
        announcements=(*state.announcements[:-1], again),
        last_spoken=now,
        wording=state.wording + 1,
    )
    return state, [ReminderEvent(now, newest.occurrence, "repeated", *why), announce]


def joined_batch(pending: PendingByOccurrence, first: Occurrence, merged: Iterable[Occurrence]) -> Batch:
    """These occurrences as a batch, with those that were merged into them before they were postponed."""
    batch = (first, *merged)
    put_off = [pending.get(each, Pending()).together for each in batch]
    return batch_of((*batch, *(each for together in put_off for each in together)))


def effect_of(batch: Batch, plan: ResolvedPlan, wording: int) -> Lead | Announce:
    """The effect that leads or announces that batch."""
    if asks_first(batch, plan):
        return Announce(batch, summary_of(batch, plan), wording=wording)
    return Lead(batch, routines_of(batch, plan))


def with_session_begun(
    batch: Batch,
    plan: ResolvedPlan,
    state: DayState,
    now: datetime,
    begun: Begun = "coach",
) -> tuple[DayState, Lead]:
    """The state after a session was begun; it counts as spoken even if it is stopped early."""
    until = now + timedelta(seconds=summary_of(batch, plan).seconds)
    state = replace(state, led=batch[0], led_until=until, last_spoken=now)
    state = state.without_skips({each.routine for each in batch})
    return state, Lead(batch, routines_of(batch, plan), begun)


def _spoken(
    batch: Batch, plan: ResolvedPlan, state: DayState, now: datetime, how: Pending
) -> tuple[DayState, list[Effect]]:
    state, effects = with_superseded(state, plan, batch, now)
    calls = state.calls
    if not how.put_off:  # also without `at_most`, which may be added to the plan at noon
        calls = (*(call for call in calls if now - call < LONGEST_DAY), now)
    recently_spoken = with_spoken(state.recently_spoken, batch, now)
    state = replace(state, recently_spoken=recently_spoken, calls=calls)
    effect = effect_of(batch, plan, state.wording)
    if isinstance(effect, Lead):
        state, effect = with_session_begun(batch, plan, state, now)
    else:
        new = Announcement(batch, now, now, put_off=how.put_off, first_due=how.first_due)
        state = replace(
            state, announcements=(*state.announcements, new), last_spoken=now, wording=state.wording + 1
        )
    return state, [*effects, effect]


def _event(
    now: datetime, occurrence: Occurrence, decision: Decision, waiting_since: datetime | None
) -> ReminderEvent:
    if isinstance(decision, Speak):
        waited = max(0.0, (now - waiting_since).total_seconds()) if waiting_since else 0.0
        return ReminderEvent(now, occurrence, "speak", waited=waited)
    ruling: Ruling = "skip" if isinstance(decision, Skip) else "defer"
    until = decision.until if isinstance(decision, Defer) else None
    return ReminderEvent(now, occurrence, ruling, decision.reason.code, decision.reason.sentence, until)
