"""One daemon per person: a lock that the system releases when the process ends for any reason."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from coach.atomic_write import writing
from coach.errors import DaemonError
from coach.home import PRIVATE_FILE, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.home import Home

NAME = "lock"


@contextmanager
def only_daemon(home: Home) -> Iterator[None]:
    """Hold the lock; raises `DaemonError`, naming the process, when another daemon holds it."""
    path = home.state / NAME
    hint = "Check the permissions there, or choose another folder with COACH_HOME."
    with writing(path, hint=hint, error=DaemonError):
        private_folder(home.state)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    with os.fdopen(descriptor, "r+", encoding="ascii", errors="replace") as file:
        if not _try_to_lock(file):
            holder = file.read().strip() or "another process"
            raise DaemonError(
                f"The coach is already running: process {holder}.",
                hint="`coach status` shows what it is doing, `coach stop` stops it.",
            )
        _write(descriptor, str(os.getpid()))
        try:
            yield
        finally:
            _write(descriptor, "")


def lock_holder(home: Home) -> str | None:
    """The id of the process that holds the lock, also while it is starting; None: there is none.

    A daemon that was killed leaves its id behind, but not the lock.
    """
    try:
        descriptor = os.open(home.state / NAME, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, encoding="ascii", errors="replace") as file:
            holder = file.read().strip()
            return holder if holder and not _try_to_lock(file) else None
    except OSError:
        return None


def _write(descriptor: int, holder: str) -> None:
    """Write who holds the lock; on a full disk this is skipped, but the lock is still held."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, holder.encode("ascii"))


if sys.platform == "win32":

    def _try_to_lock(file: IO[str]) -> bool:
        """Lock one byte far behind the text, as Windows does not let others read locked bytes."""
        import msvcrt  # noqa: PLC0415 — Windows only

        file.seek(1 << 20)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:

    def _try_to_lock(file: IO[str]) -> bool:
        import fcntl  # noqa: PLC0415 — POSIX only

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
