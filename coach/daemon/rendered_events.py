"""Writes to the journal what a process that plays a rendering reports, as it does not open the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from coach.journal.events import new_event
from coach.journal.owner import process_with, system_processes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.clock import Clock
    from coach.daemon.journal_queue import JournalQueue
    from coach.journal.events import JSON, EventKind


def recorded(
    report: Mapping[str, JSON], session: str, pid: int, journal: JournalQueue, clock: Clock
) -> dict[str, JSON]:
    """The event as a session of its own would send it, once it is in the journal or waits for room there.

    `session`: its id, empty for its first event. `pid`: of the process.
    """
    kind: EventKind = report["rendered"]  # type: ignore[assignment]  # written by `rendered_session.py`
    data, routine = report["data"], str(report["routine"])
    assert isinstance(data, dict)
    if kind == "session-started":
        data = {**data, **process_with(pid, system_processes()).to_dict()}
    event = new_event(
        kind, clock, session=session or uuid4().hex, routine=routine, digest=str(report["digest"]), data=data
    )
    journal.write(event)
    at = event.at.astimezone().isoformat()
    return {"event": kind, "at": at, "session": event.session, "routine": routine, **data}
