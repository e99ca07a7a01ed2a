"""A journal of many events, made of sessions like real ones, for the rows that ask it something.

A reminder called for each session; a drink is noted beside every fifth, a cramp beside every fortieth.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.clock import SystemClock
from coach.journal.chain import ChainEnd, end_at, new_writer_id, next_link
from coach.journal.events import INSERT, Event, to_row
from coach.journal.store import Journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.journal.events import JSON, EventKind

ROUTINES = ("desk-neck", "office-3", "calves-before-bed", "eyes-far", "breathing-box", "sip-water")
STEPS = 6
BEGIN = datetime(2016, 1, 4, 9, 0, tzinfo=UTC)
BETWEEN_SESSIONS = timedelta(minutes=80)
UNFINISHED_IN = 200
"""One session in so many was cut off."""


def write_many_events(path: Path, count: int) -> None:
    """Make a journal at that path with at least so many events; a million are ten diligent years."""
    Journal.open(path, SystemClock()).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(INSERT, _rows(count))


def _rows(count: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(1)  # noqa: S311 — the same journal each time is the point
    writer, end = new_writer_id(), ChainEnd()
    number = 0
    while end.number < count:
        for event in _around(number, chance, tuple(_session(number, chance))):
            row = to_row(event)
            link = next_link(writer, end, row)
            end = end_at(link)
            yield *row, *link
        number += 1


def _session(number: int, chance: random.Random) -> Iterator[Event]:
    session = f"{chance.getrandbits(128):032x}"
    routine = ROUTINES[number % len(ROUTINES)]
    start = BEGIN + number * BETWEEN_SESSIONS
    is_cut_off = number % UNFINISHED_IN == UNFINISHED_IN - 1
    for second, (kind, data) in enumerate(_story(is_cut_off=is_cut_off)):
        yield Event(
            id=f"{chance.getrandbits(128):032x}",
            kind=kind,
            at=start + timedelta(seconds=20 * second),
            offset_minutes=60,
            session=session,
            routine=routine,
            digest="5" * 64,
            data=data,
        )


def _around(number: int, chance: random.Random, session: tuple[Event, ...]) -> Iterator[Event]:
    """The session, what the daemon writes of the reminder that called for it, and notes."""
    begun, over = session[0], session[-1]
    due = begun.at.isoformat()

    def entry(kind: EventKind, at: datetime, of: str = "", **data: JSON) -> Event:
        return Event(
            id=f"{chance.getrandbits(128):032x}",
            kind=kind,
            at=at,
            offset_minutes=60,
            session=of,
            routine="" if kind == "note" else begun.routine,
            digest="",
            data=data,
        )

    yield entry("reminder", begun.at, reminder="r", due=due, ruling="speak")
    yield from session
    yield entry("reminder", begun.at, begun.session, reminder="r", due=due, ruling="led", begun="person")
    yield entry("reminder", over.at, reminder="r", due=due, ruling="ended", reason="completed")
    if number % 5 == 0:
        yield entry("note", begun.at, began=due, facts={"drink": 250}, places=[])
    if number % 40 == 0:
        facts: dict[str, JSON] = {"cramp": 2, "heat": None}
        yield entry("note", begun.at, began=due, facts=facts, places=[["calf", "left"]])


def _story(*, is_cut_off: bool) -> Iterator[tuple[EventKind, dict[str, JSON]]]:
    voice = "espeak/en-gb@150"
    yield (
        "session-started",
        {
            "title": "Desk neck and shoulders",
            "language": "en",
            "voice": voice,
            "detail": "full",
            "steps": STEPS,
            "pid": 4_000_000,
            "process_started": 1,
            "boot": "another",
        },
    )
    for step in range(STEPS):
        yield "step-started", {"step": step, "name": "Neck side bend"}
        yield "step-done", {"step": step, "name": "Neck side bend"}
    yield "asked", {"question": "pain", "step": STEPS - 1}
    yield "answered", {"question": "pain", "step": STEPS - 1, "pain": 2}
    if not is_cut_off:
        yield (
            "session-ended",
            {"outcome": "completed", "steps_done": STEPS, "seconds": 348.0, "voice": voice},
        )
