"""`coach today` and `coach done`: what became of a day, and what the person says that they did."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from rich.style import Style

from coach.clock import SystemClock
from coach.commands import done as done_module
from coach.commands import today as today_module
from coach.commands import upcoming as upcoming_module
from coach.commands.group import coach
from coach.home import find_home
from coach.journal.events import new_event
from coach.journal.store import Journal
from coach.testing import FakeClock
from contrast import ENOUGH, THEMES, contrast

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
PLAN = """
zone: UTC
reminders:
  water: {routine: sip-water, every: 90 min, between: "09:00-15:00"}
  eyes: {routine: eyes-far, at: ["10:00", "13:00"]}
"""


@pytest.fixture
def clock(monkeypatch):
    """A Monday at noon, for the commands and the journal; a plan is there."""
    found = FakeClock(NOON)
    for module in (today_module, done_module, upcoming_module):
        monkeypatch.setattr(module, "SystemClock", lambda: found)
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text(PLAN)
    return found


def run(*arguments):
    """That command."""
    return CliRunner().invoke(coach, list(arguments))


def today(*arguments):
    """What `coach today --json` prints."""
    result = run("today", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def record(kind, at, *, session="", routine="sip-water", **data):
    """An event in the journal at that time."""
    with Journal.open(find_home().journal, SystemClock()) as journal:
        journal.append(new_event(kind, FakeClock(at), session=session, routine=routine, digest="", data=data))


def due(tree):
    """When each reminder was due, and what became of it."""
    return [(row["due"][11:16], row["reminder"], row["result"]) for row in tree["reminders"]]


@pytest.mark.usefixtures("clock")
def test_programs_get_the_promised_document():
    """`--json` has every field, instants with the plan's offset, and null for what does not apply."""
    record(
        "reminder",
        NOON - timedelta(hours=3),
        reminder="water",
        due="2026-11-02T09:00:00+00:00",
        ruling="speak",
    )
    taken = {"from": "2026-11-02T09:40:00+00:00", "until": "2026-11-02T09:50:00+00:00"}
    record("break", NOON - timedelta(hours=2), routine="", **taken)
    tree = today()
    assert list(tree) == ["date", "zone", "reminders", "breaks", "own", "counts", "next"]
    assert (tree["date"], tree["zone"], tree["breaks"], tree["own"]) == ("2026-11-02", "UTC", [taken], [])
    assert tree["reminders"][0] == {
        "reminder": "water",
        "routine": "sip-water",
        "title": "A few sips of water",
        "due": "2026-11-02T09:00:00+00:00",
        "called": "2026-11-02T09:00:00+00:00",
        "heard": "unknown",
        "session": None,
        "confirmed": None,
        "result": "called",
        "reason": None,
    }
    assert due(tree)[1:] == [
        ("10:00", "eyes", "left-out"),
        ("10:30", "water", "left-out"),
        ("12:00", "water", "due"),
        ("13:00", "eyes", "due"),
        ("13:30", "water", "due"),
        ("15:00", "water", "due"),
    ]
    assert tree["counts"] == {"due": 4, "called": 1, "led": 0, "confirmed": 0}
    assert [(row["at"][11:16], row["reminder"], row["decision"]) for row in tree["next"]][:2] == [
        ("12:00", "water", "speak"),
        ("13:00", "eyes", "speak"),
    ]


def test_done_confirms_the_last_occurrence_and_begins_the_interval_again(clock):
    """`done` confirms the last occurrence in the journal, even if no coach is running."""
    clock.advance(-3600)
    result = run("done", "water")
    assert (result.exit_code, result.stdout) == (0, "Marked as done.\n")
    tree = today()
    assert due(tree) == [
        ("09:00", "water", "left-out"),
        ("10:00", "eyes", "left-out"),
        ("10:30", "water", "confirmed"),
        ("12:30", "water", "due"),
        ("13:00", "eyes", "due"),
        ("14:00", "water", "due"),
    ]
    assert tree["counts"]["confirmed"] == 1


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("text", ["10:05", "this morning at 10:05", "115 minutes ago"])
def test_done_at_a_time_of_day(text):
    """`done --at 10:05` means the latest such time, also in other words."""
    assert run("done", "eyes", "--at", text).exit_code == 0
    row = next(row for row in today()["reminders"] if row["confirmed"])
    assert (row["due"], row["confirmed"]) == ("2026-11-02T10:00:00+00:00", "2026-11-02T10:05:00+00:00")


@pytest.mark.usefixtures("clock")
def test_done_without_a_reminder_is_the_persons_own():
    """`done` with the id of any routine is listed as done on one's own."""
    assert run("done", "office-3").exit_code == 0
    assert today()["own"] == [
        {
            "routine": "office-3",
            "title": "A few minutes at the desk",
            "session": None,
            "confirmed": "2026-11-02T12:00:00+00:00",
            "part": None,
        }
    ]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nothing-such",), 1),
        (("./water.yaml",), 1),
        (("water", "--at", "25:00"), 2),
        (("--at", "10:00"), 2),
        ((), 6),
    ],
)
def test_what_cannot_be_done(arguments, code):
    """`done` refuses an unknown name, a time that is none, and nothing at all without a running coach."""
    assert run("done", *arguments).exit_code == code
    assert not find_home().journal.exists()


@pytest.mark.usefixtures("clock")
def test_what_the_person_began_themselves_begins_the_interval_again():
    """A session of one's own begins the reminder's interval again, unless nobody could hear it."""
    for session, hour, heard in (("a", 9.5, "yes"), ("b", 11, "no")):
        begin = NOON + timedelta(hours=hour - 12)
        record("session-started", begin, session=session, title="Sip", steps=1, begun="person")
        end = {"outcome": "completed", "steps_done": 1, "heard": heard}
        record("session-ended", begin + timedelta(seconds=20), session=session, **end)
    tree = today()
    assert [row["session"] for row in tree["own"] if row["confirmed"]] == ["a"]
    waters = [row["due"][11:19] for row in tree["reminders"] if row["reminder"] == "water"]
    assert waters == ["09:00:00", "11:00:20", "12:30:20", "14:00:20"]


def test_the_day_ends_at_night(clock):
    """At one in the morning it is still yesterday, and another day is shown as it was recorded."""
    clock.advance(13 * 3600)
    assert today()["date"] == "2026-11-02"
    clock.advance(3 * 3600)
    assert today()["date"] == "2026-11-03"
    assert today("--date", "2026-11-02")["reminders"] == []


@pytest.mark.usefixtures("clock")
def test_what_was_only_led_can_be_confirmed():
    """The day says how what was only spoken counts as done."""
    at = NOON - timedelta(minutes=90)
    for ruling in ("speak", "ended"):
        record(
            "reminder", at, reminder="water", routine="sip-water", due=at.isoformat(), ruling=ruling,
            reason="completed" if ruling == "ended" else "",
        )  # fmt: skip
    lines = run("today").stdout.splitlines()
    assert lines[-2] == "If you did it, `coach done water` counts it."


def test_what_comes_on_another_day_is_named_with_that_day(clock):
    """In the evening the next reminder is tomorrow's, and the line says so."""
    clock.advance(9 * 3600)
    assert run("today").stdout.splitlines()[-1].startswith("Next: Tue 09:00  water")


@pytest.mark.usefixtures("clock")
def test_people_get_the_day_as_lines():
    """Each reminder has one line in words; the counts and the next one follow."""
    run("done", "water", "--at", "10:40")
    why = {"reason": "away", "sentence": "You are away."}
    due_at = "2026-11-02T10:00:00+00:00"
    record("reminder", NOON, reminder="eyes", routine="eyes-far", due=due_at, ruling="skip", **why)
    lines = run("today").stdout.splitlines()
    assert lines[0] == "Monday, 2026-11-02, UTC"
    assert "10:00  eyes   Eyes into the distance  left out: You are away." in lines
    assert "10:30  water  A few sips of water     done" in lines
    assert "3 due, 0 called, 0 led to the end, 1 done." in lines
    assert lines[-1].startswith("Next: 12:10  water")


def test_without_a_plan_there_is_what_was_done():
    """Without a plan there are no reminders, but what was done is shown, and it is no error."""
    result = run("today")
    assert result.exit_code == 0
    assert "No reminders." in result.stdout


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def on_terminal(monkeypatch, clock):
    """Gives what `coach today` shows on a terminal of that width and kind: one done, one left out."""
    assert clock.now() == NOON
    for ruling, hour, name in (("speak", 9, "water"), ("skip", 10, "eyes")):
        at = NOON.replace(hour=hour)
        record("reminder", at, reminder=name, due=at.isoformat(), ruling=ruling, reason="quiet")
    assert run("done", "water").exit_code == 0

    def shown(columns, **environment):
        for name in ("NO_COLOR", "COLORTERM", "TERM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"COLUMNS": str(columns), **environment}.items():
            monkeypatch.setenv(name, value)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", Terminal())
            today_module.command.callback(wanted=None, as_json=False)
            return sys.stdout.getvalue()

    return shown


def test_every_colour_can_be_read_on_dark_and_on_light():
    """Both colours of each pair are our own, so that the contrast is the same on every terminal."""
    styles = {Style.parse(style) for style in today_module._STYLES.values()}
    assert len(styles) == 4
    assert [(style, name) for style in styles for name, theme in THEMES.items()
            if contrast(style, theme) < ENOUGH] == []  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "codes"),
    [
        ({"TERM": "xterm-256color"}, {"0", "1", "1;38;5;231;48;5;18", "1;38;5;231;48;5;22"}),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, {"0", "1"}),
        ({"TERM": "xterm"}, {"0", "1"}),
        ({"TERM": "dumb"}, set()),
    ],
)
def test_colours_are_used_only_where_they_are_known(on_terminal, environment, codes):
    """No colour is used with NO_COLOR, or on a terminal whose sixteen colours may be hard to read."""
    assert set(re.findall("\x1b\\[([0-9;]*)m", on_terminal(80, **environment))) == codes


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_the_day_fits_any_terminal(on_terminal, columns):
    """No line is longer than the terminal is wide, and no word is missing."""
    shown = on_terminal(columns, TERM="dumb")
    assert max(map(len, shown.splitlines())) <= columns
    assert "1 of 4 reminders" in shown
    plain = run("today").stdout
    assert [word for word in plain.split() if word not in shown] == []
