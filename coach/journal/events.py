"""Events: what happened in a session, one frozen value each, and as a row of the database."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from coach.clock import local_offset_minutes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.clock import Clock

JSON = bool | int | float | str | None | list["JSON"] | dict[str, "JSON"]
EventKind = Literal[
    "session-started", "step-started", "step-done", "step-skipped", "paused",
    "resumed", "asked", "answered", "notice-given", "session-ended", "reminder",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; corrections are further events.

    `id`: a UUID in hex. `at`: aware, in UTC. `offset_minutes`: how far the local clock was ahead
    of UTC then. `digest`: the SHA-256 of the routine's file, in hex. Raises `ValueError` or
    `TypeError` when it could not be kept as it is, so that a fault shows where the event is made.
    """

    id: str
    kind: EventKind
    at: datetime
    offset_minutes: int
    session: str
    routine: str
    digest: str
    data: Mapping[str, JSON] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.at.utcoffset() != timedelta(0):
            raise ValueError("an event's time must be aware and in UTC")
        encoded(self.data)


def new_event(
    kind: EventKind, clock: Clock, *, session: str, routine: str, digest: str, data: Mapping[str, JSON]
) -> Event:
    """That event, happening now."""
    now = clock.now().astimezone(UTC)
    return Event(
        id=uuid4().hex,
        kind=kind,
        at=now,
        offset_minutes=local_offset_minutes(now),
        session=session,
        routine=routine,
        digest=digest,
        data=data,
    )


def encoded(data: Mapping[str, JSON]) -> str:
    """That data as JSON text; raises `ValueError` for NaN and infinities, `TypeError` for what JSON lacks."""
    return json.dumps(dict(data), allow_nan=False, separators=(",", ":"))


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

INSERT = """
    INSERT INTO events (id, kind, at, offset_minutes, session, routine, digest, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO NOTHING
"""
"""Saying the same event twice writes it once."""

Row = tuple[str, str, int, int, str, str, str, str]


def to_row(event: Event) -> Row:
    """That event in the order of `INSERT`."""
    return (
        event.id,
        event.kind,
        to_microseconds(event.at),
        event.offset_minutes,
        plain(event.session),
        plain(event.routine),
        event.digest,
        encoded(event.data),
    )


def to_microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970, UTC: exact, in order, and small."""
    return (moment - EPOCH) // MICROSECOND


def to_local(microseconds: int, offset_minutes: int) -> datetime:
    """That instant as the person's clock showed it then; aware."""
    local = timezone(timedelta(minutes=offset_minutes))
    return (EPOCH + timedelta(microseconds=microseconds)).astimezone(local)


def plain(text: str) -> str:
    """That text as UTF-8 can hold it: a file's name may carry bytes that are no letters."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
