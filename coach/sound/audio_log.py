"""Where the noise of audio libraries goes, and our own faults on threads that nobody reads."""

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
"""A log grown beyond a mebibyte is begun anew; ALSA writes thirty lines for a card that is not there."""
MOST_FAULTS: Final = 20
"""More faults than this of one run are not written: one that repeats in every block would fill the disk."""


class AudioLog:
    """`logs/audio.log`, for the person's eyes only. Nothing here raises: a log must never end a session."""

    def __init__(self, home: Home, clock: Clock) -> None:
        self._clock = clock
        self._faults = 0
        self.path = home.logs / "audio.log"

    def fault(self, doing: str) -> None:
        """Note the exception that is being handled, with its traceback, and what was being done."""
        self._faults += 1
        if self._faults <= MOST_FAULTS:
            self.note(f"{doing}\n{traceback.format_exc()}")

    def note(self, text: str) -> None:
        """Note a line, with the time in UTC."""
        with suppress(OSError):
            descriptor = open_log(self.path)
            try:
                os.write(descriptor, f"{self._clock.now().isoformat()} {text}\n".encode())
            finally:
                os.close(descriptor)

    def trim(self) -> None:
        """Begin the log anew if it has grown too big."""
        with suppress(OSError):
            trim_log(self.path, MOST_BYTES)

    @contextmanager
    def takes_noise(self) -> Iterator[None]:
        """Within, what C libraries print on the standard error goes to the log instead of the person.

        ALSA floods it when there is no card, also in mid-session when a device is looked for again. Python's
        own stderr goes on to where it went: messages reach the person, and Textual, which draws its screen
        through `sys.__stderr__`, draws on. Only on POSIX; elsewhere the libraries are quiet.
        """
        if os.name != "posix":
            yield
            return
        try:
            person = own_copy(STDERR)
        except OSError:  # closed by whoever started us: there is nobody to protect
            yield
            return
        self.trim()
        try:
            log = open_log(self.path)
        except OSError:
            log = os.open(os.devnull, os.O_WRONLY)
        _point_python(STDERR, person)
        os.dup2(log, STDERR)
        os.close(log)
        try:
            yield
        finally:
            os.dup2(person, STDERR)
            _point_python(person, STDERR)
            os.close(person)


def _point_python(old: int, new: int) -> None:
    """Let the stream that Python began with, if it writes to that descriptor, write to the new one.

    The stream stays the same object, so that whoever has kept it goes on through it.
    """
    stream = sys.__stderr__
    if stream is None or stream.closed:
        return
    stream.flush()
    raw = getattr(stream.buffer, "raw", stream.buffer)  # unbuffered under `python -u`
    if isinstance(raw, io.FileIO) and raw.fileno() == old:
        io.FileIO.__init__(raw, new, "wb", closefd=False)
