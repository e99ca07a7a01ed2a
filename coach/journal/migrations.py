"""The steps by which a journal's tables came to be: named functions, each in one transaction with its record.

A step that was released is never changed; what comes next is a new function at the end of the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import JournalError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from coach.clock import Clock

    Migration = Callable[[sqlite3.Connection], None]

APPLICATION = 0x436F6163
"""SQLite's mark of whose file it is: "Coac" in ASCII."""


def create_events(connection: sqlite3.Connection) -> None:
    """One row an event. `at` is whole microseconds since 1970, UTC; `data` is JSON text."""
    connection.execute(
        """
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            offset_minutes INTEGER NOT NULL,
            session TEXT NOT NULL,
            routine TEXT NOT NULL,
            digest TEXT NOT NULL,
            data TEXT NOT NULL
        )
        """
    )


def refuse_changes(connection: sqlite3.Connection) -> None:
    """An event is never updated and never deleted, whoever asks."""
    for change in ("UPDATE", "DELETE"):
        connection.execute(
            f"""
            CREATE TRIGGER events_refuse_{change.lower()} BEFORE {change} ON events
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
            """
        )


def index_sessions(connection: sqlite3.Connection) -> None:
    """What the queries ask for, found without reading every row.

    The partial indices stay small (one entry a session), and those over `data` hold all that their
    query wants, so that counting never touches the table.
    """
    connection.execute("CREATE INDEX events_of_session ON events (session, kind)")
    connection.execute("CREATE INDEX sessions_started ON events (at) WHERE kind = 'session-started'")
    connection.execute(
        """
        CREATE INDEX sessions_ended ON events (routine, json_extract(data, '$.outcome'), session)
        WHERE kind = 'session-ended'
        """
    )
    connection.execute(
        """
        CREATE INDEX notices_given
        ON events (json_extract(data, '$.notice'), json_extract(data, '$.version'))
        WHERE kind = 'notice-given'
        """
    )


MIGRATIONS: tuple[Migration, ...] = (create_events, refuse_changes, index_sessions)


def version_of(connection: sqlite3.Connection) -> int:
    """How many of the migrations this database has had; raises `JournalError` for one of somebody else."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    if application == APPLICATION:
        if version > len(MIGRATIONS):
            raise JournalError(
                f"The journal was written by a newer coach (its version is {version},"
                f" this one knows {len(MIGRATIONS)}).",
                hint="Update the coach. Nothing was changed.",
            )
        return version
    tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application or version or tables:
        raise JournalError(
            "The file where the journal should be is a database of another program.",
            hint="Move it away, or let COACH_HOME name another folder. Nothing was changed.",
        )
    return 0


def migrate(connection: sqlite3.Connection, clock: Clock) -> None:
    """Bring that database up to date; several processes may try at once, each step is done by one."""
    for number, migration in enumerate(MIGRATIONS, start=1):
        if version_of(connection) >= number:
            continue
        # IMMEDIATE takes the write lock first, so the version read inside it cannot change any more.
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version_of(connection) < number:
                migration(connection)
                record(connection, number, migration.__name__, clock)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk makes SQLite roll back by itself
                connection.execute("ROLLBACK")
            raise


def record(connection: sqlite3.Connection, number: int, name: str, clock: Clock) -> None:
    """Write down that this migration was made, and when."""
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS migrations (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL
        )
        """
    )
    connection.execute(
        "INSERT INTO migrations VALUES (?, ?, ?)", (number, name, clock.now().isoformat(timespec="seconds"))
    )
