"""The state after a decision, and its effects."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.clock_times import parse_window
from coach.day.announcement import Announcement
from coach.day.decisions import decide_due, may_repeat
from coach.day.model import Announce, Lead, ReminderEvent
from coach.day.state import DayState, Pending
from coach.plan.model import AtTimes, Occurrence, Plan, Reminder, ResolvedPlan, RoutineSummary
from coach.situation import AT_THE_DESK, Situation

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SPACING = timedelta(minutes=5)
ROUTINES = {
    "sip": RoutineSummary("A sip", 10.0),
    "sit": RoutineSummary("Sitting", 30.0),
    "neck": RoutineSummary("Neck", 400.0),
}
EYES, WATER = Occurrence(NOW, "eyes", "sit"), Occurrence(NOW, "water", "sip")
NECK = Occurrence(NOW, "neck", "neck")
MEETING = Situation(microphone=True)


def resolved(zone=UTC, **plan):
    """A plan of three reminders, two of them short."""
    reminders = [
        Reminder(id=each.reminder, routine=each.routine, cadence=AtTimes((time(9),)))
        for each in (EYES, WATER, NECK)
    ]
    return ResolvedPlan(Plan(reminders=tuple(reminders), **plan), zone, ROUTINES, {})


def pending(*occurrences):
    """A state in which these wait for their decision."""
    return DayState(pending=dict.fromkeys(occurrences, Pending()))


def test_one_is_led_another_joins_it_and_a_third_is_put_off():
    """Each is recorded with its reason; only the postponed one stays pending."""
    due = (WATER, NECK, EYES)
    state, effects = decide_due(due, resolved(), pending(*due), AT_THE_DESK, NOW)
    later = NOW + SPACING
    assert effects == [
        ReminderEvent(NOW, EYES, "speak"),
        Lead((EYES, WATER), {"sit": ROUTINES["sit"], "sip": ROUTINES["sip"]}),
        ReminderEvent(NOW, NECK, "defer", "spacing", "Too soon after another reminder.", later),
        ReminderEvent(NOW, WATER, "skip", "merged", "Merged with eyes."),
    ]
    assert state == DayState(
        pending={NECK: Pending(later)},
        led=EYES,
        led_until=NOW + timedelta(seconds=40),
        last_spoken=NOW,
        recently_spoken={("eyes", NOW): NOW, ("water", NOW): NOW},
    )


@pytest.mark.parametrize("processes", [0, 1])
def test_a_long_one_is_announced(processes):
    """It is not led yet, and counts the processes that have announced it."""
    before = DayState(pending={NECK: Pending(announced=processes)})
    state, effects = decide_due([NECK], resolved(), before, AT_THE_DESK, NOW)
    assert effects == [ReminderEvent(NOW, NECK, "speak"), Announce((NECK,), ROUTINES["neck"])]
    assert state == DayState(
        announcement=Announcement((NECK,), NOW, times=processes + 1), recently_spoken={("neck", NOW): NOW}
    )


def test_nothing_is_spoken_while_an_announcement_waits():
    """A reminder is postponed until the announcement is given up, plus the spacing."""
    waiting = DayState(pending={WATER: Pending()}, announcement=Announcement((NECK,), NOW))
    state, effects = decide_due([WATER], resolved(), waiting, AT_THE_DESK, NOW + timedelta(seconds=30))
    until = NOW + timedelta(minutes=3) + SPACING
    sentence = "Another routine is waiting to begin."
    assert effects == [
        ReminderEvent(NOW + timedelta(seconds=30), WATER, "defer", "announced", sentence, until)
    ]
    assert (state.pending, state.announcement) == ({WATER: Pending(until)}, waiting.announcement)


def test_quiet_hours_are_those_of_the_plans_zone():
    """Nine in the morning in UTC is ten at night in Auckland, whatever the zone of the machine."""
    plan = resolved(ZoneInfo("Pacific/Auckland"), quiet=(parse_window("22:00-07:00"),))
    state, effects = decide_due([WATER], plan, pending(WATER), AT_THE_DESK, NOW)
    assert effects == [ReminderEvent(NOW, WATER, "skip", "quiet", "Quiet hours.")]
    assert state == DayState()


@pytest.mark.parametrize(("situation", "repeated"), [(AT_THE_DESK, True), (MEETING, False)])
def test_an_announcement_does_not_count_against_its_own_repetition(situation, repeated):
    """Nor does what was spoken right before a restart; a meeting does."""
    announcement = Announcement((NECK,), NOW - timedelta(minutes=1))
    state = DayState(announcement=announcement, last_spoken=NOW)
    assert may_repeat(announcement, resolved(), state, situation, NOW) is repeated
