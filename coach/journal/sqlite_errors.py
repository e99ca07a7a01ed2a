"""SQLite's errors as sentences for a person."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coach.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        raise JournalError(
            f"The journal {path} cannot be used: {error.strerror}.", hint=MAKE_WRITABLE
        ) from error


def explain_error(error: sqlite3.Error, path: Path) -> JournalError:
    """An error of SQLite in plain words."""
    sentence = _SENTENCES.get(primary_code(error))
    if sentence is None:
        return JournalError(f"The journal {path} cannot be used: {error}.", hint="Run `coach doctor`.")
    message, hint = sentence
    kind = DamagedJournal if primary_code(error) in _DAMAGE else JournalError
    return kind(message.format(path=path), hint=hint)


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where Python raised the error itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & _PRIMARY
