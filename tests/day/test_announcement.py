"""What is spoken as one batch, and how long an announcement waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from coach.day.announcement import Announcement, asks_first
from coach.plan.model import AtTimes, Occurrence, Plan, Reminder, ResolvedPlan, RoutineSummary

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANNOUNCED = Announcement((Occurrence(NOW, "neck", "neck"),), NOW)


@pytest.mark.parametrize(
    ("begin", "seconds", "asked"),
    [
        (None, 90.0, False),
        (None, 91.0, True),
        ("now", 91.0, False),
        ("ask", 10.0, True),
        ("gone", 90.0, False),
        ("gone", 91.0, True),
    ],
)
def test_what_takes_more_than_ninety_seconds_is_asked_for_first(begin, seconds, asked):
    """A batch of more than ninety seconds is announced first, unless its reminder says otherwise."""
    reminder = Reminder(id="neck", routine="neck", cadence=AtTimes((time(9),)), begin=begin)
    plan = Plan(reminders=() if begin == "gone" else (reminder,))
    resolved = ResolvedPlan(plan, UTC, {"neck": RoutineSummary("Neck", seconds)}, {})
    assert asks_first(ANNOUNCED.occurrences, resolved) is asked


def test_an_announcement_is_repeated_after_a_minute_and_given_up_after_three():
    """The time counts from the first announcement, repeated or not."""
    assert (ANNOUNCED.next_step, ANNOUNCED.given_up_at) == (NOW + 60 * SECOND, NOW + 180 * SECOND)
    repeated = replace(ANNOUNCED, is_repeated=True)
    assert (repeated.next_step, repeated.given_up_at) == (NOW + 180 * SECOND, NOW + 180 * SECOND)


def test_after_a_restart_an_announcement_is_repeated_at_once():
    """Even if it was repeated already; two minutes are left to answer, and the processes are counted."""
    restarted = NOW + 179 * SECOND
    again = replace(ANNOUNCED, is_repeated=True, times=2).after_restart(restarted)
    assert again == Announcement(ANNOUNCED.occurrences, NOW + 119 * SECOND, times=3)
    assert (again.next_step, again.given_up_at) == (restarted, restarted + 120 * SECOND)


def test_after_three_minutes_nothing_is_left_of_an_announcement():
    """A process that begins then does not restore it."""
    assert ANNOUNCED.after_restart(NOW + 180 * SECOND) is None
