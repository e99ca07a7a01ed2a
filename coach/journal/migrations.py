"""The schema of the journal's database as a list of migrations, each in a transaction with its record.

A migration that was released is never changed; the next one is a new function at the end of the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.journal.connection import REPAIR, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from coach.clock import Clock

    Migration = Callable[[sqlite3.Connection], None]

APPLICATION = 0x436F6163
"""SQLite's mark of whose file it is: "Coac" in ASCII."""


_SCHEMA = (
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
        data TEXT NOT NULL,
        writer TEXT NOT NULL DEFAULT '',
        number INTEGER NOT NULL DEFAULT 0,
        previous BLOB NOT NULL DEFAULT x'',
        content BLOB NOT NULL DEFAULT x''
    )
    """,
    *(
        f"""
        CREATE TRIGGER events_refuse_{change.lower()} BEFORE {change} ON events
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """
        for change in ("UPDATE", "DELETE")
    ),
    "CREATE INDEX events_of_session ON events (session, kind)",
    "CREATE INDEX sessions_started ON events (at) WHERE kind = 'session-started'",
    """
    CREATE INDEX sessions_ended ON events (routine, json_extract(data, '$.outcome'), session)
    WHERE kind = 'session-ended'
    """,
    """
    CREATE INDEX notices_given ON events (json_extract(data, '$.notice'), json_extract(data, '$.version'))
    WHERE kind = 'notice-given'
    """,
    """
    CREATE INDEX entries_by_time ON events (at, kind)
    WHERE kind IN ('reminder', 'confirmed', 'break', 'note', 'note-withdrawn')
    """,
    "CREATE UNIQUE INDEX events_of_chain ON events (writer, number)",
    "CREATE TABLE merges (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, at INTEGER NOT NULL)",
)
"""`at` is whole microseconds since 1970 in UTC; `data` is JSON text; `merges` says which rows came from other
journals, and when. The indices are such that no query reads every row. Partial ones stay small (one entry a
session), and those over `data` hold all that their query needs, so that counting never touches the table.
"""


def create_journal(connection: sqlite3.Connection) -> None:
    """Create the table of events, which refuses changes, with its indices, and that of merges."""
    for statement in _SCHEMA:
        connection.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (create_journal,)
_FIRST = 6
"""The number of the first one, and so the oldest format: none before it was ever released."""


def newest_format() -> int:
    """The format of a journal that has had every migration."""
    return _FIRST + len(MIGRATIONS) - 1


def is_up_to_date(connection: sqlite3.Connection) -> bool:
    """Whether it has had every migration. Raises `JournalError` if it is not a journal of the coach."""
    return version_of(connection) == newest_format()


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last migration that this database has had. Raises `JournalError`."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application != APPLICATION:
        if application or version or tables:
            raise JournalError(
                "The file where the journal belongs is a database of another program.",
                hint="Move it away, or set COACH_HOME to another folder. Nothing was changed.",
            )
        return 0
    if version > newest_format():
        raise JournalError(
            f"The journal was written by a newer version of the coach (format {version};"
            f" this one reads up to {newest_format()}).",
            hint="Update the coach. Nothing was changed.",
        )
    if version != _recorded_version(connection):
        raise JournalError(
            f"The journal says that its format is {version}, and its tables say otherwise: it is damaged.",
            hint=REPAIR,
        )
    return version


def _recorded_version(connection: sqlite3.Connection) -> int:
    """The last migration that is recorded: a second copy of the version, which no accident changes."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone():
        return 0
    recorded: int = connection.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0
    return recorded


def migrate(connection: sqlite3.Connection, clock: Clock) -> None:
    """Bring that database up to date; several processes may try at once, each step is done by one."""
    for number, migration in enumerate(MIGRATIONS, start=_FIRST):
        if version_of(connection) >= number:
            continue
        with transaction(connection):  # in which the version cannot change any more
            if version_of(connection) < number:
                migration(connection)
                _record(connection, number, migration.__name__, clock)


def _record(connection: sqlite3.Connection, number: int, name: str, clock: Clock) -> None:
    """Record that this migration was made, and when."""
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
