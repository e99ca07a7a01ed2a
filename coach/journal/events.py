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
    "resumed", "asked", "answered", "notice-given", "session-ended", "reminder", "confirmed",
    "break", "journal-repaired", "note", "note-withdrawn", "flag", "flag-acknowledged", "consent",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, for good: a correction is a further event.

    `id`: a UUID in hex. `at`: aware, in UTC. `offset_minutes`: how far the local clock was ahead of UTC then.
    `digest`: the SHA-256 of the routine's file, in hex.

    Raises `ValueError` or `TypeError` for values that cannot be stored exactly, so that a fault shows where
    the event is made.
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
        to_json(self.data)


def new_event(
    kind: EventKind, clock: Clock, *, session: str, routine: str, digest: str, data: Mapping[str, JSON]
) -> Event:
    """An event of that kind that happens now."""
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


def to_json(data: Mapping[str, JSON]) -> str:
    """The data as JSON text; raises `ValueError` for NaN and infinities, `TypeError` for other types."""
    return json.dumps(dict(data), allow_nan=False, separators=(",", ":"))


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

COLUMNS = "id, kind, at, offset_minutes, session, routine, digest, data"
"""Of an event, in the order of `Row`; the columns of its link follow."""
LINK_COLUMNS = "writer, number, previous, content"
COUNTS = "(CASE WHEN json_valid(data) THEN json_extract(data, '$.rehearsal') END) IS NOT 1"
"""Where an event is not one of a rehearsal, in SQL; its data may be damaged."""
ENTRY = "kind IN ('reminder', 'confirmed', 'break', 'note', 'note-withdrawn')"
"""Only in exactly this wording is a condition in SQL answered by the index `entries_by_time`, on `at`."""
WITHDRAWS = "withdraws"
"""In the data of a `confirmed` event that takes another one back: the id of that one."""
IS_MERGED = "(SELECT last FROM merges WHERE first <= events.seq ORDER BY first DESC LIMIT 1) >= events.seq"
"""Where an event came from another journal, in SQL; NULL or 0 where it was written here."""
INSERT = f"""
    INSERT INTO events ({COLUMNS}, {LINK_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO NOTHING
"""  # noqa: S608 — built from our own constants
"""An event that is there already is not written again."""

Row = tuple[str, str, int, int, str, str, str, str]


def to_row(event: Event) -> Row:
    """The event's values in the order of `COLUMNS`."""
    return (
        event.id,
        event.kind,
        to_microseconds(event.at),
        event.offset_minutes,
        to_utf8(event.session),
        to_utf8(event.routine),
        event.digest,
        to_json(event.data),
    )


def to_microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC, which are exact, small and sort by time."""
    return (moment - EPOCH) // MICROSECOND


def to_local(microseconds: int, offset_minutes: int) -> datetime:
    """The instant in the local time of the event; aware."""
    local = timezone(timedelta(minutes=offset_minutes))
    return (EPOCH + timedelta(microseconds=microseconds)).astimezone(local)


def to_utf8(text: str) -> str:
    """The text with escapes for what UTF-8 cannot hold: a file's name may have bytes that are not text."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
