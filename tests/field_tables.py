"""The tables of fields in docs/, from their declaration: `python tests/field_tables.py` rewrites them.

A page has the table of `routine` between `<!-- fields: routine -->` and `<!-- end of fields -->`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from coach.api.operations import OPERATIONS
from coach.fields.structured_types import definition_name
from coach.plan.reminder_table import PUT_OFF, REMINDER
from coach.plan.tables import AUDIO, BUSY, PLAN, VOICE
from coach.routine.tables import ROUTINE, ROUTINE_PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.fields.table import Field, Table

DOCS = Path(__file__).parents[1] / "docs"
PAGES = tuple(DOCS / name for name in ("routine-format.md", "plan-format.md", "api.md"))
TABLES = {
    **{
        definition_name(table): table
        for table in (ROUTINE, *ROUTINE_PARTS, PLAN, VOICE, AUDIO, BUSY, PUT_OFF, REMINDER)
    },
    **{operation.path.strip("/"): operation.table for operation in OPERATIONS if operation.table.fields},
}
"""By the names in a page's markers."""
_MARKED = re.compile(r"(<!-- fields: ([a-z-]+) -->\n).*?(<!-- end of fields -->\n)", re.DOTALL)


def rewritten(page: Path) -> str:
    """The text of the page as it should be."""
    return with_tables(page.read_text(encoding="utf-8"), TABLES)


def with_tables(page: str, tables: Mapping[str, Table]) -> str:
    """The page with its tables generated again. Raises `KeyError` for a marker without a table."""
    return _MARKED.sub(lambda found: f"{found[1]}{markdown_table(tables[found[2]])}{found[3]}", page)


def markdown_table(table: Table) -> str:
    """The Markdown table of the fields: name, what to write, meaning, default."""
    rows = [
        ("field", "what to write", "what it says", "without it"),
        ("---", "---", "---", "---"),
        *(_row(each) for each in table.fields),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(declared: Field) -> tuple[str, str, str, str]:
    without = f"`{declared.default}`" if declared.default else declared.without
    return (
        f"`{declared.name}`",
        f"{declared.type.documented()}".replace("|", "\\|"),
        declared.described.replace("|", "\\|"),
        "**needed**" if declared.is_required else without,
    )


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(rewritten(each), encoding="utf-8")
