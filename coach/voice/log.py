"""Where the worker's stderr goes: what speech libraries print, and never the words of an utterance."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coach.home import PRIVATE_FILE, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST = 64 * 1024


@contextmanager
def voice_log(file: Path | None) -> Iterator[int]:
    """A descriptor at the end of that log, begun anew when it has grown long; without a file, nowhere."""
    try:
        descriptor = _opened(file) if file is not None else _nowhere()
    except OSError:  # a full or read-only disk is no reason to be silent
        descriptor = _nowhere()
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _opened(file: Path) -> int:
    private_folder(file.parent)
    too_long = file.exists() and file.stat().st_size > _LONGEST
    anew = os.O_TRUNC if too_long else 0
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | anew, PRIVATE_FILE)


def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
