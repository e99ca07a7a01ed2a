"""How long `coach pause` and `coach off` ask the running coach to be silent."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

from coach.api.steering import Action
from coach.clock import SystemClock
from coach.commands.group import coach
from coach.commands.pause import off_fields, pause_fields

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def run(*arguments):
    """What that command line gives."""
    return CliRunner().invoke(coach, arguments)


def day():
    """The time zone, and when the day ends."""
    return BERLIN, time(3)


def test_until_is_sent_with_its_offset():
    """`pause until` sends an instant with its offset, so that no zone has to be guessed."""
    assert pause_fields(("until", "15:00"), MORNING, day) == {"until": "2026-11-02T14:00:00+00:00"}


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        ("Asia/Tokyo", datetime(2026, 11, 3, 6, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 11, 2, 9, 15, tzinfo=UTC)),
        ("<-03>3", datetime(2026, 11, 2, 18, tzinfo=UTC)),
    ],
)
def test_until_is_a_time_in_the_time_zone_of_the_plan(running, monkeypatch, zone, until):
    """`pause until` means a time in the plan's zone, wherever the machine is."""
    running.state["zone"] = zone
    monkeypatch.setattr(SystemClock, "now", lambda _self: MORNING)
    assert run("pause", "until", "15:00").exit_code == 0
    assert running.actions == [Action("pause", until=until)]


def test_pause_refuses_no_words_that_are_none():
    """`pause` takes `until` in any case, and calls any other word wrong usage."""
    assert pause_fields(("Until", "15:00"), MORNING, day) == {"until": "2026-11-02T14:00:00+00:00"}
    with pytest.raises(click.UsageError):
        pause_fields(("30m", "until", "15:00"), MORNING, day)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("until tomorrow", "2026-11-03T02:00"),
        ("until monday", "2026-11-09T02:00"),
        ("until Wednesday", "2026-11-04T02:00"),
        ("until 2026-11-20", "2026-11-20T02:00"),
        ("until 3:00", "2026-11-03T02:00"),
    ],
)
def test_a_pause_ends_with_a_day(words, until):
    """A pause until tomorrow ends when the day has ended, and on a Monday `until monday` is the next one."""
    assert pause_fields(words.split(), MORNING, day) == {"until": f"{until}:00+00:00"}


@pytest.mark.parametrize(
    ("now", "words", "until"),
    [
        (MORNING, "3d", "2026-11-05T02:00"),
        (MORNING, "1 day", "2026-11-03T02:00"),
        (MORNING, "until friday", "2026-11-06T02:00"),
        (MORNING.replace(hour=0), "1d", "2026-11-02T02:00"),
        (MORNING.replace(hour=0), "until monday", "2026-11-02T02:00"),
    ],
)
def test_days_off_are_days_of_the_person(now, words, until):
    """Today is the first of the days off, and at one in the night today is still the day before."""
    assert off_fields(words.split(), now, day) == {"until": f"{until}:00+00:00"}


@pytest.mark.parametrize("words", ["3h", "0d", "until", "until noon", "until 15:00"])
def test_days_off_are_whole_days(words):
    """Anything but whole days off is a usage error that shows what to write."""
    with pytest.raises(click.UsageError, match="coach off 3d"):
        off_fields(words.split(), MORNING, day)


def test_why_is_sent_with_the_days_off(running):
    """The reason for days off is sent only if one was given."""
    for why in ("holiday", "  "):
        run("off", "--because", why)
    assert running.actions == [Action("off", because="holiday"), Action("off")]
