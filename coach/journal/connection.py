"""Connections to the journal's database, with the settings that its promises need.

A rollback journal, not a write-ahead log: between transactions the one file is the whole journal, so it can
be moved or copied by itself. TRUNCATE with `synchronous = FULL` syncs three times a commit, also the
truncation that is the commit, so a power cut loses nothing. DELETE is as safe only with EXTRA, and has to
sync the folder as well; PERSIST is no faster and leaves a file that looks as if a writer had been killed.
"""

from __future__ import annotations

import random
import sqlite3
import time
from typing import TYPE_CHECKING, Any

from coach.errors import JournalError
from coach.journal.journal_file import ROLLBACK_JOURNAL, companion, has_content
from coach.journal.sqlite_errors import REPAIR, DamagedJournal, primary_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BUSY_SECONDS = 10.0
"""How long another process's write is waited for; one takes a few milliseconds."""
TAKE_OVER_SECONDS = 3.0
"""How long an older coach is given to close its journal; its short commands end within a second."""
_FIRST_PAGE = "PRAGMA user_version"
"""SQLite opens a file only when a page of it is wanted."""
_ROLLBACK_NEEDED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})
"""What SQLite says to a reader where a killed writer's transaction has to be rolled back first."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection for reading and writing; a killed writer's transaction is rolled back.

    Raises `sqlite3.Error`.
    """
    connection = _open(path, "mode=rw")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection for reading, which writes nothing except to roll back a killed writer's transaction.

    Raises `sqlite3.Error`.
    """
    try:
        return _open(path, "mode=ro")
    except sqlite3.OperationalError as error:
        if not needs_rollback(error, path):
            raise
    connection = _open(path, "mode=rw")
    connection.execute("PRAGMA query_only = ON")
    return connection


def needs_rollback(error: sqlite3.Error, path: Path) -> bool:
    """Whether a reader failed because a writer was killed in the middle of a commit."""
    return primary_code(error) in _ROLLBACK_NEEDED and has_content(companion(path, ROLLBACK_JOURNAL))


def fetch_all(
    connection: sqlite3.Connection, query: str, parameters: Sequence[str | int] = ()
) -> list[tuple[Any, ...]]:
    """All rows of that query; text that is not UTF-8 is escaped. Raises `sqlite3.Error`."""
    connection.text_factory = str  # decodes in C, which halves the time
    try:
        return connection.execute(query, parameters).fetchall()
    except sqlite3.OperationalError as error:
        if primary_code(error):
            raise  # not about the text
    finally:
        connection.text_factory = _text
    return connection.execute(query, parameters).fetchall()


def uses_write_ahead_log(connection: sqlite3.Connection) -> bool:
    """Whether that database has a write-ahead log, as older versions of the coach used it."""
    return bool(connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def use_rollback_journal(connection: sqlite3.Connection) -> None:
    """Use a rollback journal that is emptied at each commit rather than deleted."""
    connection.execute("PRAGMA journal_mode = TRUNCATE")


def leave_write_ahead_log(path: Path) -> None:
    """Move what is in the write-ahead log into the database, and switch to a rollback journal.

    The switch needs the file to itself. Raises `JournalError` when an older coach still has it open, or when
    database and log do not fit together; then nothing was changed.
    """
    deadline = time.monotonic() + TAKE_OVER_SECONDS
    while not _has_left(path):
        if time.monotonic() > deadline:
            raise JournalError(
                f"An older version of the coach still has the journal {path} open.",
                hint="End it (`coach stop`, or finish the session) and try again. Nothing was changed.",
            )
        # Two processes that both hold the file open would wait for each other for ever.
        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 — no secret


def _has_left(path: Path) -> bool:
    connection = _open(path, "mode=rw")
    try:
        if not uses_write_ahead_log(connection):
            return True
        [found] = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise DamagedJournal(
                f"The journal {path} is damaged, or {path.name}-wal beside it belongs to another one.",
                hint=REPAIR,
            )
        return bool(connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "wal")
    except sqlite3.OperationalError as error:
        if primary_code(error) != sqlite3.SQLITE_BUSY:
            raise
        return False
    finally:
        connection.close()


class _Connection(sqlite3.Connection):
    """Reports damage where SQLite's message about it is no text, because it quotes a damaged name."""

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Execute a statement; raises `sqlite3.Error`."""
        try:
            return super().execute(*arguments)
        except UnicodeDecodeError as error:
            damage = sqlite3.DatabaseError("a name in the database is damaged")
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage from error


def _open(path: Path, how: str) -> sqlite3.Connection:
    """A connection that has read the first page. Text that is not UTF-8 is escaped, not refused."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )
    connection.text_factory = _text
    try:
        connection.execute(_FIRST_PAGE).fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "backslashreplace")
