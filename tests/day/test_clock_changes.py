"""Whether the clocks agree after a sleep."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.day.clock_changes import ClockChange, clock_changes, read_clocks
from coach.testing import FakeClock


def after(act, zone="Europe/Berlin"):
    """The clock changes that are found after that was done to the clock."""
    clock = FakeClock()
    before = read_clocks(clock, "Europe/Berlin")
    act(clock)
    return clock_changes(before, read_clocks(clock, zone))


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda clock: clock.advance(20.0), ()),
        (lambda clock: clock.suspend(3600.0), (ClockChange("suspended", 3600.0),)),
        (
            lambda clock: clock.set_wall(clock.now() - timedelta(hours=3)),
            (ClockChange("stepped", -10_800.0),),
        ),
        (lambda clock: clock.set_wall(clock.now() + timedelta(seconds=90)), (ClockChange("stepped", 90.0),)),
        (lambda clock: clock.set_wall(clock.now() + timedelta(seconds=1)), ()),
    ],
)
def test_what_the_clocks_give(act, expected):
    """A running clock, sleep, a clock set back or forward, and a slewed one are distinguished."""
    assert after(act) == expected


def test_another_zone():
    """A changed time zone is reported, as of a laptop that has travelled."""
    assert after(lambda clock: clock.advance(20.0), zone="Asia/Kathmandu") == (ClockChange("zone"),)


def test_asleep_and_set():
    """Sleep and a changed clock are both reported."""

    def both(clock):
        clock.suspend(600.0)
        clock.set_wall(clock.now() + timedelta(hours=1))

    assert after(both) == (ClockChange("suspended", 600.0), ClockChange("stepped", 3600.0))
