"""Commands on events and files of the coach that cannot be understood, as a damaged disk may leave them."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import get_args

import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands.group import coach
from coach.home import find_home
from coach.journal.events import EventKind, new_event
from coach.journal.store import open_journal

DEEP = "[" * 60_000
"""What is nested more deeply than any parser follows."""
COMMANDS = (
    "today", "log", "log --json", "log --since 7d --notes", "stats --json", "report -o page.html", "flags",
    "export journal --format json", "export journal --format csv", "export journal --format fhir", "next",
    "undo", "helped",
)  # fmt: skip


@pytest.mark.parametrize(
    "data", ['{"due": 3, "done": [], "began": 1e999}', "[" * 60_000], ids=["odd", "deep"]
)
def test_no_command_fails_by_an_event_that_cannot_be_understood(tmp_path, monkeypatch, data):
    """Every command that reads the journal answers, whatever the data of any kind of event has become."""
    monkeypatch.chdir(tmp_path)
    home = find_home()
    with open_journal(home, SystemClock()) as journal:
        for kind in get_args(EventKind):
            journal.append(new_event(kind, SystemClock(), session="s", routine="r", digest="", data={}))
    with closing(sqlite3.connect(home.journal)) as database:
        database.execute("DROP TRIGGER events_refuse_update")
        for kind in get_args(EventKind):
            with suppress(sqlite3.OperationalError):  # SQLite keeps an index by the data of this kind
                database.execute("UPDATE events SET data = ? WHERE kind = ?", (data, kind))
        database.commit()
    failed = {}
    for command in COMMANDS:
        result = CliRunner().invoke(coach, command.split())
        if not isinstance(result.exception, SystemExit | None):
            failed[command] = result.exception
    assert failed == {}


@pytest.mark.usefixtures("note_clock")
@pytest.mark.parametrize(
    ("name", "command"),
    [("questions.json", "report -o page.html"), ("listing.json", "routines"), ("episode.json", "episode")],
)
def test_no_command_fails_by_a_file_that_cannot_be_understood(tmp_path, monkeypatch, name, command):
    """What the coach has kept for itself counts as empty, however deeply it is nested."""
    monkeypatch.chdir(tmp_path)
    home = find_home()
    home.state.mkdir(parents=True, exist_ok=True)
    (home.state / name).write_text(DEEP, encoding="utf-8")
    result = CliRunner().invoke(coach, command.split())
    assert isinstance(result.exception, SystemExit | None), result.exception
