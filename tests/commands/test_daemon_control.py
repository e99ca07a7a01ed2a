"""The commands that control the running coach, against a real server with a fake coach behind it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from threading import Event, Thread
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

from coach.api.address import Address, write_address
from coach.api.server import serving
from coach.api.steering import Action, Answer
from coach.clock import SystemClock
from coach.commands import daemon_control, start
from coach.commands.group import coach
from coach.commands.pause import off_fields, pause_fields
from coach.commands.status import NOT_CHECKED, lines
from coach.daemon.lock import only_daemon
from coach.errors import DaemonError
from coach.home import find_home
from coach.journal.owner import system_processes, this_process
from coach.testing import FakeClock, FakeSteering

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def ending():
    """The threads of servers that are closing; each takes a tenth of a second, and no test waits for it."""
    threads = []
    yield threads
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def running(ending):
    """The running coach behind the API, in a thread of its own."""
    home = find_home()
    fake = FakeSteering()
    is_open = Event()
    ends = []

    async def serve():
        async with serving(fake, home, FakeClock()):
            end = asyncio.Event()
            ends.append((asyncio.get_running_loop(), end))
            is_open.set()
            await end.wait()

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert is_open.wait(60)
    yield fake
    loop, end = ends[0]
    loop.call_soon_threadsafe(end.set)
    ending.append(thread)


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


def day():
    """The time zone, and when the day ends."""
    return BERLIN, time(3)


def test_until_is_sent_with_its_offset():
    """`pause until` sends an instant with its offset, so that no zone has to be guessed."""
    assert pause_fields(("until", "15:00"), MORNING, day) == {"until": "2026-11-02T14:00:00+00:00"}


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        ("Asia/Tokyo", datetime(2026, 11, 3, 6, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 11, 2, 9, 15, tzinfo=UTC)),
        ("<-03>3", datetime(2026, 11, 2, 18, tzinfo=UTC)),
    ],
)
def test_until_is_a_time_in_the_time_zone_of_the_plan(running, monkeypatch, zone, until):
    """`pause until` means a time in the plan's zone, wherever the machine is."""
    running.state["zone"] = zone
    monkeypatch.setattr(SystemClock, "now", lambda _self: MORNING)
    assert run("pause", "until", "15:00").exit_code == 0
    assert running.actions == [Action("pause", until=until)]


def test_stop_says_when_the_process_stays(running, monkeypatch):
    """`stop` says so if the coach's process has not ended after a while."""
    monkeypatch.setattr(daemon_control, "STOP_SECONDS", 0.1)
    result = run("stop")
    assert (result.exit_code, result.stdout, running.actions) == (6, "Done: stop.\n", [Action("stop")])
    assert f"process {os.getpid()} is still running" in result.stderr


def test_pause_refuses_no_words_that_are_none():
    """`pause` takes `until` in any case, and calls any other word wrong usage."""
    assert pause_fields(("Until", "15:00"), MORNING, day) == {"until": "2026-11-02T14:00:00+00:00"}
    with pytest.raises(click.UsageError):
        pause_fields(("30m", "until", "15:00"), MORNING, day)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("until tomorrow", "2026-11-03T02:00"),
        ("until monday", "2026-11-09T02:00"),
        ("until Wednesday", "2026-11-04T02:00"),
        ("until 2026-11-20", "2026-11-20T02:00"),
        ("until 3:00", "2026-11-03T02:00"),
    ],
)
def test_a_pause_ends_with_a_day(words, until):
    """A pause until tomorrow ends when the day has ended, and on a Monday `until monday` is the next one."""
    assert pause_fields(words.split(), MORNING, day) == {"until": f"{until}:00+00:00"}


@pytest.mark.parametrize(
    ("now", "words", "until"),
    [
        (MORNING, "3d", "2026-11-05T02:00"),
        (MORNING, "1 day", "2026-11-03T02:00"),
        (MORNING, "until friday", "2026-11-06T02:00"),
        (MORNING.replace(hour=0), "1d", "2026-11-02T02:00"),
        (MORNING.replace(hour=0), "until monday", "2026-11-02T02:00"),
    ],
)
def test_days_off_are_days_of_the_person(now, words, until):
    """Today is the first of the days off, and at one in the night today is still the day before."""
    assert off_fields(words.split(), now, day) == {"until": f"{until}:00+00:00"}


@pytest.mark.parametrize("words", ["3h", "0d", "until", "until noon", "until 15:00"])
def test_days_off_are_whole_days(words):
    """Anything but whole days off is a usage error that shows what to write."""
    with pytest.raises(click.UsageError, match="coach off 3d"):
        off_fields(words.split(), MORNING, day)


def test_why_is_sent_with_the_days_off(running):
    """The reason for days off is sent only if one was given."""
    for why in ("holiday", "  "):
        run("off", "--because", why)
    assert running.actions == [Action("off", because="holiday"), Action("off")]


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


def test_the_json_of_a_stopped_coach():
    """`status --json` of a stopped coach is one document on stdout; the exit code is 6."""
    result = run("status", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (6, {"state": "stopped"})
    assert result.stderr == "The coach is not running.\n`coach start` starts it.\n"


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
