"""The listeners to the daemon's events: each gets every event in order, or is dropped if it falls behind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from coach.journal.events import JSON

    Entry = dict[str, JSON]

MOST_UNREAD = 200
"""Entries; a session of ten minutes has fewer, and a listener that has not read in that time never will."""
BEHIND: Entry = {
    "event": "behind",
    "sentence": "You read too slowly and missed events. Get the status, then follow the events again.",
}
"""The last entry of such a listener. A client of server-sent events then reconnects by itself."""


class EventListeners:
    """Distributes events; `publish` never waits, and keeps at most `MOST_UNREAD` for each listener."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Entry | None]] = set()

    def publish(self, entry: Entry) -> None:
        """Send the entry to every listener; one that is too far behind gets `BEHIND` as its last entry."""
        for queue in tuple(self._queues):
            if queue.qsize() < MOST_UNREAD:
                queue.put_nowait(entry)
                continue
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(BEHIND)
            self._end(queue)

    def end(self) -> None:
        """End every listener's stream of events."""
        for queue in tuple(self._queues):
            self._end(queue)

    async def subscribe(self) -> AsyncIterator[Entry]:
        """A stream of the events from now on."""
        queue: asyncio.Queue[Entry | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            while (entry := await queue.get()) is not None:
                yield entry
        finally:
            self._queues.discard(queue)

    def _end(self, queue: asyncio.Queue[Entry | None]) -> None:
        self._queues.discard(queue)
        queue.put_nowait(None)
