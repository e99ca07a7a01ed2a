"""The day's account in the journal, which no full disk may end, and which has no hole once there is room."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from coach.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.day.model import Noted
    from coach.journal.events import JSON, Event
    from coach.journal.store import Journal

MOST_WAITING = 1000
"""Events that wait for room: of a usual day there are fifty; of more the oldest are lost."""


class JournalQueue:
    """Writes events down in their order; one that cannot be written is tried again with each later one.

    `problem`: why the journal takes nothing now; nothing: it does. It is told to `failed` when it arises.
    """

    def __init__(self, journal: Journal, failed: Callable[[str], None]) -> None:
        self.problem = ""
        self._journal = journal
        self._failed = failed
        self._waiting: deque[Event] = deque(maxlen=MOST_WAITING)

    def write(self, event: Event) -> None:
        """Write it down, after those that wait."""
        self._waiting.append(event)
        self.catch_up()

    def catch_up(self) -> None:
        """Write down what waits, as far as the journal takes it."""
        before, self.problem = self.problem, ""
        while self._waiting and not self.problem:
            try:
                self._journal.append(self._waiting[0])
            except JournalError as error:
                self.problem = str(error)
            else:
                self._waiting.popleft()
        if self.problem and not before:
            self._failed(self.problem)


def to_dict(noted: Noted) -> dict[str, JSON]:
    """An entry of the day's account as plain values; what does not apply is left out."""
    tree: dict[str, JSON] = {
        "reminder": noted.occurrence.reminder,
        "due": noted.occurrence.at.isoformat(),
        "ruling": noted.ruling,
    }
    if noted.reason:
        tree["reason"] = noted.reason
    if noted.sentence:
        tree["sentence"] = noted.sentence
    if noted.until is not None:
        tree["until"] = noted.until.isoformat()
    if noted.through is not None:
        tree["through"] = noted.through.isoformat()
    return tree
