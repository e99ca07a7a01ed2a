"""A coach that is restarted while the clock is set, the machine starts anew, or days go by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from coach.clock_times import Window
from coach.daemon import saved_state
from coach.daemon.saved_state import SavedState
from coach.day.engine import ReminderEngine
from coach.day.simulation import SimulatedActions
from coach.home import find_home
from coach.plan.model import AtIntervals, AtTimes, Plan, Reminder, ResolvedPlan
from coach.situation import AT_THE_DESK
from coach.testing import FakeClock
from daemon_harness import KNOWN

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DAY = Window(time(0), time(0))


NECK_ONCE = Reminder(id="neck", routine="neck", cadence=AtTimes((time(12, 5),)), missed="once")


WATER = Reminder(id="water", routine="sip", cadence=AtIntervals(3600.0, DAY))


SITTING = Reminder(id="sitting", routine="sit", cadence=AtIntervals(2700.0, DAY), missed="once")


HOUR = 3600.0


class Lived:
    """A coach that is restarted now and then; `spoken`: when, in real seconds since noon, and what."""

    def __init__(self, *reminders, begins=True):
        self.clock = FakeClock(NOON)
        self.plan = ResolvedPlan(Plan(reminders=reminders), UTC, KNOWN, {})
        self.begins = begins
        self.spoken = []
        self.events = []
        self.boot = "first"
        self.noon = self.clock.boot()
        self.start()

    def start(self):
        """A process begins, with what the last one left."""
        self.actions = SimulatedActions(self.clock)
        self.engine = ReminderEngine(self.plan, self.clock, lambda: AT_THE_DESK)
        self.saved = SavedState(find_home(), self.clock, self.boot)
        self.actions.perform(self.saved.restore(self.engine))

    def live(self, seconds):
        """So much real time; what is announced is begun, if it is to be."""
        end = self.clock.boot() + seconds
        while True:
            self.actions.perform(self.engine.wake())
            if self.actions.ends is not None and self.actions.ends <= self.clock.now():
                self.actions.ends = None
                self.actions.perform(self.engine.session_ended("completed"))
            if self.begins and self.engine.state.announcement is not None:
                self.actions.perform(self.engine.begin())
            for event in self.actions.events:
                if event.ruling in ("speak", "begun"):
                    self.spoken.append((round(self.clock.boot() - self.noon), event.occurrence.reminder))
            self.events += self.actions.events
            self.actions.events.clear()
            self.saved.save(self.engine)
            if self.clock.boot() >= end:
                return
            self.clock.advance(min(max(self.engine.idle_seconds, 0.05), 5.0, end - self.clock.boot()))

    def later(self, seconds, name=""):
        """Put off what is announced."""
        effects = self.engine.later(seconds, name)
        self.actions.perform(effects)
        return bool(effects)

    def stop_and_start(self, seconds, step=0.0, boot="first"):
        """The process is gone for so long, and the clock is set; `boot`: the machine has restarted."""
        self.clock.advance(seconds)
        self.clock.set_wall(self.clock.now() + timedelta(seconds=step))
        self.boot = boot
        self.start()


STEPS = pytest.mark.parametrize(
    ("step", "boot"),
    [(3 * HOUR, "first"), (-3 * HOUR, "first"), (-3 * HOUR, "second"), (-6 * 365 * 24 * HOUR, "second")],
)
"""Set forward and back; after a start of the machine one that is behind, or whose battery is empty."""


@STEPS
def test_a_pause_ends_when_it_should(step, boot):
    """A pause lasts its real time; where that is unknown it begins again at most."""
    it = Lived(SITTING)
    it.engine.pause(NOON + timedelta(minutes=30))
    it.live(60.0)
    it.stop_and_start(60.0, step, boot)
    left = (it.engine.state.paused_until - it.clock.now()).total_seconds()
    assert left == (28 if boot == "first" else 30) * 60
    it.spoken.clear()
    it.live(2 * HOUR)
    assert 28 * 60 <= it.spoken[0][0] <= (30 + 45) * 60 + 60


@STEPS
def test_what_was_put_off_comes_when_it_should(step, boot):
    """What was put off for 15 minutes comes once, 15 minutes later or after the last saved state."""
    it = Lived(NECK_ONCE, begins=False)
    it.live(310.0)
    assert it.later(900.0)
    it.live(50.0)
    it.stop_and_start(40.0, step, boot)
    it.live(HOUR)
    assert [name for _, name in it.spoken] == ["neck", "neck"]
    known = 310 + 900
    assert known <= it.spoken[1][0] <= known + (1 if boot == "first" else 50 + 40 + 1)


@STEPS
def test_it_is_not_silent_for_hours(step, boot):
    """Whatever was saved, each reminder comes again within its interval and the spacing."""
    it = Lived(WATER, SITTING)
    it.live(2.2 * HOUR)
    it.stop_and_start(30.0, step, boot)
    begun = it.clock.boot() - it.noon
    it.live(2 * HOUR)
    first = {name: at for at, name in reversed(it.spoken) if at >= begun}
    together = {event.occurrence.reminder for event in it.events if event.reason == "merged"}
    assert set(first) | together == {"water", "sitting"}
    assert min(first.values()) - begun <= 2700 + 300


@pytest.mark.parametrize("step", [-10.0, -60.0, -20 * 60.0, 0.0, 60.0])
def test_nothing_is_spoken_twice(step):
    """What was spoken just before a restart is not spoken again if the clock is set back."""
    it = Lived(Reminder(id="sit", routine="sit", cadence=AtTimes((time(12, 5),)), missed="once"))
    it.live(305.0)
    it.stop_and_start(5.0, step)
    it.live(HOUR)
    assert it.spoken == [(300, "sit")]


@pytest.mark.parametrize("days", [1, 30, 3000])
def test_after_a_long_time_there_is_no_burst_and_nothing_of_old(days):
    """After a long time old reminders are left out with a reason, and today's are caught up once."""
    it = Lived(WATER, SITTING, NECK_ONCE, begins=False)
    it.live(310.0)
    assert it.later(900.0, "neck")
    it.engine.pause(it.clock.now() + timedelta(hours=1))
    it.live(10.0)
    it.spoken.clear()
    it.events.clear()
    it.clock.suspend(days * 86_400.0)
    it.stop_and_start(600.0, boot="second")
    begun = round(it.clock.boot() - it.noon)
    it.live(280.0)
    assert it.spoken == [(begun, "sitting")]
    (put_off,) = (event for event in it.events if event.occurrence.at == NOON + timedelta(seconds=310 + 900))
    assert (put_off.ruling, put_off.reason) in [("skip", "stale"), ("skip", "superseded")]


def test_a_long_routine_of_the_last_process_is_not_waited_for_to_its_end():
    """A long routine of the last process is waited for half an hour at most, and the spacing."""
    it = Lived(SITTING)
    it.engine.state = replace(it.engine.state, led_until=NOON + timedelta(hours=3))
    it.live(60.0)
    it.stop_and_start(1.0)
    it.live(2 * HOUR)
    assert it.spoken[:2] == [(60 + 1 + 1800 + 300, "sitting"), (2700, "sitting")]


def test_what_is_saved_outlives_a_power_cut(monkeypatch):
    """What counts as saved is on the disk, so that a power cut does not lose a pause."""
    written = []
    monkeypatch.setattr(saved_state, "write_private_file", lambda *_, durable: written.append(durable))
    it = Lived(SITTING)
    it.engine.pause()
    it.saved.save(it.engine)
    assert written == [True]
