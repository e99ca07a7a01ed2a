"""What a performance writes down, through the journal's own thread, and how far it has come."""

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


@dataclass(slots=True)
class Progress:
    """Step indices. Going back never un-does: what was performed stays performed."""

    performed: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    """Performed, and durable in the journal: only these are called done."""
    skipped: frozenset[int] = frozenset()
    led: int | None = None
    """The step that is being led, as far as anybody was told."""
    _left: frozenset[int] = frozenset()
    """Steps that the person went on from since one began: their ends, told late, do not count."""

    def begin(self, index: int) -> bool:
        """Whether that step begins to be led now: also once more, but not while it is."""
        is_new = index != self.led
        self.led = index
        self._left = frozenset()
        return is_new

    def go_elsewhere(self) -> None:
        """The person went to another place: the step that begins there is led from its beginning."""
        self.led = None

    def was_left(self, index: int) -> bool:
        """Whether the person went on from that step, and none has begun since."""
        return index in self._left

    def perform(self, index: int) -> bool:
        """Whether that step is done for the first time."""
        is_new = index not in self.performed
        self.performed |= {index}
        if self.led == index:
            self.led = None
        return is_new

    def skip(self, index: int) -> bool:
        """Whether that step counts as skipped now: what was performed or skipped before does not."""
        self._left |= {index}
        if index in self.performed or index in self.skipped:
            return False
        self.skipped |= {index}
        return True

    def keep(self, index: int) -> None:
        """The journal has it."""
        self.kept |= {index}
        self.skipped -= {index}


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
