"""Sessions killed with `kill -9` at any instant, and two at once: what was called done is in the journal."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from coach_process import CoachProcess, coach, logged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX matter")

SEED = 20_261_123
WORKERS = 4
SHORT = """
title: Short rests
kind: habit
steps:
  - repeat: 12
    steps:
      - rest: 0.5 s
      - rest: 0.7 s
"""
LONG = """
title: Many rests
kind: habit
steps:
  - repeat: 100
    steps:
      - repeat: 60
        steps:
          - rest: 1 s
"""
"""Run through, its 6000 steps keep the journal busy for several seconds."""
AT_PACE = ("do", "short", "--plain", "--mute")
RUN_THROUGH = ("do", "long", "--plain", "--mute", "--fast")
CONTROLLED = ("do", "short", "--control", "--mute")
CONTROLLED_FAST = ("do", "long", "--control", "--mute", "--fast")
PLAN = (
    [(AT_PACE, "start", 1.5)] * 5
    + [(RUN_THROUGH, "start", 1.5)] * 3
    + [(AT_PACE, "line", 2.0)] * 16
    + [(RUN_THROUGH, "line", 1.5)] * 12
    + [(CONTROLLED, "line", 2.0)] * 7
    + [(CONTROLLED_FAST, "line", 1.5)] * 7
)
"""How each of the fifty is run, and how long after its start or its first line it is killed, at most."""


@dataclass(frozen=True, slots=True)
class Killed:
    """One killed session: the steps it had reported as done (from 0), and what is known of it afterwards."""

    arguments: tuple
    after: float
    reported: frozenset
    began: bool
    session: str | None
    kept: frozenset
    left: tuple
    logged: dict | None = None


def new_home(folder):
    """A home with both routines, its clips made."""
    (folder / "routines").mkdir(parents=True)
    (folder / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    (folder / "routines" / "long.yaml").write_text(LONG, encoding="utf-8")
    return folder


def steps_reported_done(lines):
    """The steps that those lines report as done, in either form."""
    steps = set()
    for line in lines:
        if line.startswith("{"):
            event = json.loads(line)
            if event["event"] == "step-done":
                steps.add(event["step"])
        elif line.strip().startswith("done: step "):
            steps.add(int(line.split("done: step ")[1].split(" of ")[0]) - 1)
    return frozenset(steps)


def kept_of(home, pid):
    """The session of that process, if there is one, and the steps that the database reports as done."""
    path = home / "journal.sqlite3"
    if not path.exists():
        return None, frozenset()
    with closing(sqlite3.connect(path)) as database:
        found = database.execute(
            "SELECT session FROM events WHERE kind = 'session-started' AND json_extract(data, '$.pid') = ?",
            (pid,),
        ).fetchone()
        if found is None:
            return None, frozenset()
        rows = database.execute(
            "SELECT json_extract(data, '$.step') FROM events WHERE kind = 'step-done' AND session = ?", found
        )
        return found[0], frozenset(step for (step,) in rows)


def left_of(home):
    """The processes that still run with that home, as far as they can be seen."""
    mark = f"COACH_HOME={home}".encode()
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                left.append((process / "cmdline").read_bytes())
        except OSError:
            continue
    return tuple(left)


def kill_one(home, arguments, since, after):
    """Run that session, kill it so many seconds after that, and see what is left of it."""
    with CoachProcess(home, *arguments) as run:
        if since == "line":
            run.wait_for("")
        time.sleep(after)
        run.signal()
        run.finish()
        pid, lines = run.pid, run.said
    session, kept = kept_of(home, pid)
    began = any("session-started" in line for line in lines) or bool(steps_reported_done(lines))
    deadline = time.monotonic() + 60
    while left_of(home) and time.monotonic() < deadline:  # the voice's worker notices when it is alone
        time.sleep(0.05)
    return Killed(arguments, after, steps_reported_done(lines), began, session, kept, left_of(home))


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """Fifty killed sessions, in four homes at once, each home's one after the other; and the homes."""
    chance = random.Random(SEED)  # noqa: S311 — only the instants
    plan = [(arguments, since, chance.uniform(0.0, latest)) for arguments, since, latest in PLAN]
    chance.shuffle(plan)
    homes = [new_home(tmp_path_factory.mktemp("killed")) for _ in range(WORKERS)]

    def kill_all(number):
        sessions = [kill_one(homes[number], *one) for one in plan[number::WORKERS]]
        shown = {entry["id"]: entry for entry in logged(homes[number])}
        return [replace(session, logged=shown.get(session.session)) for session in sessions]

    with ThreadPoolExecutor(WORKERS) as pool:
        return [one for some in pool.map(kill_all, range(WORKERS)) for one in some], homes


def test_fifty_were_killed_and_many_in_the_middle(killed):
    """The instants are spread: before the session, among its first steps, and deep in it."""
    sessions, _ = killed
    reported = sorted(len(session.reported) for session in sessions)
    early = sum(not session.began for session in sessions)
    print(f"called done when killed: {reported}; before the session began: {early}")  # noqa: T201 — figures, for `pytest -rP`
    assert len(sessions) == len(PLAN) == 50
    assert sum(count > 0 for count in reported) >= 25
    assert reported[-1] >= 30


def test_every_step_called_done_is_in_the_journal(killed):
    """By the database and by `coach log --json`, for lines and for events alike."""
    for session in killed[0]:
        assert session.reported <= session.kept, session
        if session.reported:
            assert session.logged["steps_done"] == len(session.kept), session


def test_a_killed_session_is_interrupted(killed):
    """A killed session is neither running nor stopped nor missing, and has no end."""
    for session in killed[0]:
        assert session.logged is not None or not session.began, session
        if session.logged is not None:
            assert (session.logged["outcome"], session.logged["ended"]) == ("interrupted", None), session


@pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="other processes are looked at as Linux allows"
)
def test_nothing_outlives_a_killed_session(killed):
    """No worker of its voice, and nothing that goes on talking."""
    assert [(session.after, session.left) for session in killed[0] if session.left] == []


def test_the_next_session_works(killed):
    """After a dozen kills in one home a session runs to its end, and no database is damaged."""
    _, homes = killed
    for home in homes:
        coach(home, "do", "short", "--plain", "--mute", "--fast")
        assert logged(home)[-1]["outcome"] == "completed"
        with closing(sqlite3.connect(home / "journal.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_two_sessions_at_once_do_not_disturb_each_other(tmp_path):
    """Both go to their end at the right pace, each with all its steps under its own id."""
    home = new_home(tmp_path / "home")
    (home / "routines" / "brief.yaml").write_text(
        "title: Brief\nkind: habit\nsteps:\n  - repeat: 4\n    steps:\n      - rest: 0.5 s\n",
        encoding="utf-8",
    )
    with (
        CoachProcess(home, "do", "brief", "--plain", "--mute") as one,
        CoachProcess(home, "do", "brief", "--control", "--mute") as other,
    ):
        assert (one.finish(), other.finish()) == (0, 0)
        reported = (steps_reported_done(one.said), steps_reported_done(other.said))
        kept = (kept_of(home, one.pid), kept_of(home, other.pid))
    sessions = logged(home)
    assert {session["id"] for session in sessions} == {kept[0][0], kept[1][0]}
    assert [session["outcome"] for session in sessions] == ["completed", "completed"]
    assert reported == (kept[0][1], kept[1][1])
    assert reported[0] == reported[1] == frozenset(range(sessions[0]["steps"]))
