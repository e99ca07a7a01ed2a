"""What a performance writes down: its events, through the journal's own thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from coach.journal.events import new_event
from coach.journal.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.clock import Clock
    from coach.errors import JournalError
    from coach.journal.events import JSON, Event, EventKind
    from coach.journal.store import Journal
    from coach.routine.model import Routine


@dataclass(frozen=True, slots=True)
class Kept:
    """The journal has this event."""

    event: Event


@dataclass(frozen=True, slots=True)
class NotKept:
    """The journal could not take an event; said once a session."""

    error: JournalError


class Recorder:
    """One session's events, in order; `tell` hears of each once it is durable, from the writer's thread."""

    def __init__(
        self, journal: Journal, routine: Routine, clock: Clock, tell: Callable[[Kept | NotKept], None]
    ) -> None:
        self.session = uuid4().hex
        self._routine = routine
        self._clock = clock
        self._tell = tell
        self._writer = Writer(journal, lambda error: tell(NotKept(error)))

    def record(self, kind: EventKind, **data: JSON) -> None:
        """Write that down, happening now; what does not apply (None) is left out, a missing answer is not."""
        known = {key: value for key, value in data.items() if value is not None or key == "pain"}
        event = new_event(
            kind,
            self._clock,
            session=self.session,
            routine=self._routine.id,
            digest=self._routine.digest,
            data=known,
        )
        self._writer.submit(event, lambda kept: self._tell(Kept(kept)))

    def flush(self) -> None:
        """Return when all events have been tried."""
        self._writer.flush()

    def close(self) -> None:
        """Try once more what is left, and end the thread."""
        self._writer.close()
