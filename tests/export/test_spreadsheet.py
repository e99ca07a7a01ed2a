"""The table for a spreadsheet: its rows, and that no cell of it is a formula."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from unicodedata import category
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.care.model import Fact, Note, Place
from coach.care.reading import sign_rules
from coach.export.records import Records, RoutineNames
from coach.export.spreadsheet import COLUMNS, FORMULA, safe_cell, write_csv
from export.journal_of_a_life import write_life

NAMES = RoutineNames({"desk-neck": "Desk neck and shoulders"}.get)
AT = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)


def table(records: Records, names: RoutineNames = NAMES) -> list[dict[str, str]]:
    """The rows of the table, as a spreadsheet reads them."""
    target = io.StringIO()
    count = write_csv(records, sign_rules(), names, target)
    rows = list(csv.DictReader(io.StringIO(target.getvalue())))
    assert len(rows) == count
    return rows


def test_a_note_has_a_row_for_each_fact():
    """Amounts stand with their units, and places in words."""
    note = Note(
        id="n",
        began=AT,
        facts=(Fact("cramp", 2.0), Fact("pain", 7), Fact("tight"), Fact("drink", 250)),
        places=(Place("calf", "left"), Place("lower_back")),
    )
    rows = table(Records(patient=UUID(int=0), notes=(note,), answers={}))
    assert {each["places"] for each in rows} == {"left calf, lower back"}
    assert [(each["fact"], each["amount"], each["unit"]) for each in rows] == [
        ("cramp", "2", "min"),
        ("pain", "7", "0-10"),
        ("tight", "", ""),
        ("drink", "250", "ml"),
    ]


@pytest.mark.parametrize(("redacted", "texts"), [(False, ["", "'=Warm sand"]), (True, [""])])
def test_own_words_have_a_row_unless_they_are_left_out(redacted, texts):
    """What was written beside the facts is safe text, and the first thing that --redact leaves out."""
    note = Note(id="n", began=AT, facts=(Fact("helped_otherwise"),), own_words="=Warm sand")
    names = RoutineNames(NAMES.bundled, redacted=redacted)
    rows = table(Records(patient=UUID(int=0), notes=(note,), answers={}), names)
    assert [each["text"] for each in rows] == texts


def test_without_records_there_are_the_headings():
    """The columns are the documented ones."""
    target = io.StringIO()
    assert write_csv(Records(patient=UUID(int=0), answers={}), sign_rules(), NAMES, target) == 0
    assert target.getvalue() == ",".join(COLUMNS) + "\n"


def test_the_rows_of_a_life_equal_independent_sql(tmp_path):
    """Sessions without rehearsals, claims, and notes without those taken back: as many as SQL counts."""
    path, records = write_life(tmp_path, seed=3)
    rows = table(records)
    counted = Counter(each["record"] for each in rows)
    with sqlite3.connect(path) as database:

        def number(query: str) -> int:
            return database.execute(query).fetchone()[0]

        kept = "events.id NOT IN (SELECT data ->> 'event' FROM events WHERE kind = 'note-withdrawn')"
        expected = {
            "session": number(
                "SELECT count(*) FROM events WHERE kind = 'session-started' AND data ->> 'rehearsal' IS NOT 1"
            ),
            "done": number("SELECT count(*) FROM events WHERE kind = 'confirmed'"),
            "note": number(
                f"SELECT count(*) FROM events, json_each(data, '$.facts') WHERE kind = 'note' AND {kept}"  # noqa: S608 — our own words
            ),
        }
    assert counted == expected
    assert min(expected.values()) > 10
    assert {each["title"] for each in rows if each["record"] == "session"} == {"'=Neck"}


@given(st.text() | st.sampled_from(FORMULA).flatmap(lambda sign: st.text().map(lambda text: sign + text)))
def test_no_cell_is_a_formula(text):
    """Whatever a title says, a spreadsheet takes it for text, on one line and without control characters."""
    cell = safe_cell(text)
    assert not cell.startswith(FORMULA)
    assert all(category(letter) != "Cc" for letter in cell)


@pytest.mark.parametrize("value", [7, 2.5, True, None])
def test_numbers_stay_numbers(value):
    """Only text is changed for a spreadsheet: a negative number is no formula."""
    assert safe_cell(value) is value
