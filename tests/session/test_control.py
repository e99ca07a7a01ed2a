"""A session that another program controls by lines of JSON, and follows by lines of JSON."""

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
    """Each line is one JSON object with a command."""
    assert read_command(line) == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("pause", "not JSON: Expecting value"),
        ("[1]", 'write {"command": "…"} with one of: begin, cancel, pause'),
        ('{"command": "dance"}', 'write {"command": "…"} with one of: begin, cancel, pause'),
        ('{"command": ["pause"]}', 'write {"command": "…"} with one of: begin, cancel, pause'),
        ('{"command": "answer", "pain": 100}', "'pain' of answer must be a whole number from 0 to 99"),
        ('{"command": "answer", "pain": true}', "'pain' of answer must be a whole number from 0 to 99"),
        ('{"command": "answer", "pain": 3.5}', "'pain' of answer must be a whole number from 0 to 99"),
        ('{"command": "begin", "at": "soon"}', "'at' is not an ISO 8601 time: soon"),
        (
            '{"command": "begin", "at": "2026-11-02T10:00:00"}',
            "'at' needs an offset from UTC, as in 2026-11-02T10:00:00+00:00",
        ),
    ],
)
def test_what_is_wrong_with_a_line(line, message):
    """A line that is no command gets a sentence that says what is wrong."""
    with pytest.raises(ValueError, match=r".") as error:
        read_command(line)
    assert str(error.value).startswith(message)


def test_an_event_as_a_line():
    """The line has local time with its offset, the session, the routine, and the event's data."""
    assert json.loads(event_line(EVENT)) == {
        "event": "step-done",
        "at": "2026-11-02T10:00:00+01:00",
        "session": "s1",
        "routine": "calf",
        "step": 2,
        "name": "Dehnung für die Wade",
    }


def test_an_event_is_ascii():
    """A stream whose encoding lacks a letter still takes the whole event."""
    assert event_line(EVENT).isascii()


def test_what_goes_where():
    """Events go to one stream for the program, and sentences to the other for a person."""
    events, remarks = io.StringIO(), io.StringIO()
    lines = ControlLines(events, remarks)
    lines.ready("s1", FakeClock())
    lines.committed(EVENT)
    lines.remark("No sound device was found.")
    lines.aside("Let go gently.")
    lines.to_read(("Stop if it hurts.",))
    lines.close()
    written = [json.loads(line) for line in events.getvalue().splitlines()]
    assert [line["event"] for line in written] == ["ready", "step-done", "to-read"]
    assert written[-1] == {"event": "to-read", "texts": ["Stop if it hurts."]}
    assert remarks.getvalue() == "No sound device was found.\n"


def test_the_controlling_program_may_go_away():
    """A session goes on to its end when its streams are closed."""
    events = io.StringIO()
    events.close()
    lines = ControlLines(events, io.StringIO())
    lines.committed(EVENT)
    lines.close()
