"""The state after a decision, and its effects."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.clock_times import parse_window
from coach.day.announcement import Announcement
from coach.day.decisions import decide_due, decide_repeat
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
        calls=(NOW,),
        last_spoken=NOW,
        recently_spoken={("eyes", NOW): NOW, ("water", NOW): NOW},
    )


@pytest.mark.parametrize("put_off", [0, 1])
def test_a_long_one_is_announced(put_off):
    """It is not led yet, and knows how often it was put off. A call counts once, `at_most` or not."""
    before = DayState(pending={NECK: Pending(put_off=put_off)})
    state, effects = decide_due([NECK], resolved(), before, AT_THE_DESK, NOW)
    assert effects == [ReminderEvent(NOW, NECK, "speak"), Announce((NECK,), ROUTINES["neck"])]
    assert state == DayState(
        announcements=(Announcement((NECK,), NOW, NOW, put_off=put_off),),
        calls=() if put_off else (NOW,),
        last_spoken=NOW,
        recently_spoken={("neck", NOW): NOW},
        wording=1,
    )


def test_nothing_is_spoken_right_after_an_announcement():
    """A reminder is postponed until there was time to answer, and until the spacing is over."""
    waiting = DayState(
        pending={WATER: Pending()}, announcements=(Announcement((NECK,), NOW, NOW),), last_spoken=NOW
    )
    state, effects = decide_due([WATER], resolved(), waiting, AT_THE_DESK, NOW + timedelta(seconds=30))
    until = NOW + SPACING
    sentence = "Another routine is waiting to begin."
    assert effects == [
        ReminderEvent(NOW + timedelta(seconds=30), WATER, "defer", "announced", sentence, until)
    ]
    assert (state.pending, state.announcements) == ({WATER: Pending(until)}, waiting.announcements)


def test_an_announcement_that_waits_silently_holds_nothing_back():
    """After the spacing others are spoken, and it goes on waiting."""
    waiting = DayState(
        pending={WATER: Pending()}, announcements=(Announcement((NECK,), NOW, NOW),), last_spoken=NOW
    )
    state, _ = decide_due([WATER], resolved(), waiting, AT_THE_DESK, NOW + SPACING)
    assert (state.led, state.announcements) == (WATER, waiting.announcements)


def test_quiet_hours_are_those_of_the_plans_zone():
    """Nine in the morning in UTC is ten at night in Auckland, whatever the zone of the machine."""
    plan = resolved(ZoneInfo("Pacific/Auckland"), quiet=(parse_window("22:00-07:00"),))
    state, effects = decide_due([WATER], plan, pending(WATER), AT_THE_DESK, NOW)
    assert effects == [ReminderEvent(NOW, WATER, "skip", "quiet", "Quiet hours.")]
    assert state == DayState()


@pytest.mark.parametrize(("situation", "times"), [(AT_THE_DESK, 2), (MEETING, 1)])
def test_an_announcement_is_said_again_through_the_gate(situation, times):
    """After a restart it is said again, but not in a meeting."""
    announcement = Announcement((NECK,), NOW - SPACING, NOW - SPACING, is_restored=True)
    state = DayState(announcements=(announcement,), last_spoken=NOW - SPACING)
    state, effects = decide_repeat(announcement, resolved(), state, situation, NOW)
    assert state.announcement.times == times
    assert (
        effects
        == [
            ReminderEvent(NOW, NECK, "repeated", "restarted", "The coach was restarted."),
            Announce((NECK,), ROUTINES["neck"], is_again=True, wording=0),
        ][: 2 * (times - 1)]
    )


def test_what_is_spoken_along_is_not_said_again_with_a_later_one():
    """Of two of one reminder that were put off, what the first brought along is over once it is spoken."""
    later = Occurrence(NOW + timedelta(minutes=20), "water", "sip")
    waiting = {
        WATER: Pending(NOW, (EYES,), put_off=1),
        later: Pending(later.at, put_off=1),
    }
    state, effects = decide_due([WATER], resolved(), DayState(pending=waiting), AT_THE_DESK, NOW)
    assert [each.occurrences for each in effects if isinstance(each, Lead)] == [(WATER, EYES)]
    assert state.pending == {later: Pending(later.at, put_off=1)}
