"""Erases events for good: their bytes are overwritten, and a tombstone keeps the place in the chain.

The rows are emptied in place, so nobody else who has the journal open is disturbed; then SQLite rewrites the
whole file, because pages that were split long ago may still hold copies of a row. A tombstone has the
digest of what was there, which covers a random id that is not kept, so it gives nothing away.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple
from uuid import uuid4

from coach.errors import CoachError
from coach.journal.backup import backups_in
from coach.journal.chain import ERASED
from coach.journal.connection import as_journal_errors, connect, transaction, use_rollback_journal
from coach.journal.counted_days import counts_file
from coach.journal.events import WITHDRAWS, to_microseconds
from coach.journal.journal_file import check_file, temporary_folder
from coach.journal.migrations import migrate
from coach.journal.recent_events import RecentEvents
from coach.journal.rewrite import demand_rewrite, rewrite, temporary_files_beside
from coach.json_lines import read_json_line

if TYPE_CHECKING:
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

_CANDIDATES = f"SELECT seq, kind, at, session, data FROM events WHERE kind NOT IN {KEPT}"  # noqa: S608 — our own names
_MEANT = "CREATE TEMP TABLE meant (seq INTEGER PRIMARY KEY)"
_MEAN = "INSERT OR IGNORE INTO meant VALUES (?)"
_SESSIONS = "SELECT count(DISTINCT session) FROM events JOIN meant USING (seq) WHERE session <> ''"
_WHOLE_SESSIONS = f"""
    INSERT OR IGNORE INTO meant SELECT seq FROM events WHERE kind NOT IN {KEPT} AND session IN (
        SELECT session FROM events JOIN meant USING (seq) WHERE session <> ''
    )
"""  # noqa: S608 — as above
_ANSWERS = tuple(
    f"""
    INSERT OR IGNORE INTO meant SELECT seq FROM events WHERE kind IN {SUBJECTS["notes"]}
    AND CASE WHEN json_valid(data) THEN json_extract(data, '$.{field}') END IN (
        SELECT id FROM events JOIN meant USING (seq) WHERE kind IN {SUBJECTS["notes"]}
    )
    """  # noqa: S608 — as above
    for field in ("note", "event")
)
_KEEP_WITHDRAWALS = f"""
    DELETE FROM meant WHERE seq IN (
        SELECT later.seq FROM events AS later JOIN meant USING (seq)
        JOIN events AS earlier ON earlier.id = CASE WHEN json_valid(later.data) THEN
            json_extract(later.data, CASE later.kind WHEN 'confirmed' THEN '$.{WITHDRAWS}' ELSE '$.event' END)
        END
        WHERE later.kind IN ('confirmed', 'note-withdrawn') AND earlier.seq NOT IN (SELECT seq FROM meant)
    )
"""  # noqa: S608 — as above
"""What takes back an event that stays, stays: else that event would count again."""
_BY_KIND = "SELECT kind, count(*) FROM events JOIN meant USING (seq) GROUP BY kind"
_GONE = "CREATE TABLE IF NOT EXISTS gone.contents (content BLOB PRIMARY KEY) WITHOUT ROWID"
_MEAN_GONE = f"""
    INSERT OR IGNORE INTO meant SELECT seq FROM events
    WHERE kind <> '{ERASED}' AND content IN (SELECT content FROM gone.contents)
"""  # noqa: S608 — as above
_REMEMBER_GONE = "INSERT OR IGNORE INTO gone.contents SELECT content FROM events JOIN meant USING (seq)"
_UPDATE = """
    UPDATE events SET id = ?, kind = ?, at = 0,
         offset_minutes = 0, session = '', routine = '', digest = '', data = '{}'
    WHERE seq = ?
"""
_TRIGGER = "SELECT sql FROM sqlite_schema WHERE name = 'events_refuse_update'"


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseSelection:
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
    """The events that a selection means, in one file: how many of each kind, and of how many sessions."""

    kinds: dict[str, int]
    sessions: int

    @property
    def events(self) -> int:
        """The number of events of all kinds."""
        return sum(self.kinds.values())


def select(connection: sqlite3.Connection, selection: EraseSelection) -> Found:
    """Put the events that are meant into the temporary table `meant`, by their rows.

    They are whole sessions, and with a note what answered it. Raises `sqlite3.Error`.
    """
    connection.execute(_MEANT)
    connection.executemany(_MEAN, _rows_meant(connection, selection))
    [sessions] = connection.execute(_SESSIONS).fetchone()
    if selection.subject != "reminders":
        connection.execute(_WHOLE_SESSIONS)
    for statement in _ANSWERS:  # first the flags of a note, then what is about either
        connection.execute(statement)
    connection.execute(_KEEP_WITHDRAWALS)
    return Found(dict(connection.execute(_BY_KIND)), sessions)


def _rows_meant(connection: sqlite3.Connection, selection: EraseSelection) -> Iterator[tuple[int]]:
    for row in map(_Candidate._make, connection.execute(_CANDIDATES)):
        if _is_meant(row, selection):
            yield (row.seq,)


class _Candidate(NamedTuple):
    """An event of which it is asked whether it is meant."""

    seq: int
    kind: str
    at: int
    session: str
    data: str


def _candidate(row: FoundRow) -> _Candidate:
    _, kind, at, _, session, _, _, data = row.content
    return _Candidate(row.seq, kind, at, session, data)


def _is_meant(row: _Candidate, selection: EraseSelection) -> bool:
    if selection.subject == "sessions" and not row.session and row.kind != "confirmed":
        return False
    if selection.subject in ("notes", "reminders") and row.kind not in SUBJECTS[selection.subject]:
        return False
    if selection.includes(row.at):
        return True
    return row.kind in ("note", "confirmed") and any(
        map(selection.includes, _instants(read_json_line(row.data) or {}))
    )


def _instants(data: dict[str, object]) -> Iterator[int]:
    """When it was that a note or a claim speaks of."""
    for field in ("began", "done"):
        with suppress(ValueError, TypeError):
            yield to_microseconds(datetime.fromisoformat(str(data.get(field))))


@dataclass(frozen=True, slots=True)
class EraseResult:
    """How many events were erased from the journal; the copies from which they were, and those left alone."""

    events: int
    cleaned: tuple[Path, ...] = ()
    left: tuple[tuple[Path, str], ...] = ()


def find(home: Home, selection: EraseSelection) -> Found:
    """What of the journal a selection means. Raises `JournalError`."""
    with as_journal_errors(home.journal):
        check_file(home.journal)
        with closing(connect(home.journal)) as connection, temporary_files_beside(connection, home.journal):
            return select(connection, selection)


def copies_of(home: Home) -> tuple[Path, ...]:
    """The daily backups, and the journals that a repair or a restored backup has left beside the journal."""
    target = home.journal.resolve()
    kept = sorted(target.parent.glob(f"{target.stem}-kept-*{target.suffix}"))
    return (*backups_in(home.backups).values(), *kept)


def erase(home: Home, selection: EraseSelection, clock: Clock, *, copies: Collection[Path]) -> EraseResult:
    """Erase what the selection means from the journal, from recent events, and from these copies of it.

    Raises `JournalError` when the journal cannot be written; then nothing was changed.
    """
    with temporary_folder(home.journal.resolve().parent) as folder:
        gone = folder / "gone"  # digests, which give nothing away
        with as_journal_errors(home.journal):
            count = _erase_in(home.journal, selection, gone, clock)
        counts_file(home).unlink(missing_ok=True)
        if selection.subject in (None, "notes"):
            (home.state / "episode.json").unlink(missing_ok=True)
        _remove_abandoned(home)
        cleaned, left = [], []
        for copy in copies:
            try:
                with as_journal_errors(copy):
                    check_file(copy)
                    _erase_in(copy, selection, gone, clock)
                cleaned.append(copy)
            except CoachError as error:
                left.append((copy, error.message))
        with closing(sqlite3.connect(gone)) as digests:
            query = "SELECT 1 FROM contents WHERE content = ?"

            def is_gone(row: FoundRow) -> bool:
                return row.link is not None and bool(digests.execute(query, (row.link.content,)).fetchone())

            RecentEvents(home.state).forget(lambda row: is_gone(row) or _is_meant(_candidate(row), selection))
    return EraseResult(count, tuple(cleaned), tuple(left))


def _remove_abandoned(home: Home) -> None:
    for folder in (home.journal.resolve().parent, home.backups):
        for rest in folder.glob(".coach-*"):
            if time.time() - rest.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(rest, ignore_errors=True)


def _erase_in(path: Path, selection: EraseSelection, gone: Path, clock: Clock) -> int:
    """Erase in that file what the selection means there, and what is in `gone`, which then has both."""
    with closing(connect(path)) as connection, temporary_files_beside(connection, path):
        use_rollback_journal(connection)
        migrate(connection, clock)
        select(connection, selection)
        connection.execute("ATTACH ? AS gone", (str(gone),))
        for statement in (_GONE, _MEAN_GONE, _REMEMBER_GONE):
            connection.execute(statement)
        connection.execute("DETACH gone")
        return _erase_meant(connection, path)


def erase_contents(connection: sqlite3.Connection, path: Path, contents: Collection[bytes]) -> int:
    """Erase the events with these digests; returns how many there were. Raises `sqlite3.Error`."""
    if not contents:
        return 0
    with temporary_files_beside(connection, path):
        connection.execute(_MEANT)
        rows = connection.execute("SELECT seq, content FROM events WHERE kind <> ?", (ERASED,))
        connection.executemany(_MEAN, ((seq,) for seq, content in rows if content in contents))
        if connection.execute("SELECT 1 FROM meant").fetchone() is None:
            return 0
        return _erase_meant(connection, path)


def _erase_meant(connection: sqlite3.Connection, path: Path) -> int:
    """Erase the rows in the temporary table `meant`, and rewrite the file; returns how many they were."""
    connection.execute("PRAGMA secure_delete = ON")
    with transaction(connection):
        [trigger] = connection.execute(_TRIGGER).fetchone()
        connection.execute("DROP TRIGGER events_refuse_update")
        # One row a statement: one of many rows would keep what was there in a temporary file.
        rows = connection.execute("SELECT seq FROM meant")
        connection.executemany(_UPDATE, ((uuid4().hex, ERASED, seq) for (seq,) in rows))
        connection.execute(trigger)
        demand_rewrite(path)
    rewrite(connection, path)
    [count] = connection.execute("SELECT count(*) FROM meant").fetchone()
    return int(count)
