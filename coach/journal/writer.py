"""A thread that writes events, so that the thread that makes sound never waits for the disk."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING

from coach.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.journal.events import Event
    from coach.journal.store import Journal

    Done = Callable[[Event], None]


LOOK_SECONDS = 1.0
"""How often a waiting caller checks that the thread is alive; a callback that raises ends it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    event: Event
    done: Done


@dataclass(frozen=True, slots=True)
class _Barrier:
    reached: threading.Event
    is_last: bool


class Writer:
    """Writes events one by one, in the order in which they were submitted.

    An event that cannot be written waits, and later ones wait behind it; it is tried again with each later
    one and at the end, so that the journal never has a gap. `failed` is called once, with the first failure;
    both callbacks run in the writer's thread and must not raise, which would end it.
    """

    def __init__(self, journal: Journal, failed: Callable[[JournalError], None]) -> None:
        self._journal = journal
        self._failed = failed
        self._has_failed = False
        self._inbox: SimpleQueue[_Entry | _Barrier] = SimpleQueue()
        self._waiting: deque[_Entry] = deque()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def submit(self, event: Event, done: Done) -> None:
        """Write that event soon; returns at once. `done` is called with it once it is durable."""
        self._inbox.put(_Entry(event, done))

    def flush(self) -> None:
        """Return when all submitted events have been tried, and `done` was called for those written."""
        self._await(is_last=False)

    def close(self) -> int:
        """Flush, end the thread, and return how many events were not written; the journal stays open."""
        if self._thread.is_alive():
            self._await(is_last=True)
            self._thread.join()
        return len(self._waiting)

    def _await(self, *, is_last: bool) -> None:
        barrier = _Barrier(threading.Event(), is_last)
        self._inbox.put(barrier)
        while not barrier.reached.wait(LOOK_SECONDS):
            if not self._thread.is_alive():
                return

    def _run(self) -> None:
        while True:
            item = self._inbox.get()
            if isinstance(item, _Entry):
                self._waiting.append(item)
            self._write_waiting()
            if isinstance(item, _Barrier):
                item.reached.set()
                if item.is_last:
                    return

    def _write_waiting(self) -> None:
        while self._waiting:
            entry = self._waiting[0]
            try:
                self._journal.append(entry.event)
            except JournalError as error:
                if not self._has_failed:
                    self._has_failed = True
                    self._failed(error)
                return
            self._waiting.popleft()
            entry.done(entry.event)
