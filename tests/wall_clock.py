"""A wall clock of one's own for real processes: a test sets it where it wants, also while they run."""

from __future__ import annotations

import mmap
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

SOURCE = Path(__file__).parent / "real" / "wall_clock.c"
COMPILER = shutil.which("cc")
MISSING = (
    "its clock is preloaded, as glibc on Linux allows it"
    if sys.platform != "linux"
    else "its clock is made by a C compiler: install gcc (Debian: gcc libc6-dev)"
    if COMPILER is None
    else ""
)
"""Why there can be no such clock here; nothing: there can."""
SECOND = 1_000_000_000
LENGTH = 16
"""Bytes of two numbers."""


def compiled(folder):
    """The library, made in that folder."""
    library = folder / "wall_clock.so"
    flags = ("-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread")
    subprocess.run([COMPILER, *flags, "-o", library, SOURCE, "-ldl"], check=True)
    return library


class WallClock:
    """What the processes in `surroundings` take for the wall clock; all other clocks are the machine's."""

    def __init__(self, library, file):
        file.write_bytes(bytes(LENGTH))
        with file.open("r+b") as opened:
            # Written number by number: no process ever reads half of one.
            self._set = memoryview(mmap.mmap(opened.fileno(), LENGTH)).cast("q")
        self.surroundings = {"LD_PRELOAD": str(library), "WALL_CLOCK": str(file)}

    def stand(self, moment):
        """Let it be that moment until it goes on."""
        self._set[1] = round(moment.timestamp() * SECOND)

    def go_on(self):
        """Let it run from where it stands; one that runs runs on."""
        if self._set[1]:
            self._set[0] = self._set[1] - time.time_ns()
            self._set[1] = 0

    def step(self, by):
        """Set it by that much, a `timedelta`."""
        self._set[0] += round(by.total_seconds() * SECOND)

    def now(self):
        """What it shows while it runs, in UTC."""
        return datetime.fromtimestamp((time.time_ns() + self._set[0]) / SECOND, UTC)
