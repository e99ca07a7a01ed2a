"""Checks the journal for damage: SQLite's own checks, the schema, and the hash chain."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from coach.clock import SystemClock
from coach.journal.chain import ERASED, ChainEnd, ChainLink, ChainRecord, end_at, find_faults
from coach.journal.connection import fetch_all
from coach.journal.events import COLUMNS, LINK_COLUMNS, to_local
from coach.journal.migrations import MIGRATIONS, migrate, version_of
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.journal.chain import ChainFault
    from coach.journal.high_water_mark import HighWaterMark

PAGE = 2000
"""Rows that one read transaction covers: a writer waits some 20 ms for it at most."""
MOST_FAULTS = 100
"""So many are listed; more say nothing new."""
TAIL = 5000
"""Of the events that were never checked, so many of the latest are checked at each start: 50 ms or so."""

_RECORDS = f"""
    SELECT seq, {LINK_COLUMNS}, {COLUMNS} FROM events
    WHERE (writer, number) > (?, ?) ORDER BY writer, number LIMIT {PAGE}
"""  # noqa: S608 — built from our own constants
_LINK = f"SELECT {LINK_COLUMNS} FROM events WHERE writer = ? AND number = ?"  # noqa: S608 — as above
_TAIL = f"SELECT seq, {LINK_COLUMNS}, {COLUMNS} FROM events WHERE seq > ?"  # noqa: S608 — as above


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The result of a check: events, tombstones and chains, the last row, and every fault.

    `last_numbers`: the last number of each chain, by its writer.
    """

    events: int
    erased: int
    chains: int
    last_seq: int
    faults: tuple[str, ...]
    last_numbers: dict[str, int] = field(default_factory=dict, compare=False)


def verify(connection: sqlite3.Connection, mark: HighWaterMark | None = None) -> VerificationReport:
    """Check everything; `mark`: how far this journal had come. Raises `sqlite3.Error` if it cannot be read.

    No read transaction covers more than a page, except for SQLite's own check: see `backup.snapshot`.
    """
    faults = [
        f"SQLite: {line}" for (line,) in connection.execute("PRAGMA integrity_check(10)") if line != "ok"
    ]
    if schema_of(connection) != expected_schema():
        faults.append("The tables, indices or triggers are not the ones of a journal.")
    known = _known_losses(connection)
    ends: dict[str, ChainEnd] = {}
    for fault in find_faults(all_records(connection), ends):
        if len(faults) >= MOST_FAULTS:
            break
        if fault.kind != "missing" or not _is_known(fault, known):
            faults.append(describe_fault(connection, fault))
    if mark is not None and not has_marked_events(connection, mark):
        faults.append("It is an older copy, or its end is missing: some of its events are not there.")
    counts = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE kind = ?), max(seq) FROM events", (ERASED,)
    ).fetchone()
    numbers = {writer: end.number for writer, end in ends.items()}
    return VerificationReport(
        counts[0] - counts[1], counts[1], len(ends), counts[2] or 0, tuple(faults), numbers
    )


def verify_tail(connection: sqlite3.Connection, verified: int) -> tuple[str, ...]:
    """The faults of the events after the row `verified`, of the latest `TAIL` at most."""
    last: int = connection.execute("SELECT max(seq) FROM events").fetchone()[0] or 0
    rows = fetch_all(connection, _TAIL, (max(verified, last - TAIL),))
    records = sorted(
        (_record(row) for row in rows), key=lambda record: (record.link.writer, record.link.number)
    )
    ends: dict[str, ChainEnd] = {}
    for record in records:
        writer, number = record.link.writer, record.link.number
        if writer not in ends:
            before = connection.execute(_LINK, (writer, number - 1)).fetchone()
            ends[writer] = end_at(ChainLink(*before)) if before else ChainEnd()
    known = _known_losses(connection)
    return tuple(
        describe_fault(connection, fault)
        for fault in find_faults(records, ends)
        if fault.kind != "missing" or not _is_known(fault, known)
    )


def has_marked_events(connection: sqlite3.Connection, mark: HighWaterMark) -> bool:
    """Whether the journal has the events that the mark knows, and the same last link of our chain."""
    for writer, number in mark.others.items():
        if connection.execute(_LINK, (writer, number)).fetchone() is None:
            return False
    if not mark.number:
        return True
    found = connection.execute(_LINK, (mark.writer, mark.number)).fetchone()
    return found is not None and end_at(ChainLink(*found)) == mark.end


def last_numbers(connection: sqlite3.Connection) -> dict[str, int]:
    """The last number of each chain, by its writer."""
    return dict(connection.execute("SELECT writer, max(number) FROM events GROUP BY writer"))


def describe_fault(connection: sqlite3.Connection, fault: ChainFault) -> str:
    """That fault as a sentence."""
    if fault.kind == "missing":
        count = fault.last - fault.first + 1
        what = "An event is" if count == 1 else f"{count} events are"
        return f"{what} missing before {_place(connection, fault.seq)}."
    if fault.kind == "changed":
        return f"{_place(connection, fault.seq)} was changed after it was written.".capitalize()
    return f"{_place(connection, fault.seq)} does not follow the one before it.".capitalize()


def schema_of(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    """The declarations of the tables, indices and triggers."""
    return frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))


@cache
def expected_schema() -> frozenset[tuple[str, ...]]:
    """The schema of a new journal."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, SystemClock())
        return schema_of(connection)
    finally:
        connection.close()


def is_up_to_date(connection: sqlite3.Connection) -> bool:
    """Whether it has had every migration. Raises `JournalError` if it is not a journal of the coach."""
    return version_of(connection) == len(MIGRATIONS)


def all_records(connection: sqlite3.Connection) -> Iterator[ChainRecord]:
    """Every row sorted by writer and number, read a page at a time."""
    after = ("", -1)
    while rows := fetch_all(connection, _RECORDS, after):
        yield from map(_record, rows)
        after = rows[-1][1:3]
        if not isinstance(after[0], str) or not isinstance(after[1], int):
            return  # damage made something else of it; SQLite's own check has said so


def _record(row: tuple[object, ...]) -> ChainRecord:
    return ChainRecord(row[0], ChainLink(*row[1:5]), row[5:])  # type: ignore[arg-type]  # checked by its user


_REPAIRS = "SELECT data FROM events WHERE session = '' AND kind = 'journal-repaired'"


def _known_losses(connection: sqlite3.Connection) -> set[tuple[str, int, int]]:
    """The gaps that a repair has recorded: writer, first and last number."""
    found = set()
    for (text,) in connection.execute(_REPAIRS):
        try:
            found |= {(str(gap[0]), int(gap[1]), int(gap[2])) for gap in json.loads(text)["missing"]}
        except MALFORMED:
            continue  # the chain says that it was changed
    return found


def _is_known(fault: ChainFault, known: set[tuple[str, int, int]]) -> bool:
    return any(
        fault.writer == writer and first <= fault.first and fault.last <= last
        for writer, first, last in known
    )


def _place(connection: sqlite3.Connection, seq: int) -> str:
    row = connection.execute("SELECT kind, at, offset_minutes FROM events WHERE seq = ?", (seq,)).fetchone()
    try:
        kind, at, offset = row
        return f"event {seq} ({kind}, {to_local(at, offset):%Y-%m-%d %H:%M})"
    except (TypeError, ValueError, OverflowError):
        return f"event {seq}"
