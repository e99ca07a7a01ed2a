"""The state after a decision, and its effects."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.clock_times import parse_window
from coach.day.announcement import Announcement
from coach.day.decisions import decide_due, decide_repeat, decided_unspoken
from coach.day.model import Announce, Lead, ReminderEvent
from coach.day.state import DayState, Pending
from coach.plan.gate import LONGEST_DAY
from coach.plan.model import AtTimes, LeftOut, Occurrence, Plan, Reminder, ResolvedPlan, RoutineSummary
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
    """Every decision is recorded with its reason; only the postponed one stays pending."""
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


@pytest.mark.parametrize(
    ("how", "calls"), [(Pending(), (NOW,)), (Pending(put_off=1, first_due=NOW - SPACING), ())]
)
def test_a_long_one_is_announced(how, calls):
    """An announcement leads nothing yet, knows its put-offs, and is one call, `at_most` or not."""
    before = DayState(pending={NECK: how}, wording=2)
    state, effects = decide_due([NECK], resolved(), before, AT_THE_DESK, NOW)
    assert effects == [ReminderEvent(NOW, NECK, "speak"), Announce((NECK,), ROUTINES["neck"], wording=2)]
    assert state == DayState(
        announcements=(Announcement((NECK,), NOW, NOW, put_off=how.put_off, first_due=how.first_due),),
        calls=calls,
        last_spoken=NOW,
        recently_spoken={("neck", NOW): NOW},
        wording=3,
    )


def test_an_announcement_of_the_same_reminder_is_over_when_it_is_spoken_again():
    """The earlier announcement ends unanswered, and calls of more than a day ago are forgotten."""
    second = timedelta(seconds=1)
    earlier = replace(NECK, at=NOW - 2 * SPACING)
    before = DayState(
        pending={NECK: Pending()},
        announcements=(Announcement((earlier,), earlier.at, earlier.at),),
        calls=(NOW - LONGEST_DAY, NOW - LONGEST_DAY + second),
    )
    state, effects = decide_due([NECK], resolved(), before, AT_THE_DESK, NOW)
    assert [each.at for each in effects if isinstance(each, ReminderEvent)] == [NOW, NOW]
    assert state.announcements == (Announcement((NECK,), NOW, NOW),)
    assert state.calls == (NOW - LONGEST_DAY + second, NOW)


@pytest.mark.parametrize(("seconds", "waited"), [(0.5, 0.5), (-60.0, 0.0)])
def test_what_was_waited_for_a_pause_is_recorded(seconds, waited):
    """The wait for a pause is recorded; it is nothing if the clock was set back since."""
    state = replace(pending(WATER), waiting_since=NOW - timedelta(seconds=seconds))
    _, effects = decide_due([WATER], resolved(), state, AT_THE_DESK, NOW)
    assert effects[0] == ReminderEvent(NOW, WATER, "speak", waited=waited)


def test_what_is_spoken_waits_for_the_newest_situation():
    """By one that may be out of date it is only put off or left out, and that situation was seen."""
    assert decided_unspoken([WATER], resolved(), pending(WATER), AT_THE_DESK, NOW) is None
    seen = pending(WATER).observed(MEETING, resolved().plan, NOW)
    expected = decide_due([WATER], resolved(), seen, MEETING, NOW)
    assert decided_unspoken([WATER], resolved(), pending(WATER), MEETING, NOW) == expected


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


@pytest.mark.parametrize(
    ("plan", "state", "code"),
    [
        (resolved(), DayState(paused_until=NOW + SPACING, paused_because=""), "off"),
        (resolved(), DayState(paused_until=NOW + SPACING), "paused"),
        (resolved(at_most=1), DayState(calls=(NOW - SPACING,)), "at-most"),
        (
            resolved(at_most=1),
            DayState(calls=(NOW - SPACING,), pending={WATER: Pending(put_off=1)}),
            "",
        ),
        (
            replace(resolved(), left_out={"sip": (LeftOut("after-eye-surgery", "Not yet."),)}),
            DayState(),
            "after-eye-surgery",
        ),
        (replace(resolved(), busy_hours=((NOW, NOW + SPACING),)), DayState(), "calendar"),
    ],
)
def test_nothing_that_the_gate_decides_by_is_lost(plan, state, code):
    """A day off, the calls of the day and what of them was put off, the profile, and the calendars."""
    state = replace(state, pending={WATER: Pending()} | state.pending)
    _, effects = decide_due([WATER], plan, state, AT_THE_DESK, NOW)
    assert effects[0].reason == code


def test_quiet_hours_are_those_of_the_plans_zone():
    """Nine in the morning in UTC is ten at night in Auckland, whatever the zone of the machine."""
    plan = resolved(ZoneInfo("Pacific/Auckland"), quiet=(parse_window("22:00-07:00"),))
    state, effects = decide_due([WATER], plan, pending(WATER), AT_THE_DESK, NOW)
    assert effects == [ReminderEvent(NOW, WATER, "skip", "quiet", "Quiet hours.")]
    assert state == DayState()


@pytest.mark.parametrize("situation", [AT_THE_DESK, replace(AT_THE_DESK, idle_seconds=0.0)])
def test_an_announcement_is_said_again_through_the_gate(situation):
    """After a restart the newest one is said again, also while the person types."""
    before = NOW - SPACING
    older, newest = Announcement((EYES,), before, before), Announcement((NECK,), before, before)
    restored = replace(newest, is_restored=True)
    waiting = DayState(announcements=(older, restored), last_spoken=before, wording=2)
    state, effects = decide_repeat(restored, resolved(), waiting, situation, NOW)
    again = replace(newest, said=NOW, times=2)
    assert state == replace(waiting, announcements=(older, again), last_spoken=NOW, wording=3)
    assert effects == [
        ReminderEvent(NOW, NECK, "repeated", "restarted", "The coach was restarted."),
        Announce((NECK,), ROUTINES["neck"], is_again=True, wording=2),
    ]


def test_no_announcement_is_said_again_in_a_meeting():
    """In a meeting an announcement waits as before, and is not said again."""
    restored = Announcement((NECK,), NOW - SPACING, NOW - SPACING, is_restored=True)
    waiting = DayState(announcements=(restored,), last_spoken=NOW - SPACING)
    assert decide_repeat(restored, resolved(), waiting, MEETING, NOW) == (waiting, [])


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
