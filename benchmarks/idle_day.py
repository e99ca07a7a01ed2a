"""The coach that runs all day while nothing is due, its API open, beside the ten-line loop."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from measure import ROOT, Row, environment_with, times

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WAKE_UPS, MOST_CPU, MOST_PSS = 6.0, 0.4, 30.0
"""A minute; seconds an hour; MB: the cost table of docs/architecture.md."""
SETTLED_AFTER = 40.0
"""Seconds after which a process has started and rendered, and does only what it does all day."""
LOOP = """
import schedule, time
import pyttsx3

def water():
    engine = pyttsx3.init()
    engine.say("Time for water.")
    engine.runAndWait()

schedule.every(6).hours.do(water)
while True:
    schedule.run_pending()
    time.sleep(1)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What it takes: times a minute that it woke, CPU seconds an hour, MB of memory of its own."""

    wake_ups: float
    cpu: float
    pss: float


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """Wake-ups, CPU and memory in the same minute; nothing where there is no /proc to read them in."""
    if not Path("/proc/self/smaps_rollup").exists():
        return []
    due = datetime.now().astimezone() + timedelta(hours=6)
    plan = f'format: 1\nreminders:\n  water: {{routine: sip-water, at: ["{due:%H:%M}"]}}\n'
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    with (
        running(folder, str(ROOT / "cli.py"), "start") as coach,
        running(folder, "-c", LOOP) as loop,
    ):
        time.sleep(SETTLED_AFTER)
        ours, peer = costs((coach, loop), 20.0 if quick else 60.0)
    return [
        row("idle: wake-ups a minute", ours.wake_ups, peer.wake_ups, MOST_WAKE_UPS),
        row("idle: CPU seconds an hour", ours.cpu, peer.cpu, MOST_CPU),
        row("idle: MB of its own (PSS)", ours.pss, peer.pss, MOST_PSS),
    ]


def row(what: str, ours: float, peer: float, most: float) -> Row:
    """That figure of both."""
    return Row(
        what=what,
        ours=f"{ours:.3g}",
        peer=f"schedule + sleep(1) {peer:.3g}",
        ratio=times(ours / peer) if peer else "",
        target=f"at most {most:g}",
        is_met=ours <= most,
    )


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[int]:
    """Python with those arguments; gives its id. Raises `RuntimeError` if it has ended by itself."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment_with(folder),
    )
    try:
        yield process.pid
        if process.poll() is not None:
            raise RuntimeError(f"it ended with code {process.returncode} while it was measured: {arguments}")
    finally:
        process.terminate()
        process.wait()


def costs(roots: tuple[int, ...], seconds: float) -> list[Cost]:
    """What each of those processes takes in that many seconds, with its children."""
    before = [(switches(pid), cpu(pid)) for pid in roots]
    began = time.monotonic()
    time.sleep(seconds)
    after = [(switches(pid), cpu(pid)) for pid in roots]
    took = time.monotonic() - began
    return [
        Cost(
            wake_ups=(later[0] - earlier[0]) / took * 60,
            cpu=(later[1] - earlier[1]) / took * 3600,
            pss=pss(pid),
        )
        for pid, earlier, later in zip(roots, before, after, strict=True)
    ]


def family(pid: int) -> list[Path]:
    """That process and those it has started, in /proc."""
    found = [Path(f"/proc/{pid}")]
    for task in (found[0] / "task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            found += family(int(child))
    return found


def switches(pid: int) -> int:
    """How often all threads have gone to sleep so far; interruptions by what else runs are not counted."""
    texts = [
        (task / "status").read_text(encoding="utf-8")
        for each in family(pid)
        for task in (each / "task").iterdir()
    ]
    numbers = re.findall(r"^voluntary_ctxt_switches:\s+(\d+)", "\n".join(texts), re.MULTILINE)
    return sum(map(int, numbers))


def cpu(pid: int) -> float:
    """CPU seconds of all threads so far; `stat` counts in hundredths, which is too coarse."""
    spent = [
        int((task / "schedstat").read_text(encoding="ascii").split()[0])
        for each in family(pid)
        for task in (each / "task").iterdir()
    ]
    return sum(spent) / 1e9


def pss(pid: int) -> float:
    """MB of memory: its own, and its share of what others have too."""
    texts = [(each / "smaps_rollup").read_text(encoding="ascii") for each in family(pid)]
    return sum(int(kb) for text in texts for kb in re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)) / 1024
