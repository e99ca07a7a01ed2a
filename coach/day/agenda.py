"""What the plan calls for, handed over as it falls due, and what waits since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from coach.day.batches import joined
from coach.day.model import Noted
from coach.day.scheduler import CadenceScheduler
from coach.plan.model import Occurrence
from coach.plan.occurrences import Trigger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from coach.clock import Clock
    from coach.day.batches import Batch
    from coach.day.model import Programme
    from coach.day.scheduler import PassedOver
    from coach.plan.model import Reminder


@dataclass(frozen=True, slots=True)
class Waits:
    """How an occurrence waits. `until`: when the gate is asked again; None: at once.

    `together`: those that were merged with it when it was announced; they are spoken along with it.
    """

    until: datetime | None = None
    together: tuple[Occurrence, ...] = ()
    announced: int = 0
    """How many processes have announced it already, without an answer."""

    def joined_by(self, others: Iterable[Occurrence]) -> Waits:
        """The same with others to be spoken along, each reminder once."""
        reminders = {each.reminder for each in self.together}
        return replace(
            self, together=(*self.together, *(each for each in others if each.reminder not in reminders))
        )

    def without(self, reminder: str) -> Waits:
        """The same without that reminder: it is due anew, or is in the plan no more."""
        if all(each.reminder != reminder for each in self.together):
            return self
        return replace(self, together=tuple(each for each in self.together if each.reminder != reminder))


Waiting = dict["Occurrence", Waits]


def asked(waiting: Mapping[Occurrence, Waits], now: datetime) -> list[Occurrence]:
    """Those that wait no longer than now, and with them what waits of the same reminders.

    Asked one by one, two of one reminder that were put off until different instants would both be spoken.
    """
    due = {each for each, waits in waiting.items() if waits.until is None or waits.until <= now}
    reminders = {each.reminder for each in due}
    return [each for each in waiting if each in due or (each.reminder in reminders and each.at <= now)]


def asked_anew(waiting: Mapping[Occurrence, Waits], now: datetime) -> Waiting:
    """The same where what stood against them may be gone; what the person put off until later stays so."""
    return {each: replace(waits, until=None) if each.at <= now else waits for each, waits in waiting.items()}


def in_edition(waiting: Mapping[Occurrence, Waits], programme: Programme) -> Waiting:
    """The same with the routines of that plan; what is of no reminder of it is left out."""
    found: Waiting = {}
    for occurrence, waits in waiting.items():
        again = programme.edition(occurrence)
        if again is not None:
            together = (programme.edition(each) for each in waits.together)
            found[again] = replace(waits, together=tuple(each for each in together if each is not None))
    return found


def shifted(
    waiting: Mapping[Occurrence, Waits],
    jump: timedelta,
    now: datetime,
    is_due: Callable[[Occurrence], bool],
) -> tuple[Waiting, list[Occurrence]]:
    """The same on a clock that was set by `jump` to `now`, and those that are due again by that clock.

    What the person put off still comes after as many minutes; what the gate put off is asked anew, as
    quiet hours may have gone by. `is_due`: whether the plan itself calls for an occurrence.
    """
    found: Waiting = {}
    again = []
    for occurrence, waits in waiting.items():
        moved = replace(occurrence, at=occurrence.at + jump)
        if occurrence.at > now - jump:  # put off by the person
            found[moved] = replace(waits, until=waits.until and waits.until + jump)
        elif occurrence.at <= now:
            found[occurrence] = replace(waits, until=None)
        elif is_due(occurrence) and not waits.announced:
            again.append(occurrence)
        else:
            found[moved] = replace(waits, until=None)
    return found, again


LATELY = timedelta(minutes=30)
"""Within so long the very same occurrence is not spoken twice. A clock that is set back by more is lived
anew: to leave out all of its reminders would be the silence that nobody can explain."""


class RecentlySpoken:
    """By reminder and due instant, when it was spoken, on the clock as it is now."""

    def __init__(self) -> None:
        self.spoken: dict[tuple[str, datetime], datetime] = {}

    def add(self, row: Iterable[Occurrence], now: datetime) -> None:
        """These are spoken now; what was spoken longer ago than counts is forgotten."""
        self.spoken = {key: at for key, at in self.spoken.items() if now - LATELY < at}
        for occurrence in row:
            self.spoken[occurrence.reminder, occurrence.at] = now

    def has(self, occurrence: Occurrence, now: datetime) -> bool:
        """Whether it was spoken a moment ago."""
        at = self.spoken.get((occurrence.reminder, occurrence.at))
        return at is not None and abs(now - at) < LATELY

    def shift(self, jump: timedelta) -> None:
        """Somebody set the clock by that much."""
        self.spoken = {key: at + jump for key, at in self.spoken.items()}


_JUST_BEFORE = timedelta(microseconds=1)
_FAR = timedelta(days=2)
"""Walking on over longer than this costs more than to look anew."""


def next_due(
    programme: Programme, reminder: Reminder, since: datetime
) -> Callable[[datetime], datetime | None]:
    """What gives the first instant after another at which that reminder is due; None: it never is again.

    It may be asked in any order; asked in the order of time, as a clock that runs does, it is cheap.
    """
    return _Walk(_trigger(programme, reminder, since)).after


class _Walk:
    """From one occurrence to the next, instead of looking at whole days each time.

    Between two calls it stands at `_found`, the first occurrence later than `_since`. A moment before
    `_since` (the clock was set back) or far ahead (the machine has slept) makes it look anew.
    """

    def __init__(self, trigger: Trigger) -> None:
        self._trigger = trigger
        self._since = trigger.after
        self._following = trigger.following()
        self._found = self._further()

    def after(self, moment: datetime) -> datetime | None:
        is_far = self._found is not None and moment - self._found > _FAR
        if moment < self._since or is_far:
            self._following = self._trigger.moved(moment).following()
            self._found = self._further()
        while self._found is not None and self._found <= moment:
            self._found = self._further()
        self._since = moment
        return self._found

    def _further(self) -> datetime | None:
        occurrence = next(self._following, None)
        return None if occurrence is None else occurrence.at


def _trigger(programme: Programme, reminder: Reminder, since: datetime) -> Trigger:
    return Trigger(
        reminder=reminder,
        zone=programme.zone,
        after=since,
        prescription=programme.prescriptions.get(reminder.routine),
    )


def is_due_at(programme: Programme, occurrence: Occurrence) -> bool:
    """Whether the plan itself calls for that occurrence, and not somebody who put it off until then."""
    reminder = programme.plan.reminder(occurrence.reminder)
    before = occurrence.at - _JUST_BEFORE
    if reminder is None:
        return False
    found = _trigger(programme, reminder, before).next()
    return found is not None and found.at == occurrence.at


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
        self.lately = RecentlySpoken()
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

    def row(self, occurrence: Occurrence, merged: Iterable[Occurrence]) -> Batch:
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
