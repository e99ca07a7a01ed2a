"""Erases events for good: their bytes are overwritten, and a tombstone keeps the place in the chain.

The rows are emptied in place, so nobody else who has the journal open is disturbed; then SQLite writes the
whole file anew, because pages that were split long ago may still hold copies of a row. A tombstone has the
digest of what was there, which covers a random id that is not kept, so it gives nothing away.
"""

from __future__ import annotations

import json
import shutil
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple
from uuid import uuid4

from coach.errors import CoachError
from coach.journal.backup import backups_in
from coach.journal.chain import ERASED
from coach.journal.connection import as_journal_errors, connect, use_rollback_journal
from coach.journal.counted_days import counts_file
from coach.journal.events import to_microseconds
from coach.journal.journal_file import check_file
from coach.journal.migrations import migrate
from coach.journal.recent_events import RecentEvents

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.salvage import FoundRow

Subject = Literal["sessions", "notes", "reminders"]
SUBJECTS: dict[Subject, tuple[str, ...]] = {
    "notes": ("note", "note-withdrawn", "flag", "flag-acknowledged"),
    "reminders": ("reminder", "break"),
    "sessions": (),
}
"""The kinds of events of each subject; of a session all that have its id, and claims."""
KEPT = (ERASED, "journal-repaired")
"""What is never erased: it says where something is missing."""

ABANDONED_SECONDS = 3600
"""After this time a temporary folder is one of a command that was killed, and may hold a copy."""

_CANDIDATES = f"SELECT seq, id, kind, at, session, data, content FROM events WHERE kind NOT IN {KEPT}"  # noqa: S608 — our own names
_UPDATE = """
    UPDATE events SET id = ?, kind = ?, at = 0,
         offset_minutes = 0, session = '', routine = '', digest = '', data = '{}'
    WHERE seq = ?
"""
_TRIGGER = "SELECT sql FROM sqlite_schema WHERE name = 'events_refuse_update'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is to be erased: of that subject, None for all; from `since` until before `until`, aware."""

    subject: Subject | None = None
    since: datetime | None = None
    until: datetime | None = None

    def includes(self, at: int) -> bool:
        """Whether that instant, in microseconds, is in its time."""
        return (self.since is None or at >= to_microseconds(self.since)) and (
            self.until is None or at < to_microseconds(self.until)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The events that a selection means, in one file: rows with their kinds, and the digests of contents."""

    rows: dict[int, str]
    contents: frozenset[bytes]
    sessions: int


def select(connection: sqlite3.Connection, selection: Selection) -> Found:
    """The events that are meant: whole sessions, and with a note what answered it. Raises `sqlite3.Error`."""
    chosen: dict[int, _Candidate] = {}
    answers: list[_Candidate] = []
    sessions: set[str] = set()
    for row in map(_Candidate._make, connection.execute(_CANDIDATES)):
        if _is_meant(row, selection):
            chosen[row.seq] = row._replace(data="")
            sessions.add(row.session)
        elif row.kind in SUBJECTS["notes"]:
            answers.append(row)
    sessions.discard("")
    if sessions and selection.subject != "reminders":
        for row in map(_Candidate._make, connection.execute(_CANDIDATES)):
            if row.session in sessions:
                chosen[row.seq] = row._replace(data="")
    names = {row.id for row in chosen.values() if row.kind in SUBJECTS["notes"]}
    for field in ("note", "event"):  # first the flags of a note, then what is about either
        for row in answers:
            if _data(row.data).get(field) in names:
                chosen[row.seq] = row
                names.add(row.id)
    contents = frozenset(row.content for row in chosen.values())
    return Found({seq: row.kind for seq, row in chosen.items()}, contents, len(sessions))


class _Candidate(NamedTuple):
    """An event of which it is asked whether it is meant."""

    seq: int
    id: str
    kind: str
    at: int
    session: str
    data: str
    content: bytes


def _candidate(row: FoundRow) -> _Candidate:
    name, kind, at, _, session, _, _, data = row.content
    return _Candidate(row.seq, name, kind, at, session, data, b"")


def _is_meant(row: _Candidate, selection: Selection) -> bool:
    if selection.subject == "sessions" and not row.session and row.kind != "confirmed":
        return False
    if selection.subject in ("notes", "reminders") and row.kind not in SUBJECTS[selection.subject]:
        return False
    if selection.includes(row.at):
        return True
    return row.kind in ("note", "confirmed") and any(map(selection.includes, _instants(_data(row.data))))


def _instants(data: dict[str, object]) -> Iterator[int]:
    """When it was that a note or a claim speaks of."""
    for field in ("began", "done"):
        with suppress(ValueError, TypeError):
            yield to_microseconds(datetime.fromisoformat(str(data.get(field))))


def _data(text: str) -> dict[str, object]:
    with suppress(ValueError, RecursionError):
        data = json.loads(text)
        if isinstance(data, dict):
            return data
    return {}


@dataclass(frozen=True, slots=True)
class EraseResult:
    """How many events were erased from the journal; the copies from which they were, and those left alone."""

    events: int
    cleaned: tuple[Path, ...] = ()
    left: tuple[tuple[Path, str], ...] = ()


def find(home: Home, selection: Selection) -> Found:
    """What of the journal a selection means. Raises `JournalError`."""
    with as_journal_errors(home.journal):
        check_file(home.journal)
        with closing(connect(home.journal)) as connection:
            return select(connection, selection)


def copies_of(home: Home) -> tuple[Path, ...]:
    """The daily backups, and the journals that a repair or a restored backup has left beside the journal."""
    target = home.journal.resolve()
    kept = sorted(target.parent.glob(f"{target.stem}-kept-*{target.suffix}"))
    return (*backups_in(home.backups).values(), *kept)


def erase(home: Home, selection: Selection, clock: Clock, *, copies: Collection[Path]) -> EraseResult:
    """Erase what the selection means from the journal, from recent events, and from these copies of it.

    Raises `JournalError` when the journal cannot be written; then nothing was changed.
    """
    with as_journal_errors(home.journal):
        count, contents = _erase_in(home.journal, selection, frozenset(), clock)
    counts_file(home).unlink(missing_ok=True)
    if selection.subject in (None, "notes"):
        (home.state / "episode.json").unlink(missing_ok=True)
    for folder in (home.journal.resolve().parent, home.backups):
        for rest in folder.glob(".coach-*"):
            if time.time() - rest.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(rest, ignore_errors=True)
    cleaned, left = [], []
    for copy in copies:
        try:
            with as_journal_errors(copy):
                check_file(copy)
                contents |= _erase_in(copy, selection, contents, clock)[1]
            cleaned.append(copy)
        except CoachError as error:
            left.append((copy, error.message))
    RecentEvents(home.state).forget(
        lambda row: (
            (row.link is not None and row.link.content in contents) or _is_meant(_candidate(row), selection)
        )
    )
    return EraseResult(count, tuple(cleaned), tuple(left))


def _erase_in(
    path: Path, selection: Selection, contents: frozenset[bytes], clock: Clock
) -> tuple[int, frozenset[bytes]]:
    """Erase in that file what the selection means there, and events with these digests."""
    with closing(connect(path)) as connection:
        use_rollback_journal(connection)
        migrate(connection, clock)
        found = select(connection, selection)
        rows = set(found.rows) | _rows_with(connection, contents)
        _erase_rows(connection, rows)
    return len(rows), found.contents | contents


def erase_contents(connection: sqlite3.Connection, contents: Collection[bytes]) -> int:
    """Erase the events with these digests; returns how many there were. Raises `sqlite3.Error`."""
    rows = _rows_with(connection, contents)
    if rows:
        _erase_rows(connection, rows)
    return len(rows)


def _rows_with(connection: sqlite3.Connection, contents: Collection[bytes]) -> set[int]:
    if not contents:
        return set()
    rows = connection.execute("SELECT seq, content FROM events WHERE kind <> ?", (ERASED,))
    return {seq for seq, content in rows if content in contents}


def _erase_rows(connection: sqlite3.Connection, rows: Collection[int]) -> None:
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")  # a temporary file would be one more copy
    connection.execute("BEGIN IMMEDIATE")
    try:
        [trigger] = connection.execute(_TRIGGER).fetchone()
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.executemany(_UPDATE, [(uuid4().hex, ERASED, seq) for seq in rows])
        connection.execute(trigger)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    connection.execute("VACUUM")
