"""When quiet hours are over, through windows that join and every change of the clocks.

Busy hours come from `test_calendars.py`, and `test_gate.py` obeys them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import parse_window
from coach.plan.quiet_hours import quiet_until

BERLIN = ZoneInfo("Europe/Berlin")


def until(windows, text):
    """When the quiet at that instant in Berlin is over, in local time."""
    quiet = [parse_window(window) for window in windows]
    instant = datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)
    found = quiet_until(quiet, instant, BERLIN)
    return None if found is None else f"{found.astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("at", "over"),
    [
        ("2026-06-01 12:29:59", None),
        ("2026-06-01 12:30", "2026-06-01 13:15"),
        ("2026-06-01 13:14:59", "2026-06-01 13:15"),
        ("2026-06-01 13:15", None),
        ("2026-06-01 22:00", "2026-06-02 07:00"),
        ("2026-06-02 00:00", "2026-06-02 07:00"),
        ("2026-06-02 06:59", "2026-06-02 07:00"),
        ("2026-06-02 07:00", None),
    ],
)
def test_a_window_begins_with_its_start_and_ends_before_its_end(at, over):
    """A window has its start and not its end, over midnight too, on both of its days."""
    assert until(["12:30-13:15", "22:00-07:00"], at) == over


def test_windows_that_join_are_one():
    """Whether they touch or overlap, the quiet is over at the end of the last one."""
    windows = ["12:00-12:30", "12:30-13:00", "12:45-14:00", "15:00-16:00"]
    assert until(windows, "2026-06-01 12:10") == "2026-06-01 14:00"


def test_the_night_of_a_clock_change_is_quiet_to_its_local_end():
    """A quiet night is seven hours long at the change in spring, and nine in autumn."""
    assert until(["23:00-07:00"], "2026-03-28 23:30") == "2026-03-29 07:00"
    assert until(["23:00-07:00"], "2026-10-24 23:30") == "2026-10-25 07:00"


def test_where_it_is_always_quiet_there_is_an_answer():
    """The answer is some days later, instead of a search without end."""
    assert until(["00:00-24:00"], "2026-06-01 12:10") > "2026-06-08"
    assert until(["00:00-12:00", "12:00-24:00"], "2026-06-01 12:10") > "2026-06-08"


def test_a_window_that_a_gap_swallows_is_not_there():
    """A window of no length makes nothing quiet."""
    assert until(["02:10-02:50"], "2026-03-29 03:00") is None


@given(
    st.lists(st.sampled_from(["12:30-13:15", "22:00-07:00", "13:00-15:00", "02:15-02:45", "00:00-24:00"])),
    st.integers(0, 365 * 24 * 60),
)
def test_when_it_is_over_it_is_later_and_not_quiet(windows, minutes):
    """The end of the quiet is later than now and not quiet, unless the quiet has no end."""
    quiet = [parse_window(window) for window in windows]
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    over = quiet_until(quiet, instant, BERLIN)
    if over is None:
        return
    assert over > instant
    assert "00:00-24:00" in windows or quiet_until(quiet, over, BERLIN) is None
    assert "00:00-24:00" in windows or over - instant < timedelta(days=1)
