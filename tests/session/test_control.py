"""A session led by another program: its commands in, its events out."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from coach.journal.events import Event
from coach.session.control import Begin, ControlLines, event_line, read_command
from coach.session.interface import Command
from coach.testing import FakeClock

EVENT = Event(
    id="e1",
    kind="step-done",
    at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
    offset_minutes=60,
    session="s1",
    routine="calf",
    digest="d",
    data={"step": 2, "name": "Dehnung für die Wade"},
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"command": "pause"}', Command("pause")),
        ('{"command": "hurts"}', Command("hurts")),
        ('{"command": "hurts", "pain": 4}', Command("hurts", 4)),
        ('{"command": "answer", "pain": 0}', Command("answer", 0)),
        ('{"command": "answer", "pain": null}', Command("answer")),
        ('{"command": "begin"}', Begin(None)),
        (
            '{"command": "begin", "at": "2026-11-02T10:00:00+01:00"}',
            Begin(datetime(2026, 11, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))),
        ),
    ],
)
def test_commands(line, expected):
    """One JSON object a line."""
    assert read_command(line) == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("pause", "not JSON: Expecting value"),
        ("[1]", 'write {"command": "…"} with one of: begin, cancel, pause'),
        ('{"command": "dance"}', 'write {"command": "…"} with one of: begin, cancel, pause'),
        ('{"command": ["pause"]}', 'write {"command": "…"} with one of: begin, cancel, pause'),
        ('{"command": "answer", "pain": 11}', "'pain' of answer must be a whole number from 0 to 10"),
        ('{"command": "answer", "pain": true}', "'pain' of answer must be a whole number from 0 to 10"),
        ('{"command": "answer", "pain": 3.5}', "'pain' of answer must be a whole number from 0 to 10"),
        ('{"command": "begin", "at": "soon"}', "'at' is not an ISO 8601 time: soon"),
        (
            '{"command": "begin", "at": "2026-11-02T10:00:00"}',
            "'at' needs an offset from UTC, as in 2026-11-02T10:00:00+00:00",
        ),
    ],
)
def test_what_is_wrong_with_a_line(line, message):
    """A sentence for the author of the line."""
    with pytest.raises(ValueError, match=r".") as error:
        read_command(line)
    assert str(error.value).startswith(message)


def test_an_event_as_a_line():
    """Local time with its offset, the session, the routine, and the event's data."""
    assert json.loads(event_line(EVENT)) == {
        "event": "step-done",
        "at": "2026-11-02T10:00:00+01:00",
        "session": "s1",
        "routine": "calf",
        "step": 2,
        "name": "Dehnung für die Wade",
    }


def test_an_event_is_ascii():
    """A stream whose encoding lacks a letter takes the event all the same, and whole."""
    assert event_line(EVENT).isascii()


def test_what_goes_where():
    """Events for the program on one stream, sentences for a person on the other."""
    events, remarks = io.StringIO(), io.StringIO()
    lines = ControlLines(events, remarks)
    lines.ready("s1", FakeClock())
    lines.committed(EVENT)
    lines.remark("No sound device was found.")
    lines.aside("Let go gently.")
    lines.close()
    assert [json.loads(line)["event"] for line in events.getvalue().splitlines()] == ["ready", "step-done"]
    assert remarks.getvalue() == "No sound device was found.\n"


def test_whoever_led_us_may_go_away():
    """A closed stream ends no session."""
    events = io.StringIO()
    events.close()
    lines = ControlLines(events, io.StringIO())
    lines.committed(EVENT)
    lines.close()
