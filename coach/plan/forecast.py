"""Forecasts the gate's decisions for a person who is there and in no meeting."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from math import ceil
from typing import TYPE_CHECKING

from coach.plan.choice import with_choices
from coach.plan.gate import LONGEST_DAY, Defer, GateInput, Reason, Skip, Speak, decide_all, short_routines
from coach.plan.local_time import instant_of, local_day
from coach.plan.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from coach.plan.gate import Decision
    from coach.plan.model import Occurrence, ResolvedPlan


@dataclass(frozen=True, slots=True)
class ForecastEntry:
    """An occurrence and what happens to it; for a postponed one, `until` is when it is spoken."""

    occurrence: Occurrence
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDay:
    """What is known of the day at the instant `now`; None means that there is none.

    `pending`: what is due or was postponed, and until when, if that is settled.
    """

    now: datetime
    paused_until: datetime | None = None
    led_until: datetime | None = None
    last_spoken: datetime | None = None
    paused_because: str | None = None
    calls: tuple[datetime, ...] = ()
    put_off: frozenset[Occurrence] = frozenset()
    """As in `GateInput`."""
    pending: Mapping[Occurrence, datetime | None] = field(default_factory=dict)


POSTPONED = Reason("postponed", "Postponed.")
_DAY = timedelta(days=1)


def forecast_between(plan: ResolvedPlan, start: datetime, end: datetime) -> Iterator[ForecastEntry]:
    """Every occurrence from `start` until before `end`, in order, with what happens to it without a pause.

    The forecast also looks at the day before and the day after, as nearby occurrences matter too; it is
    computed only as far as it is consumed.
    """
    if end <= start:
        return
    begin = instant_of(local_day(start, plan.zone) - _DAY, time(0), plan.zone)
    for found in _forecast(plan, KnownDay(now=begin), end + _DAY):
        if found.occurrence.at >= end:
            return
        if found.occurrence.at >= start:
            yield found


def forecast_from(plan: ResolvedPlan, known: KnownDay, end: datetime) -> Iterator[ForecastEntry]:
    """What is pending, and every occurrence from `known.now` until before `end`, with what happens to it."""
    if end <= known.now:
        return
    for found in _forecast(plan, known, end + _DAY):
        if found.occurrence.at >= end:
            return
        yield found


def _forecast(plan: ResolvedPlan, known: KnownDay, end: datetime) -> Iterator[ForecastEntry]:
    """All occurrences from then on, in order."""
    coming = occurrences(plan.plan, plan.prescriptions, known.now, end, plan.zone, done=plan.done)
    pending = {(each.at, each.reminder) for each in known.pending}
    new = with_choices((each for each in coming if (each.at, each.reminder) not in pending), plan, known.now)
    drawn = deque(sorted(known.pending))
    settled: dict[Occurrence, ForecastEntry] = {}
    seconds = {id_: routine.seconds for id_, routine in plan.routines.items()}
    state = GateInput(
        plan=plan.plan,
        zone=plan.zone,
        left_out=plan.left_out,
        short=short_routines(plan.routines),
        busy_hours=plan.busy_hours,
        paused_until=known.paused_until,
        paused_because=known.paused_because,
        calls=known.calls,
        put_off=known.put_off,
        led_until=known.led_until,
        last_spoken=known.last_spoken,
    )
    waiting = {
        each: Defer(max(until or each.at, known.now), POSTPONED) for each, until in known.pending.items()
    }
    for one in forecast(_noted(new, drawn), state, seconds, waiting):
        settled[one.occurrence] = one
        while drawn and drawn[0] in settled:
            yield settled.pop(drawn.popleft())


def _noted(coming: Iterable[Occurrence], drawn: deque[Occurrence]) -> Iterator[Occurrence]:
    """The same occurrences; each is added to `drawn` when it is taken."""
    for each in coming:
        drawn.append(each)
        yield each


def forecast(
    due: Iterable[Occurrence],
    state: GateInput,
    seconds: Mapping[str, float],
    postponed: Mapping[Occurrence, Defer] | None = None,
) -> Iterator[ForecastEntry]:
    """Each of these occurrences with what happens to it, in the order of the decisions.

    `due`: sorted by time. `seconds`: how long each routine takes, by id; each is led to its end, and the
    plan's spacing counts from there. `postponed`: what waits at the beginning.
    """
    coming = iter(due)
    following = next(coming, None)
    waiting: dict[Occurrence, Defer | None] = dict(postponed or {})
    now: datetime | None = None
    while following is not None or waiting:
        now = _next_instant(following, waiting)
        while following is not None and following.at <= now:
            waiting[following] = None
            following = next(coming, None)
        state = _led_to_its_end(state, now)
        for occurrence, decision in decide_all(waiting, now, state):
            put_off = waiting[occurrence]
            if isinstance(decision, Defer):
                waiting[occurrence] = Defer(decision.until, (put_off or decision).reason)
                continue
            del waiting[occurrence]
            if isinstance(decision, Speak):
                state = _spoken(state, now, (occurrence, *decision.together), seconds)
            yield ForecastEntry(occurrence, _overall(decision, put_off, now))


def _spoken(
    state: GateInput, now: datetime, batch: tuple[Occurrence, ...], seconds: Mapping[str, float]
) -> GateInput:
    length = ceil(sum(seconds.get(routine, 0.0) for routine in {each.routine for each in batch}))
    is_counted = state.plan.at_most is not None and batch[0] not in state.put_off
    calls = (*(call for call in state.calls if now - call < LONGEST_DAY), now) if is_counted else state.calls
    return replace(state, led_until=now + timedelta(seconds=length), calls=calls)


def _led_to_its_end(state: GateInput, now: datetime) -> GateInput:
    if state.led_until is None or now < state.led_until:
        return state
    return replace(state, last_spoken=state.led_until, led_until=None)


def _next_instant(following: Occurrence | None, waiting: Mapping[Occurrence, Defer | None]) -> datetime:
    instants = [put_off.until for put_off in waiting.values() if put_off is not None]
    return min(instants if following is None else [*instants, following.at])


def _overall(decision: Speak | Skip, put_off: Defer | None, now: datetime) -> Decision:
    return Defer(now, put_off.reason) if put_off and isinstance(decision, Speak) else decision
