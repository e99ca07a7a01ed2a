"""An event as a row of the database, and times out of it again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from coach.journal.events import encoded

if TYPE_CHECKING:
    from coach.journal.events import Event

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
