"""What the person says that they did, as events, and how the last of it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from coach.journal.said_done import (
    DonePart,
    SaidDone,
    claim_event,
    events_of_part,
    last_said_done,
)
from coach.plan.model import AtTimes, Plan, Reminder, ResolvedPlan, RoutineSummary
from journal.recorded_sessions import damage

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
AHEAD = timezone(timedelta(hours=1))
PLAN = ResolvedPlan(
    Plan(reminders=(Reminder(id="water", routine="sip", cadence=AtTimes((time(8, 30),))),)),
    UTC,
    {"sip": RoutineSummary("Sip", 20.0)},
    {},
)
OF_WATER = {"reminder": "water", "due": "2026-11-02T08:30:00+00:00"}
PART = DonePart(what="water", title="Sip", digest="d" * 64, done=2, steps=5)


def written(event):
    """All of the event but its id."""
    return (
        event.kind,
        event.at,
        event.offset_minutes,
        event.session,
        event.routine,
        event.digest,
        event.data,
    )


@pytest.mark.parametrize(
    ("what", "at", "data"),
    [
        ("water", None, {"done": "2026-11-02T09:00:00+00:00", **OF_WATER}),
        ("sip", None, {"done": "2026-11-02T09:00:00+00:00", **OF_WATER}),
        ("water", DUE.astimezone(AHEAD), {"done": "2026-11-02T09:30:00+01:00", **OF_WATER}),
        ("water", datetime(2026, 11, 2, 8, tzinfo=UTC), {"done": "2026-11-02T08:00:00+00:00"}),
        ("water", datetime(2026, 11, 1, 22, tzinfo=UTC), {"done": "2026-11-01T22:00:00+00:00"}),
    ],
)
def test_a_claim_names_when_it_was_done_and_for_what(clock, what, at, data):
    """A claim is written now, for what was due before, on the day on which it was done."""
    event = claim_event(what, PLAN, None, clock, at)
    assert written(event) == ("confirmed", NOW, 0, "", "sip", "", data)


def test_a_claim_is_about_the_session_that_was_led(clock, journal, record):
    """The journal knows of one that nobody has confirmed."""
    record(
        ("session-started", {"title": "Sip", "steps": 1}),
        ("session-ended", {"outcome": "completed", "steps_done": 1, "seconds": 5.0}),
        session="s9", routine="neck",
    )  # fmt: skip
    event = claim_event("neck", PLAN, journal, clock)
    later = NOW + timedelta(seconds=20)
    assert written(event) == ("confirmed", later, 0, "s9", "neck", "", {"done": later.isoformat()})


@pytest.mark.parametrize(
    ("what", "at"), [("water", None), ("sip", None), ("water", datetime(2026, 11, 2, 9, 45, tzinfo=AHEAD))]
)
def test_a_part_is_a_session_of_no_length_for_what_was_due(clock, journal, what, at):
    """A part is a session at the time it was done; its last event names the reminder it was for."""
    events = events_of_part(replace(PART, what=what), PLAN, journal, clock, at)
    (session,) = {event.session for event in events}
    done, digest = at or NOW, PART.digest
    started = {"title": "Sip", "steps": 5, "begun": "person", "said": True}
    ended = {"outcome": "partial", "steps_done": 2, "seconds": 0.0}
    led = {**OF_WATER, "ruling": "led", "begun": "person"}
    assert ([written(event) for event in events], len(session)) == (
        [
            ("session-started", done, 0, session, "sip", digest, started),
            ("session-ended", done, 0, session, "sip", digest, ended),
            ("reminder", done, 0, session, "sip", "", led),
        ],
        32,
    )


@pytest.mark.parametrize("at", [NOW, datetime(2026, 11, 1, 9, tzinfo=UTC)])
def test_a_part_is_for_no_reminder_if_nothing_was_due_or_it_was_led(clock, journal, at):
    """Yesterday had nothing due, and today has a session of the reminder that nobody has confirmed."""
    for event in events_of_part(PART, PLAN, journal, clock):
        journal.append(event)
    kinds = [event.kind for event in events_of_part(PART, PLAN, journal, clock, at)]
    assert kinds == ["session-started", "session-ended"]


@pytest.mark.usefixtures("berlin_machine")
def test_a_part_has_the_offset_of_when_it_was_done(clock, journal):
    """What was done before the clocks went back is shown in the time of then."""
    events = events_of_part(PART, PLAN, journal, clock, datetime(2026, 10, 24, 9, tzinfo=UTC))
    assert [event.offset_minutes for event in events] == [120, 120]


def take_back(journal, clock):
    """Take back what was said last; returns it without its row and corrections, or None."""
    last = last_said_done(journal, clock)
    for correction in last.corrections if last else ():
        journal.append(correction)
    return last and (last.routine, last.done, last.part)


def test_what_was_said_last_is_taken_back_first(clock, journal):
    """A claim, a part, and a claim of earlier; each by one event for each of theirs."""
    early = DUE.astimezone(AHEAD)
    journal.append(claim_event("neck", PLAN, journal, clock, early))
    clock.advance(60)
    part = events_of_part(PART, PLAN, journal, clock)
    for event in part:
        journal.append(event)
    clock.advance(60)
    journal.append(whole := claim_event("neck", PLAN, journal, clock))
    last = last_said_done(journal, clock)
    (correction,) = last.corrections
    assert replace(last, corrections=()) == SaidDone(5, "neck", NOW + timedelta(minutes=2), "", ())
    data = {"withdraws": whole.id, "done": "2026-11-02T09:02:00+00:00"}
    assert written(correction) == ("confirmed", NOW + timedelta(minutes=2), 0, "", "neck", "", data)
    journal.append(correction)
    last = last_said_done(journal, clock)
    done = NOW + timedelta(minutes=1)
    assert [written(event)[4:] for event in last.corrections] == [
        ("sip", "", {"withdraws": event.id, "done": done.isoformat()}) for event in reversed(part[1:])
    ]
    assert [take_back(journal, clock) for _ in range(3)] == [
        ("sip", done, "2 of 5 steps"),
        ("neck", early, ""),
        None,
    ]


def test_an_answer_to_an_announcement_of_several_is_taken_back_whole(clock, journal, make_event):
    """The answers of one instant are taken back: others remain, and so does what was only called."""
    events = [
        make_event("reminder", session="", routine=routine, ruling=ruling)
        for routine, ruling in (("neck", "called"), ("sip", "done"), ("neck", "done"))
    ]
    journal.append(replace(events[1], at=NOW - timedelta(minutes=1), id="e" * 32))
    for event in events:
        journal.append(event)
    last = last_said_done(journal, clock)
    assert [each.data["withdraws"] for each in last.corrections] == [events[2].id, events[1].id]
    assert take_back(journal, clock) == ("neck", NOW, "")
    assert take_back(journal, clock) == ("sip", NOW - timedelta(minutes=1), "")
    assert take_back(journal, clock) is None


@pytest.mark.parametrize("data", ['{"said": tr', "[" * 100_000, "[]"])
def test_an_event_that_cannot_be_understood_hides_no_other(clock, journal, path, make_event, data):
    """What was said before it can still be taken back."""
    journal.append(claim_event("neck", PLAN, journal, clock))
    journal.append(make_event("confirmed", session="odd"))
    damage(path, "confirmed", data)
    assert take_back(journal, clock) == ("neck", NOW, "")


def test_what_was_led_is_not_said_to_be_done(journal, clock, make_event):
    """Neither a led session nor its ruling counts as said to be done; nor does one begun without an end."""
    for kind, data in (
        ("session-started", {}),
        ("reminder", {"ruling": "led"}),
        ("session-ended", {"outcome": "partial", "steps_done": 1}),
    ):
        journal.append(make_event(kind, **data))
    journal.append(make_event("session-started", session="s2", said=True))
    assert take_back(journal, clock) is None
