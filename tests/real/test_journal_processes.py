"""The journal with real processes: killed at any time, and several at once."""

from __future__ import annotations

import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from coach.clock import SystemClock
from coach.journal.chain import ChainEnd, end_at, new_writer_id, next_link
from coach.journal.events import INSERT, new_event, to_row
from coach.journal.sessions import sessions
from coach.journal.store import Journal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

APPENDER = """
import sys
from pathlib import Path
from coach.clock import SystemClock
from coach.journal.events import new_event
from coach.journal.owner import system_processes, this_process
from coach.journal.store import Journal
from coach.journal.writer import Writer

path, session, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
clock = SystemClock()
journal = Journal.open(path, clock)
faults = []
writer = Writer(journal, faults.append)

def say(kind, **data):
    event = new_event(kind, clock, session=session, routine="desk-neck", digest="d", data=data)
    writer.submit(event, lambda done: print(done.id, flush=True))
    writer.flush()

say("session-started", title="Neck", steps=count, **this_process(system_processes()).to_dict())
for step in range(count):
    say("step-done", step=step, name="Side bend")
lost = writer.close()
journal.close()
sys.exit(1 if faults or lost else 0)
"""
"""Appends a session's events through the writer, and prints the id of each after its commit."""

KILLS = 20
MANY = 1_000_000


def start(path: Path, session: str, count: int) -> subprocess.Popen[str]:
    """Start that process, which appends events."""
    return subprocess.Popen(
        [sys.executable, "-c", APPENDER, str(path), session, str(count)], stdout=subprocess.PIPE, text=True
    )


def ids_in(path: Path) -> set[str]:
    """The ids of all events in the journal."""
    with Journal.open(path, SystemClock()) as journal:
        return {row[0] for row in journal.rows("SELECT id FROM events")}


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX matter")
def test_whatever_was_said_is_there_after_a_kill(tmp_path: Path) -> None:
    """`kill -9` at random instants: each printed event is in the journal, and each session is interrupted."""
    path = tmp_path / "journal.sqlite3"
    seed = random.randrange(2**32)  # noqa: S311 — only the instants
    chance = random.Random(seed)  # noqa: S311 — as above
    said: set[str] = set()
    for number in range(KILLS):
        with start(path, f"s{number}", MANY) as process:
            assert process.stdout is not None
            said.add(process.stdout.readline().strip())
            time.sleep(chance.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
            # The last line may be cut: what was not said whole was not said.
            said.update(line.strip() for line in process.stdout if line.endswith("\n"))
    assert said <= ids_in(path), f"seed {seed}"
    with Journal.open(path, SystemClock()) as journal:
        found = sessions(journal)
        assert journal.rows("PRAGMA integrity_check") == [("ok",)]
    assert [session.outcome for session in found] == ["interrupted"] * KILLS
    assert sum(session.steps_done for session in found) >= len(said) - KILLS
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_several_sessions_at_once_all_succeed(tmp_path: Path) -> None:
    """Four processes that make the journal at the same instant and append for a while lose nothing."""
    path = tmp_path / "journal.sqlite3"
    processes = [start(path, f"s{number}", 150) for number in range(4)]
    outputs = [process.communicate(timeout=120)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert [len(output) for output in outputs] == [151] * 4
    assert ids_in(path) == {one for output in outputs for one in output}


def test_a_session_that_is_going_on_is_running(tmp_path: Path) -> None:
    """A session is running while its process lives; after that, without an end, it is interrupted."""
    path = tmp_path / "journal.sqlite3"
    with start(path, "s", MANY) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert outcomes(path) == ["running"]
        process.kill()
    assert outcomes(path) == ["interrupted"]


def outcomes(path: Path) -> Sequence[str]:
    """Each session's outcome, as a reader sees it."""
    reader = Journal.open_to_read(path, SystemClock())
    assert reader is not None
    with reader:
        return [session.outcome for session in sessions(reader)]


def test_a_log_left_unread_does_not_stop_a_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`coach log --all | less` waits with a page shown; the next event is written at once."""
    monkeypatch.setattr("coach.journal.connection.BUSY_SECONDS", 0.5)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    path, clock = tmp_path / "journal.sqlite3", SystemClock()
    Journal.open(path, clock).close()
    writer, end, rows = new_writer_id(), ChainEnd(), []
    for number in range(3000):
        data = {"title": "x" * 100, "steps": 1}
        event = new_event("session-started", clock, session=f"s{number}", routine="r", digest="d", data=data)
        link = next_link(writer, end, to_row(event))
        end = end_at(link)
        rows.append((*to_row(event), *link))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(INSERT, rows)
    command = [sys.executable, "-m", "coach", "log", "--csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as stalled:
        assert stalled.stdout is not None
        assert stalled.stdout.readline().startswith("id,")
        assert stalled.stdout.readline().startswith("s0,")
        with Journal.open(path, clock) as journal:
            for _ in range(5):
                journal.append(new_event("paused", clock, session="s", routine="r", digest="d", data={}))
        assert len(stalled.stdout.read().splitlines()) == 2999
