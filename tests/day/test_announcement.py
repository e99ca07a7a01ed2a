"""What is spoken as one batch, and for how long an announcement holds others back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from coach.day.announcement import Announcement, asks_first, summary_of
from coach.plan.model import AtTimes, Occurrence, Plan, Reminder, ResolvedPlan, RoutineSummary

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANNOUNCED = Announcement((Occurrence(NOW, "neck", "neck"),), NOW, NOW)


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


@pytest.mark.parametrize("how", ["chime", "notification"])
def test_what_only_calls_waits_for_the_person(how):
    """However short it is, and though its reminder says that it begins at once."""
    reminder = Reminder(id="neck", routine="neck", cadence=AtTimes((time(9),)), begin="now", how=how)
    resolved = ResolvedPlan(Plan(reminders=(reminder,)), UTC, {"neck": RoutineSummary("Neck", 9.0)}, {})
    assert asks_first(ANNOUNCED.occurrences, resolved)


@pytest.mark.parametrize(("language", "of_both"), [("fr", "fr"), ("de", "")])
def test_several_are_summed_up_as_one(language, of_both):
    """The sum has all titles, the whole length, and the language that they share, if they do."""
    routines = {"neck": RoutineSummary("Nuque", 60.0, language="fr"), "sit": RoutineSummary("Sitz", 30.0)}
    routines["sit"] = replace(routines["sit"], language=language)
    batch = (*ANNOUNCED.occurrences, Occurrence(NOW, "sit", "sit"), Occurrence(NOW, "sit-too", "sit"))
    summary = summary_of(batch, ResolvedPlan(Plan(reminders=()), UTC, routines, {}))
    assert summary == RoutineSummary("Nuque, Sitz", 90.0, language=of_both)


def test_others_are_held_back_while_it_is_spoken_and_for_two_minutes_after():
    """The time counts from the last time that it was said."""
    assert ANNOUNCED.held_until == NOW + 130 * SECOND
    assert replace(ANNOUNCED, said=NOW + 300 * SECOND).held_until == NOW + 430 * SECOND


def test_an_announcement_is_said_three_times_at_most():
    """An announcement is said once, and at most twice more."""
    said = [replace(ANNOUNCED, times=times).may_be_said_again for times in (1, 2, 3)]
    assert said == [True, True, False]


def test_on_a_clock_that_was_set_it_has_waited_for_as_long():
    """All instants of an announcement move with the clock."""
    moved = replace(ANNOUNCED, since=NOW + 60 * SECOND, said=NOW + 60 * SECOND)
    assert ANNOUNCED.shifted(60 * SECOND) == moved
    put_off = replace(ANNOUNCED, first_due=NOW - 60 * SECOND)
    assert put_off.shifted(60 * SECOND) == replace(moved, first_due=NOW)
