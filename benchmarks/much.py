"""Many reminders and many files of one's own, beside the start of a bare interpreter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from measure import ROOT, Row, coach, medians, readable, run, times

if TYPE_CHECKING:
    from pathlib import Path

TEN, THOUSAND, MOST = 10, 1_000, 10_000
NEXT_REMINDERS, SIMULATED_REMINDERS, DAYS = 100, 50, 30
SIMULATE = ("simulate", "--from", "2026-11-02", "--days", str(DAYS))
NEXT = f"coach next, {NEXT_REMINDERS} reminders"
SIMULATED = f"coach simulate, {SIMULATED_REMINDERS} reminders, {DAYS} days"
LIMITS = {
    f"coach routines, {TEN} own files": 0.0,
    f"coach routines, {THOUSAND:,} own files": 0.5,
    f"coach routines, {MOST:,} own files": 2.0,
    NEXT: 0.6,
    SIMULATED: 2.0,
}
"""Seconds at most; 0: see `MOST_STARTS`."""
MOST_STARTS = 13
"""Starts of a bare interpreter at most."""


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """A row for each; the files and what came of them are cached, as after the first time."""
    bundled = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "routines" / "en").glob("*.yaml"))]
    homes = []
    for number in (TEN, THOUSAND) if quick else (TEN, THOUSAND, MOST):
        home = folder / f"routines-{number}"
        (home / "routines").mkdir(parents=True)
        for index in range(number):
            text = f"{bundled[index % len(bundled)]}# {index}\n"
            (home / "routines" / f"own-{index}.yaml").write_text(text, encoding="utf-8")
        coach("routines", home=home)
        homes.append((f"coach routines, {number:,} own files", home))
    dense, half = folder / "dense", folder / "half"
    for home, number in ((dense, NEXT_REMINDERS), (half, SIMULATED_REMINDERS)):
        home.mkdir()
        (home / "plan.yaml").write_text(plan(number), encoding="utf-8")
        coach("next", home=home)
    measured = {what: (lambda home=home: coach("routines", home=home)) for what, home in homes}
    measured[NEXT] = lambda: coach("next", home=dense)
    measured[SIMULATED] = lambda: coach(*SIMULATE, home=half)
    measured["peer"] = lambda: run(sys.executable, "-c", "pass")
    took = medians(measured, rounds=3 if quick else 11)
    peer = took.pop("peer")
    return [row(what, seconds, peer) for what, seconds in took.items()]


def plan(number: int) -> str:
    """A plan of that many reminders, each every half hour to hour and a half of the day."""
    ids = sorted(path.stem for path in (ROOT / "routines" / "en").glob("*.yaml"))
    lines = (
        f"  r{index}: {{routine: {ids[index % len(ids)]}, every: {30 + index % 60} min, "
        f"between: '08:{index % 60:02}-18:00'}}\n"
        for index in range(number)
    )
    return f"zone: Europe/Berlin\nreminders:\n{''.join(lines)}"


def row(what: str, ours: float, peer: float) -> Row:
    """That command, in seconds and in starts of a bare interpreter."""
    limit = LIMITS[what]
    return Row(
        what=what,
        ours=readable(ours),
        peer=f"bare interpreter {readable(peer)}",
        ratio=times(ours / peer),
        target=f"at most {limit:g} s" if limit else f"at most {MOST_STARTS} ×",  # noqa: RUF001 — times
        is_met=ours <= limit if limit else ours <= MOST_STARTS * peer,
    )
