"""What the gate would say of what lies ahead, if nothing came between: nobody away, no meeting, no pause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from coach.plan.gate import Defer, Skip, Speak, decide_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from coach.plan.gate import Decision, State
    from coach.plan.model import Occurrence


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An occurrence and what becomes of it. Of one that is put off, `until` is when it is spoken."""

    occurrence: Occurrence
    decision: Decision


def foresee(
    occurrences: Iterable[Occurrence], state: State, seconds: Mapping[str, float]
) -> Iterator[Foreseen]:
    """Each of these occurrences with what becomes of it, in the order in which that is settled.

    `occurrences` in their order. `seconds`: how long each routine takes, by id; each is led to its end,
    and the plan's spacing counts from there.
    """
    coming = iter(occurrences)
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
            yield Foreseen(occurrence, _told(decision, put_off, now))


def _spoken(state: State, now: datetime, row: tuple[Occurrence, ...], seconds: Mapping[str, float]) -> State:
    length = ceil(sum(seconds.get(routine, 0.0) for routine in {each.routine for each in row}))
    return replace(state, led_until=now + timedelta(seconds=length))


def _led_to_its_end(state: State, now: datetime) -> State:
    if state.led_until is None or now < state.led_until:
        return state
    return replace(state, last_spoken=state.led_until, led_until=None)


def _next_instant(following: Occurrence | None, waiting: Mapping[Occurrence, Defer | None]) -> datetime:
    instants = [put_off.until for put_off in waiting.values() if put_off is not None]
    return min(instants if following is None else [*instants, following.at])


def _told(decision: Speak | Skip, put_off: Defer | None, now: datetime) -> Decision:
    return Defer(now, put_off.reason) if put_off and isinstance(decision, Speak) else decision
