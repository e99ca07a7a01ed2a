"""A coach on virtual time, and the laws that hold for whatever it says and notes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from coach.clock_times import Window
from coach.day.announcement import MOST_TIMES
from coach.day.clock_changes import read_clocks
from coach.day.engine import ReminderEngine
from coach.day.model import Announce, Lead, ReminderEvent, StillWaiting
from coach.plan.model import AtIntervals, AtTimes, Plan, Reminder, ResolvedPlan, RoutineSummary, TimesPerDay
from coach.plan.quiet_hours import quiet_until
from coach.situation import AT_THE_DESK, AWAY_SECONDS, UNKNOWN, Situation
from coach.testing import FakeClock

ROUTINES = {
    "sip": RoutineSummary("A sip", 10.0),
    "sit": RoutineSummary("Sitting", 30.0),
    "neck": RoutineSummary("Neck", 400.0),
}
WATER = Reminder(id="water", routine="sip", cadence=AtIntervals(3000.0, Window(time(9), time(17))))
SITTING = Reminder(
    id="sitting", routine="sit", cadence=AtIntervals(7200.0, Window(time(20), time(4))), missed="once"
)
NECK = Reminder(
    id="neck", routine="neck", cadence=AtTimes((time(2, 30), time(10, 41), time(15))), missed="once"
)
PLANS = (
    Plan(
        reminders=(WATER, SITTING, NECK),
        quiet=(Window(time(12), time(13)), Window(time(23, 30), time(1))),
    ),
    Plan(
        reminders=(
            replace(WATER, cadence=AtIntervals(720.0, Window(time(9), time(12))), missed="once"),
            replace(NECK, cadence=TimesPerDay(4, Window(time(9), time(18))), missed="skip"),
        ),
        quiet=(Window(time(10, 31), time(11)),),
        spacing=120.0,
    ),
    Plan(
        reminders=(replace(WATER, begin="ask"), replace(SITTING, jitter=300.0, missed="skip")), spacing=600.0
    ),
    Plan(
        reminders=(
            replace(WATER, begin="ask"),
            replace(SITTING, cadence=AtIntervals(1500.0, Window(time(9), time(17)))),
        )
    ),
)
PRESENCE = {
    "desk": AT_THE_DESK,
    "away": Situation(idle_seconds=AWAY_SECONDS),
    "locked": Situation(locked=True),
    "meeting": Situation(microphone=True),
    "disturb": Situation(do_not_disturb=True),
    "unknown": UNKNOWN,
}


class LawfulCoach:
    """A coach and its person: what it says and notes is held against the laws at once.

    Real time is that of `boot`, which nobody sets: spacing and pauses are measured by it.
    """

    def __init__(self, start, zone, number, answers):
        self.clock = FakeClock(start)
        self.zone = zone
        self.plan = PLANS[number]
        self.answers = answers
        self.announcements = 0
        self.present = AT_THE_DESK
        self.ends = None
        """When what is being led ends, in real time."""
        self.answer = None
        """When the person answers, in real time, and what."""
        self.spoken = None
        """When something was spoken last, in real time: its beginning, and its end once that is over."""
        self.paused_until = self.settled_at = 0.0
        """Until when in real time the person has asked for silence, and settles down."""
        self.by_hand = False
        self.standing = {}
        """What is announced, as the person knows, and how often it was said."""
        self.asked = None
        """The reminder that the answer is for."""
        self.due = Counter()
        """How often each occurrence has become due, reckoned from the plan and not asked of the day."""
        self.settled = Counter()
        self.newest = {}
        """By reminder: the newest that was handed over since the clock was last set back."""
        self.snoozes = set()
        self.companions = {}
        """By what was put off: the reminders that were put off along with it."""
        self.back_at = None
        self.caught_up = defaultdict(set)
        self.begin_day()

    @property
    def real(self):
        """Real seconds."""
        return self.clock.boot()

    @property
    def resolved(self):
        """The plan of the hour, in the zone of the hour."""
        return ResolvedPlan(self.plan, ZoneInfo(self.zone), ROUTINES, {})

    def begin_day(self):
        """A new process; it counts from now."""
        self.engine = ReminderEngine(self.resolved, self.clock, lambda: self.present)
        self.reading = read_clocks(self.clock, self.zone)
        self.armed = self.woken = self.clock.now()
        self.laid_out = (self.plan, self.zone)

    # What the engine acts through

    def do(self, name, *arguments):
        """Call that method of the engine and carry out what it gives; whether there was anything."""
        effects = getattr(self.engine, name)(*arguments)
        self.perform(effects or ())
        return bool(effects)

    def perform(self, effects):
        """Carry these out."""
        for effect in effects:
            if isinstance(effect, ReminderEvent):
                self.record(effect)
            elif isinstance(effect, Lead):
                self.lead(effect)
            elif isinstance(effect, Announce):
                self.announce(effect)
            elif isinstance(effect, StillWaiting):
                self.go_on_waiting(effect)
            else:
                self.withdraw(effect)

    def go_on_waiting(self, effect):
        """It was said as often as what it was announced with."""
        first = effect.occurrences[0]
        for each in self.engine.state.announcements:
            if each.occurrence == first:
                self.standing[first.reminder] = each.times

    def lead(self, effect):
        """It takes its time, and is alone."""
        self.bring(effect.occurrences)
        self.may_speak()
        seconds = sum(ROUTINES[each.routine].seconds for each in effect.occurrences)
        self.ends = self.real + seconds * (3.0 if effect.occurrences[0].at.minute == 30 else 1.0)
        self.spoken = self.real

    def announce(self, effect):
        """The person makes up their mind."""
        occurrence = effect.occurrences[0]
        self.bring(effect.occurrences)
        assert effect.summary.title.startswith(ROUTINES[occurrence.routine].title)
        assert effect.is_again == (occurrence.reminder in self.standing)
        self.may_speak()
        self.spoken = self.real
        said = self.standing.get(occurrence.reminder, 0) + 1
        assert said <= MOST_TIMES
        self.standing[occurrence.reminder] = said
        wish, wait = self.answers[self.announcements % len(self.answers)]
        self.announcements += 1
        self.asked = occurrence.reminder
        self.answer = None if wish == "nothing" else (self.real + wait, wish)

    def withdraw(self, effect):
        """It stood, and no answer is awaited any more."""
        del self.standing[effect.occurrence.reminder]
        if self.asked == effect.occurrence.reminder:
            self.answer = None
        if self.by_hand:
            self.spoken = self.real

    def may_speak(self):
        """Whether anything at all may be spoken now, and by the coach's own will."""
        now = self.clock.now()
        assert self.ends is None
        if self.by_hand:
            return
        assert quiet_until(self.plan.quiet, now, ZoneInfo(self.zone)) is None
        assert self.real >= self.paused_until - 0.001
        assert self.present in (PRESENCE["desk"], PRESENCE["unknown"])
        assert self.real >= self.settled_at - 0.001
        if self.spoken is not None:
            assert self.real >= self.spoken + self.plan.spacing - 0.001

    def record(self, event):
        """What became of it, when and why."""
        occurrence = event.occurrence
        assert event.at == self.clock.now()
        if event.ruling in ("defer", "skip"):
            assert event.reason
            assert event.sentence
        if event.ruling == "defer":
            assert event.until > event.at
        if event.ruling == "later":
            self.put_off(occurrence, event.until)
        if event.ruling not in ("speak", "defer", "skip"):
            return
        if occurrence not in self.snoozes and event.reason not in ("gone", "clock"):
            self.handed_over(occurrence)
        if event.ruling != "defer":
            self.settled[occurrence] += 1
        if event.ruling == "speak" and self.back_at is not None and occurrence.at <= self.back_at:
            self.caught_up[occurrence.reminder].add(occurrence)
            assert len(self.caught_up[occurrence.reminder]) == 1

    def put_off(self, occurrence, until):
        """It waits until then by itself, or comes with exactly one that does, said along with it.

        What it comes with brings it: see `bring`.
        """
        pending = self.engine.state.pending
        again = replace(occurrence, at=until)
        if again in pending:
            self.snoozes.add(again)
            self.due[again] += 1
            return
        [carrier] = [each for each, how in pending.items() if occurrence in how.together]
        assert carrier.at == until
        assert pending[carrier].until == until
        self.companions.setdefault(carrier, set()).add(occurrence.reminder)

    def bring(self, batch):
        """What was put off along with the first of a batch is in it, unless it has become due anew since."""
        missing = self.companions.pop(batch[0], set()) - {each.reminder for each in batch}
        assert not missing

    def handed_over(self, occurrence):
        """Each is later than the one before, or known already."""
        newest = self.newest.setdefault(occurrence.reminder, [])
        if occurrence not in newest:
            assert not newest or occurrence > newest[-1]
            newest.append(occurrence)
        for reminders in self.companions.values():
            reminders.discard(occurrence.reminder)
