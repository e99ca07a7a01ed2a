"""What the person says that they did without being led, and how it is taken back, as events."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from coach.clock import local_offset_minutes
from coach.journal.day_events import day_summary, person_day
from coach.journal.day_summary import claim_for
from coach.journal.events import EPOCH, IS_MERGED, MICROSECOND, WITHDRAWS, new_event
from coach.json_lines import read_json_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from coach.clock import Clock
    from coach.journal.events import JSON, Event, EventKind
    from coach.journal.store import Journal
    from coach.plan.model import ResolvedPlan

_LATEST = f"""
    SELECT seq, id, kind, at, session, routine, data FROM events
    WHERE seq > (SELECT max(seq) FROM events) - 5000
    AND kind IN ('confirmed', 'reminder', 'session-started', 'session-ended')
    AND NOT ifnull({IS_MERGED}, 0) ORDER BY seq DESC
"""  # noqa: S608 — built from our own constants
"""Among the latest events of this machine: what is taken back was said just now."""


def claim_event(
    what: str, plan: ResolvedPlan, journal: Journal | None, clock: Clock, at: datetime | None = None
) -> Event:
    """The event with which the person says that they did that reminder or routine, now or `at` an instant.

    Raises `JournalError`.
    """
    now = clock.now()
    done = at or now
    _, span = person_day(plan, done)
    claim = claim_for(what, plan.plan.reminder(what), day_summary(journal, plan, span, now), done)
    data: dict[str, JSON] = {"done": claim.done.isoformat()}
    if claim.due is not None:
        data |= {"reminder": claim.reminder, "due": claim.due.isoformat()}
    return new_event("confirmed", clock, session=claim.session, routine=claim.routine, digest="", data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePart:
    """A part of a routine that the person did by themselves: `done` of its `steps`, not all of them.

    `what`: the reminder, or the routine's id.
    """

    what: str
    title: str
    digest: str
    done: int
    steps: int


def events_of_part(
    part: DonePart, plan: ResolvedPlan, journal: Journal, clock: Clock, at: datetime | None = None
) -> list[Event]:
    """The events with which the person says that they did a part of that reminder or routine.

    They are those of a session of no length that was done in part, so that whatever reads sessions knows of
    it; `said` tells it from one that was led. Raises `JournalError`.
    """
    done = at or clock.now()
    _, span = person_day(plan, done)
    day = day_summary(journal, plan, span, clock.now())
    claim = claim_for(part.what, plan.plan.reminder(part.what), day, done)
    session = uuid4().hex
    started: dict[str, JSON] = {"title": part.title, "steps": part.steps, "begun": "person", "said": True}
    ended: dict[str, JSON] = {"outcome": "partial", "steps_done": part.done, "seconds": 0.0}

    def event(kind: EventKind, data: dict[str, JSON]) -> Event:
        written = new_event(
            kind, clock, session=session, routine=claim.routine, digest=part.digest, data=data
        )
        return replace(written, at=done.astimezone(UTC), offset_minutes=local_offset_minutes(done))

    found = [event("session-started", started), event("session-ended", ended)]
    if claim.due is not None and not claim.session:
        data: dict[str, JSON] = {
            "reminder": claim.reminder,
            "due": claim.due.isoformat(),
            "ruling": "led",
            "begun": "person",
        }
        found.append(replace(event("reminder", data), digest=""))
    return found


class _Row(NamedTuple):
    """An event, with its row in the journal."""

    seq: int
    id: str
    kind: str
    at: int
    session: str
    routine: str
    data: dict[str, Any]

    @property
    def done(self) -> datetime:
        """When it was that the person did it."""
        with suppress(ValueError):
            return datetime.fromisoformat(str(self.data.get("done")))
        return EPOCH + self.at * MICROSECOND


@dataclass(frozen=True, slots=True)
class SaidDone:
    """What the person said last to have done: the routine with this id, at `done`.

    `part`: such as "2 of 6 steps"; empty for the whole. `corrections`: the events that take it back. `seq`:
    its row in the journal.
    """

    seq: int
    routine: str
    done: datetime
    part: str
    corrections: tuple[Event, ...]


def last_said_done(journal: Journal, clock: Clock) -> SaidDone | None:
    """What was said last and is not taken back; None: nothing. Raises `JournalError`.

    One answer to an announcement of several routines is taken back for all of them.
    """
    rows = list(_latest(journal))
    taken_back = {row.data.get(WITHDRAWS) for row in rows}
    parts = {row.session: row for row in rows if row.kind == "session-started" and row.data.get("said")}
    said = [
        row
        for row in rows
        if row.id not in taken_back and WITHDRAWS not in row.data and _is_said(row, parts.keys())
    ]
    if not said:
        return None
    last = said[0]
    part = ""
    if last.session in parts:
        done = next(row.data["steps_done"] for row in said if "steps_done" in row.data)
        part = f"{done} of {parts[last.session].data.get('steps')} steps"
    return SaidDone(
        seq=last.seq,
        routine=last.routine,
        done=last.done,
        part=part,
        corrections=tuple(_correction(row, clock) for row in said if row[3:5] == last[3:5]),
    )


def _latest(journal: Journal) -> Iterator[_Row]:
    for seq, name, kind, at, session, routine, text in journal.rows(_LATEST):
        data = read_json_line(text)
        if data is not None:
            yield _Row(seq, name, kind, at, session, routine, data)


def _is_said(row: _Row, parts: Collection[str]) -> bool:
    if row.session in parts:  # without its end that session is left out
        return row.kind in ("session-ended", "reminder")
    return row.kind == "confirmed" or (row.kind == "reminder" and row.data.get("ruling") == "done")


def _correction(row: _Row, clock: Clock) -> Event:
    data: dict[str, JSON] = {WITHDRAWS: row.id, "done": row.done.isoformat()}
    return new_event("confirmed", clock, session=row.session, routine=row.routine, digest="", data=data)
