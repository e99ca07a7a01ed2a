"""The cost table of docs/architecture.md as it is on this machine: `python benchmarks/run.py [--quick]`.

Every row is measured several times, in turn with its peer, and shows medians. The exit code is 1 when
a target is missed. `--quick` takes about twelve minutes, all of it an hour; `--only SUBJECT` measures one
subject, `--load "sixteen bursty processes"` all of them on a busy machine. Sinks of different latency, and
sound beside each load, are rows of `heard_times` in any case.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from load import LOADS, loaded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measure import Row

SUBJECTS = (
    "start_up", "much", "year_of_plan", "reading", "rendering", "cue_places", "heard_times",
    "first_sound", "begin_sound", "reminder_costs", "journal_costs",
    "idle_day",
)  # fmt: skip
"""Modules of this folder, each with `rows(folder, quick=…)`; the folder is empty, and goes afterwards."""
HEADINGS = ("what", "ours", "peer", "ratio", "target", "")


def main() -> int:
    """Measure what was asked for, and print a row as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, a journal of 100,000 events")
    parser.add_argument("--load", choices=LOADS, default="as it is", help="what else the machine does")
    parser.add_argument("--only", choices=SUBJECTS, help="one subject only")
    parser.add_argument("--in", dest="where", type=Path, help="a folder on the disk to measure on")
    chosen = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    print(f"Python {platform.python_version()} on {platform.platform()}, the machine {chosen.load}")
    print(line(HEADINGS), flush=True)
    with loaded(chosen.load):
        missed = [
            row
            for subject in ((chosen.only,) if chosen.only else SUBJECTS)
            for row in measured(subject, chosen.where, quick=chosen.quick)
            if not row.is_met
        ]
    return 1 if missed else 0


def measured(subject: str, where: Path | None, *, quick: bool) -> Iterator[Row]:
    """Measure that subject, and print each of its rows as soon as it is there."""
    with tempfile.TemporaryDirectory(prefix="coach-benchmark-", dir=where) as folder:
        for row in importlib.import_module(subject).rows(Path(folder), quick=quick):
            print(line(cells(row)), flush=True)
            yield row


def cells(row: Row) -> tuple[str, ...]:
    """That row's columns."""
    return (row.what, row.ours, row.peer, row.ratio, row.target, "met" if row.is_met else "MISSED")


def line(columns: tuple[str, ...]) -> str:
    """One line of the table."""
    widths = (36, 36, 37, 7, 27, 0)
    return "  ".join(f"{cell:<{width}}" for cell, width in zip(columns, widths, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main())
