"""Connections to the journal's database, with the settings that its promises need, and its errors in words.

A rollback journal, not a write-ahead log: between transactions the one file is the whole journal, so it can
be moved or copied by itself. TRUNCATE with `synchronous = FULL` syncs three times a commit, also the
truncation that is the commit, so a power cut loses nothing. DELETE is as safe only with EXTRA, and has to
sync the folder as well; PERSIST is no faster and leaves a file that looks as if a writer had been killed.
"""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from coach.errors import MORE_MEMORY, JournalError, is_out_of_memory
from coach.journal.journal_file import ROLLBACK_JOURNAL, companion, has_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAKE_WRITABLE = "Make the file and its folder writable, or set COACH_HOME to another folder."
REPAIR = (
    "Nothing was changed. `coach journal repair` brings back every event that can still be read,"
    " and keeps the damaged file."
)


class DamagedJournal(JournalError):
    """The journal is damaged; nothing is written to it."""


_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: {path} cannot grow.",
        "Free some space. Everything already in the journal is safe.",
    ),
    sqlite3.SQLITE_READONLY: ("The journal {path} is read-only.", MAKE_WRITABLE),
    sqlite3.SQLITE_PERM: ("You are not allowed to use the journal {path}.", MAKE_WRITABLE),
    sqlite3.SQLITE_CANTOPEN: ("The journal {path} cannot be opened.", MAKE_WRITABLE),
    sqlite3.SQLITE_CORRUPT: ("The journal {path} is damaged.", REPAIR),
    sqlite3.SQLITE_NOTADB: ("The journal {path} is damaged: it is not a database.", REPAIR),
    sqlite3.SQLITE_BUSY: (
        "Another program has kept the journal {path} locked for too long.",
        "Close the program that holds it (a backup, a database browser) and try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The journal {path} cannot be read or written: the disk reports an error, or is full.",
        "Check the disk, or set COACH_HOME to a folder on another one.",
    ),
}
"""By SQLite's primary result code (https://www.sqlite.org/rescode.html)."""

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY = 0xFF
"""The low byte of an extended result code is the primary one."""


@contextmanager
def as_journal_errors(path: Path) -> Iterator[None]:
    """Raise errors of the database or its folder in the block as `JournalError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain_error(error, path) from error
    except OSError as error:
        hint = MORE_MEMORY if is_out_of_memory(error) else MAKE_WRITABLE
        raise JournalError(f"The journal {path} cannot be used: {error.strerror}.", hint=hint) from error


def explain_error(error: sqlite3.Error, path: Path) -> JournalError:
    """An error of SQLite in plain words."""
    sentence = _SENTENCES.get(primary_code(error))
    if sentence is None:
        return JournalError(f"The journal {path} cannot be used: {error}.", hint="Run `coach doctor`.")
    message, hint = sentence
    kind = DamagedJournal if primary_code(error) in _DAMAGE else JournalError
    return kind(message.format(path=path), hint=hint)


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 if Python raised the error itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & _PRIMARY


BUSY_SECONDS = 10.0
"""How long another process's write is waited for; one takes a few milliseconds."""
TAKE_OVER_SECONDS = 3.0
"""How long to wait for an older coach to close its journal; its short commands end within a second."""
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


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that has the write lock from its beginning; it is undone where the block raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # a full disk makes SQLite roll back by itself
            connection.execute("ROLLBACK")


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
        connection.text_factory = _decoded
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
    connection.text_factory = _decoded
    try:
        connection.execute(_FIRST_PAGE).fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _decoded(stored: bytes) -> str:
    return stored.decode("utf-8", "backslashreplace")
