"""The keeper of the day: what is due goes through the gate, and what may be spoken is led or announced.

It decides on its own clock and acts through `Hands`; it neither sleeps nor waits. Whoever drives it
calls `wake` when `idle_seconds` have gone by, or when something happened.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.daemon.announced import Announced
from coach.daemon.due import asked, is_due_at, next_due
from coach.daemon.port import Known, Noted
from coach.daemon.scheduler import LONGEST_SLEEP, CadenceScheduler
from coach.plan.gate import AWAY_SECONDS, SHORT_SECONDS, Defer, Skip, Speak, State, decide, decide_all
from coach.plan.model import Occurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.clock import Clock
    from coach.daemon.clocks import Disagreement
    from coach.daemon.port import Hands, Programme, Ruling, Situation
    from coach.plan.gate import Decision
    from coach.plan.model import Reminder

UNTIL_RESUMED = datetime.max.replace(tzinfo=UTC)


class Day:
    """One person's day. `waiting`: due and not settled, with the instant to ask the gate again, if any."""

    def __init__(self, programme: Programme, clock: Clock, hands: Hands) -> None:
        self._clock = clock
        self._hands = hands
        self.scheduler = CadenceScheduler(clock)
        self.waiting: dict[Occurrence, datetime | None] = {}
        self.announced: Announced | None = None
        self.led: Occurrence | None = None
        self.led_until: datetime | None = None
        self.paused_until: datetime | None = None
        self.last_spoken: datetime | None = None
        self._last_break_end: datetime | None = None
        self._was_away = False
        self.programme = programme
        self._arm_for(programme)

    # Driving it

    @property
    def next_instant(self) -> datetime | None:
        """When something may have to be done; None: never."""
        instants = [self.scheduler.next_due, *self.waiting.values()]
        if self.announced is not None:
            instants.append(self.announced.next_step)
        return min((instant for instant in instants if instant is not None), default=None)

    @property
    def idle_seconds(self) -> float:
        """Seconds to sleep: until something may have to be done, at most `LONGEST_SLEEP`, never below 0."""
        instant = self.next_instant
        until = LONGEST_SLEEP if instant is None else (instant - self._clock.now()).total_seconds()
        return min(LONGEST_SLEEP, max(0.0, until))

    def wake(self) -> None:
        """Do what is due now."""
        self.scheduler.run_pending()
        now = self._clock.now()
        self._tend_announcement(now)
        due = asked(self.waiting, now)
        if due:
            self._settle(due, now)

    def take_up(self, programme: Programme) -> None:
        """Go on with another plan, other routines or zone; what waits of a reminder now gone is left out."""
        self.scheduler.run_pending()  # what has become due meanwhile is not forgotten
        self.programme = programme
        now = self._clock.now()
        for occurrence in [each for each in self.waiting if programme.plan.reminder(each.reminder) is None]:
            self._drop(occurrence, now, "gone", "The reminder is no longer in the plan.")
        self._arm_for(programme)

    def clocks_disagree(self, found: Iterable[Disagreement]) -> None:
        """The machine has slept, or somebody set the clock: plan anew."""
        now = self._clock.now()
        found = tuple(found)
        for jump in [each.seconds for each in found if each.kind == "stepped"]:
            self._shift(timedelta(seconds=jump), now)
            if jump < 0:
                self.scheduler.run_pending()  # what became due in the machine's sleep is not forgotten
                self.scheduler.arm()
        if any(each.kind == "suspended" and each.seconds >= AWAY_SECONDS for each in found):
            self._last_break_end = now

    def upcoming(self, instant: datetime) -> Occurrence | None:
        """What will be spoken then, as far as can be told now; so that it can be made ready."""
        if self.led is not None or (self.paused_until is not None and instant < self.paused_until):
            return None
        due = [each for each, until in self.waiting.items() if until is not None and until <= instant]
        for job in self.scheduler.jobs:
            reminder = self.programme.plan.reminder(str(getattr(job, "name", "")))
            if reminder is not None and job.next_run == instant:
                due.append(Occurrence(instant, reminder.id, reminder.routine))
        return min(due, default=None)

    # What the person wishes

    def pause(self, until: datetime | None = None) -> None:
        """Say nothing until then, or until `resume`."""
        self.paused_until = until or UNTIL_RESUMED

    def resume(self) -> None:
        """Speak again."""
        self.paused_until = None

    def begin(self) -> bool:
        """Begin what was announced; False: nothing was."""
        standing = self._withdrawn("begun")
        if standing is not None:
            self._lead(standing.occurrence, standing.together)
        return standing is not None

    def later(self, seconds: float) -> bool:
        """Announce it again after that time."""
        now = self._clock.now()
        until = now + timedelta(seconds=seconds)
        standing = self._withdrawn("later", until=until)
        if standing is not None:
            again = replace(standing.occurrence, at=until)
            self.waiting[again] = until
        return standing is not None

    def skip(self) -> bool:
        """Leave out what was announced."""
        return self._withdrawn("skipped") is not None

    def done(self) -> bool:
        """The person has done what was announced without being led."""
        return self._withdrawn("done") is not None

    # How a session ended

    def ended(self, outcome: str) -> None:
        """The session that was led is over, with that outcome."""
        self._over("ended", outcome)

    def failed(self, sentence: str) -> None:
        """The session crashed, hung, or could not begin: the day goes on."""
        self._over("failed", "failed", sentence)

    # Deciding

    def _settle(self, due: list[Occurrence], now: datetime) -> None:
        state = self._state(due, now)
        for occurrence, decision in decide_all(due, now, state):
            if isinstance(decision, Defer):
                self.waiting[occurrence] = decision.until
            else:
                del self.waiting[occurrence]
            self._hands.note(_noted(now, occurrence, decision))
            if isinstance(decision, Speak):
                self._speak(occurrence, decision.together, now)

    def _speak(self, occurrence: Occurrence, together: tuple[Occurrence, ...], now: datetime) -> None:
        reminder = self.programme.plan.reminder(occurrence.reminder)
        if reminder is not None and self.asks_first(reminder):
            self.announced = Announced(occurrence, together, now)
            self._hands.announce(occurrence, self.known(occurrence))
        else:
            self._lead(occurrence, together)

    def asks_first(self, reminder: Reminder) -> bool:
        """Whether its routine is announced, and waits for the person to begin it."""
        if reminder.begin is not None:
            return reminder.begin == "ask"
        return reminder.routine not in self._short

    def _lead(self, occurrence: Occurrence, together: tuple[Occurrence, ...]) -> None:
        seconds = sum(self.known(each).seconds for each in (occurrence, *together))
        self.led = occurrence
        now = self.last_spoken = self._clock.now()  # already now: a restart in the middle must know it
        self.led_until = now + timedelta(seconds=seconds)
        self._hands.lead(occurrence, together)

    def _state(self, due: list[Occurrence], now: datetime) -> State:
        situation = self._hands.situation()
        self._look_for_breaks(situation, now)
        busy_until = self.led_until
        if self.announced is not None:
            busy_until = self.announced.given_up_at
        return State(
            plan=self.programme.plan,
            zone=self.programme.zone,
            short=self._short,
            paused_until=self.paused_until,
            in_meeting=situation.in_meeting,
            do_not_disturb=situation.do_not_disturb,
            idle_seconds=situation.idle_seconds,
            locked=situation.locked,
            last_break_end=self._last_break_end,
            last_spoken=self.last_spoken,
            led_until=busy_until,
            due_together=tuple(due),
        )

    def _look_for_breaks(self, situation: Situation, now: datetime) -> None:
        """Whoever was away when we last looked, and is there now, is only just back."""
        is_away = bool(situation.locked) or (situation.idle_seconds or 0.0) >= AWAY_SECONDS
        if self._was_away and not is_away:
            self._last_break_end = now
        self._was_away = is_away

    def _tend_announcement(self, now: datetime) -> None:
        standing = self.announced
        if standing is None or now < standing.next_step:
            return
        if now >= standing.given_up_at:
            self._withdrawn("unanswered")
            return
        self.announced = standing.repeated()
        if isinstance(decide(*standing.said_again(now, self._state([], now))), Speak):
            self._hands.announce(standing.occurrence, self.known(standing.occurrence))

    def _withdrawn(self, ruling: Ruling, until: datetime | None = None) -> Announced | None:
        """Take back what was announced, if something was, and note what came of it."""
        standing, self.announced = self.announced, None
        if standing is None:
            return None
        now = self._clock.now()
        self._hands.withdraw()
        self._hands.note(Noted(now, standing.occurrence, ruling, until=until))
        self.last_spoken = now
        return standing

    def _over(self, ruling: Ruling, reason: str, sentence: str = "") -> None:
        now = self._clock.now()
        if self.led is not None:
            self._hands.note(Noted(now, self.led, ruling, reason, sentence))
        self.led = self.led_until = None
        self.last_spoken = now

    # The programme, and the clock

    def _arm_for(self, programme: Programme) -> None:
        now = self._clock.now()
        known = programme.routines.items()
        self._short = frozenset(id_ for id_, routine in known if routine.seconds <= SHORT_SECONDS)
        self.scheduler.clear()
        for reminder in programme.plan.reminders:
            self.scheduler.add(reminder.id, next_due(programme, reminder, now), self._due(reminder))

    def _due(self, reminder: Reminder) -> Callable[[tuple[datetime, ...]], None]:
        def due(instants: tuple[datetime, ...]) -> None:
            for at in instants:
                self.waiting[Occurrence(at, reminder.id, reminder.routine)] = None

        return due

    def _shift(self, jump: timedelta, now: datetime) -> None:
        """Somebody set the clock: what was to happen after so many minutes still does."""
        for occurrence, until in list(self.waiting.items()):
            if occurrence.at > now - jump:  # put off by the person
                del self.waiting[occurrence]
                self.waiting[replace(occurrence, at=occurrence.at + jump)] = until and until + jump
            elif occurrence.at <= now:
                self.waiting[occurrence] = None  # asked anew: quiet hours may have gone by
            elif is_due_at(self.programme, occurrence):
                self._drop(occurrence, now, "clock", "The clock was set back: it is due again.")
            else:
                del self.waiting[occurrence]
                self.waiting[replace(occurrence, at=occurrence.at + jump)] = None
        if self.announced is not None:
            self.announced = self.announced.shifted(jump)
        if self.paused_until is not None and self.paused_until != UNTIL_RESUMED:
            self.paused_until += jump
        self.led_until = self.led_until and self.led_until + jump
        self.last_spoken = self.last_spoken and self.last_spoken + jump
        self._last_break_end = self._last_break_end and self._last_break_end + jump

    def _drop(self, occurrence: Occurrence, now: datetime, reason: str, sentence: str) -> None:
        del self.waiting[occurrence]
        self._hands.note(Noted(now, occurrence, "skip", reason, sentence))

    def known(self, occurrence: Occurrence) -> Known:
        """What is known of its routine."""
        return self.programme.routines.get(occurrence.routine, Known(occurrence.routine, 0.0))


def _noted(now: datetime, occurrence: Occurrence, decision: Decision) -> Noted:
    if isinstance(decision, Speak):
        return Noted(now, occurrence, "speak")
    ruling: Ruling = "skip" if isinstance(decision, Skip) else "defer"
    until = decision.until if isinstance(decision, Defer) else None
    return Noted(now, occurrence, ruling, decision.reason.code, decision.reason.sentence, until)
