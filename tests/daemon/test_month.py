"""A month in which everything happens, on virtual time: the laws that hold whatever comes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coach.daemon.saved_state import SavedState
from coach.day.clock_changes import TOLERANCE, clock_changes, read_clocks
from coach.day.state import was_spoken
from coach.home import find_home
from coach.plan.gate import SETTLING
from coach.plan.occurrences import occurrences
from coach.situation import AWAY_SECONDS
from daemon.lawful_coach import PLANS, PRESENCE, LawfulCoach
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
ANSWERS = ("begin", "later", "skip", "done", "nothing")


class Month(LawfulCoach):
    """Its machine too: how time goes by, and what happens to all of them."""

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
