"""Kills, flipped bits, truncation, moves and full disks at random: no written event is lost silently.

`COACH_CHAOS_ROUNDS=200` runs as many rounds, `COACH_CHAOS_SEED` repeats the same ones.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coach.clock import SystemClock, VirtualClock
from coach.home import Home
from coach.journal.backup import check_and_back_up
from coach_process import PROGRAM, environment

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
    """A journal, the processes that write to it, and the steps that they reported as done, by session."""

    def __init__(self, root: Path) -> None:
        self.home = Home(config=root, data=root, cache=root, state=root / "state")
        self.chance = random.Random(SEED)  # noqa: S311 — no secret
        self.reported: Counter[str] = Counter()
        self.moved: list[Path] = []
        self.number = 0
        self.repairs = 0
        self.today = SystemClock().now()

    def write(self, count: int, *, limit: int = 0, after: str = "") -> None:
        """A process writes so many events; meanwhile it may be killed, or its journal moved."""
        self.number += 1
        session = f"s{self.number}"
        command = [sys.executable, "-c", APPENDER, str(count), str(limit), session]
        reported = 0
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment(self.home.data),
        ) as process:
            assert process.stdout is not None
            if after:
                reported += process.stdout.readline().endswith("\n")
                time.sleep(self.chance.uniform(0, 0.05))
            if after == "kill":
                process.send_signal(signal.SIGKILL)
            if after == "move":
                self.move()
            reported += sum(line.endswith("\n") for line in process.stdout)
        if reported:
            self.reported[session] = reported - 1  # the first is the beginning of the session

    def move(self) -> None:
        """Move the journal away, as a person does."""
        kept = self.home.data / f"kept{self.number}.sqlite3"
        self.home.journal.rename(kept)
        self.moved.append(kept)

    def flip(self) -> None:
        """Change a bit."""
        with self.home.journal.open("r+b") as file:
            at = self.chance.randrange(self.home.journal.stat().st_size)
            file.seek(at)
            old = file.read(1)[0]
            file.seek(at)
            file.write(bytes([old ^ (1 << self.chance.randrange(8))]))

    def truncate(self) -> None:
        """Cut the file off anywhere."""
        os.truncate(self.home.journal, self.chance.randrange(self.home.journal.stat().st_size))

    def round(self) -> str:
        """Do something bad during or after a session; returns what."""
        what = self.chance.choice(["kill", "kill", "flip", "truncate", "move", "move later", "fill"])
        if what == "kill":
            self.write(10_000, after="kill")
        elif what == "move":
            self.write(20, after="move")
        elif what == "fill":
            self.write(10_000, limit=20_000)
        else:
            self.write(10)
        if what == "flip":
            self.flip()
        elif what == "truncate":
            self.truncate()
        elif what == "move later":
            self.move()
        return what

    def end_day(self) -> None:
        """Check and back up, as is done once a day."""
        self.today += timedelta(days=1)
        check_and_back_up(self.home, VirtualClock(self.today))

    def repair_if_damaged(self) -> None:
        """Repair what `verify` finds, with the journals that were moved away, as its message advises."""
        if self.coach("journal", "verify").returncode == 0 and not self.moved:
            return
        repaired = self.coach("journal", "repair", *map(str, self.moved))
        assert repaired.returncode == 0, repaired.stderr
        self.moved.clear()
        self.repairs += 1

    def missing(self) -> dict[str, str]:
        """The sessions of which `coach log` shows fewer steps than were reported as done."""
        log = self.coach("log", "--json")
        assert log.returncode == 0, log.stderr
        shown = {each["id"]: each["steps_done"] for each in json.loads(log.stdout)["sessions"]}
        return {
            session: f"{shown.get(session)} of {steps}"
            for session, steps in self.reported.items()
            if shown.get(session, -1) < steps
        }

    def coach(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run that command to its end."""
        return subprocess.run(
            [*PROGRAM, *arguments],
            env=environment(self.home.data),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def test_nothing_that_was_reported_as_done_is_lost(tmp_path: Path) -> None:
    """After each round every step is in `coach log`, or in what a repair brings back."""
    chaos = Chaos(tmp_path / "home")
    chaos.write(5)
    happened: Counter[str] = Counter()
    for number in range(ROUNDS):
        if number % 5 == 4:
            chaos.end_day()
        what = chaos.round()
        happened[what] += 1
        chaos.repair_if_damaged()
        assert chaos.missing() == {}, f"seed {SEED}, round {number}: {what}"
    report = f"{dict(happened)}; {chaos.repairs} repairs; {chaos.reported.total()} steps reported as done"
    (tmp_path / "report").write_text(report, encoding="utf-8")
