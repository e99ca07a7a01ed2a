"""A real daemon on a plan and a wall clock of its own, and what is left of it: its processes, its journal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from coach.api.client import running_coach
from coach.clock import SystemClock
from coach.home import Home
from coach.journal.sessions import sessions
from coach.journal.store import Journal
from coach.plan.cadence import shift
from coach_process import PROGRAM, CoachProcess, environment
from wall_clock import WallClock

ALONE = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
"""No desktop: the person who runs the tests may be away, in a meeting, or watching."""
OPEN = "Running the reminders"
ELEVEN = datetime(2024, 3, 12, 11, tzinfo=UTC)
"""What these days turn around: a Tuesday long ago, so that no file seems older than it is."""
JUST_BEFORE = ELEVEN - timedelta(seconds=14)
"""The daemon makes a process ready 12 s ahead."""
JITTER = 59
PATIENCE = 60.0
"""Seconds that a busy machine may take longer for anything."""


@dataclass(frozen=True)
class DaemonHome:
    """Where a daemon runs: its folder, the environment of its processes, and their clock."""

    folder: Path
    surroundings: dict[str, str]
    clock: Any

    @property
    def home(self):
        """The folder as the coach sees it."""
        state = self.folder / "state"
        return Home(config=self.folder, data=self.folder, cache=self.folder, state=state)


def settle(place, reminders, *, more="", seconds=3):
    """A home with that plan and a rest of that many seconds as its routine; the clock shows almost 11:00."""
    write_routine(place, "short", f"  - rest: {seconds} s\n")
    write_plan(place, reminders, more)
    place.clock.stand(JUST_BEFORE)


def write_routine(place, name, steps):
    """A routine of that name with those steps."""
    folder = place.folder / "routines"
    folder.mkdir(parents=True, exist_ok=True)
    text = f"title: {name.capitalize()} rest\nkind: habit\nsteps:\n{steps}"
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def write_plan(place, reminders, more=""):
    """That plan: reminders by name, each with its cadence as it is written."""
    lines = [f"  {name}: {{{', '.join(_completed(cadence))}}}" for name, cadence in reminders.items()]
    text = "\n".join(["format: 1", "spacing: 1 s", more, "reminders:", *lines, ""])
    (place.folder / "plan.yaml").write_text(text, encoding="utf-8")


def _completed(cadence):
    yield cadence
    if "routine:" not in cadence:
        yield "routine: short"
    if "begin:" not in cadence:
        yield "begin: now"


def at(*clock_times):
    """The cadence of those times of day."""
    return "at: [" + ", ".join(f'"{each}"' for each in clock_times) + "]"


def to_the_second(clock_time, *more):
    """A reminder's name and cadence with which it is due at that time of day, as 11:00:07.

    A plan knows minutes and an amount by which a day's occurrences come later, drawn from the name.
    """
    minute, _, seconds = clock_time.rpartition(":")
    names = (f"{'abcdefghij'[number % 10]}{number}" for number in count())
    day = ELEVEN.date()
    name = next(each for each in names if shift(each, day, JITTER) == int(seconds))
    return name, ", ".join([at(minute), f"jitter: {JITTER} s", *more])


@contextmanager
def daemon(place, **more):
    """A daemon that has opened; at the end it is killed, if it has not ended.

    The first one finds a clock that stands: however long a busy machine needs to start it, what comes
    afterwards comes as long afterwards.
    """
    with CoachProcess(place.folder, "start", "--verbose", **place.surroundings, **ALONE, **more) as running:
        running.wait_for(OPEN)
        place.clock.go_on()
        yield running


def run_command(place, *arguments):
    """That command's exit code and all it printed."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(place.folder, **place.surroundings, **ALONE),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def status(place):
    """The status of the daemon of that home."""
    return running_coach(place.home).status()


def until(true, seconds):
    """Seconds until it is true; raises `TimeoutError` if it is not within so many and a minute more."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds + PATIENCE:
            raise TimeoutError(f"not true within {seconds} s")
        time.sleep(0.1)
    return time.monotonic() - began


def until_it_is(place, seconds):
    """Wait until so many seconds past eleven."""
    until(lambda: place.clock.now() >= ELEVEN + timedelta(seconds=seconds), 90.0)


def reminder_entries(place):
    """The journal's account of what became of each reminder, in order: what each entry says.

    Those that name the session, or say whether an announcement was heard, come whenever that is known.
    """
    found = [json.loads(data) for (data,) in rows(place, "SELECT data FROM events WHERE kind = 'reminder'")]
    return [entry for entry in found if entry["ruling"] not in ("led", "called")]


def rulings(place):
    """What the journal says of each occurrence, in order: reminder and ruling.

    What was only put off, as the one before it takes longer on a busy machine, is left out.
    """
    found = [(entry["reminder"], entry["ruling"]) for entry in reminder_entries(place)]
    return [each for each in found if each[1] != "defer"]


def outcomes(place):
    """How each session ended, oldest first."""
    with Journal.open_to_read(place.home.journal, SystemClock()) as journal:
        return [session.outcome for session in sessions(journal)]


def written(place):
    """The kinds of events that sessions wrote, in order; the steps that they began are left out."""
    kinds = [kind for (kind,) in rows(place, "SELECT kind FROM events WHERE kind <> 'reminder'")]
    return [kind for kind in kinds if kind != "step-started"]


def begun(place):
    """When each session's first step began, by its own clock, and its routine."""
    query = "SELECT at, routine FROM events WHERE kind = 'step-started' AND json_extract(data, '$.step') = 0"
    return [(datetime.fromtimestamp(at / 1e6, UTC), routine) for at, routine in rows(place, query)]


def rows(place, query):
    """What that query finds in the journal, in the order in which it was written."""
    with Journal.open_to_read(place.home.journal, SystemClock()) as journal:
        return journal.rows(f"{query} ORDER BY seq")


def processes(place):
    """The living processes of that home: id and arguments."""
    found = map(_process, Path("/proc").glob("[0-9]*"))
    return {pid: words for pid, words in found if _is_coach(words) and _is_of(pid, place.folder)}


def none_left(place, seconds=5.0):
    """Whether every process of that home is gone within that time."""
    try:
        until(lambda: not processes(place), seconds)
    except TimeoutError:
        return False
    return True


@contextmanager
def home_with_a_clock(folder, library, **surroundings):
    """A new home with a wall clock of its own, in UTC; at the end whatever still runs there is killed."""
    folder.mkdir()
    clock = WallClock(library, folder.with_suffix(".clock"))
    place = DaemonHome(folder, {**surroundings, **clock.surroundings, "TZ": "Etc/UTC"}, clock)
    try:
        yield place
    finally:
        end_all(place)


def end_all(place):
    """Kill what is left of that home."""
    for pid in processes(place):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def led(place):
    """The id of the process that leads a session or is held for one, once there is one."""
    until(lambda: sessions_of(place), 60.0)
    return sessions_of(place)[0]


def sessions_of(place):
    """The ids of the processes that lead a session, or are held for one."""
    return [pid for pid, words in processes(place).items() if "do" in words]


def _process(path):
    try:
        return int(path.name), (path / "cmdline").read_text(errors="replace").split("\0")
    except OSError:
        return int(path.name), []


def _is_coach(words):
    """Cheaper than to read what surrounds every process of the machine."""
    return any("coach" in word for word in words)


def _is_of(pid, folder):
    try:
        return f"COACH_HOME={folder}\0".encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
