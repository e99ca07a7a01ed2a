"""`coach journal merge` and `erase` as processes, killed at random instants."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from coach.clock import VirtualClock
from coach.home import Home
from coach.journal.events import COLUMNS, new_event
from coach.journal.store import open_journal, read_journal
from coach.journal.verify import verify
from coach_process import PROGRAM, environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX matter")

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
ALL = f"SELECT {COLUMNS} FROM events WHERE kind <> 'erased' ORDER BY at, id"  # noqa: S608 — our own names
ROUNDS = int(os.environ.get("COACH_CHAOS_ROUNDS", "8"))
EVENTS = 9000


def home_in(root: Path) -> Home:
    """A home in that folder, as COACH_HOME."""
    return Home(config=root, data=root, cache=root / "clips", state=root / "state")


def content(home: Home) -> list[tuple[object, ...]]:
    """All events of that journal but tombstones, by time; it is checked whole."""
    with read_journal(home, VirtualClock(START)) as journal:
        assert journal is not None
        assert verify(journal._connection).faults == ()
        return journal.rows(ALL)


def run(home: Home, *arguments: str, kill_at: int | None = None) -> int:
    """Run `coach journal` there to its end, or until it has written to its journal so many times."""
    process = subprocess.Popen(
        [*PROGRAM, "journal", *arguments],
        env=environment(home.data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seen = set()
    while kill_at is not None and process.poll() is None:
        seen.add(home.journal.stat().st_mtime_ns)
        if len(seen) > kill_at:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.001)
    return process.wait()


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Home, Home]:
    """Two machines with thousands of events of their own."""
    found = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    for number, home in enumerate(found):
        clock = VirtualClock(START)
        clock.advance(number / 10)
        with open_journal(home, clock) as journal:
            journal._connection.execute("PRAGMA synchronous = OFF")
            for _ in range(EVENTS):
                data = {"from": "2026-11-02T09:00:00+00:00", "until": "2026-11-02T09:10:00+00:00"}
                journal.append(new_event("break", clock, session="", routine="", digest="", data=data))
                clock.advance(1)
    return found


def test_a_merge_that_was_killed_is_completed_by_the_next(homes: tuple[Home, Home], tmp_path: Path) -> None:
    """After kill -9 at any instant the journal is whole; merged again in either order, both are equal."""
    one, other = homes
    expected = sorted(content(one) + content(other), key=lambda row: (row[2], row[0]))
    probe = home_in(tmp_path / "probe")
    shutil.copytree(one.data, probe.data)
    assert run(probe, "merge", str(other.data)) == 0
    assert content(probe) == expected
    partial = set()
    for number in range(ROUNDS):
        a, b = home_in(tmp_path / f"a{number}"), home_in(tmp_path / f"b{number}")
        shutil.copytree(one.data, a.data)
        shutil.copytree(other.data, b.data)
        run(a, "merge", str(b.data), kill_at=number + 1)
        partial.add(len(content(a)))
        assert run(b, "merge", str(a.data)) == 0
        assert run(a, "merge", str(b.data)) == 0
        assert content(a) == expected == content(b)
        shutil.rmtree(a.data)
        shutil.rmtree(b.data)
    assert partial - {EVENTS, 2 * EVENTS}, partial  # some were killed in the middle


def test_an_erasure_that_was_killed_leaves_all_or_nothing(homes: tuple[Home, Home], tmp_path: Path) -> None:
    """After kill -9 at any instant the journal is whole, and erasing again completes it."""
    one, _ = homes
    probe = home_in(tmp_path / "probe")
    shutil.copytree(one.data, probe.data)
    assert run(probe, "erase", "--until", "2026-11-02T10:00:00+00:00", "--yes") == 0
    left = len(content(probe))
    assert left == EVENTS - 3600
    for number in range(ROUNDS // 2):
        home = home_in(tmp_path / f"a{number}")
        shutil.copytree(one.data, home.data)
        arguments = ("erase", "--until", "2026-11-02T10:00:00+00:00", "--yes")
        run(home, *arguments, kill_at=number + 1)
        assert len(content(home)) in (EVENTS, left)
        run(home, *arguments)
        assert len(content(home)) == left
