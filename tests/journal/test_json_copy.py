"""The journal as JSON: every event comes back as it was written, and what is damaged or redacted does not."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import VirtualClock
from coach.errors import FileError
from coach.home import Home
from coach.journal.erase import EraseSelection, erase
from coach.journal.events import COLUMNS, LINK_COLUMNS, new_event
from coach.journal.json_copy import check_json, is_json, rows_of_json, write_json
from coach.journal.merge import merge_journal
from coach.journal.store import open_journal, read_journal
from coach.journal.verify import verify

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
ALL = f"SELECT {COLUMNS}, {LINK_COLUMNS} FROM events ORDER BY writer, number"  # noqa: S608 — our own names


def home_in(root) -> Home:
    """A home in that folder."""
    root.mkdir(exist_ok=True)
    return Home(config=root, data=root, cache=root, state=root / "state")


def write(home: Home, count: int, first: int = 0) -> None:
    """Append that many events, with texts that JSON has to escape."""
    clock = VirtualClock(START)
    clock.advance(first)
    with open_journal(home, clock) as journal:
        for number in range(first, first + count):
            data = {"title": f'Ü "{number}"\n', "seconds": 1.5, "pain": None}
            journal.append(new_event("note", clock, session="", routine="knée", digest="", data=data))
            clock.advance(1)


def rows(home: Home) -> list[tuple[object, ...]]:
    """Every row of that journal."""
    with read_journal(home, VirtualClock(START)) as journal:
        return journal.rows(ALL)


def copy(home: Home, **options) -> str:
    """The journal as JSON."""
    target = io.StringIO()
    with read_journal(home, VirtualClock(START)) as journal:
        count = write_json(journal, target, **options)
    assert len(json.loads(target.getvalue())["events"]) == count
    return target.getvalue()


def test_a_copy_holds_every_row_with_its_chain(tmp_path):
    """Merged into an empty journal it gives the same rows, and a chain without a fault."""
    one, other, file = home_in(tmp_path / "a"), home_in(tmp_path / "b"), tmp_path / "copy.json"
    write(one, 30)
    file.write_text(copy(one), "utf-8")
    assert (is_json(file), merge_journal(other, file, VirtualClock(START)).added) == (True, 30)
    assert rows(other) == rows(one)
    assert merge_journal(other, file, VirtualClock(START)).added == 0
    with read_journal(other, VirtualClock(START)) as journal:
        assert verify(journal._connection).faults == ()


def test_what_was_erased_is_erased_by_the_copy(tmp_path):
    """An empty link goes along, so that the union loses the event too."""
    one, other, file = home_in(tmp_path / "a"), home_in(tmp_path / "b"), tmp_path / "copy.json"
    write(one, 5)
    file.write_text(copy(one), "utf-8")
    merge_journal(other, file, VirtualClock(START))
    erase(one, EraseSelection(), VirtualClock(START), copies=())
    file.write_text(copy(one), "utf-8")
    assert merge_journal(other, file, VirtualClock(START)).erased == 5


def test_a_part_of_a_journal_can_be_merged(tmp_path):
    """Since an instant there are fewer events, which the union takes as they are."""
    one, other, file = home_in(tmp_path / "a"), home_in(tmp_path / "b"), tmp_path / "copy.json"
    write(one, 10)
    file.write_text(copy(one, since=datetime(2026, 11, 2, 9, 0, 6, tzinfo=UTC)), "utf-8")
    assert merge_journal(other, file, VirtualClock(START)).added == 4
    with read_journal(other, VirtualClock(START)) as journal:
        assert verify(journal._connection).faults == ()


@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_another_layout_is_the_same_copy(tmp_path, indent):
    """A program may have laid the document out anew."""
    one, other, file = home_in(tmp_path / "a"), home_in(tmp_path / "b"), tmp_path / "copy.json"
    write(one, 8)
    file.write_text(json.dumps(json.loads(copy(one)), indent=indent, ensure_ascii=False), "utf-8")
    assert merge_journal(other, file, VirtualClock(START)).added == 8


def test_a_changed_event_is_counted_and_left_out(tmp_path):
    """What does not match its digest is damaged, and everything else is added."""
    one, other, file = home_in(tmp_path / "a"), home_in(tmp_path / "b"), tmp_path / "copy.json"
    write(one, 4)
    tree = json.loads(copy(one))
    tree["events"][1]["data"]["pain"] = 9
    file.write_text(json.dumps(tree), "utf-8")
    result = merge_journal(other, file, VirtualClock(START))
    assert (result.added, result.damaged) == (3, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "is not a journal"),
        ('{"format": "coach-journal-2", "redacted": false, "events": []}', "newer version"),
        ('{"format": "coach-journal-1", "redacted": true, "events": []}', "something was left out"),
    ],
)
def test_what_is_no_whole_journal_is_refused(tmp_path, text, message):
    """Another document, one of a newer coach, and one from which something was left out."""
    file = tmp_path / "copy.json"
    file.write_text(text, "utf-8")
    with pytest.raises(FileError, match=message):
        check_json(file)


def test_a_redacted_copy_says_so(tmp_path):
    """A redacted copy is marked, so that a merge refuses it."""
    one = home_in(tmp_path / "a")
    write(one, 1)
    tree = json.loads(copy(one, redacted=lambda event: event | {"data": {}}))
    assert (tree["redacted"], tree["events"][0]["data"]) == (True, {})


HEAD = b'{"format": "coach-journal-1", "redacted": false, "events": ['


@given(st.binary(max_size=200))
def test_no_bytes_are_an_error(behind):
    """Any bytes behind the head are read as far as they are JSON, without an error."""
    assert isinstance(list(rows_of_json(io.BytesIO(HEAD + behind))), list)
