"""Forecasts the gate's decisions for a person who is there, in no meeting, with no pause."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import time, timedelta
from math import ceil
from typing import TYPE_CHECKING

from coach.plan.gate import Defer, GateInput, Skip, Speak, decide_all, short_routines
from coach.plan.local_time import instant_of, local_day
from coach.plan.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from coach.plan.gate import Decision
    from coach.plan.model import Occurrence, ResolvedPlan


@dataclass(frozen=True, slots=True)
class ForecastEntry:
    """An occurrence and what becomes of it; for a postponed one, `until` is when it is spoken."""

    occurrence: Occurrence
    decision: Decision


_DAY = timedelta(days=1)


def forecast_between(plan: ResolvedPlan, start: datetime, end: datetime) -> Iterator[ForecastEntry]:
    """Every occurrence from `start` until before `end`, in order, with what becomes of it.

    The forecast also looks at the day before and the day after, as nearby occurrences matter too; it is
    computed only as far as it is consumed.
    """
    begin = instant_of(local_day(start, plan.zone) - _DAY, time(0), plan.zone)
    coming = occurrences(plan.plan, plan.prescriptions, begin, end + _DAY, plan.zone)
    drawn: deque[Occurrence] = deque()
    settled: dict[Occurrence, ForecastEntry] = {}
    seconds = {id_: routine.seconds for id_, routine in plan.routines.items()}
    state = GateInput(plan=plan.plan, zone=plan.zone, short=short_routines(plan.routines))
    for one in forecast(_noted(coming, drawn), state, seconds):
        settled[one.occurrence] = one
        while drawn and drawn[0] in settled:
            found = settled.pop(drawn.popleft())
            if found.occurrence.at >= end:
                return
            if found.occurrence.at >= start:
                yield found


def _noted(coming: Iterable[Occurrence], drawn: deque[Occurrence]) -> Iterator[Occurrence]:
    """The same occurrences; each is added to `drawn` when it is taken."""
    for each in coming:
        drawn.append(each)
        yield each


def forecast(
    due: Iterable[Occurrence], state: GateInput, seconds: Mapping[str, float]
) -> Iterator[ForecastEntry]:
    """Each of these occurrences with what becomes of it, in the order of the decisions.

    `due`: sorted by time. `seconds`: how long each routine takes, by id; each is led to its end, and the
    plan's spacing counts from there.
    """
    coming = iter(due)
    following = next(coming, None)
    waiting: dict[Occurrence, Defer | None] = {}
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
    return replace(state, led_until=now + timedelta(seconds=length))


def _led_to_its_end(state: GateInput, now: datetime) -> GateInput:
    if state.led_until is None or now < state.led_until:
        return state
    return replace(state, last_spoken=state.led_until, led_until=None)


def _next_instant(following: Occurrence | None, waiting: Mapping[Occurrence, Defer | None]) -> datetime:
    instants = [put_off.until for put_off in waiting.values() if put_off is not None]
    return min(instants if following is None else [*instants, following.at])


def _overall(decision: Speak | Skip, put_off: Defer | None, now: datetime) -> Decision:
    return Defer(now, put_off.reason) if put_off and isinstance(decision, Speak) else decision
