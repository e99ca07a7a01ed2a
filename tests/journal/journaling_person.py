"""A person whose coach writes a journal, and what they know was written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.journal.events import COLUMNS, new_event, to_row
from coach.journal.store import Journal, open_journal, read_journal
from coach.journal.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from coach.clock import VirtualClock
    from coach.home import Home
    from coach.journal.events import Event

ALL = f"SELECT {COLUMNS} FROM events"  # noqa: S608 — our own names
EVENTS = f"{ALL} WHERE kind <> 'journal-repaired' ORDER BY seq"


@dataclass
class Person:
    """A person's files, a clock, and the events that the coach has reported as written."""

    home: Home
    clock: VirtualClock
    written: list[Event]

    def write(self, count: int = 1, session: str = "s", journal: Journal | None = None) -> None:
        """Append so many events."""
        if journal is None:
            with open_journal(self.home, self.clock) as opened:
                self.write(count, session, opened)
            return
        for _ in range(count):
            event = new_event(
                "paused", self.clock, session=session, routine="r", digest="d" * 64, data={"step": 1}
            )
            journal.append(event)
            self.written.append(event)
            self.clock.advance(1)

    def read(self) -> list[tuple[object, ...]]:
        """The events in the journal, without those of a repair."""
        with read_journal(self.home, self.clock) as journal:
            assert journal is not None
            return journal.rows(EVENTS)

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The events that were written."""
        return [to_row(event) for event in self.written]


def verified(path: Path) -> tuple[str, ...]:
    """What the check finds wrong in that file."""
    with closing(sqlite3.connect(path)) as connection:
        return verify(connection).faults
