"""The journal's SQLite file: opened privately and set up as its promises need it; faults as sentences."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.home import PRIVATE_FILE, private_folder

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


LOG, SHARED_MEMORY = "-wal", "-shm"
"""Endings of SQLite's companions of a database; it gives them the database's own permissions."""
OTHERS = 0o077


def make_private(path: Path) -> None:
    """Make the folder and an empty file, open to nobody else, or close to others what is there.

    Raises `OSError` when they cannot be made, `JournalError` when something else lies there.
    """
    if not path.parent.exists():
        private_folder(path.parent)
    close_to_others(path.parent)
    if not path.exists():
        # Only while it is missing: closing a file drops the locks of this process's other connections to it.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))
        sync_folder(path.parent)
        return
    refuse_odd_file(path)
    for file in (path, companion(path, LOG), companion(path, SHARED_MEMORY)):
        if file.exists():
            close_to_others(file)


def refuse_odd_file(path: Path) -> None:
    """Raise `JournalError` for a folder, a pipe or a device where the journal should be."""
    if path.is_file():
        return
    what = "a folder" if path.is_dir() else "no ordinary file"
    raise JournalError(
        f"Where the journal should be, {path} is {what}.",
        hint="Move it away, or let COACH_HOME name another folder. Nothing was changed.",
    )


def close_to_others(path: Path) -> None:
    """Take away what other people may do with it; what the owner may do stays as it is.

    A folder with the sticky bit is shared by design (`/tmp`), and a file system without permissions
    refuses: both are left alone, and `coach doctor` says so.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name != "posix" or not mode & OTHERS or mode & stat.S_ISVTX:
        return
    with contextlib.suppress(PermissionError):
        path.chmod(mode & ~OTHERS)


def companion(path: Path, ending: str) -> Path:
    """SQLite's companion of that database with this ending."""
    return path.with_name(path.name + ending)


def waits_in_log(path: Path) -> bool:
    """Whether a write-ahead log with anything in it lies beside that database."""
    log = companion(path, LOG)
    return log.exists() and log.stat().st_size > 0


def sync_folder(folder: Path) -> None:
    """Have the folder's list of files on the disk too, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
