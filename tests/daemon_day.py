"""A real daemon on a plan of its own, and what is left of it: its processes, its journal."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from running import PROGRAM, Running, environment, logged

from coach.clock import SystemClock
from coach.daemon.client import running_coach
from coach.home import Home
from coach.journal.store import Journal

ALONE = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
"""No desktop: whoever runs the tests may be away, in a meeting, or watching."""
OPEN = "The coach keeps your day"


def new_home(folder, reminders, seconds=3, more=""):
    """A home with a routine `short` of that length and a plan of those reminders, each `begin: now`."""
    (folder / "routines").mkdir(parents=True)
    text = f"title: Short rest\nkind: habit\nsteps:\n  - rest: {seconds} s\n"
    (folder / "routines" / "short.yaml").write_text(text, encoding="utf-8")
    write_plan(folder, reminders, more)
    return folder


def write_plan(folder, reminders, more=""):
    """That plan: reminders by name, each with its cadence as it is written."""
    lines = [f"  {name}: {{routine: short, {cadence}, begin: now}}" for name, cadence in reminders.items()]
    text = "\n".join(["format: 1", "spacing: 30 s", more, "reminders:", *lines, ""])
    (folder / "plan.yaml").write_text(text, encoding="utf-8")


def next_minute(ahead=25.0):
    """The next whole minute that is at least so many seconds away: ten daemons start at once before it."""
    later = datetime.now().astimezone() + timedelta(seconds=ahead + 60)
    return later.replace(second=0, microsecond=0)


def clock_time(moment):
    """As a plan has it."""
    return f"{moment:%H:%M}"


def at(*moments):
    """The cadence of those times of day."""
    return "at: [" + ", ".join(f'"{clock_time(moment)}"' for moment in moments) + "]"


@contextmanager
def daemon(folder, surroundings, **more):
    """A daemon that has opened; whatever still runs of that home at the end is killed."""
    with Running(folder, "start", **surroundings, **ALONE, **more) as running:
        running.wait_for(OPEN)
        yield running


def steer(folder, *arguments):
    """That command's exit code and all it printed."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def status(folder):
    """How the daemon of that home stands."""
    return running_coach(folders(folder)).status()


def folders(folder):
    """That home."""
    return Home(config=folder, data=folder, cache=folder, state=folder / "state")


def until(true, seconds):
    """Seconds until it is true; raises `TimeoutError` if it is not within so many."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"not true within {seconds} s")
        time.sleep(0.1)
    return time.monotonic() - began


def rulings(folder):
    """What the journal says of each occurrence, in order: reminder and ruling."""
    with Journal.open_to_read(folders(folder).journal, SystemClock()) as journal:
        rows = journal.rows("SELECT data FROM events WHERE kind = 'reminder' ORDER BY seq")
    trees = [json.loads(data) for (data,) in rows]
    return [(tree["reminder"], tree["ruling"]) for tree in trees]


def outcomes(folder):
    """How each session ended, oldest first."""
    return [session["outcome"] for session in logged(folder)]


def processes(folder):
    """The living processes of that home: id and arguments."""
    return {pid: words for pid, words in map(_process, Path("/proc").glob("[0-9]*")) if _is_of(pid, folder)}


def none_left(folder, seconds=5.0):
    """Whether every process of that home is gone within that time."""
    try:
        until(lambda: not processes(folder), seconds)
    except TimeoutError:
        return False
    return True


def led(folder):
    """The id of the process that leads a session or is held for one, once there is one."""
    until(lambda: _sessions(folder), 75.0)
    return _sessions(folder)[0]


def _sessions(folder):
    return [pid for pid, words in processes(folder).items() if "do" in words]


def _process(path):
    try:
        return int(path.name), (path / "cmdline").read_text(errors="replace").split("\0")
    except OSError:
        return int(path.name), []


def _is_of(pid, folder):
    try:
        return f"COACH_HOME={folder}\0".encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
