"""Measuring: several things in turn, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed was compiled once, and so is a checkout
ROOT = Path(__file__).resolve().parents[1]
NO_DESKTOP = {
    "DISPLAY": "",
    "WAYLAND_DISPLAY": "",
    "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    "DBUS_SYSTEM_BUS_ADDRESS": "disabled:",
}
"""Where it does not matter what the desktop says: whoever measures may be away, in a meeting, or watching."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ours, the peer's in the same run, and the target of docs/architecture.md."""

    what: str
    ours: str
    peer: str
    ratio: str
    target: str
    is_met: bool


def medians(things: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds that each takes, over so many rounds; one round before them counts nothing."""
    taken: dict[str, list[float]] = {name: [] for name in things}
    for number in range(rounds + 1):
        for name, thing in things.items():
            seconds = timed(thing)
            if number:
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}


def timed(thing: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begun = time.perf_counter()
    thing()
    return time.perf_counter() - begun


def run(*command: str | Path, home: Path | None = None) -> None:
    """Run that program to its end, its output thrown away; raises `CalledProcessError` when it fails."""
    environment = None if home is None else environment_with(home)
    subprocess.run(
        [str(word) for word in command],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
    )


def environment_with(home: Path) -> dict[str, str]:
    """Ours, with that folder for the coach's files."""
    return {**os.environ, "COACH_HOME": str(home)}


def coach(*arguments: str | Path, home: Path | None = None) -> None:
    """Run this checkout's `coach`."""
    run(sys.executable, ROOT / "cli.py", *arguments, home=home)


def readable(seconds: float) -> str:
    """Those seconds, readable."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def times(ratio: float) -> str:
    """How many times as much."""
    return f"{ratio:,.0f} ×" if ratio >= 100 else f"{ratio:.2g} ×"  # noqa: RUF001 — the sign for times
