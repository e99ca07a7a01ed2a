"""What `coach status` shows of the running coach."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from coach.commands.group import coach
from coach.commands.status import NOT_CHECKED, lines

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def run(*arguments):
    """What that command line gives."""
    return CliRunner().invoke(coach, arguments)


def test_status_as_json_is_what_the_coach_says(running):
    """`status --json` prints the coach's own document unchanged."""
    assert json.loads(run("status", "--json").stdout) == running.state


@pytest.mark.usefixtures("running")
def test_status_for_people():
    """On a quiet morning `status` prints what is running, what comes next and what is detected."""
    printed = run("status").stdout.splitlines()
    assert [line.split()[0] for line in printed] == ["coach", "next", "detected", "unknown"]


def test_status_shows_everything_that_applies():
    """`status` shows one item a line, in the plan's local time, without any control character."""
    status = {
        "state": "running",
        "since": "2026-11-01T08:00:00+00:00",
        "paused_until": "2026-11-02T14:00:00+00:00",
        "waiting": [
            {"reminder": "neck", "routine": "desk-neck", "title": "Desk neck"},
            {"reminder": "back", "routine": "desk-back", "title": "Desk back"},
        ],
        "put_off": [
            {"reminder": "legs", "title": "Legs", "until": "2026-11-02T13:00:00+00:00", "by": "person"},
            {"reminder": "water", "routine": "sip", "until": "2026-11-02T13:05:00+00:00", "by": "coach"},
        ],
        "session": {"id": "x", "title": "Three \x1b[2Jminutes", "paused": True},
        "next": [
            {"at": "2026-11-02T22:30:00+00:00", "reminder": "eyes", "routine": "eyes-far"},
            {"at": "2026-11-03T09:30:00+00:00", "reminder": "neck", "routine": "desk-neck"},
        ],
        "problems": ["plan.yaml:3:4: error[unknown-field]: no 'evry'"],
        "sources": {
            "asked": "2026-11-02T12:00:00+00:00",
            "each": [
                {"what": "idle time", "works": True, "detail": "idle for 4 s (X11)", "todo": ""},
                {"what": "lock", "works": True, "detail": "not locked (logind)", "todo": ""},
                {"what": "microphone", "works": False, "detail": "no \x1b[2Jserver", "todo": "Start one."},
                {"what": "do-not-disturb", "works": False, "detail": "no bus", "todo": ""},
                {"what": "full screen", "works": False, "detail": "no bus", "todo": ""},
                {"what": "camera", "works": False, "detail": "no PipeWire", "todo": "Log in."},
                {"what": "sharing", "works": False, "detail": "no portal", "todo": "Log in."},
                {"what": "notifications", "works": None, "detail": "none has been shown yet", "todo": ""},
            ],
        },
    }  # fmt: skip
    assert lines(status, MORNING, BERLIN) == [
        "coach      running since 2026-11-01 09:00+01:00",
        "paused     until 15:00+01:00",
        "session    Three \\x1b[2Jminutes, paused",
        "announced  Desk neck (neck)",
        "announced  Desk back (back)",
        "put off    until 14:00+01:00  Legs (legs), by you",
        "put off    until 14:05+01:00  sip (water)",
        "next       23:30+01:00  eyes-far (eyes)",
        "next       2026-11-03 10:30+01:00  desk-neck (neck)",
        "problem    plan.yaml:3:4: error[unknown-field]: no 'evry'",
        "detected   idle time, lock (checked at 13:00+01:00)",
        "unknown    microphone: no \\x1b[2Jserver. Start one.",
        "unknown    do-not-disturb, full screen: no bus.",
        "unknown    camera, sharing. Log in.",
    ]


def test_status_says_what_a_session_waits_for():
    """A session that waits at a safety notice is followed by the notice, and by how to go on."""
    status = {
        "session": {"title": "Desk neck", "paused": True},
        "to_read": ["If dizzy, sit. Press the button."],
    }
    assert lines(status, MORNING, BERLIN) == [
        "session    Desk neck, waits until you have read what is below",
        "to read    If dizzy, sit. Press the button.",
    ]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({}, []),
        ({"state": "paused", "paused_until": None}, ["coach      paused", "paused     until you resume it"]),
        ({"state": "running", "problems": None, "sources": [], "next": [3]}, ["coach      running"]),
        (
            {"state": "running", "sources": {"asked": None, "each": [3, {}]}},
            ["coach      running", f"detected   {NOT_CHECKED}"],
        ),
        ({"sources": {"asked": "2026-11-02T12:00:00+00:00"}}, ["detected   none (checked at 13:00+01:00)"]),
        ({"state": "running", "since": "yesterday"}, ["coach      running"]),
    ],
)
def test_status_takes_what_another_version_gives(status, expected):
    """`status` leaves out a field that is missing or of an unknown form, and never crashes."""
    assert lines(status, MORNING, BERLIN) == expected


def test_the_json_of_a_stopped_coach():
    """`status --json` of a stopped coach is one document on stdout; the exit code is 6."""
    result = run("status", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (6, {"state": "stopped"})
    assert result.stderr == "The coach is not running.\n`coach start` starts it.\n"
