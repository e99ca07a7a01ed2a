"""What a restart must not lose."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta

import pytest

from coach.daemon.day import UNTIL_RESUMED, Day
from coach.daemon.memory import Memory, as_tree, restore
from coach.daemon.port import Known, Programme
from coach.daemon.simulation import VirtualHands
from coach.home import find_home
from coach.plan.model import At, Plan, Reminder
from coach.testing import FakeClock

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
NECK = Reminder(id="neck", routine="neck", cadence=At((time(12, 5),)))


def a_day(*reminders):
    """A day with these reminders, at noon."""
    clock = FakeClock(NOON)
    programme = Programme(Plan(reminders=reminders or (NECK,)), UTC, {"neck": Known("Neck", 400.0)}, {})
    day = Day(programme, clock, VirtualHands(clock, programme))
    day.clock = clock
    return day


def announced():
    """A day in which the neck routine waits to be begun."""
    day = a_day()
    day.clock.advance(300.0)
    day.wake()
    return day


def test_a_snooze_survives():
    """Put off before the restart, announced after it at its time."""
    day = announced()
    day.later(600.0)
    again = a_day()
    restore(again, json.loads(json.dumps(as_tree(day))))
    assert again.waiting == day.waiting
    assert list(again.waiting.values()) == [NOON + timedelta(seconds=900)]


def test_an_unanswered_announcement_survives_once():
    """It is announced once more, and a second restart in the same state knows it no more than once."""
    tree = as_tree(announced())
    again = a_day()
    restore(again, tree)
    restore(again, tree)
    again.clock.advance(301.0)
    again.wake()
    assert again.announced is not None
    assert len(as_tree(again)["waiting"]) == 1


def test_a_pause_survives():
    """Also one without an end."""
    day = a_day()
    day.pause()
    again = a_day()
    restore(again, json.loads(json.dumps(as_tree(day))))
    assert again.paused_until == UNTIL_RESUMED


def test_a_reminder_that_is_gone_is_forgotten():
    """The plan was changed meanwhile."""
    day = announced()
    day.later(600.0)
    other = a_day(Reminder(id="other", routine="neck", cadence=NECK.cadence))
    restore(other, as_tree(day))
    assert other.waiting == {}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"waiting": [1]}', '{"waiting": [["a", "neck", "c", "d"]]}']
)
def test_a_memory_that_does_not_read(text):
    """The day begins without it."""
    home = find_home()
    memory = Memory(home)
    (home.state / "day.json").write_text(text)
    day = a_day()
    memory.recall(day)
    assert (day.waiting, day.paused_until) == ({}, None)


def test_the_file_is_private_and_written_when_something_changed():
    """Readable by its person alone."""
    home = find_home()
    memory = Memory(home)
    day = announced()
    memory.keep(day)
    path = home.state / "day.json"
    first = path.stat()
    memory.keep(day)
    assert path.stat().st_ino == first.st_ino
    day.later(600.0)
    memory.keep(day)
    assert (path.stat().st_mode & 0o777, path.stat().st_ino != first.st_ino) == (0o600, True)
    again = a_day()
    Memory(home).recall(again)
    assert again.waiting == day.waiting
