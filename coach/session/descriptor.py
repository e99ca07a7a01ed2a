"""Descriptors of our own, apart from the three that every process is given."""

from __future__ import annotations

import os
import sys

FIRST_OF_OURS = 3
"""0 to 2 are stdin, stdout and stderr, also where whoever started us has closed them."""


def own_copy(descriptor: int) -> int:
    """A copy of that descriptor which no child inherits and nobody takes for a standard stream.

    `os.dup` gives the lowest that is free: with stderr closed that is 2, which is sent to a log while an
    audio device is opened, and what is written to the copy would go there. Raises `OSError`.
    """
    if sys.platform == "win32":
        return os.dup(descriptor)
    import fcntl  # noqa: PLC0415 — not on Windows

    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, FIRST_OF_OURS)
