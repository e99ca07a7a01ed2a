"""The journal: an append-only SQLite database, one event a row, each append durable when it returns."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from coach.journal.database import connect, connect_to_read, enter_wal, make_private, refuse_odd_file, told
from coach.journal.events import INSERT, to_row
from coach.journal.migrations import MIGRATIONS, migrate, version_of

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path
    from typing import Self

    from coach.clock import Clock
    from coach.journal.events import Event

REHEARSAL = ("", "rehearsal", 0, 0, "", "", "", "{}")


class Journal:
    """One connection to the journal; every method may be called from any thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._turn = threading.Lock()

    @classmethod
    def open(cls, path: Path, clock: Clock) -> Self:
        """The journal at that path, made if there is none; raises `JournalError` when it cannot be written.

        `clock` tells when its tables were made or brought up to date.
        """
        with told(path):
            make_private(path)
            connection = connect(path)
            try:
                # The version before anything is written: a database that is not ours stays as it is.
                version_of(connection)
                enter_wal(connection)
                migrate(connection, clock)
                rehearse(connection)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    @classmethod
    def open_to_read(cls, path: Path, clock: Clock) -> Self | None:
        """The journal for reading, also where nothing can be written; None where there is none yet.

        One of an older coach is brought up to date first. Raises `JournalError` when it is there and
        cannot be read.
        """
        with told(path):
            if not path.exists():
                return None
            refuse_odd_file(path)
            connection = connect_to_read(path)
            try:
                version = version_of(connection)
                if version == len(MIGRATIONS):
                    connection.execute("SELECT max(seq) FROM events").fetchone()
                    return cls(path, connection)
            except BaseException:
                connection.close()
                raise
        connection.close()
        return None if version == 0 else cls.open(path, clock)

    def append(self, event: Event) -> None:
        """Write that event; once this returns it survives the end of the process, and of the power.

        An event that is there already stays as it is, so a failed append may be tried again.
        Raises `JournalError` when it could not be written; then nothing was.
        """
        with self._turn, told(self.path):
            self._connection.execute(INSERT, to_row(event))

    def rows(self, query: str, *parameters: str | int) -> list[tuple[Any, ...]]:
        """What that query finds; for the queries of this room. Raises `JournalError`."""
        with self._turn, told(self.path):
            return self._connection.execute(query, parameters).fetchall()

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        with self._turn:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def rehearse(connection: sqlite3.Connection) -> None:
    """Write an event and take it back, so that a journal that cannot be written is known before a session."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(INSERT, REHEARSAL)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
