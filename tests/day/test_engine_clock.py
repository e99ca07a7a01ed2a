"""Days of a clock that is set and of a machine that sleeps: nothing is lost, and nothing comes twice."""

from __future__ import annotations

from datetime import UTC, time, timedelta

import pytest

from coach.clock_times import Window
from coach.plan.model import AtIntervals, AtTimes, Reminder
from coach.plan.occurrences import occurrences
from coach.situation import AT_THE_DESK, Situation
from simulated_day import MONDAY, WORK, SimulatedDay, eyes, neck, water


def test_after_a_suspend_each_is_caught_up_at_most_once():
    """After three hours asleep six missed reminders make no burst."""
    it = SimulatedDay(
        water(missed="once"),
        Reminder(id="sit", routine="sit", cadence=AtIntervals(2700.0, WORK), missed="once"),
    )
    it.live(60.0, ends_after=10.0)
    it.actions.done.clear()
    it.clock.suspend(3 * 3600.0)
    it.compare()
    it.live(600.0, ends_after=30.0)
    assert sorted(row[0] for row in it.actions.done) == ["lead"]
    assert sorted({name for row in it.actions.done for name in row[1:]}) == ["sit", "water"]


def test_a_clock_that_is_set_back_brings_no_silence():
    """What was due in some minutes is still due after as many minutes."""
    it = SimulatedDay(water())
    it.live(4000.0, ends_after=10.0)
    it.actions.done.clear()
    it.clock.set_wall(it.clock.now() - timedelta(hours=1))
    it.compare()
    it.live(1800.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_a_clock_set_back_in_the_machines_sleep_loses_nothing():
    """Three hours asleep, set back by one: the occurrences of the two hours left are accounted for."""
    it = SimulatedDay(water(missed="once"))
    it.live(60.0, ends_after=10.0)
    it.actions.events.clear()
    it.clock.suspend(3 * 3600.0)
    it.clock.set_wall(it.clock.now() - timedelta(hours=1))
    it.compare()
    it.live(5.0)
    assert [row[1:] for row in it.actions.rulings[:3]] == [("skip", "superseded")] * 3
    assert it.actions.rulings[3][1] == "defer"


def test_a_person_who_wakes_the_machine_is_left_to_settle_also_when_the_clock_was_set():
    """After an hour asleep with a changed clock nothing is spoken for two minutes."""
    it = SimulatedDay(water(missed="once"))
    it.clock.suspend(3600.0)
    it.clock.set_wall(it.clock.now() + timedelta(minutes=20))
    it.compare()
    it.live(119.0)
    assert it.actions.done == []
    it.live(2.0)
    assert it.actions.done == [("lead", "water")]


@pytest.mark.parametrize("jump", [timedelta(hours=-2), timedelta(seconds=-5), timedelta(hours=2)])
def test_what_the_person_put_off_outlives_a_clock_that_is_set(jump):
    """Fifteen minutes stay fifteen minutes on a changed clock, and it is announced once."""
    it = SimulatedDay(neck())
    it.live(310.0)
    assert it.do("later", 900.0)
    it.clock.set_wall(it.clock.now() + jump)
    it.compare()
    it.live(890.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 1
    it.live(20.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 2


def test_a_clock_set_past_the_quiet_hours_ends_them():
    """What was postponed to the end of quiet hours is decided again when the clock is set past it."""
    it = SimulatedDay(water(missed="once"), quiet=(Window(time(9), time(12)),))
    it.live(10.0)
    assert it.actions.rulings == [("water", "defer", "quiet")]
    it.clock.set_wall(it.clock.now() + timedelta(hours=3, minutes=5))
    it.compare()
    it.live(60.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_two_of_one_reminder_that_wait_are_caught_up_with_once():
    """Of two pending occurrences of one reminder only one is spoken."""
    often = AtIntervals(720.0, WORK)
    it = SimulatedDay(water(missed="once", cadence=often))
    it.actions.present = Situation(microphone=True)
    it.live(715.0)
    it.actions.present = AT_THE_DESK
    it.live(600.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]
    assert ("water", "skip", "superseded") in it.actions.rulings


def test_an_announcement_is_not_repeated_into_the_quiet():
    """A person who comes back during a pause, a meeting or quiet hours hears it again when that is over."""
    paused = SimulatedDay(neck())
    meeting = SimulatedDay(neck())
    quiet = SimulatedDay(neck(), quiet=(Window(time(9, 10), time(11)),))
    for it in (paused, meeting, quiet):
        it.live(310.0)
        it.actions.present = Situation(idle_seconds=900.0)
    paused.do("pause")
    for it in (paused, meeting, quiet):
        it.live(1200.0)
        it.actions.present = Situation(microphone=True) if it is meeting else AT_THE_DESK
        it.live(1200.0)
        assert it.actions.done == [("announce", "neck", "Neck")]
    paused.do("resume")
    meeting.actions.present = AT_THE_DESK
    for it in (paused, meeting, quiet):
        it.live(3600.0 * 1.5)
        assert it.actions.done == [("announce", "neck", "Neck"), ("again", "neck", "Neck")]


def test_a_person_who_wakes_the_machine_hears_an_announcement_again():
    """An announcement waits while the machine sleeps; the person may settle before it is said again."""
    it = SimulatedDay(neck())
    it.live(310.0)
    it.clock.suspend(3 * 3600.0)
    it.compare()
    it.live(110.0)
    assert it.actions.done == [("announce", "neck", "Neck")]
    it.live(150.0)
    assert it.actions.done == [("announce", "neck", "Neck"), ("again", "neck", "Neck")]


def test_a_restart_while_something_is_led_keeps_the_spacing():
    """The next process knows what was being led when the previous one ended."""
    it = SimulatedDay(water(), Reminder(id="sit", routine="sit", cadence=AtTimes((time(9, 1),))))
    it.live(5.0)
    saved, expected = it.engine.state, it.engine.expected
    it.start()
    it.do("restore", saved, expected)
    it.live(300.0)
    assert it.actions.done == [("lead", "water")]
    it.live(10.0)
    assert it.actions.done == [("lead", "water"), ("lead", "sit")]


def test_what_a_clock_set_forward_passes_over_is_due_by_its_own_time():
    """Reminders of the skipped hours are not mistaken for postponed ones."""
    it = SimulatedDay(water())
    it.live(60.0, ends_after=10.0)
    it.actions.events.clear()
    it.clock.set_wall(MONDAY + timedelta(minutes=62))
    it.compare()
    assert it.engine.state.pending == {}
    it.live(5.0)
    assert it.actions.rulings == [("water", "skip", "superseded"), ("water", "defer", "spacing")]


def test_after_a_suspend_three_short_ones_are_one():
    """Caught up together, they are announced once, and each is accounted for."""
    it = SimulatedDay(*(eyes(id=name, routine=name, missed="once") for name in ("sit", "look", "sip")))
    it.clock.suspend(3600.0)
    it.compare()
    it.live(130.0)
    assert it.actions.done == [("announce", "look", "Looking, A sip, Sitting")]
    settled = [row for row in it.actions.rulings if row[1] != "defer"]
    assert settled == [("look", "speak", ""), ("sip", "skip", "merged"), ("sit", "skip", "merged")]


@pytest.mark.parametrize(("back", "times"), [(5.0, 1), (600.0, 1), (3600.0, 2)])
def test_a_clock_set_back_a_little_has_nothing_spoken_twice(back, times):
    """Seconds or minutes: it was spoken; an hour: it is spoken again, or there would be silence."""
    it = SimulatedDay(Reminder(id="eyes", routine="sit", cadence=AtTimes((time(9, 1),))))
    it.live(64.0, ends_after=2.0)
    it.clock.set_wall(it.clock.now() - timedelta(seconds=back))
    it.compare()
    it.live(back + 400.0, ends_after=30.0)
    assert it.actions.done == [("lead", "eyes")] * times
    assert (("eyes", "skip", "clock") in it.actions.rulings) == (times == 1)


def test_resuming_early_does_not_wait_for_the_end_of_the_pause():
    """What the pause has postponed is decided again at once."""
    it = SimulatedDay(water(missed="once"))
    it.do("pause", MONDAY + timedelta(hours=2))
    it.live(60.0)
    it.do("resume")
    it.live(1.0)
    assert it.actions.done == [("lead", "water")]


def test_a_pause_without_an_end_leaves_out_nothing_that_can_still_be_made_up_for():
    """When resumed on the same day, `missed: once` is made up for once."""
    it = SimulatedDay(water(missed="once"))
    it.do("pause")
    it.live(7000.0)
    it.do("resume")
    it.live(60.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_of_two_weeks_asleep_today_is_made_up_for_and_all_is_accounted_for():
    """Every quarter of an hour: the last one of today is spoken; older ones are one entry of the journal."""
    cadence = AtIntervals(900.0, WORK)
    it = SimulatedDay(water(missed="once", cadence=cadence))
    it.clock.suspend(14 * 86_400.0 + 3600.0 * 3)
    it.compare()
    it.live(130.0)
    assert it.actions.done == [("lead", "water")]
    until = MONDAY + timedelta(days=14, hours=3, seconds=1)
    noted = it.actions.events
    due = set(occurrences(it.plan, {}, MONDAY, until, UTC))
    one_by_one = {each.occurrence for each in noted if each.through is None}
    (older,) = (each for each in noted if each.through is not None)
    counted = set(occurrences(it.plan, {}, MONDAY, older.through + timedelta(seconds=1), UTC))
    assert one_by_one | counted == due
    assert one_by_one & counted == set()
    assert (older.ruling, older.reason) == ("skip", "superseded")
    assert older.sentence.startswith(f"{len(counted)} were missed")
