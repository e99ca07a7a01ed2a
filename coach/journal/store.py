"""The journal: an append-only SQLite database, one event a row, each append durable when it returns."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coach.disk_room import evict_clips
from coach.errors import JournalError
from coach.journal.chain import end_at, next_link
from coach.journal.connection import (
    as_journal_errors,
    connect_to_read,
    fetch_all,
    needs_rollback,
    primary_code,
)
from coach.journal.events import INSERT, to_row
from coach.journal.high_water_mark import HighWaterMarkFile
from coach.journal.journal_file import check_absent, check_file, identity_of
from coach.journal.migrations import MIGRATIONS, version_of
from coach.journal.opening import chain_end, damaged_journal, missing_journal, older_journal, open_for_writing
from coach.journal.recent_events import RecentEvents
from coach.journal.verify import has_marked_events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Self

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.events import Event, Row
    from coach.journal.high_water_mark import HighWaterMark
    from coach.journal.opening import OpenedJournal

REMEMBER_SECONDS = 1.0
"""How far the mark in the state folder lags behind the journal at most."""
READABLE = 3
"""The oldest format that can be read without being migrated."""


class Journal:
    """One connection to the journal; every method may be called from any thread.

    `warnings`: what a person should know about it, such as that it is missing or an older copy; `on_warning`
    is called with each that comes later, in the thread that appends.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, warnings: tuple[str, ...] = ()) -> None:
        self.path = path
        self.warnings = warnings
        self.on_warning: Callable[[str], None] = lambda _: None
        self._connection = connection
        self._turn = threading.Lock()
        self._appender: _Appender | None = None

    @classmethod
    def open(cls, path: Path, clock: Clock, *, state: Path | None = None, clips: Path | None = None) -> Self:
        """The journal at that path, created if there is none; raises `JournalError` if it cannot be written.

        `clock`: for when its tables were made or migrated. `state`: the folder that remembers how far the
        journal had come and keeps its recent events a second time; without it a journal that is missing or
        older is not noticed. `clips`: the folder of clips, which are deleted where the disk has no room for
        an event.
        """
        with as_journal_errors(path):
            marks = None if state is None else HighWaterMarkFile(state)
            opened = open_for_writing(path, clock, marks)
        journal = cls(path, opened.connection, warnings=opened.warnings)
        journal._appender = _Appender(opened, path, clock, state, clips)
        return journal

    @classmethod
    def open_to_read(cls, path: Path, clock: Clock, *, state: Path | None = None) -> Self | None:
        """The journal for reading, which creates nothing; None if there is none yet.

        One of an older coach is migrated first. `state` is as in `open`. Raises `JournalError` when the
        journal cannot be read or is missing.
        """
        with as_journal_errors(path):
            mark = None if state is None else HighWaterMarkFile(state).read()
            if identity_of(path) is None:
                check_absent(path, existed=mark is not None and mark.events > 0)
                if mark is not None and mark.events:
                    raise JournalError(
                        missing_journal(path, mark),
                        hint="Put it back, or a backup in its place with `coach journal restore FILE`."
                        " The next session begins a new one.",
                    )
                return None
            check_file(path)
            connection = connect_to_read(path)
            try:
                version = version_of(connection)
                if version < len(MIGRATIONS):
                    connection.close()
                    with suppress(*[JournalError] * (version >= READABLE)):  # an older coach may have it open
                        cls.open(path, clock, state=state).close()
                    connection = connect_to_read(path)
                connection.execute("SELECT max(seq) FROM events").fetchone()
                warnings = () if mark is None or _reaches(connection, mark) else (older_journal(path, mark),)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection, warnings=warnings)

    def append(self, event: Event) -> None:
        """Write that event; once this returns, it survives the end of the process and a power cut.

        An event that is there already is not written again, so a failed append may be repeated. If the file
        was moved or replaced, the journal continues in the file at the path now, by the rules of `open`, and
        warns. Raises `JournalError` when the event could not be written; then nothing was.
        """
        with self._turn, as_journal_errors(self.path):
            if self._appender is None:
                raise JournalError(f"The journal {self.path} is open read-only.")
            self._connection, warnings = self._appender.append(self._connection, event)
        self.warnings += warnings
        for warning in warnings:
            self.on_warning(warning)

    def stop_writing(self, damage: str) -> None:
        """Refuse to write to this file from now on because of that damage."""
        with self._turn:
            if self._appender is not None:
                self._appender.damage = damage

    def rows(self, query: str, *parameters: str | int) -> list[tuple[Any, ...]]:
        """All rows of that query, read at once so that nothing stays locked; for this package only.

        Raises `JournalError`.
        """
        with self._turn, as_journal_errors(self.path):
            try:
                return fetch_all(self._connection, query, parameters)
            except sqlite3.OperationalError as error:
                if self._appender is not None or not needs_rollback(error, self.path):
                    raise
            self._connection.close()
            self._connection = connect_to_read(self.path)
            return fetch_all(self._connection, query, parameters)

    def close(self) -> None:
        """Close the file; further calls do nothing."""
        with self._turn:
            if self._appender is not None:
                self._appender.remember()
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_journal(home: Home, clock: Clock) -> Journal:
    """That person's journal for writing; raises `JournalError`."""
    return Journal.open(home.journal, clock, state=home.state, clips=home.clips)


@contextmanager
def read_journal(home: Home, clock: Clock) -> Iterator[Journal | None]:
    """That person's journal for reading, in a block; None if there never was one. Raises `JournalError`."""
    journal = Journal.open_to_read(home.journal, clock, state=home.state)
    with journal or nullcontext():
        yield journal


class _Appender:
    """Appends to a file that may be moved, replaced or full."""

    def __init__(
        self,
        opened: OpenedJournal,
        path: Path,
        clock: Clock,
        state: Path | None,
        clips: Path | None,
    ) -> None:
        self.damage = ""
        self._path = path
        self._clock = clock
        self._marks = None if state is None else HighWaterMarkFile(state)
        self._recent = None if state is None else RecentEvents(state)
        self._clips = clips
        self._identity = opened.identity
        self._mark = opened.mark
        self._end = opened.mark.end
        self._session: list[Event] = []
        self._remembered_at = float("-inf")
        self.remember()

    def append(
        self, connection: sqlite3.Connection, event: Event
    ) -> tuple[sqlite3.Connection, tuple[str, ...]]:
        """Append the event; returns the connection that was used last, and warnings for a person."""
        warnings: list[str] = []
        while not self._write(connection, event):
            connection.close()
            self.remember()
            connection = self._reopen(warnings)
        if event.kind == "session-started":
            self._session = []
        if event.session:
            self._session.append(event)
        if time.monotonic() - self._remembered_at >= REMEMBER_SECONDS:
            self.remember()
        return connection, tuple(warnings)

    def remember(self) -> None:
        """Save how far the journal has come."""
        self._remembered_at = time.monotonic()
        if self._marks is None:
            return
        stored = self._marks.read()
        if stored is not None and stored.writer == self._mark.writer:
            if stored.number > self._mark.number:  # another process of this installation was later
                events = max(stored.events, self._mark.events)
                verified = max(stored.verified, self._mark.verified)
                self._mark = replace(stored, events=events, verified=verified)
            else:
                self._mark = replace(
                    self._mark, checked=stored.checked, damage=stored.damage, others=stored.others
                )
        if self._mark != stored:
            self._marks.write(self._mark)

    def _write(self, connection: sqlite3.Connection, event: Event) -> bool:
        """Write the event unless it is there; returns False if another file is at the path by now."""
        if identity_of(self._path) != self._identity:
            return False
        if self.damage:
            raise damaged_journal(self._path, self.damage)
        row = to_row(event)
        while True:
            try:
                return self._insert(connection, row)
            except sqlite3.Error as error:
                if primary_code(error) != sqlite3.SQLITE_FULL or not self._make_room():
                    raise
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _make_room(self) -> bool:
        return self._clips is not None and evict_clips(self._clips)

    def _insert(self, connection: sqlite3.Connection, row: Row) -> bool:
        connection.execute("BEGIN IMMEDIATE")
        # Again: under the lock, nobody who keeps the rules replaces the file any more.
        if identity_of(self._path) != self._identity:
            return False
        end = chain_end(connection, self._mark.writer)
        if end.number < self._end.number or (end.number == self._end.number and end != self._end):
            return False  # an older copy was written over it
        link = next_link(self._mark.writer, end, row)
        inserted = connection.execute(INSERT, (*row, *link)).rowcount
        seq = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
        connection.execute("COMMIT")
        if inserted:
            if self._recent is not None:
                self._recent.append(seq, row, link)
            self._end = end_at(link)
            self._mark = replace(
                self._mark,
                number=self._end.number,
                hash=self._end.hash.hex(),
                at=self._clock.now().isoformat(timespec="seconds"),
                events=seq,
            )
        return True

    def _reopen(self, warnings: list[str]) -> sqlite3.Connection:
        """Continue in the file at the path now, with what the running session has written already."""
        opened = open_for_writing(self._path, self._clock, self._marks)
        replaced = f"The journal {self._path} was replaced by another file; the coach continues in that one."
        warnings.extend(opened.warnings or (replaced,))
        self.damage = ""
        self._identity, self._mark, self._end = opened.identity, opened.mark, opened.mark.end
        for event in self._session:
            self._write(opened.connection, event)
        return opened.connection


def _reaches(connection: sqlite3.Connection, mark: HighWaterMark) -> bool:
    return version_of(connection) < len(MIGRATIONS) or has_marked_events(connection, mark)
