"""Journals that are moved, gone, replaced, or older than what was written."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from coach.errors import FileError, JournalError
from coach.journal import backup as backup_module
from coach.journal.backup import back_up, check_and_back_up
from coach.journal.recent_events import RecentEvents
from coach.journal.repair import repair_journal
from coach.journal.replace import move_journal
from coach.journal.store import open_journal, read_journal
from journal.journaling_person import Person, verified

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("left", [0, 5000, 12_000])
def test_a_journal_that_was_cut_off_loses_nothing(person: Person, left: int) -> None:
    """Events that no backup has yet come from the state folder, which has recent events twice."""
    check_and_back_up(person.home, person.clock)
    assert list(person.home.state.glob("recent-events*")) == []
    person.write(50)
    os.truncate(person.home.journal, left)
    repaired = repair_journal(person.home, [], person.clock)
    assert (repaired.events, repaired.damaged, repaired.lost) == (100, 0, 0)
    assert person.read() == person.rows


def test_recent_events_stay_until_a_backup_has_them(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that fails for lack of room deletes none, and an unfinished line hides no other."""
    monkeypatch.setattr(backup_module, "leaves_room", lambda _folder, _size: False)
    with pytest.raises(FileError, match="no room for a backup"):
        check_and_back_up(person.home, person.clock)
    with (person.home.state / "recent-events.jsonl").open("a") as file:
        file.write('[7, "a line without its e')
    person.write(2)
    rows = [row.content for row in RecentEvents(person.home.state).read()]
    assert sorted(rows) == sorted(person.rows)
    assert (person.home.state / "recent-events.jsonl").stat().st_mode & 0o777 == 0o600 or os.name != "posix"


def test_a_journal_that_is_gone_is_missed(person: Person) -> None:
    """A reader reports it and creates nothing; the next session begins a new journal and says so."""
    path = person.home.journal
    path.rename(path.with_name("kept.sqlite3"))
    with (
        pytest.raises(JournalError, match="is missing; it had 50 events until 2026-11-02 09:00 UTC"),
        read_journal(person.home, person.clock),
    ):
        pass
    assert not path.exists()
    with open_journal(person.home, person.clock) as journal:
        assert [warning.partition(";")[0] for warning in journal.warnings] == [
            f"The journal {path} is missing"
        ]
    with open_journal(person.home, person.clock) as journal:
        assert journal.warnings == ()


def test_a_session_goes_on_when_its_journal_is_moved(person: Person) -> None:
    """A session goes on in a new journal that has all of it, and a repair unites the two."""
    path = person.home.journal
    kept = path.with_name("kept.sqlite3")
    said: list[str] = []
    with open_journal(person.home, person.clock) as journal:
        journal.on_warning = said.append
        person.write(3, "now", journal)
        path.rename(kept)
        person.write(2, "now", journal)
    assert len(said) == 1
    assert person.read() == person.rows[50:]
    repaired = repair_journal(person.home, [kept], person.clock)
    assert (repaired.events, repaired.damaged, repaired.lost) == (55, 0, 0)
    assert person.read() == person.rows
    assert verified(path) == ()


def test_a_session_goes_on_when_its_journal_is_replaced(person: Person) -> None:
    """An older copy in the journal's place is reported, and the session loses nothing."""
    path, copy = person.home.journal, person.home.data / "copy.sqlite3"
    back_up(path, copy)
    with open_journal(person.home, person.clock) as journal:
        person.write(3, "now", journal)
        shutil.copyfile(copy, path)
        person.write(1, "now", journal)
        assert ["older copy" in warning for warning in journal.warnings] == [True]
        copy.replace(path)
        person.write(1, "now", journal)
        assert ["older copy" in warning for warning in journal.warnings] == [True, True]
    assert person.read() == person.rows
    assert verified(path) == ()


def test_an_older_copy_is_noticed_by_a_reader(person: Person) -> None:
    """The reader reports that events are missing, beside those that it shows."""
    copy = person.home.data / "copy.sqlite3"
    back_up(person.home.journal, copy)
    person.write(1)
    copy.replace(person.home.journal)
    with read_journal(person.home, person.clock) as journal:
        assert journal is not None
        assert [("older copy" in warning) for warning in journal.warnings] == [True]


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_what_lies_beside_a_missing_journal_is_named_and_kept(person: Person, ending: str) -> None:
    """SQLite would delete it or apply it to the new journal, but it belongs to the one that was moved."""
    path = person.home.journal
    path.rename(path.with_name("kept.sqlite3"))
    orphan = path.with_name(path.name + ending)
    orphan.write_bytes(b"pages of the journal")
    for way in (open_journal, read_journal):
        with (
            pytest.raises(JournalError, match=f"{orphan.name} is there, but not the journal"),
            way(person.home, person.clock),
        ):
            pass
    assert orphan.read_bytes() == b"pages of the journal"
    assert not path.exists()


def test_a_write_ahead_log_of_another_journal_is_named_and_kept(person: Person) -> None:
    """A write-ahead log beside a journal that has none of its own is named and kept."""
    log = person.home.journal.with_name("journal.sqlite3-wal")
    log.write_bytes(b"pages of another journal")
    for way in (open_journal, read_journal):
        with (
            pytest.raises(JournalError, match="does not belong to the journal"),
            way(person.home, person.clock),
        ):
            pass
    assert log.read_bytes() == b"pages of another journal"


@pytest.mark.skipif(os.name != "posix", reason="Windows lets not everybody make links")
def test_a_moved_journal_is_found_where_it_is(person: Person, tmp_path: Path) -> None:
    """A moved journal is found by a link; if its disk is missing that is said, and none is begun."""
    disk = tmp_path / "disk"
    disk.mkdir()
    assert move_journal(person.home, disk) == disk / "journal.sqlite3"
    person.write(1)
    assert person.read() == person.rows
    disk.rename(tmp_path / "unplugged")
    for way in (open_journal, read_journal):
        with (
            pytest.raises(JournalError, match=f"The journal is kept in {disk}, but is not there now"),
            way(person.home, person.clock),
        ):
            pass
    (tmp_path / "unplugged").rename(disk)
    assert move_journal(person.home, person.home.data) == person.home.journal.resolve()
    assert (person.home.journal.is_symlink(), list(disk.glob("*.sqlite3"))) == (False, [])
    assert person.read() == person.rows
