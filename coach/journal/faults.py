"""What SQLite reports, as sentences for the person whose journal it is."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coach.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITABLE = "Make it and its folder writable for you, or let COACH_HOME name another folder."
KEEP_AND_MOVE = "Nothing was changed. Keep a copy and move it away; a new journal then begins by itself."

SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: {path} cannot grow.",
        "Free some space. What the journal has, it keeps.",
    ),
    sqlite3.SQLITE_READONLY: ("The journal {path} is read-only.", WRITABLE),
    sqlite3.SQLITE_PERM: ("The journal {path} is not yours to use.", WRITABLE),
    sqlite3.SQLITE_CANTOPEN: ("The journal {path} cannot be opened.", WRITABLE),
    sqlite3.SQLITE_CORRUPT: ("The journal {path} is damaged.", KEEP_AND_MOVE),
    sqlite3.SQLITE_NOTADB: ("{path} is no journal: it is not a database.", KEEP_AND_MOVE),
    sqlite3.SQLITE_BUSY: (
        "The journal {path} has been in use by another program for too long.",
        "End what holds it (a backup, a database browser) and try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The journal {path} cannot be read or written: the disk reports a fault, or has no space left.",
        "Look at the disk, or let COACH_HOME name a folder on another one.",
    ),
}
"""By SQLite's primary result code (https://www.sqlite.org/rescode.html)."""

PRIMARY = 0xFF
"""The low byte of an extended result code is the primary one."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Whatever goes wrong within, with the database or its folder, is raised as a `JournalError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except OSError as error:
        raise JournalError(f"The journal {path} cannot be used: {error.strerror}.", hint=WRITABLE) from error


def explained(error: sqlite3.Error, path: Path) -> JournalError:
    """That fault of SQLite in a person's words."""
    sentence = SENTENCES.get(primary_code(error))
    if sentence is None:
        return JournalError(
            f"The journal {path} cannot be used: {error}.", hint="`coach doctor` looks further."
        )
    message, hint = sentence
    return JournalError(message.format(path=path), hint=hint)


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where Python raised it by itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & PRIMARY
