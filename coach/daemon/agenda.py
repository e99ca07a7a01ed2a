"""What is on for the day: what the plan calls for, handed over as it falls due, and what waits since."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from coach.daemon.due import is_due_at, next_due
from coach.daemon.lately import Lately
from coach.daemon.port import Noted
from coach.daemon.rows import joined
from coach.daemon.scheduler import CadenceScheduler
from coach.daemon.waiting import Waits, asked, asked_anew, in_edition, shifted
from coach.plan.model import Occurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime, timedelta

    from coach.clock import Clock
    from coach.daemon.port import Programme
    from coach.daemon.rows import Row
    from coach.daemon.scheduler import PassedOver
    from coach.daemon.waiting import Waiting
    from coach.plan.model import Reminder

GONE = "The reminder is no longer in the plan."
UNREAD = "Its routine is not there, or does not read."
DUE_AGAIN = "The clock was set back: it is due again."
SPOKEN_ALREADY = "The clock was set back: it was spoken a moment ago."


class Agenda:
    """`waiting`: what is due and not settled. What is left out here already is told to `note`."""

    def __init__(self, programme: Programme, clock: Clock, note: Callable[[Noted], None]) -> None:
        self._clock = clock
        self._note = note
        self.scheduler = CadenceScheduler(clock)
        self.waiting: Waiting = {}
        self.lately = Lately()
        self.programme = programme
        self._arm()

    @property
    def next_instant(self) -> datetime | None:
        """When something is due, or to be asked again; None: never."""
        instants = [self.scheduler.next_due]
        instants.extend(waits.until or self._clock.now() for waits in self.waiting.values())
        return min((instant for instant in instants if instant is not None), default=None)

    def due(self) -> list[Occurrence]:
        """What is to be decided on now."""
        self.scheduler.run_pending()
        due = asked(self.waiting, self._clock.now())
        for occurrence in [each for each in due if each.routine not in self.programme.routines]:
            due.remove(occurrence)
            self._drop(occurrence, "unread", UNREAD)
        return due

    def at(self, instant: datetime) -> list[Occurrence]:
        """What will be due then, as far as can be told now; sorted."""
        due = [each for each, waits in self.waiting.items() if waits.until and waits.until <= instant]
        for job in self.scheduler.jobs:
            reminder = self.programme.plan.reminder(str(getattr(job, "name", "")))
            if reminder is not None and job.next_run == instant:
                due.append(Occurrence(instant, reminder.id, reminder.routine))
        return sorted(due)

    def row(self, occurrence: Occurrence, merged: Iterable[Occurrence]) -> Row:
        """All of these, and what had been merged with them before they were put off."""
        row = (occurrence, *merged)
        waits = [self.waiting.get(each, Waits()) for each in row]
        return joined((*row, *(each for one in waits for each in one.together)))

    def put_off(self, occurrence: Occurrence, until: datetime) -> None:
        """It is to be asked again then."""
        self.waiting[occurrence] = replace(self.waiting[occurrence], until=until)

    def settle(self, occurrence: Occurrence) -> None:
        """It is decided on. What it was to speak for goes on with a later one of the same reminder."""
        waits = self.waiting.pop(occurrence)
        heirs = [each for each in self.waiting if each.reminder == occurrence.reminder and each > occurrence]
        if waits.together and heirs:
            self.waiting[max(heirs)] = self.waiting[max(heirs)].joined_by(waits.together)

    def ask_anew(self) -> None:
        """What stood against what waits may be gone."""
        self.waiting = asked_anew(self.waiting, self._clock.now())

    def take_up(self, programme: Programme) -> None:
        """Another plan, other routines or zone: what waits is asked anew, with the routines of now."""
        self.scheduler.run_pending()  # what has become due meanwhile is not forgotten
        self.programme = programme
        for occurrence in [each for each in self.waiting if programme.edition(each) is None]:
            self._drop(occurrence, "gone", GONE)
        self.waiting = in_edition(self.waiting, programme)
        self.ask_anew()
        self._arm()

    def clock_was_set(self, jump: timedelta) -> None:
        """By that much: what was to come after so many minutes still does."""
        now = self._clock.now()
        self.waiting, again = shifted(self.waiting, jump, now, partial(is_due_at, self.programme))
        for occurrence in again:
            self._note(Noted(now, occurrence, "skip", "clock", DUE_AGAIN))
        self.lately.shift(jump)

    def plan_anew(self) -> None:
        """From now on; what became due until now is not forgotten."""
        self.scheduler.run_pending()
        self.scheduler.arm()

    @property
    def expected(self) -> dict[str, datetime]:
        """By reminder, what it is due for next."""
        jobs = self.scheduler.cadence_jobs
        return {job.name: job.next_run for job in jobs if job.next_run is not None}

    def go_on_from(self, expected: Mapping[str, datetime]) -> None:
        """What the process before this one expected, and what fell due since while no coach ran, is due."""
        now = self._clock.now()
        for job in self.scheduler.cadence_jobs:
            at, reminder = expected.get(job.name), self.programme.plan.reminder(job.name)
            if at is None or at > now or reminder is None:
                continue
            if is_due_at(self.programme, Occurrence(at, reminder.id, reminder.routine)):
                job.next_run = at

    def _arm(self) -> None:
        now = self._clock.now()
        self.scheduler.clear()
        for reminder in self.programme.plan.reminders:
            self.scheduler.add(
                reminder.id,
                next_due(self.programme, reminder, now),
                partial(self._fall_due, reminder),
                partial(self._pass_over, reminder),
            )

    def _fall_due(self, reminder: Reminder, instants: tuple[datetime, ...]) -> None:
        now = self._clock.now()
        self.waiting = {each: waits.without(reminder.id) for each, waits in self.waiting.items()}
        for at in instants:
            occurrence = Occurrence(at, reminder.id, reminder.routine)
            if self.lately.has(occurrence, now):
                self._note(Noted(now, occurrence, "skip", "clock", SPOKEN_ALREADY))
            else:
                self.waiting[occurrence] = replace(self.waiting.get(occurrence, Waits()), until=None)

    def _pass_over(self, reminder: Reminder, these: PassedOver) -> None:
        """So many were missed that one entry stands for all but the last of them."""
        first = Occurrence(these.first, reminder.id, reminder.routine)
        number = "Many" if these.number is None else str(these.number)
        sentence = f"{number} were missed until then; the same reminder is due again."
        self._note(Noted(self._clock.now(), first, "skip", "superseded", sentence, through=these.last))

    def _drop(self, occurrence: Occurrence, reason: str, sentence: str) -> None:
        del self.waiting[occurrence]
        self._note(Noted(self._clock.now(), occurrence, "skip", reason, sentence))
