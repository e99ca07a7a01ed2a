"""Connections to the journal's database, set up as its promises need them."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.journal.faults import primary_code
from coach.journal.places import waits_in_log

if TYPE_CHECKING:
    from pathlib import Path

BUSY_SECONDS = 10.0
"""How long another session's write is waited for; one takes a few milliseconds."""
RETRY_SECONDS = 0.02
FIRST_PAGE = "PRAGMA user_version"
"""SQLite opens a file only when a page of it is wanted."""
FOLDER_REFUSES = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})
"""What SQLite says where it may not make its companions; which of the two depends on its version."""


def connect(path: Path) -> sqlite3.Connection:
    """For reading and writing: every statement its own transaction, synced to the disk before it returns."""
    return _opened(path, "mode=rw", "PRAGMA synchronous = FULL")


def enter_wal(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log, in which a reader never waits for a writer.

    The switch wants the file for itself, and SQLite's own patience does not cover it: of two
    sessions that make the journal at the same instant one is told at once that it is busy.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            break
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(RETRY_SECONDS)
    if mode != "wal":
        raise JournalError(
            "The journal's folder is on a file system that cannot keep it safe (it shares no memory).",
            hint="Let COACH_HOME name a folder on a local disk.",
        )


def connect_to_read(path: Path) -> sqlite3.Connection:
    """For reading only, also where nothing can be written.

    SQLite reads a database with a write-ahead log only where it may make a file beside it. In a
    folder that is read-only it has to be told that the file does not change, which is true as
    long as nothing waits in a log.
    """
    try:
        return _opened(path, "mode=ro", FIRST_PAGE)
    except sqlite3.OperationalError as error:
        if primary_code(error) not in FOLDER_REFUSES or waits_in_log(path):
            raise
    return _opened(path, "mode=ro&immutable=1", FIRST_PAGE)


def _opened(path: Path, how: str, first: str) -> sqlite3.Connection:
    """A connection after its first statement, or none."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute(first).fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
