"""Writes what becomes of the day's reminders to the journal, and sends each entry to the listeners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.daemon.rendered_events import recorded
from coach.journal.events import new_event

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.clock import Clock
    from coach.daemon.journal_queue import JournalQueue
    from coach.daemon.running_session import RunningSession
    from coach.day.model import OwnBreak, ReminderEvent
    from coach.journal.events import JSON


class DayRecord:
    """The daemon's own entries; `send` receives each as plain values."""

    def __init__(
        self, journal: JournalQueue, clock: Clock, send: Callable[[Mapping[str, JSON]], None]
    ) -> None:
        self.send = send
        self._journal = journal
        self._clock = clock

    def reminder(self, event: ReminderEvent, session: str = "", **more: JSON) -> None:
        """Record what became of a reminder; `session`: which it is about."""
        tree: dict[str, JSON] = {**event.to_dict(), **more}
        routine = event.occurrence.routine
        entry = new_event("reminder", self._clock, session=session, routine=routine, digest="", data=tree)
        self._journal.write(entry)
        self.send({"event": "reminder", "at": entry.at.isoformat(), **tree})

    def own_break(self, taken: OwnBreak) -> None:
        """Record a break of the person's own."""
        data: dict[str, JSON] = {"from": taken.since.isoformat(), "until": taken.until.isoformat()}
        entry = new_event("break", self._clock, session="", routine="", digest="", data=data)
        self._journal.write(entry)
        self.send({"event": "break", "at": entry.at.isoformat(), **data})

    def rendered(self, event: Mapping[str, JSON], running: RunningSession) -> dict[str, JSON]:
        """Record what a process reports that plays a rendering; returns it as a session would send it."""
        return recorded(event, running.id, running.speaker.pid, self._journal, self._clock)

    def crash(self, running: RunningSession) -> None:
        """Record the end of a session that crashed and so could not record it itself."""
        if not running.id:
            return
        data: dict[str, JSON] = {"outcome": "failed"}
        id_, routine = running.id, running.routine
        event = new_event("session-ended", self._clock, session=id_, routine=routine, digest="", data=data)
        self._journal.write(event)

    @property
    def is_stored(self) -> bool:
        """Whether everything was accepted by the journal, rather than waits for room there."""
        return not self._journal.problem
