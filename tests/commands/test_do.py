"""`coach do`, from its arguments to its exit code; with the real voice and no device."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands.group import coach
from coach.home import find_home
from coach.journal.statistics import led_count
from coach.journal.store import Journal

CALF = """
title: Calf
steps:
  - say: Stand tall.
  - hold: 10 s
    name: Calf stretch
    side: left
  - ask: pain
"""


@pytest.fixture
def calf(tmp_path):
    """A short routine file."""
    path = tmp_path / "calf.yaml"
    path.write_text(CALF)
    return str(path)


@pytest.fixture
def run():
    """Runs a command line."""
    return lambda *arguments, **more: CliRunner().invoke(coach, list(arguments), **more)


def sessions(run):
    """The sessions of `coach log`, with rehearsals."""
    return json.loads(run("log", "--json", "--all").stdout)["sessions"]


@pytest.mark.real
def test_a_routine_from_begin_to_end(run, calf):
    """Lines on stdout for every cue and every step, the session in the journal, exit 0."""
    result = run("do", calf, "--fast")
    lines = [line.strip() for line in result.stdout.splitlines()]
    done = [line for line in lines if line.startswith("done: ")]
    assert (result.exit_code, done, lines[-1]) == (
        0,
        ["done: step 2 of 3, Calf stretch"],  # words and questions do not count
        "completed: 1 of 1 steps done",
    )
    (session,) = sessions(run)
    assert (session["routine"], session["outcome"], session["steps_done"], session["pain"]) == (
        "calf",
        "completed",
        1,
        [None],
    )


@pytest.mark.real
def test_the_safety_rules_only_once(run, calf):
    """Heard the first time; after that they are known."""
    first, second = run("do", calf, "--fast").stdout, run("do", calf, "--fast").stdout
    assert ("If your chest hurts" in first, "If your chest hurts" in second) == (True, False)


@pytest.mark.real
@pytest.mark.parametrize(("flags", "expected"), [((), True), (("--no-holds",), False)])
def test_how_to_leave_holds_out_is_shown_and_never_spoken(run, flags, expected):
    """Whoever must not hold their breath sees the option, and hears only not to."""
    result = run("do", "breathing-box", "--fast", *flags)
    assert ("--no-holds" in result.stdout) is expected
    said = [line for line in result.stdout.splitlines() if not line.strip().startswith("note:")]
    assert [line for line in said if "holds" in line] == []


PLAN = "voice: {rate: 100, detail: tones}\nreminders: {water: {routine: sip-water, at: '10:00'}}\n"


@pytest.mark.real
@pytest.mark.parametrize(
    ("plan", "flags", "expected"),
    [
        (PLAN, (), ("@100", "tones", 0)),
        (PLAN, ("--rate", "170", "--detail", "full"), ("@170", "full", 0)),
        (PLAN, ("--no-plan",), ("@150", "full", 0)),
        ("voice: {rate: slow}", (), ("@150", "full", 1)),
    ],
)
def test_the_plan_says_how_it_speaks(run, calf, plan, flags, expected):
    """A flag first, then the plan, then what is usual; a plan with mistakes is named, and stops nothing."""
    find_home().plan.parent.mkdir(parents=True, exist_ok=True)
    find_home().plan.write_text(plan)
    result = run("do", calf, "--fast", "--control", *flags)
    events = [json.loads(line) for line in result.stdout.splitlines()]
    rate, detail, warnings = expected
    assert (result.exit_code, events[0]["detail"], events[-1]["outcome"]) == (0, detail, "completed")
    assert events[0]["voice"].endswith(rate)
    assert result.stderr.count("Your plan has mistakes") == warnings


@pytest.mark.real
def test_from_a_later_step(run, calf):
    """Steps are counted from 1, and the author's opening words are heard all the same."""
    run("do", calf, "--fast")
    result = run("do", calf, "--fast", "--from", "3")
    assert "Stand tall." in result.stdout
    assert result.stdout.splitlines()[-1].strip() == "partial: 0 of 1 steps done"


@pytest.mark.real
@pytest.mark.parametrize("flags", [("--fast",), ("--fast", "--control"), ("--rehearse", "--mute")])
def test_a_rehearsal_counts_nowhere(run, calf, flags):
    """It is in the log only with --all, is not done, and makes nothing better known."""
    calf = calf.replace("calf.yaml", "brief.yaml")
    Path(calf).write_text("title: Brief\nkind: habit\nsteps: [{rest: 0.5 s}]\n")
    assert run("do", calf, *flags).exit_code == 0
    assert json.loads(run("log", "--json").stdout) == {"sessions": []}
    (session,) = sessions(run)
    assert (session["outcome"], session["confirmed"], session["rehearsal"]) == ("completed", False, True)
    with Journal.open(find_home().journal, SystemClock()) as journal:
        assert led_count(journal, "brief") == 0


def test_from_beyond_the_last_step(run, calf):
    """Wrong usage: the message says how many there are, and nothing is performed."""
    result = run("do", calf, "--fast", "--from", "4")
    assert (result.exit_code, sessions(run)) == (2, [])
    assert "has 3 steps" in result.stderr


@pytest.mark.real
def test_control(run, calf):
    """One JSON event a line, in the order of what happened."""
    run("do", calf, "--fast")
    result = run("do", calf, "--fast", "--control", input="")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(event["event"], event.get("step")) for event in events] == [
        ("session-started", None),
        ("step-started", 0),
        ("step-started", 1),
        ("step-done", 1),
        ("step-started", 2),
        ("asked", 2),
        ("answered", 2),
        ("session-ended", None),
    ]
    assert {event["session"] for event in events} == {events[0]["session"]}


@pytest.mark.real
def test_held_and_cancelled(run, calf):
    """Ready, then cancelled: exit 0, and no trace in the journal."""
    result = run("do", calf, "--fast", "--control", "--hold", input='{"command": "cancel"}\n')
    assert (result.exit_code, json.loads(result.stdout)["event"]) == (0, "ready")
    assert sessions(run) == []


@pytest.mark.real
def test_held_and_left(run, calf):
    """The end of input before `begin` is a cancellation."""
    result = run("do", calf, "--fast", "--control", "--hold", input="")
    assert (result.exit_code, sessions(run)) == (0, [])


@pytest.mark.real
def test_held_and_begun(run, calf):
    """It goes on to its end even though no commands come any more."""
    result = run("do", calf, "--fast", "--control", "--hold", input='{"command": "begin"}\n')
    events = [json.loads(line)["event"] for line in result.stdout.splitlines()]
    assert (result.exit_code, events[0], events[1], events[-1]) == (
        0,
        "ready",
        "session-started",
        "session-ended",
    )


@pytest.mark.real
def test_bytes_that_are_no_text(run, calf):
    """One bad line is reported, and the next is understood."""
    given = b"\xff\xfe\n" + b"[" * 100_000 + b'\n{"command": "begin"}\n'
    result = run("do", calf, "--fast", "--control", "--hold", input=given)
    assert (result.exit_code, json.loads(result.stdout.splitlines()[-1])["event"]) == (0, "session-ended")
    assert result.stderr.count("This command was not understood") == 2


@pytest.mark.real
def test_the_routine_may_come_on_stdin(run, calf):
    """Where other users must not read its name among the arguments; the commands follow it."""
    given = json.dumps({"routine": calf}) + '\n{"command": "begin"}\n'
    result = run("do", "-", "--fast", "--control", "--hold", input=given)
    assert (result.exit_code, json.loads(result.stdout.splitlines()[-1])["event"]) == (0, "session-ended")


@pytest.mark.parametrize("given", ["", "\n", "desk-neck\n", '{"routine": 3}\n', '{"command": "begin"}\n'])
def test_a_first_line_without_a_routine_is_wrong_usage(run, given):
    """It says what to write."""
    result = run("do", "-", "--fast", "--control", input=given)
    assert (result.exit_code, 'Write {"routine": "..."} as the first line' in result.stderr) == (2, True)


def test_hold_without_control(run, calf):
    """Wrong usage: exit 2."""
    assert run("do", calf, "--hold").exit_code == 2


@pytest.mark.parametrize(
    ("argument", "code", "said"),
    [
        ("desk-nek", 1, "desk-neck"),
        ("./nowhere.yaml", 3, "nowhere.yaml"),
    ],
)
def test_what_is_not_there(run, argument, code, said):
    """An unknown id names the nearest; a missing file is a bad file."""
    result = run("do", argument, "--fast")
    assert result.exit_code == code
    assert said in result.stderr


def test_a_bad_file(run, tmp_path):
    """Every problem with line and column, exit 3."""
    path = tmp_path / "bad.yaml"
    path.write_text("title: Bad\nsteps:\n  - hlod: 20 s\n")
    result = run("do", str(path), "--fast")
    assert result.exit_code == 3
    assert "bad.yaml:3:5: error[" in result.stderr


def test_a_journal_that_is_no_journal(run, calf):
    """Exit 5 before anything is performed, and the file is left as it was."""
    home = find_home()
    home.journal.parent.mkdir(parents=True, exist_ok=True)
    home.journal.write_text("This is not a database, but it is somebody's.")
    result = run("do", calf, "--fast")
    assert (result.exit_code, result.stdout) == (5, "")
    assert home.journal.read_text() == "This is not a database, but it is somebody's."


@pytest.mark.real
@pytest.mark.parametrize("delivery", ["--plain", "--control"])
def test_a_voice_that_is_not_there(run, calf, delivery):
    """Asked for by a name that none has, nothing is performed: exit 4 with the nearest, and no trace."""
    result = run("do", calf, "--fast", delivery, "--voice", "en-gbb")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "There is no voice called 'en-gbb'; the nearest is 'en-" in result.stderr
    assert "`coach voices` lists the voices." in result.stderr
    assert sessions(run) == []


@pytest.mark.real
def test_a_language_that_no_voice_speaks(run, tmp_path):
    """It goes on with tones and text, says so, and the journal knows."""
    path = tmp_path / "calf.yaml"
    path.write_text(f"language: tlh\n{CALF}")
    result = run("do", str(path), "--fast")
    assert result.exit_code == 0
    assert "There is no voice for 'tlh' here, nor for a related language." in result.stdout
    assert "The session continues with tones and text." in result.stdout
    assert sessions(run)[0]["voice"] == "tones"


@pytest.mark.real
def test_the_journal_is_private(run, calf):
    """Other people cannot read it."""
    run("do", calf, "--fast")
    home = find_home()
    assert (home.journal.stat().st_mode & 0o777, home.data.stat().st_mode & 0o777) == (0o600, 0o700)
    with sqlite3.connect(home.journal) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
