"""A day of the reminder engine on virtual time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from coach.clock_times import Window
from coach.day.clock_changes import clock_changes, read_clocks
from coach.day.engine import ReminderEngine
from coach.day.model import Announce, Lead, ReminderEvent
from coach.plan.model import AtIntervals, AtTimes, Plan, Reminder, ResolvedPlan, RoutineSummary
from coach.situation import AT_THE_DESK
from coach.testing import FakeClock

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WORK = Window(time(9), time(17))
ROUTINES = {
    "sip": RoutineSummary("A sip", 10.0),
    "sit": RoutineSummary("Sitting", 30.0),
    "look": RoutineSummary("Looking", 80.0),
    "neck": RoutineSummary("Neck", 400.0),
}


class FakeActions:
    """Records the effects."""

    def __init__(self):
        self.present = AT_THE_DESK
        self.typing = None
        self.done = []
        self.events = []

    def observe(self):
        """The situation that the test has set."""
        return self.present

    def perform(self, effects):
        """Record the effects."""
        for effect in effects:
            if isinstance(effect, ReminderEvent):
                self.events.append(effect)
            elif isinstance(effect, Lead):
                self.done.append(("lead", *(each.reminder for each in effect.occurrences)))
            elif isinstance(effect, Announce):
                name = "again" if effect.is_again else "announce"
                self.done.append((name, effect.occurrences[0].reminder, effect.summary.title))
            else:
                self.done.append(("withdraw",))

    @property
    def rulings(self):
        """The outcome of each occurrence, and its reason."""
        return [(each.occurrence.reminder, each.ruling, each.reason) for each in self.events]


class SimulatedDay:
    """A day with these reminders."""

    def __init__(self, *reminders, **plan):
        self.clock = FakeClock(MONDAY - timedelta(seconds=1))
        self.actions = FakeActions()
        self.plan = Plan(reminders=reminders, **plan)
        self.start()
        self.reading = read_clocks(self.clock, "UTC")

    def start(self):
        """Start a new engine, as a new process does."""
        self.engine = ReminderEngine(
            self.resolved(self.plan), self.clock, self.actions.observe, typing=lambda: self.actions.typing
        )

    def do(self, name, *arguments):
        """Call that method of the engine and perform its effects; returns whether there were any."""
        effects = getattr(self.engine, name)(*arguments)
        self.actions.perform(effects or ())
        return bool(effects)

    @staticmethod
    def resolved(plan):
        """That plan with the routines of these tests."""
        return ResolvedPlan(plan, UTC, ROUTINES, {})

    def live(self, seconds, ends_after=None):
        """Let time pass as the daemon's loop does; a session ends so many seconds after it began."""
        end = self.clock.now() + timedelta(seconds=seconds)
        led_since = None
        while True:
            self.do("wake")
            if self.engine.state.led is not None and led_since is None:
                led_since = self.clock.now()
            if (
                led_since
                and ends_after is not None
                and self.clock.now() >= led_since + timedelta(seconds=ends_after)
            ):
                led_since = None
                self.do("session_ended", "completed")
                continue
            left = (end - self.clock.now()).total_seconds()
            if left <= 0:
                return
            self.clock.advance(min(self.engine.idle_seconds or 0.05, left, 5.0))

    def compare(self):
        """Compare the clocks, as the loop does after each sleep."""
        before, self.reading = self.reading, read_clocks(self.clock, "UTC")
        self.do("clocks_changed", clock_changes(before, self.reading))


def water(**fields):
    """A short routine every half hour."""
    return Reminder(**{"id": "water", "routine": "sip", "cadence": AtIntervals(1800.0, WORK), **fields})


def neck(**fields):
    """A long routine once, at 9:05."""
    return Reminder(**{"id": "neck", "routine": "neck", "cadence": AtTimes((time(9, 5),)), **fields})


def back(**fields):
    """A long routine once, at 9:15."""
    return Reminder(**{"id": "back", "routine": "neck", "cadence": AtTimes((time(9, 15),)), **fields})


def eyes(**fields):
    """A short routine once, at 9:05."""
    return Reminder(**{"id": "eyes", "routine": "sit", "cadence": AtTimes((time(9, 5),)), **fields})
