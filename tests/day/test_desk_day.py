"""A desk day of a simulated person: nobody is called in a presentation, a call, a film, or at lunch."""

from __future__ import annotations

from collections import Counter

import pytest

from desk_day import ACTIVITIES, NINE, DeskDay


@pytest.fixture(scope="module")
def day():
    """The day, lived to its end."""
    lived = DeskDay()
    lived.live()
    return lived


def test_every_call_falls_into_working_time(day):
    """No call falls into an activity that must not be disturbed, although reminders are due in each."""
    assert Counter(call.activity for call in day.calls) == {"work": len(day.calls)}
    put_off = {event.reason for event in day.events if event.ruling in ("defer", "skip")}
    assert {"full-screen", "meeting", "sharing", "away", "breakpoint"} <= put_off
    assert len(day.calls) >= 16


def test_what_nothing_else_held_back_comes_at_the_next_pause(day):
    """At most three minutes late, and all of it the wait for a pause."""
    held_back = {
        event.occurrence for event in day.events if event.ruling == "defer" and event.reason != "breakpoint"
    }
    free = [each for each in day.events if each.ruling == "speak" and each.occurrence not in held_back]
    assert len(free) >= 8
    for event in free:
        late = (event.at - event.occurrence.at).total_seconds()
        assert late == pytest.approx(event.waited, abs=0.1)
        assert late <= 180.0


def test_what_was_held_back_and_is_made_up_for_comes_within_minutes_of_the_end(day):
    """The stretching that fell into the presentation, and the water that fell into the call and the film."""
    ends = {
        activity: [end for _, end in ACTIVITIES[activity]] for activity in ("presentation", "call", "film")
    }
    neck = next(call for call in day.calls if call.reminder == "neck")
    assert neck.minute - ends["presentation"][0] <= 5.0
    for end in (ends["call"][0], ends["film"][0]):
        assert any(0 <= call.minute - end <= 5.0 for call in day.calls if call.reminder == "water")


def test_lunch_is_a_break_of_the_persons_own(day):
    """Lunch is written down to the minute, as the only break: a film is none."""
    minutes = [
        tuple((instant - NINE).total_seconds() / 60 for instant in (each.since, each.until))
        for each in day.breaks
    ]
    assert minutes == [(pytest.approx(185, abs=0.1), pytest.approx(245, abs=1.5))]
