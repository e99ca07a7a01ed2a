"""Journals of an older coach, whose last events may be in a write-ahead log, are taken over whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from coach.errors import JournalError
from coach.journal.events import COLUMNS
from coach.journal.migrations import MIGRATIONS, migrate
from coach.journal.store import Journal
from journal.journaling_person import Person, verified

if TYPE_CHECKING:
    from pathlib import Path

    from coach.clock import VirtualClock

INSERT_OLD = f"INSERT INTO events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 — our own names


def old_journal(path: Path, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """A journal of the version before, with an event that is only in its write-ahead log."""
    path.parent.mkdir(exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    with monkeypatch.context() as earlier:
        earlier.setattr("coach.journal.migrations.MIGRATIONS", MIGRATIONS[:3])
        migrate(connection, clock)
    values = ("id1", "paused", 1, 60, "s", "r", "d", "{}")
    connection.execute(INSERT_OLD, values)
    return connection


def test_a_write_ahead_log_is_taken_over(
    tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed coach left in it is then in the journal, which is a single file."""
    path = tmp_path / "old" / "journal.sqlite3"
    connection = old_journal(path, person.clock, monkeypatch)
    log = path.with_name(path.name + "-wal")
    killed = {file: file.read_bytes() for file in (path, log)}
    connection.close()
    for file, content in killed.items():
        file.write_bytes(content)
    with Journal.open(path, person.clock) as journal:
        assert journal.rows("SELECT id FROM events") == [("id1",)]
        assert journal.rows("PRAGMA journal_mode") == [("truncate",)]
    assert not log.exists()
    assert verified(path) == ()


def test_an_older_coach_that_is_still_running_is_named(
    tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an older coach runs it is named, and the journal can be read but not written."""
    monkeypatch.setattr("coach.journal.connection.TAKE_OVER_SECONDS", 0.1)
    monkeypatch.setattr("coach.journal.connection.BUSY_SECONDS", 0.1)
    path = tmp_path / "old" / "journal.sqlite3"
    with closing(old_journal(path, person.clock, monkeypatch)):
        with pytest.raises(JournalError, match="An older version of the coach still has the journal"):
            Journal.open(path, person.clock)
        reader = Journal.open_to_read(path, person.clock)
        assert reader is not None
        with reader:
            assert reader.rows("SELECT id FROM events") == [("id1",)]
