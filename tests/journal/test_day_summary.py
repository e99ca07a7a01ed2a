"""The summary of a day: what became of each reminder, what was done unprompted, and the counts.

A mutant of `day_summary.py` that changes nothing: the first of many that were missed gets their entry once
more, or not with the others.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.plan.model import Occurrence
from journal.day_records import DUE, LED, NOW, PLANNED, SESSION, START, at, record, row, summary

LEFT_OUT = {"result": "left-out", "reason": "not-running", "sentence": "The coach was not running."}
QUIET = {"reason": "quiet", "sentence": "Quiet hours.", "until": at(10)}
CRASHED = {"reason": "failed", "sentence": "It crashed."}
PUT_OFF = record("defer", **QUIET)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((), LEFT_OUT),
        ((record("speak"),), {"result": "called", "called": DUE}),
        ((record("begun", at(9, 2)),), {"result": "called", "called": at(9, 2)}),
        ((record("repeated", at(9, 2)),), {"result": "called", "called": at(9, 2)}),
        ((record("speak"), record("unanswered", at(9, 3))), {"result": "unanswered", "called": DUE}),
        ((record("speak"), record("skipped", at(9, 1))), {"result": "skipped", "called": DUE}),
        (
            (record("speak"), record("done", at(9, 1))),
            {"result": "confirmed", "called": DUE, "confirmed": at(9, 1)},
        ),
        (
            (record("speak"), record("done", at(9, 1)), record("unanswered", at(9, 2), **QUIET)),
            {"result": "confirmed", "called": DUE, "confirmed": at(9, 1)},
        ),
        (
            (record("speak"), record("withdrawn", at(9, 1), reason="gone", sentence="It is gone.")),
            {"result": "left-out", "reason": "gone", "sentence": "It is gone.", "called": DUE},
        ),
        ((record("skip", reason="away"),), {"result": "left-out", "reason": "away"}),
        ((record("skip", reason="merged"),), {"result": "called", "reason": "merged", "called": DUE}),
        ((PUT_OFF,), {"result": "put-off", **QUIET}),
        (
            (record("speak"), record("later", at(9, 1), **QUIET)),
            {"result": "put-off", "called": DUE, **QUIET},
        ),
        ((PUT_OFF, record("speak", at(10))), {"result": "called", "called": at(10)}),
        (
            (record("ended", at(9, 1), reason="completed"),),
            {"result": "led", "reason": "completed", "called": at(9, 1)},
        ),
        (
            (record("speak"), record("ended", at(9, 1), reason="stopped")),
            {"result": "stopped", "reason": "stopped", "called": DUE},
        ),
        (
            (record("speak"), record("failed", at(9, 1), **CRASHED)),
            {"result": "failed", "called": DUE, **CRASHED},
        ),
        ((record("called", at(9, 0, 4), heard="yes"),), {**LEFT_OUT, "called": at(9, 0, 4), "heard": "yes"}),
        (
            (record("speak"), record("skipped"), record("called", heard="no")),
            {"result": "skipped", "called": DUE, "heard": "no"},
        ),
        ((record("speak", session="elsewhere"),), {"result": "called", "called": DUE}),
    ],
)
def test_what_became_of_a_reminder(records, expected):
    """The last entry about it decides, and what an earlier one said no longer holds."""
    assert summary(*records).reminders == (row(**expected),)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"result": "led"}),
        ({"confirmed": True}, {"result": "confirmed", "confirmed": at(9, 1)}),
        ({"confirmed": None}, {"result": "led"}),
        ({"heard": "no"}, {"result": "led"}),
        ({"outcome": "running", "ended": None}, {"result": "failed", **CRASHED}),
        ({"outcome": "partial"}, {"result": "partial", "reason": "1 of 1 steps"}),
        ({"outcome": "partial", "steps_done": 0}, {"result": "partial", "reason": "0 of 1 steps"}),
        ({"outcome": "stopped"}, {"result": "partial", "reason": "1 of 1 steps"}),
        ({"outcome": "stopped", "steps_done": 0}, {"result": "stopped", "reason": "failed"}),
        ({"outcome": "interrupted", "steps_done": 0}, {"result": "failed", **CRASHED}),
        ({"outcome": "failed"}, {"result": "partial", **CRASHED, "reason": "1 of 1 steps"}),
    ],
)
def test_the_session_of_a_reminder_says_more(fields, expected):
    """The session decides the outcome, whether it was heard and whether it counts as done."""
    session = replace(SESSION, **fields)
    found = summary(*LED, record("failed", at(9, 1), **CRASHED), sessions=(session,))
    assert found.reminders == (row(called=DUE, session="s", heard=session.heard, **expected),)
    assert found.own == ()


def test_what_was_put_off_stays_one_reminder():
    """What is put off and begun later stays one reminder, called the first time."""
    records = (
        record("speak"),
        record("later", at(9, 1), until=at(9, 11)),
        record("speak", at(9, 11), due=at(9, 11)),
        record("led", at(9, 12), due=at(9, 11), session="s"),
    )
    found = summary(*records, sessions=(replace(SESSION, started=at(9, 12), confirmed=True),))
    expected = row(called=DUE, result="confirmed", session="s", heard="yes", confirmed=at(9, 1))
    assert found.reminders == (expected,)


def test_of_several_routines_the_one_that_was_called_is_shown():
    """The plan says which is next, but the entry says which it was."""
    found = summary(record("speak", routine="gulp"))
    assert found.reminders == (row(routine="gulp", called=DUE, result="called"),)


def test_what_was_put_off_by_the_gate_does_not_move():
    """What is due at the end of the quiet hours is an occurrence of its own; so is one put off by no time."""
    planned = (*PLANNED, Occurrence(at(10), "water", "sip"))
    for put_off in (PUT_OFF, record("later", until=DUE), record("later")):
        found = summary(put_off, record("speak", at(10), due=at(10)), planned=planned)
        assert [(each.due, each.result) for each in found.reminders] == [(DUE, "put-off"), (at(10), "called")]


def test_what_was_put_off_to_its_own_time_stays_there():
    """A clock that was set back may make it so, and later entries are still about that reminder."""
    found = summary(record("later", until=DUE), record("skipped", at(9, 1)))
    assert found.reminders == (row(result="skipped"),)


def test_many_that_were_missed_have_one_entry():
    """One entry covers the missed ones from the first to the last it names, but none with its own."""
    planned = [Occurrence(at(hour), "water", "sip") for hour in (8, 9, 10, 11, 12)]
    planned += [Occurrence(at(10), "neck", "neck")]
    asleep = {"result": "left-out", "reason": "superseded", "sentence": "You were away.", "until": at(13)}
    missed = record(
        "skip", at(12), through=at(11), **{key: asleep[key] for key in ("reason", "sentence", "until")}
    )
    found = summary(
        record("speak", at(10), due=at(10)), missed, record("speak", at(12), due=at(12)), planned=planned
    )
    assert found.reminders == (
        row(due=at(8), **LEFT_OUT),
        row(due=at(9), **asleep),
        row(due=at(10), reminder="neck", routine="neck", **LEFT_OUT),
        row(due=at(10), result="called", called=at(10)),
        row(due=at(11), **asleep),
        row(due=at(12), result="called", called=at(12)),
    )


def test_an_announcement_that_nobody_heard():
    """The notification stood in for it: it was called, and the record says that it was not heard."""
    found = summary(record("speak"), record("called", at(9, 0, 4), heard="no"))
    assert found.reminders == (row(called=DUE, heard="no", result="called"),)


def test_the_session_of_an_older_coach_is_found_by_its_time():
    """The entries of an older coach do not name it, and whether it is confirmed is unknown."""
    records = (record("speak"), record("ended", at(9, 1), reason="completed"))
    found = summary(*records, sessions=(replace(SESSION, confirmed=None, heard="unknown"),))
    assert [(each.session, each.result, each.confirmed) for each in found.reminders] == [("s", "led", None)]


@pytest.mark.parametrize(
    ("started", "is_found"),
    [(at(8, 59, 49), False), (at(8, 59, 50), True), (at(9, 1), True), (at(9, 1, 1), False)],
)
def test_a_session_of_an_older_coach_began_between_its_entries(started, is_found):
    """An older coach's session began before its last entry, and ten seconds before the first at most."""
    records = (record("speak"), record("failed", at(9, 1), **CRASHED))
    found = summary(*records, sessions=(replace(SESSION, started=started),))
    assert (found.reminders[0].session == "s", found.own == ()) == (is_found, is_found)


def test_each_session_of_an_older_coach_belongs_to_one_reminder():
    """A session is the first reminder's that could have begun it, unless its coach named another."""
    sessions = tuple(replace(SESSION, id=id_, routine=id_[0]) for id_ in ("a1", "a2", "a3", "b1", "c1"))
    names = ("a", "aa", "b", "c", "d")
    planned = [Occurrence(DUE, name, name[0]) for name in names]
    records = [record("speak", reminder=name, routine=name[0]) for name in names]
    records += [record("led", reminder="a", routine="a", session="a2")]
    records += [record("ended", at(9, 1), reminder=name, routine=name[0]) for name in names]
    records += [
        record("speak", reminder="c", routine="c", due=at(11)),
        record("ended", at(9, 1), reminder="c", routine="c", due=at(11)),
    ]
    planned += [Occurrence(at(11), "c", "c")]
    found = summary(*records, sessions=sessions, planned=planned)
    assert [(each.reminder, each.session) for each in found.reminders] == [
        ("a", "a2"),
        ("aa", "a1"),
        ("b", "b1"),
        ("c", "c1"),
        ("d", ""),
        ("c", ""),
    ]
    assert [each.session for each in found.own] == ["a3"]


def test_what_is_yet_to_come_is_due():
    """What is yet to come, or fell due in the last thirty seconds, is due: it may be just being decided."""
    for now in (at(8), at(9, 0, 30)):
        assert summary(now=now).reminders == (row(),)
    assert summary(now=at(9, 0, 31)).reminders == (row(**LEFT_OUT),)


def test_another_days_entries_are_left_out():
    """A day ends when the person sleeps, not at midnight; it begins as the one before ends."""
    end = START + timedelta(days=1)
    instants = (START - timedelta(hours=1), START, START + timedelta(hours=23, minutes=30), end)
    found = summary(*(record("speak", due, due=due) for due in instants), planned=())
    assert found.reminders == tuple(row(due=due, called=due, result="called") for due in instants[1:3])


def test_the_counts():
    """What has come, at this very instant too, counts as due; what was led need not be done."""
    planned = (*PLANNED, Occurrence(NOW, "neck", "neck"), Occurrence(at(20), "water", "sip"))
    found = summary(*LED, sessions=(SESSION,), planned=planned)
    assert found.counts == {"due": 2, "called": 1, "led": 1, "confirmed": 0}


def test_what_was_called_a_little_ahead_of_its_time_is_due():
    """What is called is due, also in the instant before its time."""
    before = DUE - timedelta(milliseconds=300)
    assert summary(record("speak", before), now=before).counts == {
        "due": 1,
        "called": 1,
        "led": 0,
        "confirmed": 0,
    }
