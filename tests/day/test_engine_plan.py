"""Days in which the plan is edited, is read again, or has routines that cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from coach.clock_times import Window
from coach.day.model import Announce, Lead
from coach.plan.model import Occurrence, Plan
from coach.situation import AT_THE_DESK, Situation
from simulated_day import MONDAY, ROUTINES, SimulatedDay, eyes, neck, water


def test_another_plan():
    """What is pending of a deleted reminder is skipped, and the new reminder is used."""
    it = SimulatedDay(water(missed="once"))
    it.actions.present = Situation(locked=True)
    it.live(30.0)
    it.do("use_plan", it.resolved(Plan(reminders=(neck(begin="now"),))))
    it.actions.present = AT_THE_DESK
    it.live(600.0, ends_after=10.0)
    assert it.actions.rulings == [
        ("water", "defer", "away"),
        ("water", "skip", "gone"),
        ("neck", "defer", "break"),
        ("neck", "speak", ""),
        ("neck", "ended", "completed"),
    ]


def test_what_comes_can_be_made_ready():
    """The next effect is known ahead of time, so that it can be prepared."""
    it = SimulatedDay(water(), neck())
    expected = Lead((Occurrence(MONDAY, "water", "sip"),), {"sip": ROUTINES["sip"]})
    assert it.engine.upcoming(MONDAY) == expected
    five_past = MONDAY + timedelta(minutes=5)
    neck_too = Announce((Occurrence(five_past, "neck", "neck"),), ROUTINES["neck"])
    assert it.engine.upcoming(five_past) == neck_too
    it.do("pause")
    assert it.engine.upcoming(MONDAY) is None


def test_what_falls_due_as_the_plan_is_edited_is_kept():
    """An occurrence that falls due at the moment of an edit is still spoken."""
    it = SimulatedDay(water())
    it.clock.advance(1.0)
    it.do("use_plan", it.resolved(it.plan))
    it.live(5.0)
    assert it.actions.done == [("lead", "water")]


def test_an_announcement_of_a_reminder_that_is_gone_is_withdrawn():
    """A deleted reminder's routine can no longer be begun; the journal says why."""
    it = SimulatedDay(neck())
    it.live(310.0)
    it.do("use_plan", it.resolved(Plan(reminders=(water(),))))
    assert it.actions.done == [("announce", "neck", "Neck"), ("withdraw",)]
    assert it.actions.rulings[-1] == ("neck", "withdrawn", "gone")
    assert not it.do("begin")


def test_what_was_announced_with_a_reminder_that_is_gone_is_announced_on_its_own():
    """A merged reminder is not lost with the deleted one, and the spacing is kept."""
    it = SimulatedDay(eyes(begin="ask"), eyes(id="other", routine="sip"))
    it.live(310.0)
    it.actions.events.clear()
    it.do("use_plan", it.resolved(Plan(reminders=(eyes(id="other", routine="sip"),))))
    it.live(310.0, ends_after=10.0)
    assert it.actions.rulings == [
        ("eyes", "withdrawn", "gone"),
        ("other", "later", "gone"),
        ("other", "defer", "spacing"),
        ("other", "speak", ""),
        ("other", "ended", "completed"),
    ]


def test_what_waits_and_what_is_announced_are_led_as_they_are_now():
    """After an edit the reminder's new routine is led, and not the old one."""
    waits, announced = SimulatedDay(neck(missed="once")), SimulatedDay(neck())
    waits.actions.present = Situation(microphone=True)
    for it in (waits, announced):
        it.live(310.0)
        it.actions.present = AT_THE_DESK
        it.do("use_plan", it.resolved(Plan(reminders=(neck(routine="sit", missed="once"),))))
    assert announced.do("begin")
    waits.live(1.0)
    assert (announced.engine.state.led.routine, waits.engine.state.led.routine) == ("sit", "sit")
    assert waits.actions.done == [("lead", "neck")]


def test_an_edit_of_a_routine_is_asked_about_again():
    """What was postponed by quiet hours is spoken at once if the new plan has none."""
    it = SimulatedDay(water(missed="once"), quiet=(Window(time(9), time(12)),))
    it.live(10.0)
    it.do("use_plan", it.resolved(replace(it.plan, quiet=())))
    it.live(1.0)
    assert it.actions.done == [("lead", "water")]


def test_a_reminder_whose_routine_does_not_read_is_left_out_with_its_reason():
    """A reminder without a readable routine is neither announced nor led."""
    it = SimulatedDay(neck(routine="no-such"))
    it.live(310.0)
    assert (it.actions.done, it.actions.rulings) == ([], [("neck", "skip", "unread")])
