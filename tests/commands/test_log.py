"""`coach log`: what people, programs and spreadsheets get."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands.group import coach
from coach.journal.events import new_event
from coach.journal.store import Journal
from coach.testing import FakeClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from coach.journal.events import EventKind

    Story = tuple[EventKind, dict[str, Any]]

FIRST = {
    "id": "s1",
    "routine": "desk-neck",
    "title": "Desk neck",
    "started": "2026-11-02T14:30:00+05:30",
    "ended": "2026-11-02T14:35:48+05:30",
    "outcome": "completed",
    "steps_done": 12,
    "steps": 12,
    "seconds": 341.25,
    "pain": [2, None, 4],
    "voice": "espeak/en-gb@150",
    "heard": "unknown",
    "confirmed": True,
    "rehearsal": False,
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's folder, empty."""
    folder = tmp_path / "home"
    monkeypatch.setenv("COACH_HOME", str(folder))
    return folder


@pytest.fixture
def record(home: Path) -> Callable[..., None]:
    """Writes a session into the journal, half past five hours ahead of UTC."""
    clock = FakeClock()

    def append(session: str, routine: str, *story: tuple[float, EventKind, dict[str, Any]]) -> None:
        begin = clock.now()
        with Journal.open(home / "journal.sqlite3", SystemClock()) as journal:
            for seconds, kind, data in story:
                event = new_event(kind, clock, session=session, routine=routine, digest="d", data=data)
                at = begin + timedelta(seconds=seconds)
                journal.append(replace(event, at=at, offset_minutes=330))
        clock.advance(86_400)

    return append


def record_first(
    record: Callable[..., None], *, title: str = "Desk neck", routine: str = "desk-neck"
) -> None:
    """A completed session with three answers about pain."""
    record(
        "s1",
        routine,
        (0, "session-started", {"title": title, "voice": "espeak/en-gb@150", "steps": 12}),
        (9, "step-started", {"step": 0, "name": "Side bend"}),
        (20, "answered", {"question": "pain", "step": 0, "pain": 2}),
        (21, "answered", {"question": "pain", "step": 0, "pain": None}),
        (22, "answered", {"question": "pain", "step": 0, "pain": 4}),
        (
            348,
            "session-ended",
            {"outcome": "completed", "steps_done": 12, "seconds": 341.25, "voice": "espeak/en-gb@150"},
        ),
    )


def record_second(record: Callable[..., None]) -> None:
    """A session that was cut off in its third step, a day later."""
    record(
        "s2",
        "eyes-far",
        (0, "session-started", {"title": "Far gaze", "voice": "tones", "steps": 5}),
        *((3600 + step, "step-started", {"step": step, "name": "Gaze"}) for step in range(3)),
        (3723, "step-done", {"step": 2, "name": "Gaze"}),
    )


def run(*arguments: str) -> Result:
    """`coach log` with these arguments."""
    return CliRunner().invoke(coach, ["log", *arguments])


def test_programs_get_every_session_in_the_promised_shape(record: Callable[..., None]) -> None:
    """`--json` has times with the recorded offset, and null for the end of an unfinished session."""
    record_first(record)
    record_second(record)
    second = {
        "id": "s2",
        "routine": "eyes-far",
        "title": "Far gaze",
        "started": "2026-11-03T14:30:00+05:30",
        "ended": None,
        "outcome": "interrupted",
        "steps_done": 1,
        "steps": 5,
        "seconds": 3723.0,
        "pain": [],
        "voice": "tones",
        "heard": "unknown",
        "confirmed": False,
        "rehearsal": False,
    }
    result = run("--json")
    assert json.loads(result.stdout) == {"sessions": [FIRST, second]}
    assert (result.exit_code, result.stderr) == (0, "")


def test_people_get_a_table_in_their_local_time(record: Callable[..., None]) -> None:
    """The table has the newest session last, and the step, from 1, at which one was cut off."""
    record_first(record)
    record_second(record)
    assert run().stdout.splitlines() == [
        "started                 routine    outcome           steps     time  pain",
        "2026-11-02 14:30+05:30  Desk neck  completed         12/12     5:41  2 - 4",
        "2026-11-03 14:30+05:30  Far gaze   interrupted at 3    1/5  1:02:03",
    ]


def test_spreadsheets_get_the_same_fields(record: Callable[..., None]) -> None:
    """`--csv` has one row a session under a row of names; an unanswered question is `none`."""
    record_first(record)
    names, row = csv.reader(io.StringIO(run("--csv").stdout))
    expected = {**{name: str(value) for name, value in FIRST.items()}, "pain": "2 none 4"}
    assert dict(zip(names, row, strict=True)) == expected


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1", "'＝1"),  # noqa: RUF001 — the wide sign is the case
        ("\t=1", "\\t=1"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ('say "a, b"', 'say "a, b"'),
    ],
)
def test_a_title_is_never_a_formula_nor_a_control_sequence(
    record: Callable[..., None], title: str, cell: str
) -> None:
    """Text from a file can be neither a formula in a spreadsheet nor a control sequence."""
    record_first(record, title=title)
    names, row = csv.reader(io.StringIO(run("--csv").stdout))
    assert row[names.index("title")] == cell


@pytest.mark.parametrize("option", [(), ("--csv",), ("--json",)])
def test_nothing_printed_can_drive_a_terminal(record: Callable[..., None], option: tuple[str, ...]) -> None:
    """An id that comes from a file's name is printed without control characters."""
    record_first(record, routine="\x1b]0;evil\x07\u202eneck\x9b", title="\x1b[31m\u202e\x9b")
    printed = run(*option).stdout
    assert not set(printed) & set("\x1b\x07\u202e\x9b")


def test_filters_choose_and_nothing_found_is_a_no(record: Callable[..., None]) -> None:
    """Sessions are filtered by routine and by day; the exit code is 1 if none is left."""
    record_first(record)
    record_second(record)
    found = [
        [session["id"] for session in json.loads(run("--json", *chosen).stdout)["sessions"]]
        for chosen in (
            ("--routine", "desk-neck"),
            ("--since", "2026-11-03T00:00+05:30"),
            ("--since", "2026-11-01", "--routine", "eyes-far"),
            ("--routine", "wrists"),
        )
    ]
    assert found == [["s1"], ["s2"], ["s2"], []]
    result = run("--routine", "wrists")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "No session matches.\n")


def test_where_nothing_was_done_that_is_no_fault(home: Path) -> None:
    """Without a journal `log` says so or gives an empty list, ends with 0 and makes no file."""
    hint = "No session yet. Start with `coach do desk-neck`.\n"
    result = run("--json")
    assert (result.exit_code, json.loads(result.stdout), result.stderr) == (0, {"sessions": []}, hint)
    result = run()
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", hint)
    assert run("--routine", "desk-neck").exit_code == 1
    assert not home.exists()


def test_a_journal_that_cannot_be_read_is_exit_5(home: Path) -> None:
    """An unreadable journal ends with 5, with the reason on stderr and nothing on stdout."""
    home.mkdir()
    (home / "journal.sqlite3").write_text("no database " * 100, encoding="utf-8")
    result = run("--json")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "is damaged: it is not a database." in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "yesterdayish"),
        ("--since", "7y"),
        ("--since", f"{10**30}d"),
        ("--json", "--csv"),
        ("extra",),
    ],
)
def test_wrong_usage_is_exit_2(home: Path, arguments: tuple[str, ...]) -> None:
    """Wrong usage ends with 2 and a hint on stderr, and the journal is not opened."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert not home.exists()


def test_a_file_in_the_place_of_the_folder(home: Path) -> None:
    """A file in the place of the data folder ends with 5, unlike a journal that does not exist yet."""
    home.write_text("in the way")
    result = CliRunner().invoke(coach, ["log"])
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr.startswith(f"COACH_HOME is {home}, and that is not a folder.\n")


def test_a_session_that_cannot_be_understood_is_named_after_the_others(
    home: Path, record: Callable[..., None]
) -> None:
    """A damaged session is named after the others have been shown, with exit code 5."""
    record_first(record)
    record_second(record)
    with closing(sqlite3.connect(home / "journal.sqlite3")) as stranger, stranger:
        stranger.execute("DROP TRIGGER events_refuse_update")
        stranger.execute("UPDATE events SET data = 'null' WHERE session = 's2' AND kind = 'session-started'")
    for arguments in ((), ("--all",), ("--json",), ("--csv",)):
        result = run(*arguments)
        assert result.exit_code == 5
        assert "Desk neck" in result.stdout
        assert result.stderr == "Event 7 or one of its session s2 cannot be understood: its data is 'null'.\n"
    assert json.loads(run("--json").stdout) == {"sessions": [FIRST]}


def test_only_the_last_sessions_are_shown_unless_all_are_asked_for(
    record: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the latest sessions are shown, the newest last, and a line says that there are more."""
    monkeypatch.setattr("coach.commands.log._PAGE", 2)
    for number in range(5):
        record(f"s{number}", f"routine-{number}", (0, "session-started", {"title": "", "steps": 1}))
    result = run()
    assert [line.split()[2] for line in result.stdout.splitlines()[1:]] == ["routine-3", "routine-4"]
    assert result.stderr == "Only the last 2 sessions; --all shows all of them.\n"
    result = run("--all")
    assert [line.split()[2] for line in result.stdout.splitlines()[1:]] == [f"routine-{n}" for n in range(5)]
    assert result.stderr == ""
