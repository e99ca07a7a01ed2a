"""The idle time by events: the system reports when the person stops and is back, and is not asked."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from coach.situation import BREAKPOINT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CONNECT_SECONDS = 0.5
RETRY = 300.0
"""Seconds after which it is tried again where the system gave no events, or has stopped giving them."""


class IdleConnection(Protocol):
    """A connection to a system that reports idleness as events."""

    def listen(self, threshold: float, seconds: float) -> Iterator[float]:
        """The idle time in seconds now, then `threshold` each time it gets there and 0 at the next input.

        Connects within that many seconds, then waits for as long as it takes. Raises `SourceFault` or
        `OSError` when the system gives no events, or no more.
        """
        ...


class IdleEvents:
    """How long the person has not touched anything, as far as events have reported it.

    The first connection that works is listened to by a thread of its own.
    """

    def __init__(
        self,
        connections: Sequence[IdleConnection],
        monotonic: Callable[[], float] = time.monotonic,
        threshold: float = BREAKPOINT_SECONDS,
    ) -> None:
        self._connections = tuple(connections)
        self._monotonic = monotonic
        self._threshold = threshold
        self._idle_since: float | None = None
        self._is_known = False
        self._tried: float | None = None
        self._has_begun = threading.Event()
        """Whether a connection works, or none does."""
        if not self._connections:
            self._has_begun.set()

    def idle_seconds(self) -> float | None:
        """The idle time, 0 below the threshold; None while nothing is known. Asks nobody."""
        if not self._is_known:
            self._try()
            return None
        since = self._idle_since
        return 0.0 if since is None else self._monotonic() - since

    def connect(self, seconds: float) -> float | None:
        """The idle time once a connection works; None if none does within that many seconds."""
        self._try()
        self._has_begun.wait(seconds)
        return self.idle_seconds() if self._is_known else None

    def _try(self) -> None:
        now = self._monotonic()
        if not self._connections or (self._tried is not None and now - self._tried < RETRY):
            return
        self._tried = now
        with suppress(RuntimeError):  # no thread is free
            threading.Thread(target=self._listen, name="idle events", daemon=True).start()

    def _listen(self) -> None:
        for connection in self._connections:
            with suppress(Exception):  # whatever it is: what was known would stand for ever
                for idle in connection.listen(self._threshold, CONNECT_SECONDS):
                    self._idle_since = self._monotonic() - idle if idle >= self._threshold else None
                    self._is_known = True
                    self._has_begun.set()
            if self._is_known:  # and is no longer
                self._is_known = False
                return
        self._has_begun.set()
