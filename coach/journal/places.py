"""The journal's files and folder: made private, and refused when something else lies there."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.home import PRIVATE_FILE, private_folder

if TYPE_CHECKING:
    from pathlib import Path

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
