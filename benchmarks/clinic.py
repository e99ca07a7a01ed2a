"""Loads the events of many patients into a PostgreSQL of its own, and asks the queries of docs/clinic.md.

`python benchmarks/clinic.py [PATIENTS [EVENTS]]`, 1,000 with 2,000 each unless told otherwise. Beside it in
the same run, each for a tenth of the patients: the same rows by COPY and by psycopg's `executemany`, into a
table with the same keys and no row-level security. Debian's package `postgresql` must be installed.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from coach.clinic.connection import address_from, connected
from coach.clinic.consent import Consent, Pseudonym
from coach.clinic.push import Push, register
from coach.clock import SystemClock
from coach.journal.store import Journal
from many_events import BEGIN, write_many_events
from postgres_server import OWNER, postgres_server

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from postgres_server import PostgresServer

QUERIES = re.findall(
    r"^### (.+?)\n.+?^```sql\n(.+?);\n```$",
    (Path(__file__).parents[1] / "docs" / "clinic.md").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)
SOME = """
    SELECT patient, id, kind, at, local, session, routine, content, data::text FROM coach.event
    WHERE patient IN (SELECT patient FROM coach.patient LIMIT %s)
"""
PLAIN = "CREATE TABLE plain AS SELECT * FROM coach.event WHERE false"
KEYS = "ALTER TABLE plain ADD PRIMARY KEY (patient, id); CREATE INDEX ON plain (patient, kind, at)"
INSERT = "INSERT INTO plain VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb) ON CONFLICT DO NOTHING"


def main(patients: int, events: int) -> None:
    """Print a line for each."""
    with postgres_server() as server, server.database("clinic") as database, TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite3"
        write_many_events(path, events)
        with closing(server.connect(database=database)) as owner:
            for number in range(patients):
                owner.execute(f"CREATE ROLE p{number} IN ROLE coach_patient")
            sent, seconds = timed(lambda: pushed(server, database, path, patients))
            size = owner.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
            print(f"push: {patients:,} patients, {sent:,} events, {seconds:.1f} s, {size[0] if size else ''}")
            each = seconds / sent
            again, seconds = timed(lambda: pushed(server, database, path, patients // 10))
            print(f"push once more, {patients // 10:,} patients: {again:,} new, {seconds:.1f} s")
            owner.execute("VACUUM ANALYZE")
            peers(owner, each, max(patients // 10, 1))
        ask(server, database)


def pushed(server: PostgresServer, database: str, path: Path, patients: int) -> int:
    """Push that journal once for each patient, as `coach journal push` does; returns the events sent."""
    consent = Consent(id=uuid4().hex, at=datetime.now(UTC), given=True, text_version=1)
    sent = 0
    journal = Journal.open_to_read(path, SystemClock())
    assert journal is not None
    with journal, connected(address_from(server.url(OWNER, database))) as connection:
        for number in range(patients):
            connection.execute(f"SET ROLE p{number}")
            row = connection.execute("SELECT patient FROM coach.patient").fetchone()
            names = Pseudonym(row[0] if row else uuid4(), JOURNAL)
            register(connection, names.patient, consent)
            sent += Push(connection, journal, names, consent.selection).send(lambda _: None).sent
    return sent


JOURNAL = uuid4()


def peers(owner: psycopg.Connection[Any], each: float, patients: int) -> None:
    """Print how long the same rows take without the coach, and the ratio to it, for each event."""
    rows = owner.execute(SOME, (patients,)).fetchall()

    def copied() -> int:
        with owner.cursor().copy("COPY plain FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return len(rows)

    def inserted() -> int:
        with owner.transaction():
            owner.cursor().executemany(INSERT, rows)
        return len(rows)

    for name, load in (("COPY", copied), ("executemany", inserted)):
        owner.execute(PLAIN)
        owner.execute(KEYS)
        count, seconds = timed(load)
        print(
            f"{name}: {count:,} events, {seconds:.1f} s; a push takes {each * count / seconds:.1f} times that"
        )
        owner.execute("DROP TABLE plain")


def ask(server: PostgresServer, database: str) -> None:
    """Print how long a clinician waits for each query, and the superuser, whom no policy binds."""
    clinician = server.login("weber", role="coach_clinician")
    for title, written in QUERIES:
        query = written.replace("2026-11-02", f"{BEGIN:%Y-%m-%d}")
        found = []
        for login in (clinician, OWNER):
            with closing(server.connect(login, database)) as connection:
                count, first = timed(lambda: len(connection.execute(query).fetchall()))  # noqa: B023
                _, second = timed(lambda: len(connection.execute(query).fetchall()))  # noqa: B023
                found.append(min(first, second))
        ratio = found[0] / found[1]
        print(f"{title}: {count:,} rows, {found[0]:.2f} s, {ratio:.1f} times without row-level security")


def timed(act: Callable[[], int]) -> tuple[int, float]:
    """What it gives, and the seconds it took."""
    began = time.perf_counter()
    return act(), time.perf_counter() - began


if __name__ == "__main__":
    main(*(int(number) for number in [*sys.argv[1:], *["1000", "2000"][len(sys.argv) - 1 :]]))
