"""`coach --help`, `next`, `check` and `preview` beside the start of a bare interpreter."""

from __future__ import annotations

import sys
from itertools import cycle
from typing import TYPE_CHECKING

from measure import ROOT, Row, coach, medians, readable, run, times

if TYPE_CHECKING:
    from pathlib import Path

MOST, MOST_NEXT, MOST_READING = 6, 15, 20
MORE = "  more: {routine: calm-minute, at: '11:11'}\n", "  more: {routine: office-3, at: '11:11'}\n"
"""Two reminders that the plan of `coach init` does not have, for routines that it does not call for."""


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """The help; what comes next, also right after an edit that needs another routine; one routine read."""
    usual, edited = folder / "usual", folder / "edited"
    for home in (usual, edited):
        coach("init", "--defaults", home=home)
    plan, routine = edited / "plan.yaml", ROOT / "routines" / "en" / "desk-neck.yaml"
    text, more = plan.read_text(encoding="utf-8"), cycle(MORE)

    def after_an_edit() -> None:
        plan.write_text(text + next(more), encoding="utf-8")
        coach("next", home=edited)

    took = medians(
        {
            "coach --help": lambda: coach("--help"),
            "coach next": lambda: coach("next", home=usual),
            "coach next, the plan just edited": after_an_edit,
            "coach check FILE": lambda: coach("check", routine, home=usual),
            "coach preview ID": lambda: coach("preview", "desk-neck", home=usual),
            "peer": lambda: run(sys.executable, "-c", "pass"),
        },
        rounds=11 if quick else 31,
    )
    peer = took.pop("peer")
    return [row(what, seconds, peer, _most(what)) for what, seconds in took.items()]


def row(what: str, ours: float, peer: float, most: float) -> Row:
    """That command, in starts of a bare interpreter."""
    return Row(
        what=what,
        ours=readable(ours),
        peer=f"bare interpreter {readable(peer)}",
        ratio=times(ours / peer),
        target=f"at most {most} ×",  # noqa: RUF001 — the sign for times
        is_met=ours / peer <= most,
    )


def _most(what: str) -> float:
    if "next" in what:
        return MOST_NEXT
    return MOST if "help" in what else MOST_READING
