"""A memory of another time: the clock was set, or the machine was started anew, while no coach ran."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from coach.daemon.day import Day
from coach.daemon.memory import Memory
from coach.daemon.port import Known, Programme
from coach.daemon.simulation import VirtualHands
from coach.home import find_home
from coach.plan.model import At, Every, Plan, Reminder
from coach.testing import FakeClock
from coach.wall import Window

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
KNOWN = {"sip": Known("A sip", 10.0), "sit": Known("Sitting", 30.0), "neck": Known("Neck", 400.0)}
DAY = Window(time(0), time(0))
NECK = Reminder(id="neck", routine="neck", cadence=At((time(12, 5),)), missed="once")
WATER = Reminder(id="water", routine="sip", cadence=Every(3600.0, DAY))
SITTING = Reminder(id="sitting", routine="sit", cadence=Every(2700.0, DAY), missed="once")
HOUR = 3600.0


class Lived:
    """A coach that is started anew now and then; `spoken`: when, in real seconds since noon, and what."""

    def __init__(self, *reminders, begins=True):
        self.clock = FakeClock(NOON)
        self.programme = Programme(Plan(reminders=reminders), UTC, KNOWN, {})
        self.begins = begins
        self.spoken = []
        self.noted = []
        self.boot = "first"
        self.noon = self.clock.boot()
        self.start()

    def start(self):
        """A process begins, with what the last one left."""
        self.hands = VirtualHands(self.clock, self.programme)
        self.day = Day(self.programme, self.clock, self.hands)
        self.memory = Memory(find_home(), self.clock, self.boot)
        self.memory.recall(self.day)

    def live(self, seconds):
        """So much real time; what is announced is begun, if it is to be."""
        end = self.clock.boot() + seconds
        while True:
            self.day.wake()
            if self.hands.ends is not None and self.hands.ends <= self.clock.now():
                self.hands.ends = None
                self.day.ended("completed")
            if self.begins and self.day.announced is not None:
                self.day.begin()
            for noted in self.hands.noted:
                if noted.ruling in ("speak", "begun"):
                    self.spoken.append((round(self.clock.boot() - self.noon), noted.occurrence.reminder))
            self.noted += self.hands.noted
            self.hands.noted.clear()
            self.memory.keep(self.day)
            if self.clock.boot() >= end:
                return
            self.clock.advance(min(max(self.day.idle_seconds, 0.05), 5.0, end - self.clock.boot()))

    def stop_and_start(self, seconds, step=0.0, boot="first"):
        """The process is gone for so long, and the clock is set; `boot`: the machine has started anew."""
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
    """Half an hour is half an hour of real time; where that cannot be told it begins anew at most."""
    it = Lived(SITTING)
    it.day.pause(NOON + timedelta(minutes=30))
    it.live(60.0)
    it.stop_and_start(60.0, step, boot)
    left = (it.day.paused_until - it.clock.now()).total_seconds()
    assert left == (28 if boot == "first" else 30) * 60
    it.spoken.clear()
    it.live(2 * HOUR)
    assert 28 * 60 <= it.spoken[0][0] <= (30 + 45) * 60 + 60


@STEPS
def test_what_was_put_off_comes_when_it_should(step, boot):
    """A quarter of an hour after it was put off, and once; else as long after the last that was written."""
    it = Lived(NECK, begins=False)
    it.live(310.0)
    assert it.day.later(900.0)
    it.live(50.0)
    it.stop_and_start(40.0, step, boot)
    it.live(HOUR)
    assert [name for _, name in it.spoken] == ["neck", "neck"]
    known = 310 + 900
    assert known <= it.spoken[1][0] <= known + (1 if boot == "first" else 50 + 40 + 1)


@STEPS
def test_it_is_not_silent_for_hours(step, boot):
    """Whatever the memory says: each reminder comes again within its cadence, the spacing on top."""
    it = Lived(WATER, SITTING)
    it.live(2.2 * HOUR)
    it.stop_and_start(30.0, step, boot)
    begun = it.clock.boot() - it.noon
    it.live(2 * HOUR)
    first = {name: at for at, name in reversed(it.spoken) if at >= begun}
    together = {noted.occurrence.reminder for noted in it.noted if noted.reason == "merged"}
    assert set(first) | together == {"water", "sitting"}
    assert min(first.values()) - begun <= 2700 + 300


@pytest.mark.parametrize("step", [-10.0, -60.0, -20 * 60.0, 0.0, 60.0])
def test_nothing_is_spoken_twice(step):
    """What was spoken just before the process ended is due again by a clock that was set back: not again."""
    it = Lived(Reminder(id="sit", routine="sit", cadence=At((time(12, 5),)), missed="once"))
    it.live(305.0)
    it.stop_and_start(5.0, step)
    it.live(HOUR)
    assert it.spoken == [(300, "sit")]


@pytest.mark.parametrize("days", [1, 30, 3000])
def test_after_a_long_time_there_is_no_burst_and_nothing_of_old(days):
    """What waited then is left out, each with its reason; today's is caught up with once, and as one."""
    it = Lived(WATER, SITTING, NECK, begins=False)
    it.live(310.0)
    assert it.day.later(900.0)
    it.day.pause(it.clock.now() + timedelta(hours=1))
    it.live(10.0)
    it.spoken.clear()
    it.noted.clear()
    it.clock.suspend(days * 86_400.0)
    it.stop_and_start(600.0, boot="second")
    begun = round(it.clock.boot() - it.noon)
    it.live(280.0)
    assert it.spoken == [(begun, "sitting")]
    (put_off,) = (noted for noted in it.noted if noted.occurrence.at == NOON + timedelta(seconds=310 + 900))
    assert (put_off.ruling, put_off.reason) in [("skip", "stale"), ("skip", "superseded")]


def test_a_long_routine_of_the_last_process_is_not_waited_for_to_its_end():
    """It may have ended with that process: the day is silent for half an hour at most, and the spacing."""
    it = Lived(SITTING)
    it.day.led_until = NOON + timedelta(hours=3)
    it.live(60.0)
    it.stop_and_start(1.0)
    it.live(2 * HOUR)
    assert it.spoken[0] == (2700, "sitting")
