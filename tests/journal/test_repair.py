"""What is damaged comes back: from the latest backup, and row by row from the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import VirtualClock
from coach.errors import JournalError
from coach.home import Home
from coach.journal.backup import check_and_back_up
from coach.journal.connection import DamagedJournal
from coach.journal.repair import RepairResult, repair_journal
from coach.journal.store import open_journal, read_journal
from journal.journaling_person import ALL, Person, verified

if TYPE_CHECKING:
    from pathlib import Path


def test_a_whole_journal_needs_no_repair(person: Person) -> None:
    """A journal without a fault is not changed."""
    before = person.home.journal.read_bytes()
    assert repair_journal(person.home, [], person.clock) == RepairResult(50, 0, 0, 0, None, changed=False)
    assert person.home.journal.read_bytes() == before


def test_a_changed_event_comes_from_the_backup(person: Person) -> None:
    """Nothing is written before the repair, and the damaged file is kept."""
    check_and_back_up(person.home, person.clock)
    path = person.home.journal
    whole = path.read_bytes()
    place = whole.rindex(b'{"step":1}')
    path.write_bytes(whole[:place] + b'{"step":7}' + whole[place + 10 :])
    with pytest.raises(JournalError, match="was changed after it was written"):
        open_journal(person.home, person.clock)
    repaired = repair_journal(person.home, [], person.clock)
    assert (repaired.events, repaired.added, repaired.damaged, repaired.lost) == (50, 1, 0, 0)
    assert repaired.kept is not None
    assert person.read() == person.rows
    person.write(1)
    assert verified(path) == ()


def test_what_is_lost_for_good_is_recorded(person: Person) -> None:
    """Of a journal that was cut in the middle, readable events stay and the others are counted."""
    path = person.home.journal
    path.write_bytes(path.read_bytes()[: 4096 * 6])
    repaired = repair_journal(person.home, [], person.clock)
    assert repaired.events + repaired.lost == 50
    assert set(person.read()) <= set(person.rows)
    person.write(1)
    assert verified(path) == ()


def test_damaged_names_in_the_schema_are_damage(person: Person) -> None:
    """SQLite's message is then no text; it is reported as damage, and can be repaired."""
    person.write(30)
    path = person.home.journal
    content = path.read_bytes()
    for damaged in (b"CREATE TABLE ev\xc5nts", b"tableev\xc5ntsev\xc5nts"):
        content = content.replace(damaged.replace(b"\xc5", b"e"), damaged)
    path.write_bytes(content)
    with pytest.raises(DamagedJournal), read_journal(person.home, person.clock):
        pass
    repair_journal(person.home, [], person.clock)
    assert set(person.rows) <= set(person.read())
    assert verified(path) == ()


@given(st.data())
def test_every_row_that_sqlite_can_read_is_brought_back(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Readable rows come back after changed bytes, a page that was cut out, or a missing end."""
    root = tmp_path_factory.mktemp("damaged")
    person = Person(
        Home(config=root, data=root, cache=root, state=root / "state"),
        VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC)),
        [],
    )
    person.write(30)
    path = person.home.journal
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content[: data.draw(st.integers(4096, len(content)))])
    readable = rows_that_sqlite_reads(path)
    repair_journal(person.home, [], person.clock)
    assert readable & set(person.rows) <= set(person.read())
    assert verified(path) == ()


def rows_that_sqlite_reads(path: Path) -> set[tuple[object, ...]]:
    """The events that it gives before it meets damage, from both ends."""
    found = set()
    for order in ("ASC", "DESC"):
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            try:
                for row in connection.execute(f"{ALL} ORDER BY seq {order}"):
                    found.add(row)
            except (sqlite3.Error, UnicodeDecodeError):  # the second while it words the first
                continue
    return found
