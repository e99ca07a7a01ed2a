"""The commands that control the running coach, against a real server with a fake coach behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from coach.api.address import Address, write_address
from coach.api.steering import Action, Answer
from coach.clock import SystemClock
from coach.commands import daemon_control, start
from coach.commands.group import coach
from coach.daemon.lock import only_daemon
from coach.errors import DaemonError
from coach.home import find_home
from coach.journal.owner import system_processes, this_process

MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def run(*arguments):
    """What that command line gives."""
    return CliRunner().invoke(coach, arguments)


def test_a_coach_that_is_starting_is_waited_for():
    """Commands wait for a coach that holds the lock but cannot be reached yet."""
    home, address = find_home(), Address(8123, "token", this_process(system_processes()))
    naps = []

    def sleep(seconds):
        naps.append(seconds)
        if len(naps) == 3:
            write_address(home, address)

    with only_daemon(home):
        assert daemon_control.connect(sleep).address == address
    assert len(naps) == 3


def test_a_coach_that_does_not_finish_starting_is_named():
    """A coach that never finishes starting is reported as such, and not as one that is not running."""
    naps = []
    with only_daemon(find_home()), pytest.raises(DaemonError) as error:
        daemon_control.connect(naps.append)
    assert (error.value.message, error.value.exit_code, round(sum(naps))) == (
        f"The coach (process {os.getpid()}) has not finished starting, or stopping.",
        6,
        daemon_control.START_SECONDS,
    )


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("pause", Action("pause")),
        ("pause 30m", Action("pause", until=MORNING + timedelta(minutes=30))),
        ("pause 1h 30m", Action("pause", until=MORNING + timedelta(minutes=90))),
        ("pause 90 min", Action("pause", until=MORNING + timedelta(minutes=90))),
        ("pause 1d", Action("pause", until=MORNING + timedelta(days=1))),
        ("pause 2 days", Action("pause", until=MORNING + timedelta(days=2))),
        ("resume", Action("resume")),
        ("off", Action("off")),
        ("on", Action("resume")),
        ("begin", Action("begin")),
        ("later", Action("later")),
        ("later 5m", Action("later", seconds=300.0)),
        ("later 90s", Action("later", seconds=90.0)),
        ("skip", Action("skip")),
        ("skip --because busy", Action("skip", because="busy")),
        ("skip neck --because pain", Action("skip", reminder="neck", because="pain")),
        ("done", Action("done")),
        ("reload", Action("reload")),
        *[
            (f"session {name}", Action("session", session=name))
            for name in (
                "pause", "resume", "next", "previous", "repeat", "extend", "go", "hurts", "answer", "stop",
            )
        ],
        ("session hurts --pain 7", Action("session", session="hurts", pain=7)),
        ("session answer --pain 0", Action("session", session="answer", pain=0)),
    ],
)  # fmt: skip
def test_each_command_sends_its_action_and_prints_the_answer(running, words, action):
    """Each command sends its action and prints the answer in one line, with exit code 0."""
    result = run(*words.split())
    assert (result.exit_code, result.stdout) == (0, f"Done: {action.name}.\n")
    assert running.actions == [action]


@pytest.mark.parametrize("words", ["begin", "later 5m", "skip", "done", "pause", "session next"])
def test_a_no_ends_with_one_and_its_sentence(running, words):
    """A command that made no sense at the time ends with 1, and the reason is on stderr."""
    running.answers[words.split()[0]] = Answer(ok=False, sentence="Not \x1b[2Jnow.")
    result = run(*words.split())
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "Not \\x1b[2Jnow.\n")


@pytest.mark.parametrize(
    "words",
    ["status", "stop", "pause 30m", "resume", "begin", "later", "skip", "done", "reload", "session pause"],
)
def test_without_a_running_coach_every_command_ends_with_six(words):
    """Without a running coach each command ends with 6 and says how to start it."""
    result = run(*words.split())
    assert (result.exit_code, result.stdout) == (6, "")
    assert result.stderr == "The coach is not running.\n`coach start` starts it.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "pause 30",
            "'30' has no unit; write, for example, 30m, 1d, until 15:00 or until tomorrow",
        ),
        (
            "pause soon",
            "'soon' is not a duration; write, for example, 30m, 1d, until 15:00 or until tomorrow",
        ),
        ("pause 15:00", "For a time of day, write: coach pause until 15:00"),
        ("pause until", "Until when? Write, for example: coach pause until 15:00"),
        ("pause until 3pm", "'3pm' is not a time of day; write '15:00'."),
        ("pause 1000h", "Choose from 1 s to 744 h, not 1000 h."),
        ("later 0.5s", "Choose from 1 s to 24 h, not 0.5 s."),
        ("later 25h", "Choose from 1 s to 24 h, not 25 h."),
        ("later until 15:00", "'until 15:00' is not a duration; write, for example, 10m, 90s or '1h 30m'"),
        ("session next --pain 3", "--pain goes with hurts and answer only."),
    ],
)
def test_wrong_usage_is_reported_before_anything_is_sent(words, said):
    """Wrong usage ends with 2 before anything is sent, even where no coach is running."""
    result = run(*words.split())
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {said}")


def test_a_sentence_of_several_lines_is_printed_as_such(running):
    """An answer with several problems is printed with each of them on a line of its own."""
    running.answers["reload"] = Answer(ok=True, sentence="One\ntwo \x1b[2J")
    assert run("reload").stdout == "One\ntwo \\x1b[2J\n"


def test_stop_says_when_the_process_stays(running, monkeypatch):
    """`stop` says so if the coach's process has not ended after a while."""
    monkeypatch.setattr(daemon_control, "STOP_SECONDS", 0.1)
    result = run("stop")
    assert (result.exit_code, result.stdout, running.actions) == (6, "Done: stop.\n", [Action("stop")])
    assert f"process {os.getpid()} is still running" in result.stderr


@pytest.mark.real
def test_these_commands_start_light():
    """Commands that only send a line load no server, no parser of files and no sound library."""
    heavy = (
        "starlette",
        "uvicorn",
        "anyio",
        "h11",
        "asyncio",
        "numpy",
        "yaml",
        "sqlite3",
        "schedule",
    )
    script = (
        "import sys; sys.argv = ['coach', 'later', '5m']\n"
        "from coach.commands.group import coach\n"
        "try:\n    coach()\nexcept SystemExit as end:\n    print(end.code)\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["6", "[]"]


def test_the_wall_clock_is_aware():
    """The clock that commands use gives instants with a zone."""
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_terminal_that_is_closed_ends_no_day(monkeypatch):
    """The coach survives a closed terminal and a full disk behind stdout, and escapes what it prints."""
    shown = []
    monkeypatch.setattr(start.click, "echo", shown.append)
    start.show("a\x1b[2Jb")
    assert "\x1b" not in shown[0]
    for fault in (OSError(5, "Input/output error"), ValueError("closed file")):

        def broken(_line, fault=fault):
            raise fault

        monkeypatch.setattr(start.click, "echo", broken)
        start.show("rest: speak")


ASKED = Answer(ok=True, sentence="Skipped.", question="Why?", reminder="neck")


@pytest.mark.parametrize(
    ("typed", "actions"),
    [
        ("tired\n", [Action("skip"), Action("skip", reminder="neck", because="tired")]),
        ("\n", [Action("skip")]),
        ("never mind\n", [Action("skip")]),
    ],
)
def test_a_terminal_asks_why_a_routine_is_skipped_again(running, monkeypatch, typed, actions):
    """On a terminal the reason for a repeated skip is asked for, and sent only if one was typed."""
    running.answers["skip"] = ASKED
    monkeypatch.setattr(daemon_control, "has_terminal", lambda: True)
    result = CliRunner().invoke(coach, ["skip"], input=typed)
    assert result.stdout.startswith("Skipped.\nWhy?\nbusy, pain, tired, place, other: ")
    assert (result.exit_code, running.actions) == (0, actions)


def test_without_a_terminal_the_question_is_shown_with_its_command(running):
    """Without a terminal the question is printed with its command, and no answer is waited for."""
    running.answers["skip"] = ASKED
    assert run("skip").stdout.splitlines() == [
        "Skipped.",
        "Why?",
        "To say it: coach skip neck --because busy|pain|tired|place|other",
    ]
