"""The schema of the journal's database as a list of migrations, each in a transaction with its record.

A migration that was released is never changed; the next one is a new function at the end of the list.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.journal.chain import ChainEnd, end_at, new_writer_id, next_link
from coach.journal.connection import REPAIR, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from coach.clock import Clock

    Migration = Callable[[sqlite3.Connection], None]

APPLICATION = 0x436F6163
"""SQLite's mark of whose file it is: "Coac" in ASCII."""


def create_events(connection: sqlite3.Connection) -> None:
    """Create the table of events.

    `at` is whole microseconds since 1970 in UTC; `data` is JSON text.
    """
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
    """Create triggers that refuse to update or delete an event."""
    for change in ("UPDATE", "DELETE"):
        connection.execute(
            f"""
            CREATE TRIGGER events_refuse_{change.lower()} BEFORE {change} ON events
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
            """
        )


def index_sessions(connection: sqlite3.Connection) -> None:
    """Create the indices for the queries, so that none has to read every row.

    The partial indices stay small (one entry a session), and those over `data` hold all that their query
    needs, so that counting never touches the table.
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


def chain_events(connection: sqlite3.Connection) -> None:
    """Give every event its link in a hash chain; those written before become a chain of their own."""
    connection.execute("DROP TRIGGER events_refuse_update")
    connection.execute("ALTER TABLE events ADD COLUMN writer TEXT NOT NULL DEFAULT ''")
    connection.execute("ALTER TABLE events ADD COLUMN number INTEGER NOT NULL DEFAULT 0")
    connection.execute("ALTER TABLE events ADD COLUMN previous BLOB NOT NULL DEFAULT x''")
    connection.execute("ALTER TABLE events ADD COLUMN content BLOB NOT NULL DEFAULT x''")
    writer, end, last = new_writer_id(), ChainEnd(), 0
    while rows := connection.execute(_PAGE_OF_CONTENT, (last,)).fetchall():
        links = []
        for seq, *content in rows:
            link = next_link(writer, end, content)
            links.append((*link, seq))
            end, last = end_at(link), seq
        connection.executemany(
            "UPDATE events SET writer = ?, number = ?, previous = ?, content = ? WHERE seq = ?", links
        )
    connection.execute("CREATE UNIQUE INDEX events_of_chain ON events (writer, number)")
    connection.execute(
        """
        CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """
    )


_PAGE_OF_CONTENT = """
    SELECT seq, id, kind, at, offset_minutes, session, routine, digest, data FROM events
    WHERE seq > ? ORDER BY seq LIMIT 5000
"""


def index_entries(connection: sqlite3.Connection) -> None:
    """Create the index by which what was recorded on some days is found: reminders, claims and notes."""
    connection.execute(
        """
        CREATE INDEX entries_by_time ON events (at, kind)
        WHERE kind IN ('reminder', 'confirmed', 'break', 'note', 'note-withdrawn')
        """
    )


def remember_merges(connection: sqlite3.Connection) -> None:
    """Create the table that says which rows came from other journals, and when (microseconds)."""
    connection.execute(
        """
        CREATE TABLE merges (
            first INTEGER PRIMARY KEY,
            last INTEGER NOT NULL,
            at INTEGER NOT NULL
        )
        """
    )


MIGRATIONS: tuple[Migration, ...] = (
    create_events, refuse_changes, index_sessions, chain_events, index_entries, remember_merges,
)  # fmt: skip


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations this database has had; raises `JournalError` if it is not a journal."""
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
    if version > len(MIGRATIONS):
        raise JournalError(
            f"The journal was written by a newer version of the coach (format {version};"
            f" this one reads up to {len(MIGRATIONS)}).",
            hint="Update the coach. Nothing was changed.",
        )
    if version != _recorded_version(connection):
        raise JournalError(
            f"The journal says that its format is {version}, and its tables say otherwise: it is damaged.",
            hint=REPAIR,
        )
    return version


def _recorded_version(connection: sqlite3.Connection) -> int:
    """How many migrations are recorded: a second copy of the version, which no accident changes."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone():
        return 0
    recorded: int = connection.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0
    return recorded


def migrate(connection: sqlite3.Connection, clock: Clock) -> None:
    """Bring that database up to date; several processes may try at once, each step is done by one."""
    for number, migration in islice(enumerate(MIGRATIONS, start=1), version_of(connection), None):
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
