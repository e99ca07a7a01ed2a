"""`coach do`, from its arguments to its exit code; with the real voice and no device."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.care.reading import sign_rules
from coach.care.rules import is_night
from coach.clock import SystemClock
from coach.commands import do
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


def test_the_night_is_that_of_the_list_of_signs():
    """Help for a cramp is dark and quiet in the same hours in which the list of signs has night."""
    day = [datetime(2026, 11, 2, tzinfo=UTC) + timedelta(minutes=each) for each in range(24 * 60)]
    rules = sign_rules()
    assert [do.is_at_night(at) for at in day] == [is_night(rules, at) for at in day]


@pytest.mark.real
def test_a_routine_from_begin_to_end(run, calf):
    """Every cue and step is a line on stdout, the session is in the journal, and the exit code is 0."""
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
def test_the_safety_rules_stay_due_until_they_were_heard_or_read(run, calf):
    """Flat out nothing is heard, and nobody has to read: the stop rules come again in the second session."""
    first, second = run("do", calf, "--fast").stdout, run("do", calf, "--fast").stdout
    assert ("If your chest hurts" in first, "If your chest hurts" in second) == (True, True)


@pytest.mark.real
@pytest.mark.parametrize(("flags", "expected"), [((), True), (("--no-holds",), False)])
def test_how_to_leave_holds_out_is_shown_and_never_spoken(run, flags, expected):
    """The option --no-holds is shown on the screen and never spoken."""
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
    """An option comes before the plan, the plan before the defaults; mistakes in the plan stop nothing."""
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
    """`--from` counts steps from 1, and the routine's opening words are heard anyway."""
    run("do", calf, "--fast")
    result = run("do", calf, "--fast", "--from", "3")
    assert "Stand tall." in result.stdout
    assert result.stdout.splitlines()[-1].strip() == "partial: 0 of 1 steps done"


@pytest.mark.real
def test_a_person_who_reads_what_is_said_has_done_it_without_a_sound(run, calf):
    """Muted, a session counts as done where the profile says that what is spoken is shown as text."""
    calf = calf.replace("calf.yaml", "brief.yaml")
    Path(calf).write_text("title: Brief\nkind: habit\nsteps: [{rest: 0.5 s}]\n")
    run("do", calf, "--mute")
    run("profile", "--shown-as-text")
    run("do", calf, "--mute")
    found = [
        (each["heard"], each["confirmed"]) for each in json.loads(run("log", "--json").stdout)["sessions"]
    ]
    assert found == [("no", False), ("unknown", True)]


@pytest.mark.real
@pytest.mark.parametrize("flags", [("--fast",), ("--fast", "--control"), ("--rehearse", "--mute")])
def test_a_rehearsal_counts_nowhere(run, calf, flags):
    """A rehearsal is listed only with --all, is not done, and makes no notice count as heard."""
    calf = calf.replace("calf.yaml", "brief.yaml")
    Path(calf).write_text("title: Brief\nkind: habit\nsteps: [{rest: 0.5 s}]\n")
    assert run("do", calf, *flags).exit_code == 0
    assert json.loads(run("log", "--json").stdout) == {"sessions": []}
    (session,) = sessions(run)
    assert (session["outcome"], session["confirmed"], session["rehearsal"]) == ("completed", False, True)
    with Journal.open(find_home().journal, SystemClock()) as journal:
        assert led_count(journal, "brief") == 0


def test_from_beyond_the_last_step(run, calf):
    """`--from` beyond the last step is wrong usage; the message says how many steps there are."""
    result = run("do", calf, "--fast", "--from", "4")
    assert (result.exit_code, sessions(run)) == (2, [])
    assert "has 3 steps" in result.stderr


@pytest.mark.real
def test_control(run, calf):
    """`--control` prints one JSON event a line, in the order in which things happened."""
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
    """A held session that is cancelled ends with 0 and leaves no trace in the journal."""
    result = run("do", calf, "--fast", "--control", "--hold", input='{"command": "cancel"}\n')
    assert (result.exit_code, json.loads(result.stdout)["event"]) == (0, "ready")
    assert sessions(run) == []


@pytest.mark.real
def test_held_and_left(run, calf):
    """For a held session the end of input before `begin` means the same as `cancel`."""
    result = run("do", calf, "--fast", "--control", "--hold", input="")
    assert (result.exit_code, sessions(run)) == (0, [])


@pytest.mark.real
def test_held_and_begun(run, calf):
    """A held session that was begun goes on to its end, even when its input has ended."""
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
    """A line that is no text is reported, and the next one is understood."""
    given = b"\xff\xfe\n" + b"[" * 100_000 + b'\n{"command": "begin"}\n'
    result = run("do", calf, "--fast", "--control", "--hold", input=given)
    assert (result.exit_code, json.loads(result.stdout.splitlines()[-1])["event"]) == (0, "session-ended")
    assert result.stderr.count("This command was not understood") == 2


@pytest.mark.real
def test_the_routine_may_come_on_stdin(run, calf):
    """With `-` the routine is read from the first line of stdin, so that no other user can see it."""
    given = json.dumps({"routine": calf}) + '\n{"command": "begin"}\n'
    result = run("do", "-", "--fast", "--control", "--hold", input=given)
    assert (result.exit_code, json.loads(result.stdout.splitlines()[-1])["event"]) == (0, "session-ended")


@pytest.mark.parametrize("given", ["", "\n", "desk-neck\n", '{"routine": 3}\n', '{"command": "begin"}\n'])
def test_a_first_line_without_a_routine_is_wrong_usage(run, given):
    """A first line without a routine is wrong usage, and the message says what to write."""
    result = run("do", "-", "--fast", "--control", input=given)
    assert (result.exit_code, 'Write {"routine": "..."} as the first line' in result.stderr) == (2, True)


def test_hold_without_control(run, calf):
    """`--hold` without --control is wrong usage."""
    assert run("do", calf, "--hold").exit_code == 2


@pytest.mark.parametrize(
    ("argument", "code", "said"),
    [
        ("desk-nek", 1, "desk-neck"),
        ("./nowhere.yaml", 3, "nowhere.yaml"),
    ],
)
def test_what_is_not_there(run, argument, code, said):
    """An unknown id ends with 1 and the nearest ids; a missing file ends with 3."""
    result = run("do", argument, "--fast")
    assert result.exit_code == code
    assert said in result.stderr


def test_a_bad_file(run, tmp_path):
    """A bad file is reported with every problem's line and column, and exit code 3."""
    path = tmp_path / "bad.yaml"
    path.write_text("title: Bad\nsteps:\n  - hlod: 20 s\n")
    result = run("do", str(path), "--fast")
    assert result.exit_code == 3
    assert "bad.yaml:3:5: error[" in result.stderr


def test_a_journal_that_is_no_journal(run, calf):
    """A file that is no journal ends with 5 before the session begins, and is left as it was."""
    home = find_home()
    home.journal.parent.mkdir(parents=True, exist_ok=True)
    home.journal.write_text("This is not a database, but it is somebody's.")
    result = run("do", calf, "--fast")
    assert (result.exit_code, result.stdout) == (5, "")
    assert home.journal.read_text() == "This is not a database, but it is somebody's."


@pytest.mark.real
def test_a_voice_that_is_not_there(run, calf):
    """An unknown --voice ends with 4 and the nearest names, and no session is recorded."""
    result = run("do", calf, "--fast", "--plain", "--voice", "en-gbb")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "There is no voice called 'en-gbb'; the nearest is 'en-" in result.stderr
    assert "`coach voices` lists the voices." in result.stderr
    assert sessions(run) == []


@pytest.mark.real
def test_a_voice_of_another_language_does_not_lead(run, calf):
    """A text is never said by a voice of another language, also when the person names one."""
    result = run("do", calf, "--fast", "--plain", "--voice", "gmw/de")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == "The voice German speaks de, not en.\n`coach voices` lists the voices.\n"
    assert sessions(run) == []


@pytest.mark.real
def test_a_voice_that_the_coach_asks_for_and_is_not_there(run, calf):
    """The session that the daemon leads goes on with the next best voice, and says so."""
    result = run("do", calf, "--fast", "--control", "--voice", "en-gbb")
    assert result.exit_code == 0
    said = "There is no voice called 'en-gbb'; the nearest is 'en-gb'. The best other voice speaks instead."
    assert said in result.stderr


@pytest.mark.real
def test_a_language_that_no_voice_speaks(run, tmp_path):
    """Without a voice for its language a routine goes on with tones and text, and the journal says so."""
    path = tmp_path / "calf.yaml"
    path.write_text(f"language: tlh\n{CALF}")
    result = run("do", str(path), "--fast")
    assert result.exit_code == 0
    assert "There is no voice for 'tlh' here, nor for a related language." in result.stdout
    assert "The session continues with tones and text." in result.stdout
    assert sessions(run)[0]["voice"] == "tones"


@pytest.mark.real
def test_the_journal_is_private(run, calf):
    """Other users cannot read the journal."""
    run("do", calf, "--fast")
    home = find_home()
    assert (home.journal.stat().st_mode & 0o777, home.data.stat().st_mode & 0o777) == (0o600, 0o700)
    with sqlite3.connect(home.journal) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
