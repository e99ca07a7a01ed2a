"""What can be told of a session that has no end: from its events, and from whether its process lives."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from coach.journal.owner import lives, owner_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.journal.events import JSON
    from coach.journal.owner import Processes
    from coach.journal.store import Journal

EVENTS = "SELECT kind, at, data FROM events WHERE session = ? ORDER BY seq"
MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How far a session without an end has come; `seconds` performed up to its last event."""

    is_running: bool
    steps_done: int
    seconds: float


def read_unfinished(
    journal: Journal, session: str, started: Mapping[str, JSON], processes: Processes
) -> Unfinished:
    """How far that session has come; `started`: the data of its first event. Raises `JournalError`."""
    rows: list[tuple[str, int, str]] = journal.rows(EVENTS, session)
    owner = owner_in(started)
    done = {json.loads(data).get("step") for kind, _, data in rows if kind == "step-done"}
    return Unfinished(
        is_running=owner is not None and lives(owner, processes),
        steps_done=len(done),
        seconds=performed([(kind, at) for kind, at, _ in rows]),
    )


def performed(events: Sequence[tuple[str, int]]) -> float:
    """Seconds from the first of these events (kind, microseconds) to the last, without the pauses.

    Between two events the wall clock may have been set back: such a stretch counts as nothing.
    """
    total = 0
    is_paused = False
    for (kind, at), (_, following) in pairwise(events):
        if kind in ("paused", "resumed"):
            is_paused = kind == "paused"
        if not is_paused:
            total += max(0, following - at)
    return total / MICROSECONDS
