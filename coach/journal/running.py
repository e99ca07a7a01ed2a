"""The sessions that are being led now, whoever began them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.journal.owner import lives, owner_in

if TYPE_CHECKING:
    from coach.journal.owner import Processes
    from coach.journal.store import Journal

UNENDED = """
    SELECT s.session, s.data FROM (
        SELECT session, data, at FROM events WHERE kind = 'session-started' ORDER BY at DESC LIMIT 50
    ) AS s
    WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.session = s.session AND e.kind = 'session-ended')
    ORDER BY s.at DESC
"""
"""Of the latest fifty: a session lasts hours at most, and nobody begins so many in that time."""


@dataclass(frozen=True, slots=True)
class Running:
    """A session whose process, `pid`, lives."""

    id: str
    title: str
    pid: int


def running_sessions(journal: Journal, processes: Processes) -> list[Running]:
    """Those that are being led, the latest first. Raises `JournalError`."""
    found = []
    for session, text in journal.rows(UNENDED):
        data = json.loads(text)
        owner = owner_in(data)
        if owner is not None and lives(owner, processes):
            found.append(Running(session, str(data.get("title") or "A routine"), owner.pid))
    return found
