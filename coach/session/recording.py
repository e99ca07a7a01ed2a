"""The recorder: a session's events, through the journal's own thread; how much of a step was done."""

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
    from coach.routine.model import Routine, Side
    from coach.timeline.model import Cue, StepSpan, Timeline

    Turn = tuple[int, int | None, Side | None, int | None]
    """A step, its set, the side; of a hold the repetition, too."""


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
        """Try again to write the remaining events, and end the thread."""
        self._writer.close()


def turn_end(timeline: Timeline, span: Cue) -> float:
    """Where the turn ends that the span is part of: the last repetition on that side in that set."""
    return max(cue.end for cue in timeline.cues if cue.kind == span.kind and _turn(cue) == _turn(span))


class AmountsDone:
    """Repetitions and seconds of the turns that the person ended early; the others went to their end."""

    def __init__(self) -> None:
        self._ended: dict[Turn, float] = {}

    def end_early(self, span: Cue, at: float) -> None:
        """The person ended that hold, or the movement in that repetition, at that instant.

        A repetition counts if more than half of it was done.
        """
        if span.kind == "hold" or span.rep is None:
            self._ended[_turn(span)] = round(at - span.at, 1)
        else:
            self._ended[_turn(span)] = span.rep if at - span.at > span.seconds / 2 else span.rep - 1

    def of(self, timeline: Timeline, step: StepSpan, until: float) -> list[dict[str, JSON]] | None:
        """What was managed in each turn of the step that had begun by then; None if it is not as able."""
        if not step.as_able and step.enough_at is None:
            return None
        turns: dict[Turn, float] = {}
        spans = [cue for cue in timeline.cues if cue.step == step.index and cue.kind in ("hold", "move")]
        for span in spans:
            if span.at < until:
                is_timed = span.kind == "hold" or span.rep is None
                turns[_turn(span)] = span.seconds if is_timed else span.rep or 0
        unit = "seconds" if spans and (spans[0].kind == "hold" or spans[0].rep is None) else "reps"
        return [
            {
                **({"set": turn[1]} if turn[1] is not None else {}),
                **({"side": turn[2]} if turn[2] is not None else {}),
                **({"rep": turn[3]} if turn[3] is not None else {}),
                unit: self._ended.get(turn, amount),
            }
            for turn, amount in turns.items()
        ]


def _turn(cue: Cue) -> Turn:
    return (cue.step or 0, cue.set, cue.side, cue.rep if cue.kind == "hold" else None)
