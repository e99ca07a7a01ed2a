"""What a restart must not lose."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from coach.daemon.day import UNTIL_RESUMED, Day
from coach.daemon.memory import Memory, as_tree, restore
from coach.daemon.port import Known, Programme
from coach.daemon.simulation import VirtualHands
from coach.daemon.waiting import Waits
from coach.home import find_home
from coach.plan.model import At, Occurrence, Plan, Reminder
from coach.testing import FakeClock

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
NECK = Reminder(id="neck", routine="neck", cadence=At((time(12, 5),)))


ROUTINES = {"neck": Known("Neck", 400.0), "sip": Known("A sip", 10.0), "sit": Known("Sitting", 30.0)}


def a_day(*reminders):
    """A day with these reminders, at noon."""
    clock = FakeClock(NOON)
    programme = Programme(Plan(reminders=reminders or (NECK,)), UTC, ROUTINES, {})
    hands = VirtualHands(clock, programme)
    day = Day(programme, clock, hands)
    day.clock, day.noted = clock, hands.noted
    return day


def after(day, seconds=0.0):
    """The same plan in the next process, so many seconds later, with what the other one kept."""
    again = a_day(*day.programme.plan.reminders)
    again.clock.set_wall(day.clock.now() + timedelta(seconds=seconds))
    again.agenda.scheduler.arm()
    restore(again, json.loads(json.dumps(as_tree(day))), again.clock.now())
    return again


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
    again = after(day)
    until = NOON + timedelta(seconds=900)
    assert again.agenda.waiting == {Occurrence(until, "neck", "neck"): Waits(until)}


def test_what_is_due_and_not_yet_asked_about_survives():
    """The process ended between the clock's stroke and its decision: it is decided on in the next."""
    day = a_day()
    day.clock.advance(300.0)
    day.take_up(day.programme)
    again = after(day)
    assert again.agenda.waiting == {Occurrence(NOON + timedelta(seconds=300), "neck", "neck"): Waits()}
    again.wake()
    assert again.announced is not None


@pytest.mark.parametrize(
    ("away", "said"), [(299.0, []), (301.0, ["speak"]), (3600.0, ["skip"]), (86_700.0, ["skip", "speak"])]
)
def test_what_fell_due_while_no_coach_ran_is_accounted_for(away, said):
    """Spoken where it is in time still, left out with its reason where it is not; nothing is passed over."""
    again = after(a_day(), away)
    again.wake()
    assert [noted.ruling for noted in again.noted] == said


def test_what_fell_due_by_a_plan_that_was_edited_since_does_not_count():
    """Nobody calls for it any more."""
    day = a_day()
    again = a_day(replace(NECK, cadence=At((time(12, 6),))))
    again.clock.advance(301.0)
    restore(again, json.loads(json.dumps(as_tree(day))), again.clock.now())
    again.wake()
    assert again.noted == []


def test_an_unanswered_announcement_survives_once():
    """It is announced once more; after a second restart it counts as unanswered, and is not."""
    second = after(announced(), 10.0)
    second.wake()
    assert (second.announced.occurrence.reminder, second.announced.times) == ("neck", 2)
    third = after(second, 10.0)
    third.wake()
    assert (third.announced, third.agenda.waiting) == (None, {})
    assert [(noted.occurrence.reminder, noted.ruling) for noted in third.noted] == [("neck", "unanswered")]


def test_an_announcement_whose_time_was_up_meanwhile_goes_through_the_gate_again():
    """Ten minutes later it stands no more: announced anew, for three minutes, if it is in time still."""
    again = after(announced(), 600.0)
    assert (again.announced, list(again.agenda.waiting.values())) == (None, [Waits(announced=1)])
    again.wake()
    assert (again.announced.since, again.announced.times) == (again.clock.now(), 2)
    late = after(announced(), 40_000.0)
    late.wake()
    assert late.announced is None
    assert [(noted.ruling, noted.reason) for noted in late.noted] == [("skip", "stale")]


def test_what_else_is_due_after_a_restart_keeps_its_distance_from_the_announcement():
    """The announcement is said once more, and stands; the other one waits."""
    sit = Reminder(id="sit", routine="sit", cadence=At((time(12, 6),)), missed="once")
    day = a_day(NECK, sit)
    day.clock.advance(301.0)
    day.wake()
    again = after(day, 60.0)
    again.wake()
    assert again.announced.occurrence.reminder == "neck"
    assert [(noted.occurrence.reminder, noted.reason) for noted in again.noted] == [("sit", "announced")]


def test_a_restart_in_the_same_state_knows_it_once():
    """Put back twice, it is announced once."""
    tree = as_tree(announced())
    again = a_day()
    again.clock.advance(310.0)
    for _ in range(2):
        restore(again, tree, again.clock.now())
    again.wake()
    assert (again.announced.occurrence.reminder, again.announced.times) == ("neck", 2)
    assert again.agenda.waiting == {}


def test_what_was_merged_survives():
    """Put off together, announced and led together also by the next process."""
    sip = Reminder(id="sip", routine="sip", cadence=NECK.cadence, begin="ask")
    sit = Reminder(id="sit", routine="sit", cadence=NECK.cadence)
    day = a_day(sip, sit)
    day.clock.advance(300.0)
    day.wake()
    assert [each.reminder for each in day.announced.row] == ["sip", "sit"]
    standing = after(day, 10.0)
    day.later(600.0)
    put_off = after(day, 10.0)
    put_off.clock.advance(600.0)
    for again in (standing, put_off):
        again.wake()
        assert [each.reminder for each in again.announced.row] == ["sip", "sit"]


def test_a_pause_survives():
    """Also one without an end."""
    day = a_day()
    day.pause()
    assert after(day).paused_until == UNTIL_RESUMED


def test_a_reminder_that_is_gone_is_left_out_with_its_reason():
    """The plan was changed meanwhile."""
    day = announced()
    day.later(600.0)
    other = a_day(Reminder(id="other", routine="neck", cadence=NECK.cadence))
    restore(other, as_tree(day), NOON)
    assert other.agenda.waiting == {}
    assert [(noted.ruling, noted.reason) for noted in other.noted] == [("skip", "gone")]


def test_what_the_last_process_led_is_not_talked_over():
    """Its session goes on without it: nothing is spoken before that should have ended, and the spacing."""
    sit = Reminder(id="sit", routine="sit", cadence=At((time(12, 6),)), missed="once")
    day = a_day(Reminder(id="neck", routine="neck", cadence=NECK.cadence, begin="now"), sit)
    day.clock.advance(300.0)
    day.wake()
    assert day.led_until == NOON + timedelta(seconds=700)
    again = after(day, 10.0)
    led = []
    while not led:
        again.clock.advance(again.idle_seconds or 0.1)
        again.wake()
        led = [again.clock.now()] if again.led is not None else []
    assert led == [NOON + timedelta(seconds=700 + 300)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"waiting": [1]}',
        '{"waiting": 1}',
        (
            '{"waiting": [{"due": ["2026-11-02T12:05:00", "neck", "neck"], "until": null, '
            '"together": [], "announced": 0}]}'
        ),
        (
            '{"waiting": [{"due": ["2026-11-02T12:05:00+00:00", "neck"], "until": null, '
            '"together": [], "announced": 0}]}'
        ),
        '{"waiting": [], "spoken": [["neck"]]}',
        '{"paused_until": "2026-11-02T12:05:00"}',
        '{"paused_until": 3}',
        '{"paused_until": "2026-11-02T18:00:00+00:00", "written": {"at": "soon"}}',
        "[" * 100_000,
    ],
)
def test_a_memory_that_does_not_read(text):
    """The day begins without it; nothing of it is put back."""
    home = find_home()
    memory = Memory(home, FakeClock(NOON), "this boot")
    (home.state / "day.json").write_text(text)
    day = a_day()
    memory.recall(day)
    assert (day.agenda.waiting, day.paused_until) == ({}, None)
    day.clock.advance(301.0)
    day.wake()
    assert day.announced is not None


def test_the_file_is_private_and_written_when_something_changed():
    """Readable by its person alone."""
    home = find_home()
    day = announced()
    memory = Memory(home, day.clock, None)
    memory.keep(day)
    path = home.state / "day.json"
    first = path.stat()
    memory.keep(day)
    assert path.stat().st_ino == first.st_ino
    day.later(600.0)
    memory.keep(day)
    assert (path.stat().st_mode & 0o777, path.stat().st_ino != first.st_ino) == (0o600, True)
    again = a_day()
    Memory(home, day.clock, None).recall(again)
    assert again.agenda.waiting == day.agenda.waiting
