"""The summary of a day: what became of each reminder, what was done unprompted, and the counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach.journal.day_summary import (
    Claim,
    DayRecords,
    OwnRow,
    ReminderRecord,
    claim_for,
    summary_of_day,
)
from coach.journal.sessions import Session
from coach.plan.model import AtTimes, Occurrence, Reminder

START = datetime(2026, 11, 2, 3, tzinfo=UTC)
SPAN = (START, START + timedelta(days=1))
WATER = Reminder(id="water", routine="sip", cadence=AtTimes(()))


def at(hour, minute=0, second=0):
    """That time of the day."""
    return datetime(2026, 11, 2, hour, minute, second, tzinfo=UTC)


DUE = at(9)
NOW = at(18)
PLANNED = (Occurrence(DUE, "water", "sip"),)
SESSION = Session(
    id="s", routine="sip", title="Sip", started=DUE, ended=at(9, 1), outcome="completed", steps_done=1,
    steps=1, seconds=60.0, pain=(), voice="v", step=0, heard="yes", confirmed=False, rehearsal=False,
)  # fmt: skip


def record(ruling, when=DUE, **more):
    """An entry about the water at nine."""
    return ReminderRecord(
        **{"at": when, "reminder": "water", "routine": "sip", "due": DUE, "ruling": ruling, **more}
    )


LED = (record("speak"), record("led", session="s"))


def summary(*records, sessions=(), claims=(), planned=PLANNED, now=NOW):
    """The summary of a day with these records."""
    return summary_of_day(planned, DayRecords(reminders=records, claims=claims, sessions=sessions), SPAN, now)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((), ("left-out", "not-running", None)),
        ((record("speak"),), ("called", "", DUE)),
        ((record("speak"), record("unanswered", at(9, 3))), ("unanswered", "", DUE)),
        ((record("speak"), record("skipped", at(9, 1))), ("skipped", "", DUE)),
        ((record("speak"), record("done", at(9, 1))), ("confirmed", "", DUE)),
        ((record("speak"), record("withdrawn", at(9, 1), reason="gone")), ("left-out", "gone", DUE)),
        ((record("skip", reason="away"),), ("left-out", "away", None)),
        ((record("skip", reason="merged"),), ("called", "merged", DUE)),
        ((record("defer", reason="quiet", until=at(10)),), ("put-off", "quiet", None)),
        ((record("speak"), record("ended", at(9, 1), reason="completed")), ("led", "completed", DUE)),
        ((record("speak"), record("ended", at(9, 1), reason="stopped")), ("stopped", "stopped", DUE)),
        ((record("speak"), record("failed", at(9, 1), reason="failed")), ("failed", "failed", DUE)),
        ((record("defer", until=at(10)), record("speak", at(10))), ("called", "", at(10))),
        ((record("speak"), record("skipped"), record("called", heard="no")), ("skipped", "", DUE)),
    ],
)
def test_what_became_of_a_reminder(records, expected):
    """By the last entry about it."""
    (row,) = summary(*records).reminders
    assert (row.result, row.reason, row.called) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("led", None, "")),
        ({"confirmed": True}, ("confirmed", at(9, 1), "")),
        ({"confirmed": None}, ("led", None, "")),
        ({"heard": "no"}, ("led", None, "")),
        ({"outcome": "running", "ended": None}, ("called", None, "")),
        ({"outcome": "partial"}, ("partial", None, "1 of 1 steps")),
        ({"outcome": "stopped"}, ("partial", None, "1 of 1 steps")),
        ({"outcome": "stopped", "steps_done": 0}, ("stopped", None, "")),
        ({"outcome": "interrupted", "steps_done": 0}, ("failed", None, "")),
        ({"outcome": "failed"}, ("partial", None, "1 of 1 steps")),
    ],
)
def test_the_session_of_a_reminder_says_more(fields, expected):
    """Its outcome, whether it was heard, and whether it counts as done."""
    session = replace(SESSION, **fields)
    found = summary(*LED, sessions=(session,))
    (row,) = found.reminders
    assert (row.result, row.confirmed, row.reason) == expected
    assert (row.session, row.heard, found.own) == ("s", session.heard, ())


def test_what_was_put_off_stays_one_reminder():
    """Announced again at a later time, and begun then."""
    records = (
        record("speak"),
        record("later", at(9, 1), until=at(9, 11)),
        record("speak", at(9, 11), due=at(9, 11)),
        record("led", at(9, 12), due=at(9, 11), session="s"),
    )
    found = summary(*records, sessions=(replace(SESSION, started=at(9, 12), confirmed=True),))
    assert [(row.due, row.called, row.result) for row in found.reminders] == [(DUE, DUE, "confirmed")]


def test_many_that_were_missed_have_one_entry():
    """From the first to the last of them."""
    planned = tuple(Occurrence(at(hour), "water", "sip") for hour in (9, 10, 11, 12))
    missed = record("skip", at(12), reason="superseded", through=at(11))
    found = summary(missed, record("speak", at(12), due=at(12)), planned=planned)
    assert [row.result for row in found.reminders] == ["left-out", "left-out", "left-out", "called"]


def test_an_announcement_that_nobody_heard():
    """The notification stood in for it: it was called, and the record says that it was not heard."""
    (row,) = summary(record("speak"), record("called", at(9, 0, 4), heard="no")).reminders
    assert (row.called, row.heard, row.result) == (DUE, "no", "called")


def test_the_session_of_an_older_coach_is_found_by_its_time():
    """Its entries do not name it; its confirmation is unknown."""
    records = (record("speak"), record("ended", at(9, 1), reason="completed"))
    found = summary(*records, sessions=(replace(SESSION, confirmed=None, heard="unknown"),))
    assert [(row.session, row.result, row.confirmed) for row in found.reminders] == [("s", "led", None)]


def test_what_is_yet_to_come_is_due():
    """And what has just fallen due, as it may be just being decided."""
    for now in (at(8), at(9, 0, 20)):
        assert [row.result for row in summary(now=now).reminders] == ["due"]


def test_another_days_entries_are_left_out():
    """A day ends when the person sleeps, not at midnight."""
    late = START + timedelta(hours=23, minutes=30)
    found = summary(
        record("speak", late, due=late), record("speak", due=START - timedelta(hours=1)), planned=()
    )
    assert [row.due for row in found.reminders] == [late]


def test_what_was_done_unprompted():
    """Sessions of no reminder, and what the person only said."""
    sessions = (replace(SESSION, confirmed=True), replace(SESSION, id="m", started=at(10), heard="no"))
    found = summary(sessions=sessions, claims=(Claim(done=at(11), routine="sip"),), planned=())
    assert found.own == (
        OwnRow(routine="sip", session="s", at=DUE, confirmed=at(9, 1)),
        OwnRow(routine="sip", session="m", at=at(10), confirmed=None),
        OwnRow(routine="sip", session="", at=at(11), confirmed=at(11)),
    )
    assert (found.due, found.called, found.led, found.confirmed) == (0, 0, 2, 2)


def test_the_counts():
    """Due are those whose time has come; led but not confirmed is not done."""
    planned = (*PLANNED, Occurrence(at(12), "neck", "neck"), Occurrence(at(20), "water", "sip"))
    found = summary(*LED, sessions=(SESSION,), planned=planned)
    assert (found.due, found.called, found.led, found.confirmed) == (2, 1, 1, 0)


@pytest.mark.parametrize(("what", "reminder"), [("water", WATER), ("sip", None)])
def test_a_claim_is_about_the_latest_occurrence(what, reminder):
    """Of the reminder, or of any reminder with that routine; with the session that was led for it."""
    day = summary(*LED, sessions=(SESSION,))
    claim = claim_for(what, reminder, day, at(9, 30))
    assert claim == Claim(done=at(9, 30), routine="sip", reminder="water", due=DUE, session="s")
    claimed = summary(*LED, sessions=(replace(SESSION, confirmed=True),), claims=(claim,))
    assert [(row.result, row.confirmed) for row in claimed.reminders] == [("confirmed", at(9, 30))]
    assert claimed.own == ()


def test_a_claim_before_anything_was_due_is_unprompted():
    """And so is a second one after the same occurrence."""
    assert claim_for("water", WATER, summary(), at(8)) == Claim(done=at(8), routine="sip")
    first = claim_for("water", WATER, summary(), at(10))
    assert (first.due, first.session) == (DUE, "")
    second = claim_for("water", WATER, summary(claims=(first,)), at(11))
    assert second == Claim(done=at(11), routine="sip")


def test_a_claim_confirms_the_session_that_nobody_heard():
    """One that the person had begun by themselves."""
    day = summary(sessions=(replace(SESSION, heard="no"),), planned=())
    assert claim_for("sip", None, day, at(10)) == Claim(done=at(10), routine="sip", session="s")
