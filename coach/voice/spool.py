"""A private temporary folder for the worker's files, removed when the process ends for any reason."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

_PREFIX = "coach-voice-"
_STALE_SECONDS = 3600.0
"""Where folders cannot be locked (Windows), one that was not touched for this long is abandoned."""


class Spool:
    """One process's folder in the system's temporary folder, locked while the process lives.

    The lock ends with the process, even by `kill -9`, so the next spool knows which folders to remove.
    """

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = Path(tempfile.gettempdir()) if parent is None else parent
        _clear_abandoned(self._parent)
        self._number = 0
        self._lock: int | None = None
        self._open()

    @property
    def folder(self) -> Path:
        """The folder, mode 0700."""
        return self._folder

    def new(self, suffix: str) -> Path:
        """An unused path in the folder; if the folder was deleted, it is created again."""
        if not self._folder.is_dir():
            self.close()
            self._open()
        self._number += 1
        return self._folder / f"{self._number}{suffix}"

    def close(self) -> None:
        """Remove the folder with its files."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _open(self) -> None:
        while True:
            self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._parent))
            # Until it is locked, another process may take it for abandoned. Whoever removes it holds the lock
            # meanwhile, so once we have the lock and the folder is there, it stays.
            with contextlib.suppress(FileNotFoundError, BlockingIOError):
                self._lock = _locked(self._folder)
                if self._folder.is_dir():
                    return
            self.close()


def _clear_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            _remove_if_abandoned(folder)


if sys.platform == "win32":

    def _locked(folder: Path) -> int | None:  # noqa: ARG001 — folders cannot be locked there
        return None

    def _remove_if_abandoned(folder: Path) -> None:
        if time.time() - folder.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)

else:
    import fcntl

    def _locked(folder: Path) -> int | None:
        """A descriptor that holds the folder's lock; None if folders cannot be locked.

        Raises `BlockingIOError` if another process holds it, `FileNotFoundError` if the folder is gone.
        """
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                raise
            return None
        return descriptor

    def _remove_if_abandoned(folder: Path) -> None:
        if folder.lstat().st_uid != os.getuid():
            return
        descriptor = _locked(folder)
        if descriptor is None:
            return
        try:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)
