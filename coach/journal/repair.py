"""Rebuilds the journal from every event that can be read in it, in its backups, and in other files."""

from __future__ import annotations

import heapq
import json
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

from coach.clock import local_offset_minutes
from coach.errors import FileError
from coach.journal.backup import backups_in
from coach.journal.chain import ChainEnd, ChainLink, end_at, find_faults, new_writer_id, next_link
from coach.journal.connection import as_journal_errors, connect, use_rollback_journal
from coach.journal.events import COLUMNS, INSERT, LINK_COLUMNS, to_microseconds
from coach.journal.high_water_mark import HighWaterMarkFile
from coach.journal.journal_file import has_content, make_private
from coach.journal.migrations import migrate
from coach.journal.recent_events import RecentEvents
from coach.journal.replace import begin_chain, hold_journal, new_file_beside, put_in_place
from coach.journal.rows_of_file import ROWS, merges_in, rows_of_file
from coach.journal.verify import all_records, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.high_water_mark import HighWaterMark
    from coach.journal.salvage import FoundRow

_SCRATCH = f"""
    CREATE TABLE found (
        source INTEGER, seq INTEGER, {COLUMNS}, {LINK_COLUMNS}, is_whole INTEGER, is_merged INTEGER DEFAULT 0,
        PRIMARY KEY (source, id, writer, number)
    )
"""
_EXCLUDED = ", ".join(f"excluded.{name}" for name in f"{COLUMNS}, {LINK_COLUMNS}".split(", "))
_KEEP = f"""
    INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
    ON CONFLICT (source, id, writer, number) DO UPDATE SET is_whole = excluded.is_whole, seq = excluded.seq,
        ({COLUMNS}, {LINK_COLUMNS}) = ({_EXCLUDED})
    WHERE excluded.is_whole > found.is_whole
"""  # noqa: S608 — built from our own constants
_CHOOSE = (
    "CREATE INDEX of_id ON found (id, is_whole DESC, source)",
    "CREATE INDEX of_chain ON found (writer, number, is_whole)",
    "CREATE TABLE erased AS SELECT DISTINCT content FROM found WHERE kind = 'erased'",
    "CREATE INDEX of_erased ON erased (content)",
    # What was erased does not come back from a backup.
    # A damaged event is left out where a whole one has its id, or its place in the chain.
    """
    CREATE TABLE chosen AS SELECT rowid AS found, source, is_whole FROM found AS f
    WHERE rowid = (SELECT rowid FROM found WHERE id = f.id ORDER BY is_whole DESC, source LIMIT 1)
    AND (is_whole OR NOT EXISTS (
        SELECT 1 FROM found WHERE writer = f.writer AND number = f.number AND is_whole
    ))
    AND (kind = 'erased' OR NOT EXISTS (
        SELECT 1 FROM erased WHERE content = f.content
    ))
    """,
    "CREATE INDEX of_found ON chosen (found)",
    "CREATE INDEX of_source ON found (source, seq)",
)
_FOUND = f"""
    SELECT {COLUMNS}, is_whole, EXISTS (SELECT 1 FROM found AS copy WHERE copy.id = found.id AND
    copy.is_merged), {LINK_COLUMNS} FROM found WHERE rowid = ?
"""  # noqa: S608 — as above
_OWN = "SELECT count(*) FROM chosen WHERE source = 0 AND is_whole"
"""How many events of the journal itself, the first file, stay."""
_MERGED_RANGE = "UPDATE found SET is_merged = 1 WHERE source = ? AND seq BETWEEN ? AND ?"
_MERGED_WRITERS = """
    UPDATE found SET is_merged = 1 WHERE source = ? AND writer NOT IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class RepairResult:
    """The result of a repair.

    `events`: how many the journal has now; `added`: how many of them came from other files; `damaged`: how
    many may differ from what was written; `lost`: how many were found nowhere. `kept`: where the old journal
    is, None if there was none. `changed`: whether there was anything to repair.
    """

    events: int
    added: int
    damaged: int
    lost: int
    kept: Path | None
    changed: bool


def repair_journal(home: Home, others: Sequence[Path], clock: Clock) -> RepairResult:
    """Replace a damaged journal by an intact one with everything that can be read.

    `others`: files whose events are added too, such as a journal that was moved away. Raises `FileError` when
    one of them does not exist, `JournalError` when the journal cannot be replaced; nothing was changed then.
    """
    path = home.journal
    for other in others:
        if not has_content(other):
            raise FileError(f"{other} does not exist or is empty.")
    with as_journal_errors(path), ExitStack() as stack:
        make_private(path)
        # The journal is opened before it is held and closed after: closing it drops the process's locks.
        sources = (path, *backups_in(home.backups).values(), *others)
        files = [(file, stack.enter_context(file.open("rb"))) for file in sources if has_content(file)]
        hold_journal(path, stack)
        mark = HighWaterMarkFile(home.state).read()
        before = _state(path, mark)
        if before is not None and not others:
            return RepairResult(before, 0, 0, 0, None, changed=False)
        recent = RecentEvents(home.state)
        new = new_file_beside(path, stack)
        scratch = stack.enter_context(closing(sqlite3.connect(new.parent / "scratch", isolation_level=None)))
        merges = _gather(scratch, new.parent, files, recent)
        _mark_merged(scratch, merges, len(files) - len(others), mark)
        [had] = scratch.execute(_OWN).fetchone() if has_content(path) else (0,)
        built = _build(scratch, new, mark, clock)
        with closing(connect(new)) as connection:
            report = verify(connection)
            seq, *row = connection.execute(f"{ROWS} ORDER BY seq DESC LIMIT 1").fetchone()
        recent.append(seq, tuple(row[:-4]), ChainLink(*row[-4:]))  # the event of this repair
        kept = put_in_place(new, path, clock.now())
        begin_chain(home, report)
    return RepairResult(
        report.events - 1, built.events - built.damaged - had, built.damaged, built.lost, kept, changed=True
    )


@dataclass(frozen=True, slots=True)
class _BuildResult:
    events: int
    damaged: int
    lost: int


def _state(path: Path, mark: HighWaterMark | None) -> int | None:
    """The number of the journal's events if it is intact, else None."""
    if not has_content(path):
        return None
    try:
        with closing(connect(path)) as connection:
            report = verify(connection, mark)
    except sqlite3.Error:
        return None
    return None if report.faults else report.events


def _gather(
    scratch: sqlite3.Connection,
    folder: Path,
    files: Sequence[tuple[Path, BinaryIO]],
    recent: RecentEvents,
) -> list[list[tuple[int, int]] | None]:
    """Collect all files' events and choose one copy of each; returns the rows that each has from a merge."""
    scratch.execute("PRAGMA synchronous = OFF")
    scratch.execute(_SCRATCH)
    merges = []
    for source, (file, opened) in enumerate(files):
        raw = folder / f"source-{source}"
        _collect(scratch, source, rows_of_file(file, opened, raw))
        merges.append(merges_in(raw))
        for copy in folder.glob(f"{raw.name}*"):
            copy.unlink()
    _collect(scratch, len(files), recent.read())
    for statement in _CHOOSE:
        scratch.execute(statement)
    return merges


def _collect(scratch: sqlite3.Connection, source: int, rows: Iterable[FoundRow]) -> None:
    scratch.execute("BEGIN")
    for row in rows:
        link = row.link or ("", 0, b"", b"")
        scratch.execute(_KEEP, (source, row.seq, *row.content, *link, row.is_whole))
    scratch.execute("COMMIT")


def _mark_merged(
    scratch: sqlite3.Connection,
    merges: Sequence[list[tuple[int, int]] | None],
    own: int,
    mark: HighWaterMark | None,
) -> None:
    """Mark the events that came from other journals: no flag of theirs may speak as if it were new here.

    `own`: how many of the files are this person's journal and its backups, whose marks are taken over. Where
    those cannot be read, and in other files, only what is known to have been written here is not marked.
    """
    known = {source: ranges for source, ranges in enumerate(merges[:own]) if ranges is not None}
    writers = set() if mark is None else {mark.writer}
    for source, ranges in known.items():
        scratch.executemany(_MERGED_RANGE, [(source, *each) for each in ranges])
        query = "SELECT DISTINCT writer FROM found WHERE source = ? AND writer <> '' AND NOT is_merged"
        writers |= {writer for (writer,) in scratch.execute(query, (source,))}
    for source in set(range(len(merges))) - known.keys():
        scratch.execute(_MERGED_WRITERS, (source, json.dumps(sorted(writers))))


def _build(scratch: sqlite3.Connection, new: Path, mark: HighWaterMark | None, clock: Clock) -> _BuildResult:
    """Write the chosen events in order into a new journal, with an event that says what was lost.

    An event keeps its place in its chain if the chain is intact; otherwise all get places in a new one.
    """
    with closing(connect(new)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # it is synced before it is put in place
        use_rollback_journal(connection)
        migrate(connection, clock)
        for keeps_links in (True, False):
            connection.execute("BEGIN")
            built = _write(scratch, connection, mark, clock, keeps_links=keeps_links)
            if built is not None:
                connection.execute("COMMIT")
                return built
            connection.execute("ROLLBACK")
    raise AssertionError("a new chain holds")


def _write(
    scratch: sqlite3.Connection,
    connection: sqlite3.Connection,
    mark: HighWaterMark | None,
    clock: Clock,
    *,
    keeps_links: bool,
) -> _BuildResult | None:
    """Write the chosen events; returns None if their old chain is broken."""
    writer, end = new_writer_id(), ChainEnd()
    damaged = 0
    merged: list[int] = []
    for *content, is_whole, is_merged, link in _in_order(scratch):
        damaged += not is_whole
        place = link
        if not (is_whole and keeps_links and _is_free(connection, link)):
            content[-1] = _as_json(content[-1])
            place = next_link(writer, end, content)
            end = end_at(place)
        inserted = connection.execute(INSERT, (*content, *place))
        if is_merged and inserted.rowcount and inserted.lastrowid:
            merged.append(inserted.lastrowid)
    at = to_microseconds(clock.now())
    connection.executemany("INSERT INTO merges VALUES (?, ?, ?)", [(*run, at) for run in _runs(merged)])
    ends: dict[str, ChainEnd] = {}
    faults = list(find_faults(all_records(connection), ends))
    if any(fault.kind != "missing" for fault in faults):
        return None
    missing = [(fault.writer, fault.first, fault.last) for fault in faults]
    if mark is not None and keeps_links:
        for other, number in mark.last_numbers.items():
            reached = ends.get(other, ChainEnd()).number
            if number > reached:
                missing.append((other, reached + 1, number))
    now = clock.now()
    data = json.dumps({"missing": missing, "damaged": damaged}, separators=(",", ":"))
    content = [
        uuid4().hex,
        "journal-repaired",
        to_microseconds(now),
        local_offset_minutes(now),
        "",
        "",
        "",
        data,
    ]
    connection.execute(INSERT, (*content, *next_link(writer, end, content)))
    events = connection.execute("SELECT count(*) FROM events").fetchone()[0] - 1
    lost = sum(
        last - first + 1 - _found_elsewhere(scratch, writer_id, first, last)
        for writer_id, first, last in missing
    )
    return _BuildResult(events, damaged, lost)


def _found_elsewhere(scratch: sqlite3.Connection, writer: str, first: int, last: int) -> int:
    """How many of the events missing there exist elsewhere: a session goes on in a new journal as a whole."""
    found = (
        "SELECT count(DISTINCT number) FROM found WHERE writer = ? AND number BETWEEN ? AND ? AND is_whole"
    )
    count: int = scratch.execute(found, (writer, first, last)).fetchone()[0]
    return count


def _in_order(scratch: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """The chosen events: in the order of each file, and between files by time."""
    sources = [row[0] for row in scratch.execute("SELECT DISTINCT source FROM found ORDER BY source")]
    merged = heapq.merge(*(_keyed(scratch, source) for source in sources))
    for *_, rowid in merged:
        if rowid is not None:
            row = scratch.execute(_FOUND, (rowid,))
            *content, is_whole, is_merged, writer, number, previous, digest = row.fetchone()
            yield *content, is_whole, is_merged, ChainLink(writer, number, previous, digest)


def _keyed(scratch: sqlite3.Connection, source: int) -> Iterator[tuple[int, int, int, int | None]]:
    """A file's events with a key that never decreases; the last value is None if it was not chosen."""
    latest = 0
    query = """
        SELECT found.seq, found.at, chosen.found FROM found
        LEFT JOIN chosen ON chosen.found = found.rowid WHERE found.source = ? ORDER BY found.seq
    """
    for seq, at, rowid in scratch.execute(query, (source,)):
        latest = max(latest, at)
        yield latest, seq, source, rowid


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of consecutive numbers, which increase."""
    for _, run in groupby(enumerate(numbers), lambda each: each[1] - each[0]):
        together = [number for _, number in run]
        yield together[0], together[-1]


def _is_free(connection: sqlite3.Connection, link: ChainLink) -> bool:
    taken = "SELECT 1 FROM events WHERE writer = ? AND number = ?"
    return connection.execute(taken, (link.writer, link.number)).fetchone() is None


def _as_json(text: str) -> str:
    """The data as JSON; damaged JSON becomes a JSON string, because the indices require JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return json.dumps({"unreadable": text})
    return text
