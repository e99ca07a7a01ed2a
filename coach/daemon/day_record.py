"""What the daemon writes to the journal: what happens to the day's reminders, and what renderings report.

A full disk delays the entries, but none is lost. Each entry also goes to the listeners.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING
from uuid import uuid4

from coach.errors import JournalError
from coach.journal.events import new_event
from coach.journal.owner import process_with, system_processes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.clock import Clock
    from coach.daemon.running_session import RunningSession
    from coach.day.model import OwnBreak, ReminderEvent
    from coach.journal.events import JSON, Event, EventKind
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
        kind: EventKind = event["rendered"]  # type: ignore[assignment]  # written by `rendered_session.py`
        data, routine = event["data"], str(event["routine"])
        assert isinstance(data, dict)
        if kind == "session-started":
            data = {**data, **process_with(running.speaker.pid, system_processes()).to_dict()}
        session, digest = running.id or uuid4().hex, str(event["digest"])
        entry = new_event(kind, self._clock, session=session, routine=routine, digest=digest, data=data)
        self._journal.write(entry)
        at = entry.at.astimezone().isoformat()
        return {"event": kind, "at": at, "session": session, "routine": routine, **data}

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
