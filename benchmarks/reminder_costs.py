"""What a reminder costs: the processes of a short routine, and of an announcement, beside bare speech.

The coach runs on a sound server of its own. CPU seconds are those of the processes
that it has started and that have ended, memory is the largest PSS of each process that speaks.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import spoken_once
from measure import NO_DESKTOP, ROOT, Row, coach, times
from started import started

sys.path.append(str(ROOT / "tests"))
import pulse_server

if TYPE_CHECKING:
    from collections.abc import Iterator

BEFORE_SECONDS = 120.0
"""In which the coach starts and renders; the first reminder comes up to a minute before its end."""
MOST_CPU, MOST_MEMORY = 0.15, 30.0
"""CPU seconds of a reminder, and MB."""
SPEAKS = ("rendered_session", "announce", " do ")
"""What stands in the command line of a process that speaks."""
TICKS = os.sysconf("SC_CLK_TCK")


def rows(folder: Path, *, quick: bool) -> Iterator[Row]:
    """A row for a routine of words, and one for an announcement; both coaches run at the same time."""
    minutes = 2 if quick else 4
    kinds = {"reminder of words": "now", "announcement": "ask"}
    with pulse_server.PulseServer(("heard",)) as server, ThreadPoolExecutor(2) as both:
        runs = both.map(lambda begin: led(folder / begin, server, begin, minutes), kinds.values())
        found = dict(zip(kinds, runs, strict=True))
        name, peer = spoken_once.peer(folder)[0], loop_cpu(folder, server)
    for what, (spoken, idle) in found.items():
        cpu = statistics.median(each[0] for each in spoken) if spoken else float("nan")
        memory = max((each[1] for each in spoken), default=float("nan"))
        yield Row(
            what=what,
            ours=f"{cpu:.2f} CPU s, {memory:.0f} MB PSS, of {len(spoken)}",
            peer=f"{name}: {peer:.2f} CPU s",
            ratio=times(cpu / peer),
            target=f"{MOST_CPU} CPU s, {MOST_MEMORY:.0f} MB; idle: {3600 * idle:.2f} s/h",
            is_met=cpu <= MOST_CPU and memory <= MOST_MEMORY,
        )


def led(
    home: Path, server: pulse_server.PulseServer, begin: str, minutes: int
) -> tuple[list[tuple[float, float]], float]:
    """The CPU seconds and MB of each process that spoke, and the CPU seconds a second of the coach itself."""
    first = datetime.now(UTC) + timedelta(seconds=BEFORE_SECONDS)
    last = first + timedelta(minutes=minutes + 5)
    home.mkdir()
    coach("do", "sip-water", "--fast", home=home)  # its notices are given
    (home / "plan.yaml").write_text(
        "format: 1\nzone: UTC\nspacing: 10 s\nreminders:\n  water: {routine: sip-water, every: 1 min, "
        f'between: "{first:%H:%M}-{last:%H:%M}", begin: {begin}}}\n',
        encoding="utf-8",
    )
    around = {**os.environ, **server.environment, **NO_DESKTOP, "COACH_HOME": str(home)}
    with started([sys.executable, ROOT / "cli.py", "start"], around, home / "out") as process:
        seen: dict[int, tuple[float, float]] = {}
        end = time.monotonic() + BEFORE_SECONDS + 60 * minutes
        time.sleep(5.0)
        began, before = time.monotonic(), cpu_of(process.pid)
        while time.monotonic() < end:
            time.sleep(0.2)
            for child in children(process.pid):
                with suppress(OSError, ValueError, IndexError):
                    if any(word in command_of(child) for word in SPEAKS):
                        cpu, memory = cpu_of(child), memory_of(child)
                        most = seen.get(child, (0.0, 0.0))
                        seen[child] = (max(cpu, most[0]), max(memory, most[1]))
        idle = (cpu_of(process.pid) - before) / (time.monotonic() - began)
    return [each for each in seen.values() if each[0]], idle


def loop_cpu(folder: Path, server: pulse_server.PulseServer) -> float:
    """The CPU seconds of the peer that says one sentence."""
    before = os.times()
    around = {**os.environ, **server.environment, "HOME": str(folder)}
    with started(spoken_once.peer(folder)[1], around, folder / "peer") as process:
        process.wait(60)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def children(pid: int) -> list[int]:
    """The processes that it has started."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(number) for number in path.read_text().split()]
    return found


def command_of(pid: int) -> str:
    """Its command line."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def cpu_of(pid: int) -> float:
    """The CPU seconds of that process alone."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(pid: int) -> float:
    """Its PSS in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
