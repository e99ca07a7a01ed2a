"""The keeper of the day: what is due goes through the gate, and what may be spoken is led or announced.

It decides on its own clock and acts through `Actions`; it neither sleeps nor waits. Whoever drives it
calls `wake` when `idle_seconds` have gone by, or when something happened.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.day.agenda import GONE, Agenda, Waits
from coach.day.announcement import MOST_PROCESSES, Announced
from coach.day.batches import asks_first, known_of
from coach.day.model import Noted
from coach.day.presence import Presence
from coach.day.scheduler import LONGEST_SLEEP
from coach.plan.gate import SHORT_SECONDS, Defer, Skip, Speak, State, decide, decide_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.clock import Clock
    from coach.day.batches import Batch
    from coach.day.clock_changes import Disagreement
    from coach.day.model import Actions, Programme, Ruling
    from coach.plan.gate import Decision
    from coach.plan.model import Occurrence

UNTIL_RESUMED = datetime.max.replace(tzinfo=UTC)

GONE_WITH = "The reminder that it was announced with is no longer in the plan."


class ReminderEngine:
    """One person's day. `led_until`: when what is being led should end, also if another process began it."""

    def __init__(self, programme: Programme, clock: Clock, hands: Actions) -> None:
        self._clock = clock
        self._hands = hands
        self._presence = Presence()
        self.agenda = Agenda(programme, clock, hands.note)
        self.announced: Announced | None = None
        self.led: Occurrence | None = None
        self.led_until: datetime | None = None
        self.paused_until: datetime | None = None
        self.last_spoken: datetime | None = None
        self._short = _short(programme)

    # Driving it

    @property
    def programme(self) -> Programme:
        """The plan as it is kept now, with all that it needs."""
        return self.agenda.programme

    @property
    def next_instant(self) -> datetime | None:
        """When something may have to be done; None: never."""
        step = None if self.announced is None else self.announced.next_step
        instants = (self.agenda.next_instant, step)
        return min((instant for instant in instants if instant is not None), default=None)

    @property
    def idle_seconds(self) -> float:
        """Seconds to sleep: until something may have to be done, at most `LONGEST_SLEEP`, never below 0."""
        instant = self.next_instant
        until = LONGEST_SLEEP if instant is None else (instant - self._clock.now()).total_seconds()
        return min(LONGEST_SLEEP, max(0.0, until))

    def wake(self) -> None:
        """Do what is due now."""
        now = self._clock.now()
        self._outlive_what_another_led(now)
        self._tend_announcement(now)
        due = self.agenda.due()
        if due:
            self._settle(due, self._clock.now())

    def take_up(self, programme: Programme) -> None:
        """Go on with another plan, other routines or zone.

        What waits is asked anew, with the routines as they are now; what is of a reminder that is gone is
        left out, and no longer announced.
        """
        self.agenda.take_up(programme)
        self._short = _short(programme)
        if self.announced is not None:
            self._take_up_announced(self.announced)

    def clocks_disagree(self, found: Iterable[Disagreement]) -> None:
        """The machine has slept, or somebody set the clock: plan anew."""
        found = tuple(found)
        for jump in [each.seconds for each in found if each.kind == "stepped"]:
            self.clock_was_set(timedelta(seconds=jump))
            if jump < 0:
                self.agenda.plan_anew()
        for asleep in [each.seconds for each in found if each.kind == "suspended"]:
            self._presence.slept(asleep, self._clock.now())

    def clock_was_set(self, jump: timedelta) -> None:
        """By that much: what was to happen after so many minutes still does."""
        self.agenda.clock_was_set(jump)
        self._presence.shift(jump)
        if self.announced is not None:
            self.announced = self.announced.shifted(jump)
        if self.paused_until is not None and self.paused_until != UNTIL_RESUMED:
            self.paused_until += jump
        self.led_until = self.led_until and self.led_until + jump
        self.last_spoken = self.last_spoken and self.last_spoken + jump

    def upcoming(self, instant: datetime) -> Batch:
        """What will be spoken then, as far as can be told now, so that it can be made ready; else nothing."""
        if self.led is not None or (self.paused_until is not None and instant < self.paused_until):
            return ()
        due = self.agenda.at(instant)
        merged = [each for each in due[1:] if {due[0].routine, each.routine} <= self._short]
        return self.agenda.row(due[0], merged) if due else ()

    # What the person wishes

    def pause(self, until: datetime | None = None) -> None:
        """Say nothing until then, or until `resume`."""
        self.paused_until = until or UNTIL_RESUMED

    def resume(self) -> None:
        """Speak again; what waits is asked anew."""
        self.paused_until = None
        self.agenda.ask_anew()

    def begin(self) -> bool:
        """Begin what was announced; False: nothing was."""
        standing = self._withdrawn("begun")
        if standing is not None:
            self._lead(standing.row)
        return standing is not None

    def later(self, seconds: float) -> bool:
        """Announce it again after that time."""
        until = self._clock.now() + timedelta(seconds=seconds)
        standing = self._withdrawn("later", until=until)
        if standing is not None:
            again = replace(standing.occurrence, at=until)
            self.agenda.waiting[again] = Waits(until, standing.together)
        return standing is not None

    def skip(self) -> bool:
        """Leave out what was announced."""
        return self._withdrawn("skipped") is not None

    def done(self) -> bool:
        """The person has done what was announced without being led."""
        return self._withdrawn("done") is not None

    def outlive(self, standing: Announced, jump: timedelta) -> None:
        """The process before this one announced it: once more if it still stands, else the gate decides.

        `jump`: by so much the clock was set since; `standing` is by the clock of now already.
        """
        now = self._clock.now()
        self.last_spoken = max(filter(None, (self.last_spoken, min(now, standing.given_up_at))))
        if standing.times >= MOST_PROCESSES:
            self._hands.note(Noted(now, standing.occurrence, "unanswered"))
            return
        self.announced = standing.once_more(now)
        if self.announced is None:
            at = standing.occurrence.at
            waits = replace(standing.occurrence, at=at + jump if at > now else at)
            self.agenda.waiting[waits] = Waits(together=standing.together, announced=standing.times)

    # How a session ended

    def ended(self, outcome: str) -> None:
        """The session that was led is over, with that outcome."""
        self._over("ended", outcome)

    def failed(self, sentence: str) -> None:
        """The session crashed, hung, or could not begin: the day goes on."""
        self._over("failed", "failed", sentence)

    # Deciding

    def _settle(self, due: list[Occurrence], now: datetime) -> None:
        for occurrence, decision in decide_all(due, now, self._state(due, now)):
            self._hands.note(_noted(now, occurrence, decision))
            if isinstance(decision, Defer):
                self.agenda.put_off(occurrence, decision.until)
                continue
            if isinstance(decision, Speak):
                self._speak(occurrence, decision.together, now)
            self.agenda.settle(occurrence)

    def _speak(self, occurrence: Occurrence, merged: Batch, now: datetime) -> None:
        row = self.agenda.row(occurrence, merged)
        self.agenda.lately.add(row, now)
        if not asks_first(row, self.programme):
            self._lead(row)
            return
        times = self.agenda.waiting[occurrence].announced + 1
        self.announced = Announced(occurrence, row[1:], now, times=times)
        self._hands.announce(occurrence, known_of(row, self.programme))

    def _lead(self, row: Batch) -> None:
        self.led = row[0]
        now = self.last_spoken = self._clock.now()  # already now: a restart in the middle must know it
        self.led_until = now + timedelta(seconds=known_of(row, self.programme).seconds)
        self._hands.lead(row[0], row[1:])

    def _state(self, due: list[Occurrence], now: datetime) -> State:
        situation = self._hands.situation()
        self._presence.seen(situation, now)
        return State(
            plan=self.programme.plan,
            zone=self.programme.zone,
            short=self._short,
            paused_until=self.paused_until,
            in_meeting=situation.in_meeting,
            do_not_disturb=situation.do_not_disturb,
            idle_seconds=situation.idle_seconds,
            locked=situation.locked,
            last_break_end=self._presence.last_break_end,
            last_spoken=self.last_spoken,
            led_until=self.led_until or (now if self._hands.is_led_elsewhere() else None),
            announced_until=None if self.announced is None else self.announced.given_up_at,
            due_together=tuple(due),
        )

    def _outlive_what_another_led(self, now: datetime) -> None:
        """A routine that the process before this one has led ends without telling us."""
        if self.led is None and self.led_until is not None and self.led_until <= now:
            self.last_spoken, self.led_until = self.led_until, None

    def _tend_announcement(self, now: datetime) -> None:
        standing = self.announced
        if standing is None or now < standing.next_step:
            return
        if now >= standing.given_up_at:
            self._withdrawn("unanswered")
            return
        self.announced = standing.repeated()
        if isinstance(decide(*standing.said_again(now, self._state([], now))), Speak):
            self._hands.announce(standing.occurrence, known_of(standing.row, self.programme))

    def _take_up_announced(self, standing: Announced) -> None:
        """What is announced is led as it is now; a reminder that is gone is no longer announced."""
        first, *rest = (self.programme.edition(each) for each in standing.row)
        together = tuple(each for each in rest if each is not None)
        if first is not None:
            self.announced = replace(standing, occurrence=first, together=together)
            return
        self._withdrawn("withdrawn", "gone", GONE)
        if together:
            now = self._clock.now()
            self._hands.note(Noted(now, together[0], "later", "gone", GONE_WITH, until=now))
            self.agenda.waiting[replace(together[0], at=now)] = Waits(together=together[1:])

    def _withdrawn(
        self, ruling: Ruling, reason: str = "", sentence: str = "", until: datetime | None = None
    ) -> Announced | None:
        """Take back what was announced, if something was, and note what came of it."""
        standing, self.announced = self.announced, None
        if standing is None:
            return None
        now = self.last_spoken = self._clock.now()
        self._hands.withdraw()
        self._hands.note(Noted(now, standing.occurrence, ruling, reason, sentence, until))
        return standing

    def _over(self, ruling: Ruling, reason: str, sentence: str = "") -> None:
        now = self._clock.now()
        if self.led is not None:
            self._hands.note(Noted(now, self.led, ruling, reason, sentence))
        self.led = self.led_until = None
        self.last_spoken = now


def _short(programme: Programme) -> frozenset[str]:
    known = programme.routines.items()
    return frozenset(id_ for id_, routine in known if routine.seconds <= SHORT_SECONDS)


def _noted(now: datetime, occurrence: Occurrence, decision: Decision) -> Noted:
    if isinstance(decision, Speak):
        return Noted(now, occurrence, "speak")
    ruling: Ruling = "skip" if isinstance(decision, Skip) else "defer"
    until = decision.until if isinstance(decision, Defer) else None
    return Noted(now, occurrence, ruling, decision.reason.code, decision.reason.sentence, until)
