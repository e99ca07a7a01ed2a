"""The standard streams: safe copies of their descriptors, and logs in their place."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from coach.home import PRIVATE_FILE, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STDIN: Final = 0
STDOUT: Final = 1
STDERR: Final = 2
_FIRST_OF_OURS: Final = 3
"""0 to 2 are stdin, stdout and stderr, even where our parent has closed them."""
_MOST_LOG_BYTES: Final = 64 * 1024


def own_copy(descriptor: int) -> int:
    """A copy of that descriptor that no child inherits, with a number above those of the standard streams.

    `os.dup` gives the lowest number that is free: with stderr closed that is 2, which is sent to a log while
    an audio device is opened, and what is written to the copy would go there. Raises `OSError`.
    """
    if sys.platform == "win32":
        return os.dup(descriptor)
    import fcntl  # noqa: PLC0415 — not on Windows

    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FIRST_OF_OURS)


def open_terminals() -> tuple[int, ...]:
    """The descriptors among stdin and stdout that are terminals now; empty on Windows."""
    if sys.platform == "win32":
        return ()
    return tuple(each for each in (STDIN, STDOUT) if os.isatty(each))


def has_hung_up(terminal: int) -> bool:
    """Whether that descriptor, which was a terminal's, is one no longer."""
    return not os.isatty(terminal)


def open_log(path: Path) -> int:
    """A descriptor that appends to that log: mode 0600, its folder 0700. Raises `OSError`."""
    private_folder(path.parent)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)


def trim_log(path: Path, most_bytes: int) -> None:
    """Empty the log if it is larger than that. Raises `OSError`."""
    if path.exists() and path.stat().st_size > most_bytes:
        os.truncate(path, 0)


@contextmanager
def log_for_child(path: Path | None) -> Iterator[int]:
    """A descriptor for a child's stderr: the end of that log, emptied beyond 64 KiB, else the null device.

    A disk that is full or read-only is no reason not to start the child.
    """
    try:
        if path is None:
            descriptor = os.open(os.devnull, os.O_WRONLY)
        else:
            trim_log(path, _MOST_LOG_BYTES)
            descriptor = open_log(path)
    except OSError:
        descriptor = os.open(os.devnull, os.O_WRONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
