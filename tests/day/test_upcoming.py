"""The notice before what is led without being asked, on virtual time.

Changes that mutation finds unnoticed and that change nothing: what a plan without a notice would wait, as
there is no instant then; exactly ten seconds before, which no plan can reach.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, time, timedelta

import pytest

from coach.day.clock_changes import ClockChange
from coach.day.model import Notice
from coach.day.state import DayState, Pending
from coach.day.upcoming import next_notice, with_notice
from coach.plan.model import AtTimes, Occurrence, Plan, PutOff, Reminder, ResolvedPlan, RoutineSummary
from coach.situation import AT_THE_DESK
from simulated_day import MONDAY, ROUTINES, SimulatedDay, neck, water

TEN = AtTimes((time(9, 10),))


def noticed(day, seconds=900.0):
    """The notices of the day so far: when they were given, for which reminders, and when those are due."""
    found = []
    perform = day.actions.perform

    def note(effects):
        notices = [each for each in effects if isinstance(each, Notice)]
        found.extend(
            (day.clock.now() - MONDAY, [one.reminder for one in each.occurrences], each.at - MONDAY)
            for each in notices
        )
        perform([each for each in effects if each not in notices])

    day.actions.perform = note
    day.live(seconds, ends_after=10.0)
    return found


def after(minutes, seconds=0):
    """How long after nine."""
    return timedelta(minutes=minutes, seconds=seconds)


def test_what_begins_by_itself_is_noticed_once():
    """How long before its instant as the plan says; without that there is none."""
    assert noticed(SimulatedDay(water(cadence=TEN), notice=30.0)) == [(after(9, 30), ["water"], after(10))]
    assert noticed(SimulatedDay(water(cadence=TEN))) == []


def test_what_is_led_together_is_noticed_together():
    """Short routines that are due at the same time have one notice."""
    day = SimulatedDay(water(cadence=TEN), water(id="sit", routine="sit", cadence=TEN), notice=60.0)
    assert noticed(day) == [(after(9), ["sit", "water"], after(10))]


def test_a_reminder_has_a_notice_of_its_own():
    """Each has its notice as early as it says, else as the plan says; an earlier one hides no later one."""
    reminders = (
        water(cadence=AtTimes((time(9, 8),)), id="early", notice=180.0),
        water(cadence=AtTimes((time(9, 7),)), id="late"),
        water(cadence=AtTimes((time(9, 14),)), id="other", notice=60.0),
    )
    found = noticed(SimulatedDay(*reminders, notice=30.0, spacing=1.0))
    assert [(at, *who) for at, who, _ in found] == [
        (after(5), "early"),
        (after(6, 30), "late"),
        (after(13), "other"),
    ]
    assert [who for _, [who], _ in noticed(SimulatedDay(*reminders, spacing=1.0))] == ["early", "other"]


def test_reminders_at_one_instant_have_one_notice():
    """Reminders at one instant have one notice, as early as one of them wants it."""
    day = SimulatedDay(
        water(cadence=TEN, notice=60.0), water(id="sit", routine="sit", cadence=TEN), notice=30.0
    )
    assert noticed(day) == [(after(9), ["sit", "water"], after(10))]


@pytest.mark.parametrize(
    "reminder", [neck(), water(cadence=TEN, begin="ask"), water(cadence=TEN, how="chime")]
)
def test_what_waits_for_the_person_needs_no_notice(reminder):
    """An announcement is one itself."""
    assert noticed(SimulatedDay(reminder, notice=30.0)) == []


@pytest.mark.parametrize(
    ("situation", "is_noticed"),
    [
        (AT_THE_DESK, True),
        (replace(AT_THE_DESK, idle_seconds=1.0), True),
        (replace(AT_THE_DESK, microphone=True), False),
        (replace(AT_THE_DESK, locked=True), False),
    ],
)
def test_nobody_is_disturbed_by_a_notice_of_what_would_not_be_spoken(situation, is_noticed):
    """No notice is given in a meeting or away; one is of what waits for a pause in the typing."""
    day = SimulatedDay(water(cadence=TEN), notice=30.0)
    day.actions.present = situation
    assert bool(noticed(day, 595.0)) is is_noticed


def test_neither_a_pause_nor_a_session_has_a_notice():
    """What is paused is not noticed, nor what is due while another routine is led."""
    day = SimulatedDay(water(cadence=TEN), notice=30.0)
    day.do("pause")
    assert noticed(day) == []


def test_what_the_person_put_off_is_noticed_again():
    """What was put off is noticed again, and begins by itself if its plan has it so by then."""
    day = SimulatedDay(water(cadence=TEN, begin="ask"), notice=30.0, put_off=PutOff())
    assert noticed(day, 605.0) == []
    day.do("later", 600.0)
    plan = replace(day.plan, reminders=(water(cadence=TEN),))
    day.do("use_plan", day.resolved(plan))
    assert ROUTINES["sip"].seconds == 10.0
    [(at, reminders, due)] = noticed(day, 620.0)
    assert (reminders, due - at) == (["water"], timedelta(seconds=30))


def test_a_clock_that_is_set_back_silences_no_notice():
    """The hour comes again, with its notices."""
    day = SimulatedDay(water(cadence=AtTimes((time(8, 30), time(9, 10)))), notice=30.0)
    assert noticed(day) == [(after(9, 30), ["water"], after(10))]
    day.clock.set_wall(MONDAY - timedelta(minutes=45))
    day.do("clocks_changed", [ClockChange("stepped", -3600.0)])
    assert noticed(day) == [(-after(30, 30), ["water"], -after(30))]


SOON = MONDAY + timedelta(hours=1)
DUE = Occurrence(SOON, "water", "sip-water")


def resolved(notice=30.0):
    """A plan with that notice, and a reminder to drink."""
    reminder = Reminder(id="water", routine="sip-water", cadence=TEN)
    summary = {"sip-water": RoutineSummary("A few sips", 6.0)}
    return ResolvedPlan(Plan(reminders=(reminder,), notice=notice), UTC, summary, {})


@pytest.mark.parametrize(
    ("seconds_before", "is_given"), [(30, True), (11, True), (9, False), (0, False), (-5, False)]
)
def test_a_notice_that_comes_too_late_is_not_given(seconds_before, is_given):
    """Ten seconds before, it would end as the first word begins; it is considered anyway."""
    now = SOON - timedelta(seconds=seconds_before)
    state, effects = with_notice(DayState(), resolved(), [DUE], now, observe=lambda: AT_THE_DESK)
    assert (state.noticed, bool(effects)) == (SOON - timedelta(seconds=30), is_given)


def test_what_the_gate_has_put_off_is_not_noticed_again():
    """Only what the person put off has an instant of its own to be noticed before."""
    pending = {DUE: Pending(SOON + timedelta(minutes=5), (), 0)}
    assert next_notice(DayState(pending=pending), resolved(), []) is None
    pending = {DUE: Pending(SOON + timedelta(minutes=5), (), 1)}
    expected = SOON + timedelta(minutes=5) - timedelta(seconds=30)
    assert next_notice(DayState(pending=pending), resolved(), []) == expected
