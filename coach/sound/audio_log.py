"""The audio log: what audio libraries print, and exceptions on background threads."""

from __future__ import annotations

import io
import os
import sys
import traceback
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from coach.standard_streams import STDERR, open_log, own_copy, trim_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.clock import Clock
    from coach.home import Home

MOST_BYTES: Final = 1 << 20
"""A larger log is emptied; ALSA writes thirty lines for a card that is not there."""
MOST_EXCEPTIONS: Final = 20
"""No more exceptions than this are logged in one run: one that repeats in every block would fill the disk."""


class AudioLog:
    """`logs/audio.log`, private to the person. Nothing here raises: a log must never end a session."""

    def __init__(self, home: Home, clock: Clock) -> None:
        self._clock = clock
        self._exceptions = 0
        self.path = home.logs / "audio.log"

    def exception(self, doing: str) -> None:
        """Log the current exception with its traceback; `doing` says when it was raised."""
        self._exceptions += 1
        if self._exceptions <= MOST_EXCEPTIONS:
            self.write(f"{doing}\n{traceback.format_exc()}")

    def write(self, text: str) -> None:
        """Log a line, with the time in UTC."""
        with suppress(OSError):
            descriptor = open_log(self.path)
            try:
                os.write(descriptor, f"{self._clock.now().isoformat()} {text}\n".encode())
            finally:
                os.close(descriptor)

    def trim(self) -> None:
        """Empty the log if it has grown too large."""
        with suppress(OSError):
            trim_log(self.path, MOST_BYTES)

    @contextmanager
    def captures_stderr(self) -> Iterator[None]:
        """Within the block, what C libraries print on stderr goes to the log instead of the person.

        ALSA prints a lot when there is no card, also in mid-session when a device is looked for again.
        Python's own stderr is not redirected: messages reach the person, and so does the screen that Textual
        draws through `sys.__stderr__`. Only on POSIX; elsewhere the libraries are quiet.
        """
        if os.name != "posix":
            yield
            return
        try:
            person = own_copy(STDERR)
        except OSError:  # closed by our parent: nothing is shown to the person
            yield
            return
        self.trim()
        try:
            log = open_log(self.path)
        except OSError:
            log = os.open(os.devnull, os.O_WRONLY)
        _redirect_python(STDERR, person)
        os.dup2(log, STDERR)
        os.close(log)
        try:
            yield
        finally:
            os.dup2(person, STDERR)
            _redirect_python(person, STDERR)
            os.close(person)


def _redirect_python(old: int, new: int) -> None:
    """If Python's original stderr writes to the old descriptor, have it write to the new one.

    The stream stays the same object, so that an earlier reference still works.
    """
    stream = sys.__stderr__
    if stream is None or stream.closed:
        return
    stream.flush()
    raw = getattr(stream.buffer, "raw", stream.buffer)  # unbuffered under `python -u`
    if isinstance(raw, io.FileIO) and raw.fileno() == old:
        io.FileIO.__init__(raw, new, "wb", closefd=False)
