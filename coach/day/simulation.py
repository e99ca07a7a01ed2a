"""Simulates days in virtual time: the real engine, and a person who is always there and begins at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.clock import VirtualClock
from coach.day.engine import ReminderEngine
from coach.day.model import Announce, Lead, ReminderEvent
from coach.day.use import reminders_counting_use
from coach.plan.choice import with_done
from coach.situation import AT_THE_DESK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from coach.clock import Clock
    from coach.day.model import Effect
    from coach.day.state import DayState
    from coach.plan.model import Occurrence, ResolvedPlan


class SimulatedActions:
    """Carries out effects in virtual time: a routine takes as long as it is estimated to take.

    `ends`: when the current routine ends; `led`: what was just begun; `is_announced`: a routine was announced
    and has not begun.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ends: datetime | None = None
        self.is_announced = False
        self.led: tuple[str, ...] = ()
        self.events: list[ReminderEvent] = []

    def perform(self, effects: Iterable[Effect]) -> None:
        """Carry out these effects in virtual time."""
        for effect in effects:
            if isinstance(effect, ReminderEvent):
                self.events.append(effect)
            elif isinstance(effect, Lead):
                seconds = sum(routine.seconds for routine in effect.routines.values())
                self.ends = self._clock.now() + timedelta(seconds=seconds)
                self.led = tuple(effect.routines)
            elif isinstance(effect, Announce):
                self.is_announced = True


def simulate(
    plan: ResolvedPlan,
    start: datetime,
    end: datetime,
    saved: tuple[DayState, Sequence[Occurrence]] | None = None,
) -> Iterator[ReminderEvent]:
    """What happens to every occurrence from `start` until before `end`, in the order of the decisions.

    `saved`: the state at `start`, and what each reminder is due for next, as for `ReminderEngine.restore`.
    """
    clock = VirtualClock(start - timedelta(milliseconds=1))  # so that what is due at `start` counts
    actions = SimulatedActions(clock)
    watch = (lambda: 0.0) if reminders_counting_use(plan) else None
    engine = ReminderEngine(plan, clock, lambda: AT_THE_DESK, watch)
    if saved is not None:
        actions.perform(engine.restore(*saved))
    while True:
        look = watch and (engine.state.use.next_look(plan.plan.break_after) or clock.now())
        coming = [instant for instant in (engine.next_instant, actions.ends, look) if instant is not None]
        if not coming or min(coming) >= end:
            return
        clock.advance(max(0.0, (min(coming) - clock.now()).total_seconds()))
        if actions.ends is not None and actions.ends <= clock.now():
            actions.ends = None
            actions.perform(engine.session_ended("completed"))
        actions.perform(engine.wake())
        if actions.is_announced:
            actions.is_announced = False
            actions.perform(engine.begin())
        if actions.led:
            engine.use_history(with_done(engine.plan.history, actions.led, clock.now()), clock.now())
            actions.led = ()
        yield from actions.events
        actions.events.clear()


def disturbed(plan: ResolvedPlan, start: datetime, end: datetime) -> list[ReminderEvent]:
    """The decisions that move or skip an occurrence, or speak it together with another."""
    return [event for event in simulate(plan, start, end) if event.ruling in {"defer", "skip"}]
