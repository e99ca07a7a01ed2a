"""A day or a year in virtual time: the real scheduler, gate and keeper, and a person who is always there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.clock import VirtualClock
from coach.day.engine import ReminderEngine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from coach.day.model import Known, Noted, Programme
    from coach.plan.model import Occurrence


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """Somebody who sits there, in no meeting."""

    idle_seconds: float | None = 0.0
    locked: bool | None = False
    in_meeting: bool | None = False
    do_not_disturb: bool | None = False


class VirtualHands:
    """Leads in virtual time: a routine takes as long as is known, an announced one is begun at once."""

    def __init__(self, clock: VirtualClock, programme: Programme) -> None:
        self._clock = clock
        self._programme = programme
        self.ends: datetime | None = None
        self.wants_to_begin = False
        self.noted: list[Noted] = []

    def is_led_elsewhere(self) -> bool:
        """Nobody does in a simulation."""
        return False

    def situation(self) -> AtTheDesk:
        """Always there."""
        return AtTheDesk()

    def lead(self, occurrence: Occurrence, together: tuple[Occurrence, ...]) -> None:
        """It takes its time."""
        known = (self._programme.routines.get(each.routine) for each in (occurrence, *together))
        seconds = sum(routine.seconds for routine in known if routine is not None)
        self.ends = self._clock.now() + timedelta(seconds=seconds)

    def announce(self, occurrence: Occurrence, known: Known) -> None:  # noqa: ARG002 — as the port has it
        """The person begins."""
        self.wants_to_begin = True

    def withdraw(self) -> None:
        """Nothing stands in virtual time."""

    def note(self, noted: Noted) -> None:
        """Keep it."""
        self.noted.append(noted)


def simulate(programme: Programme, start: datetime, end: datetime) -> Iterator[Noted]:
    """What would become of every occurrence from `start` on and before `end`, in the order it is settled."""
    clock = VirtualClock(start - timedelta(milliseconds=1))  # so that what is due at `start` counts
    hands = VirtualHands(clock, programme)
    day = ReminderEngine(programme, clock, hands)
    while True:
        coming = [instant for instant in (day.next_instant, hands.ends) if instant is not None]
        if not coming or min(coming) >= end:
            return
        clock.advance(max(0.0, (min(coming) - clock.now()).total_seconds()))
        if hands.ends is not None and hands.ends <= clock.now():
            hands.ends = None
            day.ended("completed")
        day.wake()
        if hands.wants_to_begin:
            hands.wants_to_begin = False
            day.begin()
        yield from hands.noted
        hands.noted.clear()
