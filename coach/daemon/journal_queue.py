"""The queue of the daemon's journal entries: a full disk delays them, but none is lost."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from coach.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.journal.events import Event
    from coach.journal.store import Journal

MOST_WAITING = 1000
"""Events that wait for room: of a usual day there are fifty; of more the oldest are lost."""


class JournalQueue:
    """Writes events in order; one that cannot be written is tried again with each later one.

    `problem`: why the journal accepts nothing now; empty if it does. `on_problem` receives it when it arises.
    """

    def __init__(self, journal: Journal, on_problem: Callable[[str], None]) -> None:
        self.problem = ""
        self.journal = journal
        self._on_problem = on_problem
        self._waiting: deque[Event] = deque(maxlen=MOST_WAITING)

    def write(self, event: Event) -> None:
        """Write an event, after those that still wait."""
        self._waiting.append(event)
        self.catch_up()

    def catch_up(self) -> None:
        """Write the waiting events, as many as the journal accepts."""
        before, self.problem = self.problem, ""
        while self._waiting and not self.problem:
            try:
                self.journal.append(self._waiting[0])
            except JournalError as error:
                self.problem = str(error)
            else:
                self._waiting.popleft()
        if self.problem and not before:
            self._on_problem(self.problem)
