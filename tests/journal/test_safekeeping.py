"""Checks, backups and restores: at any time, and once a day."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import FileError, JournalError
from coach.journal import backup as backup_module
from coach.journal.backup import back_up, backups_in, check_and_back_up, days_to_keep, is_due, snapshot
from coach.journal.connection import connect
from coach.journal.repair import repair_journal
from coach.journal.replace import restore_journal
from coach.journal.store import open_journal
from coach.journal.verify import verify
from journal.journaling_person import Person, verified

if TYPE_CHECKING:
    import sqlite3


def test_a_check_of_a_large_journal_keeps_no_writer_waiting(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large journal is checked in a private copy, deleted later; without room for one, in place."""
    monkeypatch.setattr(backup_module, "CHECKED_IN_PLACE_BYTES", 0)
    with snapshot(person.home.journal) as connection:
        connection.execute("BEGIN")
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (50,)
        person.write(1)
        assert verify(connection).events == 50
        [copy] = person.home.journal.parent.glob(".coach-*/copy")
        assert copy.stat().st_mode & 0o777 == 0o600 or os.name != "posix"
    assert list(person.home.journal.parent.glob(".coach-*")) == []
    monkeypatch.setattr(backup_module, "leaves_room", lambda _folder, _size: False)
    with snapshot(person.home.journal) as connection:
        assert verify(connection).events == 51


def test_a_full_disk_is_that_of_the_copy(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the folder that is full, and not the journal; no file is left there."""

    def full(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA max_page_count = 2")
        return connection

    monkeypatch.setattr(backup_module, "connect", full)
    target = person.home.data / "copy.sqlite3"
    with pytest.raises(
        FileError, match=f"no room for a copy of the journal in {re.escape(str(target.parent))}."
    ):
        back_up(person.home.journal, target)
    assert list(target.parent.glob("*copy*")) + list(target.parent.glob(".coach-*")) == []


def test_a_backup_is_complete_and_replaces_nothing(person: Person, tmp_path: Path) -> None:
    """A backup is private; an existing file, and a folder that does not exist, are refused."""
    target = tmp_path / "copy.sqlite3"
    back_up(person.home.journal, target)
    assert (verified(target), target.stat().st_mode & 0o777) == ((), 0o600)
    for bad in (target, tmp_path / "none" / "copy.sqlite3"):
        with pytest.raises(FileError):
            back_up(person.home.journal, bad)


def test_a_backup_may_be_named_from_the_current_folder(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of a backup may be meant from the current one."""
    (tmp_path / "copies").mkdir()
    monkeypatch.chdir(tmp_path)
    back_up(person.home.journal, Path("copies/copy.sqlite3"))
    assert [*(tmp_path / "copies").iterdir()] == [tmp_path / "copies" / "copy.sqlite3"]


def test_a_restore_keeps_what_was_there(person: Person, tmp_path: Path) -> None:
    """The earlier journal gets a name with the time, and what is written afterwards is a new chain."""
    target = tmp_path / "copy.sqlite3"
    back_up(person.home.journal, target)
    person.write(2)
    restored = restore_journal(person.home, target, person.clock)
    assert (restored.events, person.read()) == (50, person.rows[:50])
    assert restored.kept is not None
    person.write(1)
    assert verified(person.home.journal) == ()
    assert repair_journal(person.home, [restored.kept], person.clock).events == 53
    assert person.read() == person.rows


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_is_no_backup_is_not_restored(person: Person, tmp_path: Path, content: bytes | None) -> None:
    """An empty file, another file and a damaged backup are refused, and the journal stays."""
    target = tmp_path / "copy.sqlite3"
    if content is None:
        back_up(person.home.journal, target)
        whole = target.read_bytes()
        place = whole.rindex(b'{"step":1}')
        target.write_bytes(whole[:place] + b'{"step":7}' + whole[place + 10 :])
    else:
        target.write_bytes(content)
    before = person.home.journal.read_bytes()
    with pytest.raises(FileError):
        restore_journal(person.home, target, person.clock)
    assert person.home.journal.read_bytes() == before


def test_once_a_day_it_is_checked_and_backed_up(person: Person) -> None:
    """The backup has the day's date, and what was found is remembered."""
    assert is_due(person.home, person.clock)
    check_and_back_up(person.home, person.clock)
    (backup,) = backups_in(person.home.backups).values()
    assert (is_due(person.home, person.clock), verified(backup)) == (False, ())
    person.clock.advance(86_400)
    assert is_due(person.home, person.clock)


def test_damage_that_the_daily_check_finds_stops_the_writing(person: Person) -> None:
    """An open journal stops too, until it is repaired, and no damaged backup is kept."""
    path = person.home.journal
    with open_journal(person.home, person.clock) as journal:
        whole = path.read_bytes()
        place = whole.rindex(b'{"step":1}')
        with path.open("r+b") as file:
            file.seek(place)
            file.write(b'{"step":7}')
        with pytest.raises(JournalError, match="was changed"):
            check_and_back_up(person.home, person.clock)
        assert backups_in(person.home.backups) == {}
        journal.stop_writing("An event was changed.")
        with pytest.raises(JournalError, match=r"is damaged\. An event was changed"):
            person.write(1, journal=journal)
        repaired = repair_journal(person.home, [], person.clock)
        assert (repaired.events, repaired.damaged, repaired.lost) == (50, 0, 0)
        person.write(1, journal=journal)
    assert verified(path) == ()


def test_seven_days_and_four_weeks_are_kept() -> None:
    """After ninety daily backups these are the last seven and the latest of each of the four weeks before."""
    today = date(2026, 11, 25)  # a Wednesday
    days = [today - timedelta(days=back) for back in range(90)]
    kept = sorted((today - day).days for day in days_to_keep(days))
    assert kept == [0, 1, 2, 3, 4, 5, 6, 7, 10, 17, 24]


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31))))
def test_never_more_than_eleven_and_always_the_latest(days: set[date]) -> None:
    """A second deletion deletes nothing that was kept."""
    kept = days_to_keep(days)
    assert kept <= days
    assert len(kept) == min(len(kept), 11)
    assert sorted(days)[-7:] == sorted(kept)[-7:]
    assert days_to_keep(kept) == kept
