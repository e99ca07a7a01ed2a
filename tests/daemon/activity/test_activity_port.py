"""Many readings as one, and a reading in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.activity.situation import Reading, in_words, together

ANSWERS = st.none() | st.booleans()
READINGS = st.builds(Reading, st.none() | st.floats(0, 1e6), ANSWERS, ANSWERS, ANSWERS)


def test_nobody_knows_anything():
    """No source at all is unknown in everything."""
    assert together(()) == Reading()


def test_the_shortest_idle_time_and_any_yes():
    """Whoever saw input last is right; one yes outweighs every no; silence weighs nothing."""
    readings = (
        Reading(idle_seconds=300.0, locked=False),
        Reading(idle_seconds=2.5, in_meeting=True),
        Reading(in_meeting=False, do_not_disturb=False),
    )
    expected = Reading(idle_seconds=2.5, locked=False, in_meeting=True, do_not_disturb=False)
    assert together(readings) == expected


@given(st.lists(READINGS), st.lists(READINGS))
def test_the_order_and_the_grouping_do_not_matter(some, others):
    """Sources may answer in any order, and unknown ones change nothing."""
    whole = together((*some, *others))
    assert together((*others, Reading(), *some)) == whole
    assert together((together(tuple(some)), together(tuple(others)))) == whole


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(), "answers, and tells nothing now"),
        (Reading(idle_seconds=12.4, locked=False), "idle for 12 s, not locked"),
        (Reading(locked=True), "locked"),
        (Reading(in_meeting=True, do_not_disturb=True), "microphone in use, do-not-disturb on"),
        (Reading(in_meeting=False, do_not_disturb=False), "microphone not in use, do-not-disturb off"),
    ],
)
def test_in_words(reading, words):
    """As the doctor prints it."""
    assert in_words(reading) == words
