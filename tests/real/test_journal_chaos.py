"""Kills, flipped bits, truncation, moves and full disks at random: no written event is lost silently.

`COACH_CHAOS_ROUNDS=200` runs as many rounds, `COACH_CHAOS_SEED` repeats the same ones.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coach.clock import SystemClock, VirtualClock
from coach.errors import JournalError
from coach.home import Home
from coach.journal.daily import check_and_back_up
from coach.journal.repair import repair_journal
from coach.journal.store import open_journal, read_journal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and limits are POSIX matters")

ROUNDS = int(os.environ.get("COACH_CHAOS_ROUNDS", "10"))
SEED = int(os.environ.get("COACH_CHAOS_SEED", str(random.randrange(2**32))))  # noqa: S311 — no secret

APPENDER = """
import sys
from coach.clock import SystemClock
from coach.home import find_home
from coach.journal.events import new_event
from coach.journal.store import open_journal

count, limit = int(sys.argv[1]), int(sys.argv[2])
clock = SystemClock()
with open_journal(find_home(), clock) as journal:
    if limit:
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        size = find_home().journal.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + limit, size + limit))
    for number in range(count):
        data = {"step": number, "name": "x" * 80}
        kind = "session-started" if number == 0 else "step-done"
        event = new_event(kind, clock, session=sys.argv[3], routine="r", digest="d" * 64, data=data)
        journal.append(event)
        print(event.id, flush=True)
"""
"""Appends a session, and prints the id of each event once it is written; the disk may take so many bytes."""


class Chaos:
    """A journal, its writers, and all events that were reported as written."""

    def __init__(self, root: Path) -> None:
        self.home = Home(config=root, data=root, cache=root, state=root / "state")
        self.chance = random.Random(SEED)  # noqa: S311 — no secret
        self.said: set[str] = set()
        self.lost: set[str] = set()
        self.moved: list[Path] = []
        self.number = 0
        self.day = 0

    def write(self, count: int, *, limit: int = 0, after: str = "") -> None:
        """Have a process write so many events; it may be killed, or its journal moved."""
        self.number += 1
        command = [sys.executable, "-c", APPENDER, str(count), str(limit), f"s{self.number}"]
        environment = os.environ | {"COACH_HOME": str(self.home.data)}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        ) as process:
            assert process.stdout is not None
            if after:
                self.said.add(process.stdout.readline().strip())
                time.sleep(self.chance.uniform(0, 0.05))
            if after == "kill":
                process.send_signal(signal.SIGKILL)
            if after == "move":
                self.move()
            self.said.update(line.strip() for line in process.stdout if line.endswith("\n"))
        self.said.discard("")

    def move(self) -> None:
        """Move the journal away, as a person does."""
        kept = self.home.data / f"kept{self.number}.sqlite3"
        self.home.journal.rename(kept)
        self.moved.append(kept)

    def flip(self) -> None:
        """Flip a bit."""
        with self.home.journal.open("r+b") as file:
            at = self.chance.randrange(self.home.journal.stat().st_size)
            file.seek(at)
            old = file.read(1)[0]
            file.seek(at)
            file.write(bytes([old ^ (1 << self.chance.randrange(8))]))

    def truncate(self) -> None:
        """Cut off its end, a quarter at most."""
        size = self.home.journal.stat().st_size
        with self.home.journal.open("r+b") as file:
            file.truncate(self.chance.randrange(size * 3 // 4, size))

    def round(self) -> str:
        """Do one kind of damage and return its name."""
        what = self.chance.choice(["kill", "kill", "flip", "truncate", "move", "move later", "fill"])
        if what == "kill":
            self.write(10_000, after="kill")
        elif what == "move":
            self.write(20, after="move")
        elif what == "fill":
            self.write(10_000, limit=20_000)
        else:
            self.write(10)
        if what in ("flip", "truncate"):
            (self.flip if what == "flip" else self.truncate)()
        if what == "move later":
            self.move()
        return what

    def begin_day(self) -> None:
        """Check and back up, which finds what a start did not see in a large journal."""
        self.day += 1
        tomorrow = VirtualClock(SystemClock().now() + timedelta(days=self.day))
        try:
            check_and_back_up(self.home, tomorrow)
        except JournalError:
            repair_journal(self.home, [], SystemClock())
            check_and_back_up(self.home, tomorrow)

    def found(self) -> set[str] | None:
        """The ids of all events that can be read; None if the journal reports damage."""
        try:
            with open_journal(self.home, SystemClock()) as journal:
                if journal.warnings:
                    return None
            reader = read_journal(self.home, SystemClock())
        except JournalError:
            return None
        assert reader is not None
        with reader:
            return {row[0] for row in reader.rows("SELECT id FROM events")}


def test_nothing_that_was_called_written_is_missed_in_silence(tmp_path: Path) -> None:
    """Each event is in the journal or in a repaired one; what damage destroyed is counted."""
    chaos = Chaos(tmp_path / "home")
    chaos.write(5)
    happened = []
    for number in range(ROUNDS):
        if number % 5 == 0:
            chaos.begin_day()
            backed_up = set(chaos.said)
        what = chaos.round()
        happened.append(what)
        found = chaos.found()
        counted = 0
        if found is None or chaos.moved:
            repaired = repair_journal(chaos.home, chaos.moved, SystemClock())
            counted = repaired.lost + repaired.damaged
            chaos.moved.clear()
            found = chaos.found()
        story = f"seed {SEED}, {happened[-3:]}"
        assert found is not None, story
        missing = chaos.said - found - chaos.lost
        assert not missing & (backed_up - chaos.lost), story
        assert len(missing) <= (counted if what in ("flip", "truncate") else 0), story
        chaos.lost |= missing
    assert len(chaos.lost) < len(chaos.said) / 4
