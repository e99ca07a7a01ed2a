"""Which of several routines is called for: in turn, or the one done least, and always for a reason."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import islice

import pytest

from coach.plan.choice import chosen, coming_routines, with_choices, with_done
from coach.plan.model import AtTimes, Done, Occurrence, Plan, Reminder, ResolvedPlan
from coach.plan.occurrences import occurrences

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def reminder(choose="in turn"):
    """Three routines at ten and at two."""
    times = AtTimes((time(10), time(14)))
    return Reminder(id="short", routine="a", routines=("a", "b", "c"), choose=choose, cadence=times)


def resolved(history, **more):
    """A plan with that reminder, and one with a single routine at twelve."""
    other = Reminder(id="water", routine="sip", cadence=AtTimes((time(12),)))
    return ResolvedPlan(Plan(reminders=(reminder(), other)), UTC, {}, {}, history=history, **more)


def done(times, days_ago):
    """So often, and so many days ago last."""
    return Done(times, NOW - days_ago * DAY)


@pytest.mark.parametrize(
    ("choose", "history", "expected"),
    [
        ("in turn", {}, "abcab"),
        ("in turn", {"b": done(9, 1), "a": done(1, 2)}, "cabca"),
        ("in turn", {"c": done(1, 1)}, "abcab"),
        ("least done", {}, "abcab"),
        ("least done", {"a": done(2, 1), "b": done(1, 3)}, "cbcab"),
        ("least done", {"a": done(1, 3), "b": done(1, 1), "c": done(1, 2)}, "acbac"),
    ],
)
def test_the_next_routines_follow_from_what_was_done(choose, history, expected):
    """In turn it is the one after the last; least done, of equal ones the one not done for longest."""
    assert "".join(islice(coming_routines(reminder(choose), history), 5)) == expected


def test_a_reminder_with_one_routine_always_calls_for_it():
    """The occurrences of a reminder with one routine stay as they are."""
    single = Occurrence(NOW, "water", "sip")
    assert chosen(resolved({}), single) == single
    assert chosen(resolved({}), Occurrence(NOW, "gone", "x")) == Occurrence(NOW, "gone", "x")
    assert chosen(resolved({"a": done(1, 1)}), Occurrence(NOW, "short", "a")).routine == "b"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (NOW, ["b", "sip", "c", "a", "sip", "b"]),
        (NOW + DAY, ["a", "sip", "b", "c", "sip", "a"]),
        (NOW - DAY, ["b", "sip", "b", "b", "sip", "c"]),
    ],
)
def test_what_comes_later_assumes_that_each_is_done(start, expected):
    """A later day is as if each was done until then; of what is past nobody knows which it was."""
    plan = resolved({"a": done(1, 1)}, history_at=NOW)
    coming = occurrences(plan.plan, {}, start, start + 2 * DAY, UTC)
    assert [each.routine for each in with_choices(coming, plan, start)] == expected


def test_a_routine_that_was_done_counts_once_more():
    """From nothing to once, and its instant is the last."""
    assert with_done({"a": done(2, 1)}, ("a", "b"), NOW) == {"a": Done(3, NOW), "b": Done(1, NOW)}
