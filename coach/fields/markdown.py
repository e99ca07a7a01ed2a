"""Markdown tables of fields, and pages that contain them between markers.

A page has the table of `routine` between `<!-- fields: routine -->` and `<!-- end of fields -->`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.fields.table import Field, Table

_MARKED = re.compile(r"(<!-- fields: ([a-z-]+) -->\n).*?(<!-- end of fields -->\n)", re.DOTALL)


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
