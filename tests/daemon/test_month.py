"""A month in which everything happens, on virtual time: the laws that hold whatever comes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import Window
from coach.daemon.saved_state import SavedState
from coach.day.announcement import MOST_TIMES
from coach.day.clock_changes import TOLERANCE, clock_changes, read_clocks
from coach.day.engine import ReminderEngine
from coach.day.model import Announce, Lead, ReminderEvent, StillWaiting
from coach.day.state import was_spoken
from coach.home import find_home
from coach.plan.gate import SETTLING
from coach.plan.model import AtIntervals, AtTimes, Plan, Reminder, ResolvedPlan, RoutineSummary, TimesPerDay
from coach.plan.occurrences import occurrences
from coach.plan.quiet_hours import quiet_until
from coach.situation import AT_THE_DESK, AWAY_SECONDS, UNKNOWN, Situation
from coach.testing import FakeClock
from strategies import examples

STARTS = (
    datetime(2026, 3, 20, 7, 30, tzinfo=UTC),  # the clocks change on 29 March, and on 5 April
    datetime(2026, 10, 18, 7, 30, tzinfo=UTC),  # and on 25 October, and on 1 November
)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
MONTH = 30 * 86400.0
AFTERWARDS = 2 * 86400.0
LONGEST_NAP = 18.0
INSTANT = timedelta(microseconds=1)

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
ANSWERS = ("begin", "later", "skip", "done", "nothing")


class Month:
    """A coach, its person and its machine; what is spoken and noted is held against the laws at once.

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

    # How time goes by

    def live(self, seconds):
        """So much real time, with a wake whenever something is due, as the loop does.

        That the loop wakes every eighteen seconds besides is left out: nothing is due then.
        """
        end = self.real + seconds
        while True:
            self.wake()
            if self.real >= end:
                return
            coming = [end, *(each for each in (self.ends, self.answer and self.answer[0]) if each)]
            instant = self.engine.next_instant
            if instant is not None:
                left = (instant - self.clock.now()).total_seconds()
                assert self.engine.idle_seconds == min(LONGEST_NAP, max(0.0, left))
                coming.append(self.real + left)
            self.clock.advance(max(0.001, min(coming) - self.real))
            self.compare()
            self.happen()

    def wait_for(self, what, most):
        """Until something is announced or led, or so much real time has gone by."""
        end = self.real + most
        while getattr(self.engine.state, what) is None and self.real < end:
            instant = self.engine.next_instant
            left = most if instant is None else (instant - self.clock.now()).total_seconds()
            self.live(max(0.001, min(left, end - self.real)))

    def wake(self):
        """Nothing that is due is left over."""
        self.do("wake")
        self.woken = now = self.clock.now()
        pending = self.engine.state.pending.values()
        assert all(each.until is not None and each.until > now for each in pending)
        assert all(each.at > now for each in self.engine.expected)

    def happen(self):
        """What the session and the person do meanwhile."""
        if self.ends is not None and self.real >= self.ends:
            self.ends, self.spoken = None, self.real
            if self.clock.now().day % 3:
                self.do("session_ended", "completed")
            else:
                self.do("session_failed", "It crashed.")
        if self.answer is not None and self.real >= self.answer[0]:
            wish, self.answer = self.answer[1], None
            self.by_hand = True
            is_led = self.engine.state.led is not None
            did = self.do("later", 1234.567, self.asked) if wish == "later" else self.do(wish, self.asked)
            assert did != (wish == "begin" and is_led)
            self.by_hand = False

    def compare(self):
        """What the loop does after each sleep; a clock set back or a new zone reschedules the plan."""
        before, self.reading = self.reading, read_clocks(self.clock, self.zone)
        found = clock_changes(before, self.reading)
        if not found:
            return
        jump = sum(each.seconds for each in found if each.kind == "stepped")
        if jump < 0:
            self.reckon()
            self.newest.clear()
        waited = set(self.engine.state.pending)
        self.do("clocks_changed", found)
        self.carry(waited, timedelta(seconds=jump))
        if any(each.kind == "zone" for each in found):
            self.use_plan()

    def carry(self, waited, jump):
        """What was put off by the person moves with the clock."""
        for occurrence in waited:
            moved = replace(occurrence, at=occurrence.at + jump)
            if jump and occurrence not in self.engine.state.pending and moved in self.engine.state.pending:
                self.due[occurrence] -= 1
                self.due[moved] += 1
                self.snoozes.add(moved)

    def reckon(self):
        """All that has become due since the plan was laid out, by another way than the scheduler's."""
        end = max(self.woken, self.clock.now())
        plan, zone = self.laid_out
        self.due.update(occurrences(plan, {}, self.armed + INSTANT, end + INSTANT, ZoneInfo(zone)))
        self.armed = self.woken = self.clock.now()

    def use_plan(self):
        """The plan of the hour, in the zone of the hour."""
        self.reckon()
        self.do("use_plan", self.resolved)
        self.laid_out = (self.plan, self.zone)

    def is_back(self):
        """What was due until now is to be caught up with, at most once."""
        self.back_at = self.clock.now()
        self.caught_up.clear()

    # What happens

    def suspend(self, seconds, nap):
        """The lid is closed, and the loop's sleep ends some seconds after it was opened."""
        self.clock.suspend(seconds)
        self.notice(nap)
        if seconds >= AWAY_SECONDS:
            self.settled_at = self.real + SETTLING.total_seconds()

    def set_clock(self, seconds):
        """By that much; steps that look like a drift are left out."""
        self.clock.set_wall(self.clock.now() + timedelta(seconds=seconds))

    def step(self, seconds, nap):
        """Somebody sets the clock."""
        self.set_clock(seconds)
        self.notice(nap)

    def fly(self, seconds, nap, zone):
        """The lid is closed, and opened in another zone."""
        self.zone = zone
        self.suspend(seconds, nap)

    def sleep_and_step(self, seconds, nap, jump):
        """The clock is set while the machine sleeps."""
        self.set_clock(jump)
        self.suspend(seconds, nap)

    def notice(self, nap):
        """The loop's sleep goes on for a while, and then it compares the clocks."""
        self.clock.advance(nap)
        self.compare()
        self.is_back()

    def travel(self, zone):
        """The machine's zone is set."""
        self.zone = zone
        self.compare()

    def be(self, presence, seconds):
        """So for a while, and then at the desk."""
        self.present = PRESENCE[presence]
        self.live(seconds)
        self.present = PRESENCE["desk"]
        self.is_back()

    def pause(self, seconds):
        """Silence for so long; 0: until it is resumed."""
        self.paused_until = self.real + seconds if seconds else MONTH * 10
        self.engine.pause(self.clock.now() + timedelta(seconds=seconds) if seconds else None)

    def resume(self):
        """Enough of that."""
        self.paused_until = 0.0
        self.engine.resume()

    def edit(self, number, is_late):
        """Another plan; if it is late, at the very instant at which something is due."""
        if is_late and self.engine.next_instant is not None:
            self.clock.advance(max(0.0, (self.engine.next_instant - self.clock.now()).total_seconds()))
        self.plan = PLANS[number]
        self.use_plan()

    def restart(self, seconds, jump):
        """The process is gone for so long, and what it led with it; the clock is set meanwhile.

        What was announced goes on waiting.
        """
        self.reckon()
        SavedState(find_home(), self.clock, "this boot").save(self.engine)
        stands = set(self.engine.state.pending)
        standing = self.engine.state.announcements
        self.ends = self.answer = None
        self.settled_at = 0.0
        self.clock.advance(seconds)
        self.set_clock(jump)
        if jump < 0:
            self.newest.clear()
        armed = self.armed
        self.begin_day()
        self.perform(SavedState(find_home(), self.clock, "this boot").restore(self.engine))
        # What fell due while no process ran is due now, by the clock as it is.
        self.armed = min(armed, self.clock.now())
        plan, zone = self.laid_out
        missed = occurrences(plan, {}, self.armed + INSTANT, self.clock.now() + INSTANT, ZoneInfo(zone))
        # What was spoken just before, and is due again by a clock that was set back, is left out.
        spoken, now = self.engine.state.recently_spoken, self.clock.now()
        stands.update(each for each in missed if not was_spoken(spoken, each, now))
        restored = self.engine.state.announcements
        assert [each.occurrence for each in restored] == [each.occurrence for each in standing]
        if jump:
            self.carry(stands, timedelta(seconds=jump))
            self.is_back()
        else:
            assert set(self.engine.state.pending) == stands

    def end(self):
        """Two quiet days at the desk; then everything must be accounted for, and be spoken again."""
        self.resume()
        self.live(AFTERWARDS)
        self.reckon()
        waiting = Counter()
        for occurrence in self.engine.state.pending:
            waiting[occurrence] = 1
            assert occurrence.at > self.clock.now() - timedelta(days=1, hours=2)
        accounted = self.settled + waiting
        assert {each: n for each, n in accounted.items() if n} == {
            each: n for each, n in self.due.items() if n
        }
        assert self.spoken > self.real - 86400.0


def _event(name, *arguments):
    return st.tuples(st.just(name), st.tuples(*arguments))


_HOURS = st.one_of(st.integers(1, 600), st.integers(600, 3 * 3600), st.integers(3 * 3600, 40 * 3600))
_NAP = st.floats(0.0, LONGEST_NAP)
_JUMP = st.integers(-3 * 3600, 3 * 3600).filter(lambda seconds: abs(seconds) > TOLERANCE)
_ZONE = st.sampled_from(ZONES)
EVENTS = st.one_of(
    _event("suspend", _HOURS, _NAP),
    _event("step", _JUMP, _NAP),
    _event("fly", _HOURS, _NAP, _ZONE),
    _event("sleep_and_step", _HOURS, _NAP, _JUMP),
    _event("travel", _ZONE),
    _event("be", st.sampled_from(sorted(PRESENCE)), st.integers(60, 8 * 3600)),
    _event("pause", st.just(0) | st.integers(60, 6 * 3600)),
    _event("resume"),
    _event("wait_for", st.sampled_from(("announcement", "led")), st.integers(3600, 86400)),
    _event("edit", st.integers(0, len(PLANS) - 1), st.booleans()),
    _event("restart", st.integers(0, 7200), st.just(0) | _JUMP),
)
ANSWERING = st.lists(st.tuples(st.sampled_from(ANSWERS), st.floats(1.0, 170.0)), min_size=1, max_size=5)


@examples(120)
@given(
    st.sampled_from(STARTS),
    _ZONE,
    st.integers(0, len(PLANS) - 1),
    ANSWERING,
    st.lists(st.tuples(st.integers(0, 100) | st.integers(0, 3 * 86400), EVENTS), min_size=8, max_size=40),
)
def test_a_month_of_everything(start, zone, number, answers, events):
    """Whatever happens in a month, reminders come alone, apart, within their hours and accounted for once."""
    month = Month(start, zone, number, answers)
    began = month.real
    for wait, (name, arguments) in events:
        if month.real + wait > began + MONTH:
            break
        month.live(wait)
        getattr(month, name)(*arguments)
    month.end()
