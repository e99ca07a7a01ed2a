"""The journal as a file: private, at its path, still the same file, and without foreign files beside it."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import JournalError
from coach.home import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITE_AHEAD_LOG, SHARED_MEMORY, ROLLBACK_JOURNAL = "-wal", "-shm", "-journal"
"""Endings of the files that SQLite keeps beside a database; they get the database's own permissions."""
_OTHERS = 0o077
_MAGIC = b"SQLite format 3\x00"
_WAL_FORMAT = 2
"""In bytes 18 and 19 of a database that uses a write-ahead log (https://www.sqlite.org/fileformat.html)."""


class FileIdentity(NamedTuple):
    """The identity of a file on this machine, which does not depend on its name."""

    device: int
    inode: int


def identity_of(path: Path) -> FileIdentity | None:
    """The identity of the file at that path now; None when nothing is there. Raises other `OSError`s."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return FileIdentity(status.st_dev, status.st_ino)


def companion(path: Path, ending: str) -> Path:
    """The path of SQLite's file with this ending beside that database; links are followed."""
    target = Path(os.path.realpath(path))
    return target.with_name(target.name + ending)


def has_content(path: Path) -> bool:
    """Whether that file exists and is not empty."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """A private folder in that one, so on the same disk, which is deleted at the end of the block."""
    with TemporaryDirectory(prefix=".coach-", dir=parent) as name:
        yield Path(name)


def sync(path: Path) -> None:
    """Sync that file or folder to the disk, if the system can."""
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_private(path: Path) -> None:
    """Create the journal's folder, and remove other people's access to its files. Raises `OSError`."""
    if not path.parent.exists():
        private_folder(path.parent)
    close_to_others(path.parent)
    endings = ("", WRITE_AHEAD_LOG, SHARED_MEMORY, ROLLBACK_JOURNAL)
    for file in (companion(path, ending) for ending in endings):
        if file.is_file():
            close_to_others(file)


def close_to_others(path: Path) -> None:
    """Remove other people's permissions on that path; the owner's stay the same.

    A folder with the sticky bit is shared by design (`/tmp`), and a file system without permissions refuses:
    both are left alone, and `coach doctor` reports it.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name != "posix" or not mode & _OTHERS or mode & stat.S_ISVTX:
        return
    with suppress(PermissionError):
        path.chmod(mode & ~_OTHERS)


def check_file(path: Path) -> None:
    """Raise `JournalError` where what lies at the path must not be opened as the journal.

    That is a folder, a pipe or a device; an empty file, over which SQLite would begin a new database; and
    a database beside which lies a write-ahead log that is not its own, which SQLite would play into it.
    """
    if not path.is_file():
        what = "a folder" if path.is_dir() else "not an ordinary file"
        raise JournalError(
            f"{path}, where the journal belongs, is {what}.",
            hint="Move it away, or set COACH_HOME to another folder. Nothing was changed.",
        )
    if not has_content(path):
        raise JournalError(
            f"The journal {path} is an empty file: something has emptied it. Nothing was written to it.",
            hint="Restore a backup with `coach journal restore FILE`, or move it away to begin a new one.",
        )
    log = companion(path, WRITE_AHEAD_LOG)
    # Only where a log lies there: closing a file drops the locks of this process's other connections to it.
    if has_content(log) and not _uses_write_ahead_log(path):
        raise JournalError(
            f"{log} does not belong to the journal {path}, and may hold events of another one.",
            hint=f"Move {log.name} to where the journal is that it belongs to. Nothing was changed.",
        )


def check_absent(path: Path, *, existed: bool) -> None:
    """Raise `JournalError` if no journal lies at the path and none may be created there.

    A file that SQLite left beside a journal holds a part of it, and would be deleted or played into the new
    one. A link that leads nowhere means a disk that is not connected. `existed`: a journal was there before.
    """
    for ending in (WRITE_AHEAD_LOG, ROLLBACK_JOURNAL):
        orphan = companion(path, ending)
        if has_content(orphan):
            raise JournalError(
                f"{orphan} is there, but not the journal {path} that it belongs to; it holds a part of it.",
                hint=f"Put the journal back, or move {orphan.name} to where the journal is now"
                f" (named like it, with {ending} at the end). Nothing was changed.",
            )
    if path.is_symlink() and (existed or not path.resolve().parent.is_dir()):
        raise JournalError(
            f"The journal is kept in {path.resolve().parent}, but is not there now.",
            hint=f"Connect that disk, or delete the link {path} to begin a new journal.",
        )


def _uses_write_ahead_log(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(20)
    return not head.startswith(_MAGIC) or _WAL_FORMAT in head[18:20]
