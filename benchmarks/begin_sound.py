"""From `coach begin` to the first sound of what was announced: its session was made ready, on a null sink."""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING

from measure import ROOT, Row, readable

sys.path.append(str(ROOT / "tests"))
import begin_latency
import wall_clock
from daemon_process import home_with_a_clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 0.5
"""Seconds."""
WHEN = {"": 15.0, ", in its announcement": 3.5}
"""Seconds after the announcement is due at which it is begun."""


def rows(folder: Path, *, quick: bool) -> Iterator[Row]:
    """A row for each moment; nobody else announces, so that there is no peer."""
    library = wall_clock.compiled(folder)
    for when, seconds in WHEN.items():
        found = [_measured(folder, library, seconds) for _ in range(1 if quick else 5)]
        yield Row(
            what=f"Begin to first sound{when}",
            ours=f"{readable(statistics.median(found))}, worst {readable(max(found))} of {len(found)}",
            peer="",
            ratio="",
            target=readable(MOST),
            is_met=statistics.median(found) <= MOST,
        )


def _measured(folder: Path, library: Path, seconds: float) -> float:
    number = len(list(folder.glob("begun-*.clock")))
    with home_with_a_clock(folder / f"begun-{number}", library) as place:
        return begin_latency.first_sample(place, seconds)[0]
