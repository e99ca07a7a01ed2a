"""`coach --help` beside the start of a bare interpreter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from measure import Row, coach, medians, readable, run, times

if TYPE_CHECKING:
    from pathlib import Path

MOST = 6


def rows(_folder: Path, *, quick: bool) -> list[Row]:
    """One row."""
    took = medians(
        {"ours": lambda: coach("--help"), "peer": lambda: run(sys.executable, "-c", "pass")},
        rounds=11 if quick else 31,
    )
    ratio = took["ours"] / took["peer"]
    return [
        Row(
            what="coach --help",
            ours=readable(took["ours"]),
            peer=f"bare interpreter {readable(took['peer'])}",
            ratio=times(ratio),
            target=f"at most {MOST} ×",  # noqa: RUF001 — the sign for times
            is_met=ratio <= MOST,
        )
    ]
