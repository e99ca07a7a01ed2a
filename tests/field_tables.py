"""The tables of fields in docs/, from their declaration: `python tests/field_tables.py` rewrites them."""

from __future__ import annotations

from pathlib import Path

from coach.api.operations import OPERATIONS
from coach.fields.markdown import with_tables
from coach.fields.structured_types import definition_name
from coach.plan.reminder_table import PUT_OFF, REMINDER
from coach.plan.tables import AUDIO, BUSY, PLAN, VOICE
from coach.routine.tables import ROUTINE, ROUTINE_PARTS

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


def rewritten(page: Path) -> str:
    """The text of the page as it should be."""
    return with_tables(page.read_text(encoding="utf-8"), TABLES)


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(rewritten(each), encoding="utf-8")
