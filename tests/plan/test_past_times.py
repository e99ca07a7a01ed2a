"""Times in the past as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.plan.past_times import parse_past
from coach.units import ParseError

NINE = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)
"""A Wednesday morning."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """That time of a day of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", NINE),
        ("20 minutes ago", at(4, 8, 40)),
        ("20m ago", at(4, 8, 40)),
        ("half an hour ago", at(4, 8, 30)),
        ("about an hour ago", at(4, 8)),
        ("1 h 30 min ago", at(4, 7, 30)),
        ("2 days ago", at(2, 9)),
        ("last night at 3", at(4, 3)),
        ("last night at 11", at(3, 23)),
        ("Last night at 9pm", at(3, 21)),
        ("last night at 12", at(4, 0)),
        ("last night 23:10", at(3, 23, 10)),
        ("yesterday 21:30", at(3, 21, 30)),
        ("yesterday at noon", at(3, 12)),
        ("this morning at 7", at(4, 7)),
        ("8:15", at(4, 8, 15)),
        ("at 8.15", at(4, 8, 15)),
        ("14:30", at(3, 14, 30)),
        ("3am", at(4, 3)),
        ("3 p.m.", at(3, 15)),
        ("2026-11-01 10:00", at(1, 10)),
    ],
)
def test_a_time_as_a_person_says_it(text, expected):
    """A time of day alone is the latest one that has passed."""
    assert parse_past(text, NINE, UTC) == expected


def test_before_three_the_night_of_last_night_is_the_one_before():
    """At one in the morning, three o'clock has not come yet."""
    assert parse_past("last night at 3", at(4, 1), UTC) == at(3, 3)
    assert parse_past("this evening at 8", at(4, 22), UTC) == at(4, 20)


def test_a_day_is_one_of_the_persons_zone():
    """Clock times are those of the zone that the person lives in."""
    zone = ZoneInfo("America/New_York")
    assert parse_past("yesterday 21:30", NINE, zone) == datetime(2026, 11, 4, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 3", "'at 3' may be in the morning or in the afternoon; write 03:00 or 15:00"),
        (
            "yesterday at 3",
            "'yesterday at 3' may be in the morning or in the afternoon; write 03:00 or 15:00",
        ),
        ("this evening at 8", "'this evening at 8' is still to come; write when it was"),
        ("last night", "'last night' does not say at what time; "),
        ("tomorrow at 3", "'tomorrow at 3' is not a time that is understood; "),
        ("5 x ago", "'5 x ago' is not a time that is understood; "),
        ("9999 days ago", "'9999 days ago' is too long ago; "),
        ("13 pm", "'13 pm' is not a time of day; "),
        ("", "'' does not say at what time; "),
    ],
)
def test_what_may_mean_two_times_is_refused(text, expected):
    """Nothing is guessed, and the right form is shown."""
    with pytest.raises(ParseError) as refused:
        parse_past(text, NINE, UTC)
    assert str(refused.value).startswith(expected)


@given(st.integers(1, 5999))
def test_minutes_ago_are_exact(minutes):
    """Any number of minutes ago is that many minutes before now."""
    assert parse_past(f"{minutes} minutes ago", NINE, UTC) == NINE - timedelta(minutes=minutes)
