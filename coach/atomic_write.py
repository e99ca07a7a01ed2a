"""Atomic writes: a file is written completely or not at all.

The content goes to a temporary file in the same folder, which takes the file's place by a rename when it is
complete. A reader sees the old content or the new one, never a part; whatever goes wrong, even a full disk,
leaves the old file, and no temporary one. Only `kill -9` and a power cut can leave a temporary file, whose
name begins with `.coach-` and ends in `.part`.

A symbolic link stays a link: its target is replaced, or created if it does not exist. A link that leads in a
circle is an `OSError` (`ELOOP`). On Windows a file cannot be replaced while another process has it open (a
virus scanner, for an instant), so the rename is tried again for a fifth of a second there.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from coach.errors import CoachError, FileError
from coach.home import PRIVATE_FILE, private_folder
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_TRIES: Final = 10 if os.name == "nt" else 1
_PAUSE_SECONDS: Final = 0.02
_NO_HARD_LINKS: Final = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK})
_NO_FOLDER_SYNC: Final = frozenset({errno.EINVAL, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP})
"""What a file system says that cannot sync a folder, or a folder that may be written but not read."""


@contextmanager
def writing(path: Path, *, hint: str = "", error: type[CoachError] = FileError) -> Iterator[None]:
    """Raise an `OSError` of the block as that error, which says that the file cannot be written, and why."""
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or fault
        raise error(f"{printable(str(path))} cannot be written: {reason}.", hint=hint) from fault


def write_private_file(path: Path, content: str | bytes, *, durable: bool) -> None:
    """Write a file of the coach's own: mode 0600, in a private folder that is created if need be.

    For `durable` see `AtomicFiles`. Raises `OSError`.
    """
    private_folder(path.parent)
    write_atomically(path, content, durable=durable)


def read_private_file(path: Path) -> str:
    """The text of one of the coach's own files; raises `OSError` or `ValueError`, also for a pipe.

    Opening a pipe in its place would wait for a writer, for ever.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, encoding="utf-8") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a file")
        return file.read()


def write_atomically(
    path: Path, content: str | bytes, *, durable: bool, mode: int = PRIVATE_FILE, overwrite: bool = True
) -> None:
    """Write one file, text as UTF-8; the options are those of `AtomicFiles`. Raises `OSError`."""
    with AtomicFiles(durable=durable, mode=mode, overwrite=overwrite) as files:
        files.add(path, content)


class AtomicFiles:
    """Files that appear under their names together, when the `with` block ends without an exception.

    The renames come last, one after another, and only one of them failing can leave some files new and
    others old. The folders must exist.

    `durable`: the content is on the disk before the file takes its name, and the name before the block
    ends, so that both outlive a power cut; this waits for the disk. `mode`: the mode of the new files, less
    the umask. `overwrite`: without it, a file or link that is there already is a `FileExistsError`.

    Raises `OSError`, whose `filename` is the one that was to be written.
    """

    def __init__(self, *, durable: bool, mode: int = PRIVATE_FILE, overwrite: bool = True) -> None:
        self._durable = durable
        self._mode = mode
        self._overwrite = overwrite
        self._files: list[tuple[FileIO, Path, Path]] = []

    def __enter__(self) -> Self:
        """Begin; nothing is written yet."""
        return self

    def open(self, path: Path) -> FileIO:
        """A temporary file, unbuffered, that will take that path's place."""
        with _errors_naming(path):
            target = _target(path) if self._overwrite else path
            temporary = target.with_name(f".coach-{os.urandom(8).hex()}.part")
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            file = FileIO(os.open(temporary, flags, self._mode), "r+b")
        self._files.append((file, temporary, target))
        return file

    def add(self, path: Path, content: str | bytes) -> None:
        """Replace the file at that path by this content, text as UTF-8."""
        file = self.open(path)
        rest = memoryview(content.encode() if isinstance(content, str) else content)
        with _errors_naming(path):
            while rest:
                rest = rest[file.write(rest) :]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the files in place, unless the block raised; no temporary file remains."""
        try:
            if kind is None:
                self._put_in_place()
        finally:
            for file, temporary, _ in self._files:
                with suppress(OSError):
                    file.close()
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)

    def _put_in_place(self) -> None:
        for file, _, target in self._files:
            with _errors_naming(target):
                if self._durable:
                    os.fsync(file.fileno())
                file.close()  # Windows renames no open file
        for _, temporary, target in self._files:
            with _errors_naming(target):
                (_replace if self._overwrite else _link)(temporary, target)
        if self._durable:
            for folder in {target.parent for _, _, target in self._files}:
                _sync_folder(folder)


def _target(path: Path) -> Path:
    """The path after following links; nothing need exist there. Raises `OSError` for a circle."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _replace(temporary: Path, target: Path) -> None:
    for left in reversed(range(_TRIES)):
        try:
            temporary.replace(target)
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _link(temporary: Path, target: Path) -> None:
    """Give the file that name if it is free: a hard link fails otherwise, where a rename would replace."""
    if os.name == "nt":
        temporary.rename(target)
        return
    try:
        target.hardlink_to(temporary)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Sync the folder's entries to the disk; not on Windows, which cannot open folders and has a journal."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


@contextmanager
def _errors_naming(path: Path) -> Iterator[None]:
    """Have an `OSError` name the file to be written instead of the temporary one."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise
