"""Writes lines from its own thread, so that a reader that stalls delays nothing."""

from __future__ import annotations

import os
import sys
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from coach.standard_streams import own_copy

if TYPE_CHECKING:
    from typing import TextIO

MOST_LINES = 10_000
"""Lines that wait for a reader; what comes after that is not delivered, so that memory does not grow."""
PATIENCE = 3.0
"""Seconds in which a reader must take something when all is over; then it is given up."""


class LineWriter:
    """Writes lines to a stream in order; `put` never waits.

    A reader that goes away is not an error. `stream` is None if there is no reader, as in a process without
    stdout. Characters that the stream's encoding lacks become question marks.
    """

    def __init__(
        self, stream: TextIO | None, *, most: int = MOST_LINES, patience_seconds: float = PATIENCE
    ) -> None:
        self._stream = stream
        self._most = most
        self._patience_seconds = patience_seconds
        self._descriptor = _copied(stream)
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._put = 0
        self._written = 0
        self._is_gone = stream is None
        self._thread = Thread(target=self._write_all, name="line-writer", daemon=True)
        self._thread.start()

    def put(self, text: str) -> None:
        """Write that line as soon as the reader accepts it."""
        self._put += 1
        if self._lines.qsize() < self._most:
            self._lines.put(text)

    def close(self) -> int:
        """Return when all is written or the reader has stalled, with the number of undelivered lines.

        The number is 0 if the reader went away.
        """
        self._lines.put(None)
        before = -1
        while self._thread.is_alive() and self._written != before:
            before = self._written
            self._thread.join(self._patience_seconds)
        return 0 if self._is_gone else self._put - self._written

    def _write_all(self) -> None:
        while (text := self._lines.get()) is not None:
            if self._is_gone:
                continue
            try:
                self._write(text + "\n")
            except (OSError, ValueError, AttributeError):  # closed, or no longer read
                self._is_gone = True
            else:
                self._written += 1
        if self._descriptor is not None:
            os.close(self._descriptor)

    def _write(self, text: str) -> None:
        assert self._stream is not None, "who has no stream is gone from the start"
        encoding = self._stream.encoding or "utf-8"
        data = text.encode(encoding, "replace")
        if self._descriptor is None:
            self._stream.write(data.decode(encoding))
            self._stream.flush()
            return
        while data:
            data = data[os.write(self._descriptor, data) :]


def _copied(stream: TextIO | None) -> int | None:
    """A copy of the stream's descriptor; None if it has none that accepts bytes.

    A thread that is stuck in a write would hold the lock of the stream itself, and the interpreter, which
    flushes again as it ends, would crash on it.
    """
    try:
        if stream is None or (sys.platform == "win32" and stream.isatty()):  # a console takes characters
            return None
        stream.flush()
        return own_copy(stream.fileno())
    except (OSError, ValueError, AttributeError):
        return None
