"""`coach --help` and `coach next` beside the start of a bare interpreter."""

from __future__ import annotations

import sys
from itertools import cycle
from typing import TYPE_CHECKING

from measure import Row, coach, medians, readable, run, times

if TYPE_CHECKING:
    from pathlib import Path

MOST, MOST_NEXT = 6, 15
MORE = "  more: {routine: calm-minute, at: '11:11'}\n", "  more: {routine: office-3, at: '11:11'}\n"
"""Two reminders that the plan of `coach init` does not have, for routines that it does not call for."""


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """Three rows: the help; what comes next; and that right after an edit which calls for another routine."""
    usual, edited = folder / "usual", folder / "edited"
    for home in (usual, edited):
        coach("init", "--defaults", home=home)
    plan = edited / "plan.yaml"
    text, more = plan.read_text(encoding="utf-8"), cycle(MORE)

    def after_an_edit() -> None:
        plan.write_text(text + next(more), encoding="utf-8")
        coach("next", home=edited)

    took = medians(
        {
            "coach --help": lambda: coach("--help"),
            "coach next": lambda: coach("next", home=usual),
            "coach next, the plan just edited": after_an_edit,
            "peer": lambda: run(sys.executable, "-c", "pass"),
        },
        rounds=11 if quick else 31,
    )
    peer = took.pop("peer")
    return [row(what, seconds, peer, MOST_NEXT if "next" in what else MOST) for what, seconds in took.items()]


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
