"""Tables of fields in Markdown: what a row says, and that the pages are up to date."""

from __future__ import annotations

import re

import pytest

from coach.fields.scalar_types import Choices, WholeNumber
from coach.fields.table import Field, Table
from field_tables import PAGES, TABLES, markdown_table, rewritten, with_tables

SMALL = Table(
    "a thing",
    (
        Field("size", WholeNumber(1, 7), "How big.", "3", default="2"),
        Field("way", Choices(("in", "out")), "Which | way.", "in", is_required=True),
    ),
)
ROWS = """\
| field | what to write | what it says | without it |
| --- | --- | --- | --- |
| `size` | a whole number from 1 to 7 | How big. | `2` |
| `way` | `in`, `out` | Which \\| way. | **needed** |
"""


def test_a_table_says_all_that_was_declared():
    """The table has a row for each field, in the order of the declaration."""
    assert markdown_table(SMALL) == ROWS


def test_only_what_is_between_markers_is_rewritten():
    """Only the part between the markers is rewritten."""
    page = "Before.\n<!-- fields: thing -->\nold\n<!-- end of fields -->\nAfter.\n"
    expected = f"Before.\n<!-- fields: thing -->\n{ROWS}<!-- end of fields -->\nAfter.\n"
    assert with_tables(page, {"thing": SMALL}) == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_of_the_pages_are_those_of_the_declaration(page):
    """The tables in docs/ are up to date; `python tests/field_tables.py` rewrites them."""
    assert page.read_text(encoding="utf-8") == rewritten(page)


def test_every_table_stands_in_a_page():
    """Every table of fields is in one of the pages."""
    marked = {
        name
        for page in PAGES
        for name in re.findall(r"<!-- fields: ([a-z-]+) -->", page.read_text(encoding="utf-8"))
    }
    assert marked == TABLES.keys()
