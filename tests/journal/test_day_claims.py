"""What was done unprompted, what the person says that they did, and to which day it belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.journal.day_summary import (
    Claim,
    DayRecords,
    OwnRow,
    claim_for,
    summary_of_day,
)
from coach.plan.model import AtTimes, Occurrence, Reminder
from journal.day_records import DUE, LED, NOW, PLANNED, SESSION, SPAN, START, at, record, row, summary

WATER = Reminder(id="water", routine="sip", cadence=AtTimes(()))


def test_what_was_done_unprompted():
    """The sessions of no reminder, and what the person only claimed, are listed as done unprompted."""
    sessions = (replace(SESSION, confirmed=True), replace(SESSION, id="m", started=at(10), heard="no"))
    found = summary(sessions=sessions, claims=(Claim(done=at(11), routine="sip"),), planned=())
    assert found.own == (
        OwnRow(routine="sip", session="s", at=DUE, confirmed=at(9, 1)),
        OwnRow(routine="sip", session="m", at=at(10), confirmed=None),
        OwnRow(routine="sip", session="", at=at(11), confirmed=at(11)),
    )
    assert (found.due, found.called, found.led, found.confirmed) == (0, 0, 2, 2)


def test_what_belongs_to_the_day_begins_in_it():
    """A day has its first instant but not its last: sessions, breaks and claims alike."""
    second = timedelta(seconds=1)
    instants = (START - second, START, SPAN[1] - second, SPAN[1])
    sessions = tuple(replace(SESSION, id=str(each), started=each) for each in instants)
    claims = tuple(Claim(done=each, routine="sip") for each in instants)
    breaks = tuple((each, each + timedelta(minutes=20)) for each in instants)
    recorded = DayRecords(sessions=sessions, claims=claims, breaks=breaks)
    found = summary_of_day((), recorded, SPAN, NOW)
    assert found.breaks == breaks[1:3]
    assert [each.at for each in found.own] == [each for each in instants[1:3] for _ in range(2)]
    assert (found.led, found.confirmed) == (2, 2)


def test_what_was_done_unprompted_in_part_says_how_much():
    """Steps are counted where a session was not led to its end, unless the person says that they did it."""
    part = replace(SESSION, outcome="partial", steps=5, steps_done=2)
    found = summary(
        sessions=(SESSION, part, replace(part, confirmed=True, outcome="stopped")),
        planned=(),
    )
    assert [(each.part, each.confirmed) for each in found.own] == [
        ("", None),
        ("2 of 5 steps", None),
        ("", at(9, 1)),
    ]


def test_what_the_person_said_names_the_routine_that_they_did():
    """Of a reminder with several routines the one that they did is shown."""
    claim = Claim(done=at(9, 5), routine="other", reminder="water", due=DUE)
    expected = row(routine="other", result="confirmed", confirmed=at(9, 5), called=DUE)
    assert summary(record("speak"), claims=(claim,)).reminders == (expected,)


@pytest.mark.parametrize(("what", "reminder"), [("water", WATER), ("sip", None)])
def test_a_claim_is_about_the_latest_occurrence(what, reminder):
    """A claim names the latest occurrence of the reminder or routine, with the session led for it."""
    day = summary(*LED, sessions=(SESSION,))
    claim = claim_for(what, reminder, day, at(9, 30))
    assert claim == Claim(done=at(9, 30), routine="sip", reminder="water", due=DUE, session="s")
    claimed = summary(*LED, sessions=(replace(SESSION, confirmed=True),), claims=(claim,))
    assert [(each.result, each.confirmed) for each in claimed.reminders] == [("confirmed", at(9, 30))]
    assert claimed.own == ()


def test_a_claim_before_anything_was_due_is_unprompted():
    """A claim before anything was due is unprompted, as is a second one after the same occurrence."""
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
    """A claim confirms the person's own session that nobody heard, from the time of the claim."""
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
