"""Reading and checking 1,000 routine files, beside PyYAML's C parser making trees of them and no more."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from measure import ROOT, Row, coach, medians, readable, run, times

if TYPE_CHECKING:
    from pathlib import Path

FILES = 1_000
MOST = 10
"""Times what the parser alone takes, at most."""
BARE = """
import sys
from pathlib import Path
import yaml
for path in Path(sys.argv[1]).iterdir():
    yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
"""


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """One row; our side is the whole command, its start included."""
    many = folder / "routines"
    many.mkdir()
    bundled = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "routines" / "en").glob("*.yaml"))]
    for number in range(FILES):
        (many / f"routine-{number}.yaml").write_text(bundled[number % len(bundled)], encoding="utf-8")
    took = medians(
        {
            "ours": lambda: coach("check", many, home=folder),
            "peer": lambda: run(sys.executable, "-c", BARE, many),
        },
        rounds=1 if quick else 5,
    )
    return [
        Row(
            what=f"check {FILES:,} routine files",
            ours=readable(took["ours"]),
            peer=f"bare C YAML parser {readable(took['peer'])}",
            ratio=times(took["ours"] / took["peer"]),
            target=f"at most {MOST} ×",  # noqa: RUF001 — times
            is_met=took["ours"] <= MOST * took["peer"],
        )
    ]
