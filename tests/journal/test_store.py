"""The append-only store: it is private and durable, and has one row for each event."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from coach.errors import JournalError
from coach.journal.events import to_row
from coach.journal.migrations import MIGRATIONS, migrate
from coach.journal.store import Journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.journal.events import Event
    from coach.testing import FakeClock

ALL = "SELECT id, kind, at, offset_minutes, session, routine, digest, data FROM events ORDER BY seq"
posix = pytest.mark.skipif(os.name != "posix", reason="permissions are a POSIX matter")


def test_events_are_kept_whole_and_in_order(
    journal: Journal, path: Path, clock: FakeClock, make_event: Callable[..., Event]
) -> None:
    """The next process that opens the journal finds every field of what was appended."""
    events = [make_event("step-started", step=0), make_event("step-done", step=0, name="Über")]
    for event in events:
        journal.append(event)
    with Journal.open(path, clock) as other:
        assert other.rows(ALL) == [to_row(event) for event in events]


def test_each_append_is_synced_with_a_rollback_journal(journal: Journal) -> None:
    """The promise after `kill -9` and a power cut rests on these two settings."""
    assert journal.rows("PRAGMA journal_mode") == [("truncate",)]
    assert journal.rows("PRAGMA synchronous") == [(2,)]


def test_the_same_event_twice_is_there_once(journal: Journal, make_event: Callable[..., Event]) -> None:
    """An append that failed, or seemed to fail, may be tried again."""
    event = make_event()
    journal.append(event)
    journal.append(event)
    assert journal.rows(ALL) == [to_row(event)]


@pytest.mark.parametrize("change", ["UPDATE events SET kind = 'resumed'", "DELETE FROM events"])
def test_nobody_changes_what_was_written(
    journal: Journal, path: Path, make_event: Callable[..., Event], change: str
) -> None:
    """Even another program that has the database open cannot change it."""
    event = make_event()
    journal.append(event)
    stranger = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="the journal is append-only"):
        stranger.execute(change)
    stranger.close()
    assert journal.rows(ALL) == [to_row(event)]


@posix
def test_files_and_folder_are_closed_to_others(
    journal: Journal, path: Path, make_event: Callable[..., Event]
) -> None:
    """The files are 0600 and the folder is 0700, whatever the umask is."""
    journal.append(make_event())
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys((path.name, f"{path.name}-journal"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_reading_finds_what_is_being_written(
    journal: Journal, path: Path, clock: FakeClock, make_event: Callable[..., Event]
) -> None:
    """A reader sees the events of a session that is still going on."""
    event = make_event()
    journal.append(event)
    reader = Journal.open_to_read(path, clock)
    assert reader is not None
    with reader:
        assert reader.rows(ALL) == [to_row(event)]
        with pytest.raises(JournalError, match="read-only"):
            reader.append(make_event())


def test_reading_makes_nothing(path: Path, clock: FakeClock) -> None:
    """Reading where there is no journal creates neither the file nor its folder."""
    assert Journal.open_to_read(path, clock) is None
    assert not path.parent.exists()


def test_an_empty_file_is_not_an_absent_one(path: Path, clock: FakeClock) -> None:
    """Something has emptied it, so neither a reader nor a writer creates a journal over it."""
    path.parent.mkdir()
    path.touch()
    for way in (Journal.open, Journal.open_to_read):
        with pytest.raises(JournalError, match="is an empty file: something has emptied it"):
            way(path, clock)
    assert [(file.name, file.stat().st_size) for file in path.parent.iterdir()] == [(path.name, 0)]


def test_an_older_journal_is_brought_up_to_date_for_reading(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update the first command may well be one that only reads."""
    with monkeypatch.context() as earlier:
        earlier.setattr("coach.journal.migrations.MIGRATIONS", MIGRATIONS[:1])
        path.parent.mkdir()
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            migrate(connection, clock)
    reader = Journal.open_to_read(path, clock)
    assert reader is not None
    with reader:
        assert reader.rows("PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_threads_take_turns(journal: Journal, make_event: Callable[..., Event]) -> None:
    """Appends from several threads on one connection are all stored."""
    events = [make_event() for _ in range(40)]
    threads = [
        threading.Thread(target=lambda part=part: [journal.append(event) for event in part])
        for part in (events[:20], events[20:])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(journal.rows(ALL)) == sorted(to_row(event) for event in events)


def test_two_journals_of_one_process_do_not_disturb_each_other(
    journal: Journal, path: Path, clock: FakeClock, make_event: Callable[..., Event]
) -> None:
    """Opening and closing a second connection leaves the first one working."""
    Journal.open(path, clock).close()
    event = make_event()
    journal.append(event)
    assert journal.rows(ALL) == [to_row(event)]


def test_a_closed_journal_says_so(path: Path, clock: FakeClock, make_event: Callable[..., Event]) -> None:
    """A journal may be closed twice, and an append afterwards raises an error."""
    journal = Journal.open(path, clock)
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="cannot be used"):
        journal.append(make_event())
