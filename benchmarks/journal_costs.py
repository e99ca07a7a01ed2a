"""A journal of 1,000,000 events: what statistics cost, what a week of it costs, and what an append does."""

from __future__ import annotations

import sqlite3
import statistics
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from coach.clock import SystemClock
from coach.journal.counted_days import CountedDays
from coach.journal.events import new_event, to_row
from coach.journal.period_counts import PersonDays
from coach.journal.sessions import session_pages, sessions
from coach.journal.statistics import latest_session, led_count, notice_given, outcome_counts
from coach.journal.store import Journal
from coach.plan.model import DAY_ENDS
from many_events import BEGIN, ROUTINES, write_many_events
from measure import Row, medians, readable, timed, times

if TYPE_CHECKING:
    from pathlib import Path

    from coach.journal.events import Event

MOST_SECONDS_ASKED = 0.150
MOST_SECONDS_PAGE = 0.300
MOST_SECONDS_APPENDED = 0.005
BARE_TABLE = """
    CREATE TABLE events (
        id TEXT, kind TEXT, at INTEGER, offset_minutes INTEGER,
        session TEXT, routine TEXT, digest TEXT, data TEXT
    )
"""
BARE_COUNT = """
    SELECT routine, json_extract(data, '$.outcome'), count(*) FROM events
    WHERE kind = 'session-ended' GROUP BY 1, 2
"""

BARE_COUNTS = """
    SELECT kind, routine, json_extract(data, '$.outcome'), json_extract(data, '$.ruling'), count(*)
    FROM events WHERE kind IN ('session-ended', 'reminder', 'answered', 'note') GROUP BY 1, 2, 3, 4
"""


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """Four rows; the peer has the same events in a bare table of sqlite3, and syncs as often."""
    count = 100_000 if quick else 1_000_000
    path, bare_path = folder / "journal.sqlite3", folder / "bare.sqlite3"
    write_many_events(path, count)
    with Journal.open(path, SystemClock()) as journal:
        bare = copied_bare(path, bare_path)
        found = [
            asked(journal, bare, count, quick=quick),
            counted(journal, bare, folder, count, quick=quick),
            last_page(journal, bare, count, quick=quick),
            appended(journal, bare, quick=quick),
        ]
        bare.close()
    return found


def copied_bare(path: Path, bare_path: Path) -> sqlite3.Connection:
    """The same events in a table without anything else, synced as often."""
    bare = sqlite3.connect(bare_path)
    bare.execute("PRAGMA journal_mode = TRUNCATE")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute(BARE_TABLE)
    bare.execute("ATTACH ? AS journal", (str(path),))
    bare.execute(
        "INSERT INTO main.events"
        " SELECT id, kind, at, offset_minutes, session, routine, digest, data FROM journal.events"
    )
    bare.commit()
    bare.execute("DETACH journal")
    return bare


def asked(journal: Journal, bare: sqlite3.Connection, count: int, *, quick: bool) -> Row:
    """What `do` and statistics ask: completed of each routine, outcomes of all, a notice, the last week."""
    last = latest_session(journal) or BEGIN

    def ask() -> None:
        for routine in ROUTINES:
            led_count(journal, routine)
        outcome_counts(journal)
        notice_given(journal, "stop-rules", "1")
        sessions(journal, since=last - timedelta(days=7))

    took = medians(
        {"ours": ask, "peer": lambda: bare.execute(BARE_COUNT).fetchall()}, rounds=3 if quick else 9
    )
    return Row(
        what=f"statistics over {count:,} events",
        ours=readable(took["ours"]),
        peer=f"bare table, outcomes only {readable(took['peer'])}",
        ratio=times(took["ours"] / took["peer"]),
        target=f"at most {readable(MOST_SECONDS_ASKED)}",
        is_met=took["ours"] <= MOST_SECONDS_ASKED,
    )


def counted(journal: Journal, bare: sqlite3.Connection, folder: Path, count: int, *, quick: bool) -> Row:
    """What `coach stats` counts of all days, and what the first time took: it counts days that are over once.

    The peer counts how sessions ended, rulings, answers and notes by a scan, without days, and each time.
    """
    last = latest_session(journal) or BEGIN
    days = PersonDays(ZoneInfo("Europe/Berlin"), DAY_ENDS)

    def ask() -> None:
        counts = CountedDays(journal, days, last, folder / "day-counts.json")
        counts.total(BEGIN.date(), days.of(last))

    first = timed(ask)
    took = medians(
        {"ours": ask, "peer": lambda: bare.execute(BARE_COUNTS).fetchall()}, rounds=3 if quick else 9
    )
    return Row(
        what=f"coach stats of all {count:,} events",
        ours=f"{readable(took['ours'])}, the first time {readable(first)}",
        peer=f"bare table, kinds only {readable(took['peer'])}",
        ratio=times(took["ours"] / took["peer"]),
        target=f"at most {readable(MOST_SECONDS_ASKED)}",
        is_met=took["ours"] <= MOST_SECONDS_ASKED,
    )


def last_page(journal: Journal, bare: sqlite3.Connection, count: int, *, quick: bool) -> Row:
    """What `coach log` reads; the peer's last hundred sessions by a scan."""
    query = "SELECT * FROM events WHERE kind = 'session-started' ORDER BY at DESC LIMIT 100"
    took = medians(
        {
            "ours": lambda: next(session_pages(journal, newest_first=True)),
            "peer": lambda: bare.execute(query).fetchall(),
        },
        rounds=3 if quick else 9,
    )
    return Row(
        what=f"the last 100 sessions of {count:,} events",
        ours=readable(took["ours"]),
        peer=f"bare table {readable(took['peer'])}",
        ratio=times(took["ours"] / took["peer"]),
        target=f"at most {readable(MOST_SECONDS_PAGE)}",
        is_met=took["ours"] <= MOST_SECONDS_PAGE,
    )


def appended(journal: Journal, bare: sqlite3.Connection, *, quick: bool) -> Row:
    """One event, durable when the call returns, into the same journal; the peer inserts and commits."""
    clock = SystemClock()
    data = {"step": 3, "name": "Neck side bend"}
    ours: list[float] = []
    peers: list[float] = []
    for _ in range(50 if quick else 400):
        one, other = (
            new_event("step-done", clock, session="s" * 32, routine="desk-neck", digest="d" * 64, data=data)
            for _ in range(2)
        )
        ours.append(timed(lambda event=one: journal.append(event)))  # type: ignore[misc]  # bound in the loop
        peers.append(timed(lambda event=other: insert_bare(bare, event)))  # type: ignore[misc]  # as above
    took, peer = statistics.median(ours), statistics.median(peers)
    worst = statistics.quantiles(ours, n=100)[-1]
    return Row(
        what="append an event, durable",
        ours=f"{readable(took)}, 99 of 100 in {readable(worst)}",
        peer=f"bare insert and commit, as many syncs {readable(peer)}",
        ratio=times(took / peer),
        target=f"at most {readable(MOST_SECONDS_APPENDED)}",
        is_met=took <= MOST_SECONDS_APPENDED,
    )


def insert_bare(bare: sqlite3.Connection, event: Event) -> None:
    """That event into the bare table, committed."""
    with bare:
        bare.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", to_row(event))
