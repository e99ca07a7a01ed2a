"""Time in use: what counts, when a break begins and ends, and what is due by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from coach.clock import VirtualClock
from coach.clock_times import Window
from coach.day.engine import ReminderEngine
from coach.day.model import Lead, OwnBreak, ReminderEvent
from coach.day.simulation import simulate
from coach.day.use import Use
from coach.plan.model import AtIntervals, Plan, Reminder, ResolvedPlan, RoutineSummary
from coach.situation import AT_THE_DESK

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
BREAK_AFTER = 300.0
ROUTINES = {"sit": RoutineSummary("Sitting", 30.0)}
STAND = Reminder(
    id="stand", routine="sit", cadence=AtIntervals(2700.0, Window(time(9), time(17))), counting="use"
)


def at(minutes):
    """So many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


class Desk:
    """A person at a machine: `presses` gives the minutes at which keys are pressed."""

    def __init__(self, present, *reminders, films=()):
        self.present, self.films = present, films
        self.clock = VirtualClock(NINE)
        self.plan = ResolvedPlan(Plan(reminders=reminders or (STAND,)), UTC, ROUTINES, {})
        self.effects = []
        self.engine = ReminderEngine(self.plan, self.clock, self.observe, self.idle)

    def idle(self):
        """Seconds since the last key; while the person is there, keys are pressed all the time."""
        now = (self.clock.now() - NINE).total_seconds() / 60
        touched = max((min(now, end) for start, end in self.present if start <= now), default=now)
        return (now - touched) * 60

    def observe(self):
        """There is a film at some times, and nothing else."""
        now = (self.clock.now() - NINE).total_seconds() / 60
        playing = any(start <= now < end for start, end in self.films)
        return replace(AT_THE_DESK, idle_seconds=max(self.idle(), 10.0), playing=playing)

    def live(self, minutes):
        """Let time pass as the daemon's loop does."""
        end = at(minutes)
        while self.clock.now() < end:
            for effect in self.engine.wake():
                self.effects.append(effect)
                if isinstance(effect, Lead):
                    self.effects.extend(self.engine.session_ended("completed"))
            left = (end - self.clock.now()).total_seconds()
            self.clock.advance(max(0.001, min(self.engine.idle_seconds, left)))

    @property
    def spoken(self):
        """When something was spoken, in minutes after nine."""
        events = [each for each in self.effects if isinstance(each, ReminderEvent) and each.ruling == "speak"]
        return [round((each.at - NINE).total_seconds() / 60, 1) for each in events]

    @property
    def breaks(self):
        """From when until when, in minutes after nine."""
        found = [each for each in self.effects if isinstance(each, OwnBreak)]
        return [
            tuple(round((instant - NINE).total_seconds() / 60) for instant in (each.since, each.until))
            for each in found
        ]


def test_a_person_who_stays_at_the_machine_is_called_every_interval():
    """Forty-five minutes of use, each time."""
    desk = Desk([(0, 480)])
    desk.live(150)
    assert desk.spoken == [45.0, 90.0, 135.0]
    assert desk.breaks == []


def test_a_break_of_ones_own_restarts_it():
    """Half an hour of work, ten minutes away: the next call comes 45 minutes after the return."""
    desk = Desk([(0, 30), (40, 480)])
    desk.live(100)
    assert desk.spoken == [pytest.approx(85.5, abs=0.7)]  # the return is seen within a minute
    assert desk.breaks == [(30, pytest.approx(40, abs=1))]


def test_a_pause_that_is_shorter_is_no_break():
    """Four minutes of thought count as time at the machine."""
    desk = Desk([(0, 30), (34, 480)])
    desk.live(60)
    assert (desk.spoken, desk.breaks) == ([45.0], [])


def test_a_film_is_no_break():
    """Twenty minutes without a key while a player plays count as time at the machine."""
    desk = Desk([(0, 20), (40, 480)], films=[(19, 41)])
    desk.live(60)
    assert (desk.spoken, desk.breaks) == ([45.0], [])


@pytest.mark.parametrize(("minutes", "counted"), [(0, 1800.0), (10, 1200.0), (25, 600.0), (60, 600.0)])
def test_what_was_done_earlier_began_its_interval_then(minutes, counted):
    """Of half an hour in use, called after ten minutes: what was done since restarted it at that time."""
    use = Use(seconds=1800.0, counted={"stand": 600.0, "other": 5.0})
    found = use.counted_from(at(60 - minutes), at(60), [replace(STAND, id="stand")])
    assert found.counted == {"stand": counted, "other": 5.0}


def test_nothing_is_due_outside_its_time_range():
    """A person who works after five is left alone, and one who came before nine is called at nine."""
    late = replace(STAND, cadence=AtIntervals(1800.0, Window(time(10), time(11))))
    desk = Desk([(0, 480)], late)
    desk.live(180)
    assert desk.spoken == [
        pytest.approx(60.0, abs=1.0),
        pytest.approx(90.0, abs=1.1),
        pytest.approx(120, abs=1.2),
    ]


def test_a_suspended_machine_is_a_break():
    """An hour in which the machine slept, and nothing was touched before and after, is a break."""
    use, ended = Use().checked(0.0, NINE, BREAK_AFTER)
    assert ended is None
    use, ended = use.checked(2.0, at(60), BREAK_AFTER)
    assert ended == OwnBreak(NINE, at(60) - timedelta(seconds=2))
    assert (use.seconds, use.checked_at) == (0.0, at(60))


def test_a_clock_that_is_set_moves_the_looks_and_no_minutes():
    """An hour forward is not an hour of use."""
    use, _ = Use(seconds=600.0).checked(0.0, NINE, BREAK_AFTER)
    moved = use.shifted(timedelta(hours=1))
    assert (moved.seconds, moved.checked_at, moved.last_input) == (600.0, None, at(60))
    assert use.checked(0.0, at(-30), BREAK_AFTER)[0].seconds == 600.0


def test_a_look_just_before_the_clock_is_known_to_be_set_back_is_no_break():
    """A look may read the new time before the daemon knows of the change; the next one finds no gap."""
    use, _ = Use(seconds=600.0).checked(0.0, at(60), BREAK_AFTER)
    use, _ = use.checked(0.0, NINE, BREAK_AFTER)
    use, ended = use.shifted(timedelta(hours=-1)).checked(0.0, at(1), BREAK_AFTER)
    assert (use.seconds, ended) == (600.0, None)


def test_a_simulated_person_is_always_in_use():
    """The simulation calls every 45 minutes from the start of the simulated day on."""
    plan = ResolvedPlan(Plan(reminders=(STAND,)), UTC, ROUTINES, {})
    spoken = [each.at for each in simulate(plan, NINE, at(100)) if each.ruling == "speak"]
    assert [round((each - NINE).total_seconds() / 60) for each in spoken] == [45, 90]
