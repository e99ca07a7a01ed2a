"""The recorder: a session's events, written through the journal's own thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from coach.journal.events import new_event
from coach.journal.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.clock import Clock
    from coach.journal.events import JSON, Event, EventKind
    from coach.journal.store import Journal
    from coach.routine.model import Routine


@dataclass(frozen=True, slots=True)
class EventStored:
    """The journal has stored this event."""

    event: Event


@dataclass(frozen=True, slots=True)
class EventNotStored:
    """The journal could not store an event; reported once in a session."""


class Recorder:
    """Records one session's events in order.

    `on_result` is called from the writer's thread: for each event once it is durable, and once when the
    journal fails.
    """

    def __init__(
        self,
        journal: Journal,
        routine: Routine,
        clock: Clock,
        on_result: Callable[[EventStored | EventNotStored], None],
    ) -> None:
        self.session = uuid4().hex
        self._routine = routine
        self._clock = clock
        self._on_result = on_result
        self._writer = Writer(journal, lambda _: on_result(EventNotStored()))

    def record(self, kind: EventKind, **data: JSON) -> None:
        """Record an event that happens now.

        None means that a value does not apply, and is left out; only for `pain` it means that no answer was
        given.
        """
        known = {key: value for key, value in data.items() if value is not None or key == "pain"}
        event = new_event(
            kind,
            self._clock,
            session=self.session,
            routine=self._routine.id,
            digest=self._routine.digest,
            data=known,
        )
        self._writer.submit(event, lambda stored: self._on_result(EventStored(stored)))

    def flush(self) -> None:
        """Return when the journal has stored or refused all events."""
        self._writer.flush()

    def close(self) -> None:
        """Try once more to write the remaining events, and end the thread."""
        self._writer.close()
