"""The summary of a day: what became of each reminder, what was done unprompted, and the counts.

A mutant of `day_summary.py` that changes nothing: the first of many that were missed gets their entry twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach.journal.day_summary import (
    Claim,
    DayRecords,
    OwnRow,
    ReminderRecord,
    ReminderRow,
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


def row(**fields):
    """The row of the water at nine."""
    return ReminderRow(**{"reminder": "water", "routine": "sip", "due": DUE, **fields})


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
    """It is announced again at a later time and begun then; it was called the first time."""
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
    """It is about those from the first to the last that it names, except one that has its own entry."""
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
    """It began before the last of them, and at most ten seconds before the first, which was written later."""
    records = (record("speak"), record("failed", at(9, 1), **CRASHED))
    found = summary(*records, sessions=(replace(SESSION, started=started),))
    assert (found.reminders[0].session == "s", found.own == ()) == (is_found, is_found)


def test_each_session_of_an_older_coach_belongs_to_one_reminder():
    """It belongs to the first that could have begun it, and not if its coach has named another."""
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
    """So is what fell due in the last thirty seconds, as it may be just being decided."""
    for now in (at(8), at(9, 0, 30)):
        assert summary(now=now).reminders == (row(),)
    assert summary(now=at(9, 0, 31)).reminders == (row(**LEFT_OUT),)


def test_another_days_entries_are_left_out():
    """A day ends when the person sleeps, not at midnight; it begins as the one before ends."""
    end = START + timedelta(days=1)
    instants = (START - timedelta(hours=1), START, START + timedelta(hours=23, minutes=30), end)
    found = summary(*(record("speak", due, due=due) for due in instants), planned=())
    assert found.reminders == tuple(row(due=due, called=due, result="called") for due in instants[1:3])


def test_what_was_done_unprompted():
    """These are the sessions of no reminder, and what the person only said that they did."""
    sessions = (replace(SESSION, confirmed=True), replace(SESSION, id="m", started=at(10), heard="no"))
    found = summary(sessions=sessions, claims=(Claim(done=at(11), routine="sip"),), planned=())
    assert found.own == (
        OwnRow(routine="sip", session="s", at=DUE, confirmed=at(9, 1)),
        OwnRow(routine="sip", session="m", at=at(10), confirmed=None),
        OwnRow(routine="sip", session="", at=at(11), confirmed=at(11)),
    )
    assert (found.due, found.called, found.led, found.confirmed) == (0, 0, 2, 2)


def test_the_counts():
    """Those are due whose time has come, at this very instant as well; what was led need not be done."""
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


def test_the_persons_own_breaks_are_in_the_summary():
    """They are kept as they were recorded."""
    breaks = ((at(10), at(10, 20)),)
    assert summary_of_day((), DayRecords(breaks=breaks), SPAN, NOW).breaks == breaks


@pytest.mark.parametrize(("what", "reminder"), [("water", WATER), ("sip", None)])
def test_a_claim_is_about_the_latest_occurrence(what, reminder):
    """It is the latest of the reminder, or of any with that routine, with the session led for it."""
    day = summary(*LED, sessions=(SESSION,))
    claim = claim_for(what, reminder, day, at(9, 30))
    assert claim == Claim(done=at(9, 30), routine="sip", reminder="water", due=DUE, session="s")
    claimed = summary(*LED, sessions=(replace(SESSION, confirmed=True),), claims=(claim,))
    assert [(each.result, each.confirmed) for each in claimed.reminders] == [("confirmed", at(9, 30))]
    assert claimed.own == ()


def test_a_claim_before_anything_was_due_is_unprompted():
    """And so is a second one after the same occurrence, which may have been claimed at its very time."""
    assert claim_for("water", WATER, summary(), at(8)) == Claim(done=at(8), routine="sip")
    first = claim_for("water", WATER, summary(), DUE)
    assert first == Claim(done=DUE, routine="sip", reminder="water", due=DUE)
    second = claim_for("water", WATER, summary(claims=(first,)), at(11))
    assert second == Claim(done=at(11), routine="sip")


def test_a_claim_of_a_reminder_is_about_no_other_with_the_same_routine():
    """The other one may be due later."""
    planned = (*PLANNED, Occurrence(at(10), "more-water", "sip"))
    assert claim_for("water", WATER, summary(planned=planned), at(11)).due == DUE


def test_a_claim_confirms_the_session_that_nobody_heard():
    """It is one that the person had begun by themselves, and is confirmed when they said so."""
    others = [replace(SESSION, id="n", routine="neck"), replace(SESSION, id="z", confirmed=True)]
    unheard = (replace(SESSION, heard="no"), *others)
    claim = claim_for("sip", None, summary(sessions=unheard, planned=()), at(10))
    assert claim == Claim(done=at(10), routine="sip", session="s")
    heard = (replace(SESSION, confirmed=True), *others)
    assert [
        (each.session, each.confirmed) for each in summary(sessions=heard, claims=(claim,), planned=()).own
    ] == [
        ("s", at(10)),
        ("n", None),
        ("z", at(9, 1)),
    ]


def test_what_the_person_said_comes_before_the_end_of_a_session():
    """An occurrence that they claimed is confirmed from when they said so."""
    claim = Claim(done=at(9, 30), routine="sip", reminder="water", due=DUE)
    found = summary(*LED, sessions=(replace(SESSION, confirmed=True),), claims=(claim,))
    assert [each.confirmed for each in found.reminders] == [at(9, 30)]
