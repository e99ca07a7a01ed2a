"""How the tables of a journal are created and brought up to date."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

from coach.errors import JournalError
from coach.journal.day_events import CLAIMS, ENTRIES
from coach.journal.events import COLUMNS
from coach.journal.migrations import MIGRATIONS, migrate, version_of
from coach.journal.notes import NOTES
from coach.journal.period_counts import REHEARSALS
from coach.journal.sessions import DETAILS, EVENTS, LAST_STEPS, NEWEST_FIRST, OLDEST_FIRST, UNENDED
from coach.journal.statistics import FIRST_SESSION, LED, NOTICE, OUTCOMES
from coach.journal.verify import VerificationReport, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.testing import FakeClock


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    """An empty database in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield connection
    connection.close()


def test_each_step_leaves_its_record(database: sqlite3.Connection, clock: FakeClock) -> None:
    """A step's record has its number, name and time; the version is the number of steps."""
    migrate(database, clock)
    assert database.execute("SELECT * FROM migrations").fetchall() == [
        (number, step.__name__, "2026-11-02T09:00:00+00:00")
        for number, step in enumerate(MIGRATIONS, start=1)
    ]
    assert version_of(database) == len(MIGRATIONS)


def test_a_second_time_does_nothing(database: sqlite3.Connection, clock: FakeClock) -> None:
    """Opening a journal that is up to date changes nothing in it."""
    migrate(database, clock)
    before = list(database.iterdump())
    clock.advance(60)
    migrate(database, clock)
    assert list(database.iterdump()) == before


def test_a_step_that_fails_leaves_the_one_before(
    database: sqlite3.Connection, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step is done completely, with its record, or not at all."""

    def fail_half_way(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (name TEXT)")
        connection.execute("nonsense")

    monkeypatch.setattr("coach.journal.migrations.MIGRATIONS", (*MIGRATIONS, fail_half_way))
    with pytest.raises(sqlite3.OperationalError, match="nonsense"):
        migrate(database, clock)
    assert version_of(database) == len(MIGRATIONS)
    assert database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'half'").fetchall() == []


@pytest.mark.parametrize("version", [1, -3, 0])
def test_an_odd_version_is_named(database: sqlite3.Connection, clock: FakeClock, version: int) -> None:
    """A version that does not fit the tables is damage, not a reason to create them again."""
    migrate(database, clock)
    database.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(JournalError, match=f"its format is {version}, and its tables say otherwise"):
        version_of(database)


def test_events_from_before_the_chain_get_their_links(
    database: sqlite3.Connection, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events from before the chain keep their rows and order, and become one chain that holds."""
    with monkeypatch.context() as earlier:
        earlier.setattr("coach.journal.migrations.MIGRATIONS", MIGRATIONS[:3])
        migrate(database, clock)
    rows = [(f"id{number}", "paused", number, 60, "s", "r", "d", "{}") for number in range(7)]
    database.executemany(f"INSERT INTO events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 — our own names
    migrate(database, clock)
    assert database.execute(f"SELECT {COLUMNS} FROM events ORDER BY seq").fetchall() == rows  # noqa: S608 — as above
    assert verify(database) == VerificationReport(events=7, erased=0, chains=1, last_seq=7, faults=())
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute("UPDATE events SET kind = 'resumed'")


@pytest.mark.parametrize(
    "query",
    [
        LED,
        NOTICE,
        EVENTS,
        UNENDED,
        OUTCOMES,
        FIRST_SESSION,
        DETAILS,
        LAST_STEPS,
        NEWEST_FIRST,
        OLDEST_FIRST,
        ENTRIES,
        CLAIMS,
        NOTES,
        REHEARSALS,
    ],
)
def test_no_query_reads_the_whole_table(database: sqlite3.Connection, clock: FakeClock, query: str) -> None:
    """Each query finds its rows by an index."""
    migrate(database, clock)
    parameters = ["x"] * query.count("?")
    plan = " ".join(row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}", parameters))
    assert "USING" in plan.partition("events")[2]
    assert not re.search(r"SCAN events(?! USING)", plan)
