"""Backup, restore, repair and move; journals that were moved away or replaced."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import VirtualClock
from coach.errors import FileError, JournalError
from coach.home import Home
from coach.journal import backup as backup_module
from coach.journal.backup import back_up, backups_in, check_and_back_up, days_to_keep, is_due, snapshot
from coach.journal.connection import DamagedJournal, connect
from coach.journal.events import COLUMNS, new_event, to_row
from coach.journal.recent_events import RecentEvents
from coach.journal.repair import RepairResult, repair_journal
from coach.journal.replace import move_journal, restore_journal
from coach.journal.store import Journal, open_journal, read_journal
from coach.journal.verify import verify

if TYPE_CHECKING:
    from coach.journal.events import Event

ALL = f"SELECT {COLUMNS} FROM events"  # noqa: S608 — our own names
EVENTS = f"{ALL} WHERE kind <> 'journal-repaired' ORDER BY seq"


@dataclass
class Person:
    """A person's files, a clock, and the events that the coach has reported as written."""

    home: Home
    clock: VirtualClock
    written: list[Event]

    def write(self, count: int = 1, session: str = "s", journal: Journal | None = None) -> None:
        """Append so many events."""
        if journal is None:
            with open_journal(self.home, self.clock) as opened:
                self.write(count, session, opened)
            return
        for _ in range(count):
            event = new_event(
                "paused", self.clock, session=session, routine="r", digest="d" * 64, data={"step": 1}
            )
            journal.append(event)
            self.written.append(event)
            self.clock.advance(1)

    def read(self) -> list[tuple[object, ...]]:
        """The events in the journal, without those of a repair."""
        with read_journal(self.home, self.clock) as journal:
            assert journal is not None
            return journal.rows(EVENTS)

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The events that were written."""
        return [to_row(event) for event in self.written]


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """A person with a journal of fifty events."""
    root = tmp_path / "home"
    found = Person(
        Home(config=root, data=root, cache=root, state=root / "state"),
        VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC)),
        [],
    )
    found.write(50)
    return found


def verified(path: Path) -> tuple[str, ...]:
    """What the check finds wrong in that file."""
    with closing(sqlite3.connect(path)) as connection:
        return verify(connection).faults


def test_a_check_of_a_large_journal_keeps_no_writer_waiting(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads a private copy, which is then deleted; without room for one, it reads the journal itself."""
    monkeypatch.setattr(backup_module, "CHECKED_IN_PLACE_BYTES", 0)
    with snapshot(person.home.journal) as connection:
        connection.execute("BEGIN")
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (50,)
        person.write(1)
        assert verify(connection).events == 50
        [copy] = person.home.journal.parent.glob(".coach-*/copy")
        assert copy.stat().st_mode & 0o777 == 0o600 or os.name != "posix"
    assert list(person.home.journal.parent.glob(".coach-*")) == []
    monkeypatch.setattr(backup_module, "RESERVED_BYTES", 2**62)
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
    monkeypatch.setattr(backup_module, "RESERVED_BYTES", 2**62)
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
    """It goes on in a new journal that has the whole session, and a repair unites the two."""
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
    """That an older copy took its place is reported, and the session loses nothing."""
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
    """It lies beside a journal that has none of its own."""
    log = person.home.journal.with_name("journal.sqlite3-wal")
    log.write_bytes(b"pages of another journal")
    for way in (open_journal, read_journal):
        with (
            pytest.raises(JournalError, match="does not belong to the journal"),
            way(person.home, person.clock),
        ):
            pass
    assert log.read_bytes() == b"pages of another journal"


def test_a_backup_is_complete_and_replaces_nothing(person: Person, tmp_path: Path) -> None:
    """It is private; an existing file, and a folder that does not exist, are refused."""
    target = tmp_path / "copy.sqlite3"
    back_up(person.home.journal, target)
    assert (verified(target), target.stat().st_mode & 0o777) == ((), 0o600)
    for bad in (target, tmp_path / "none" / "copy.sqlite3"):
        with pytest.raises(FileError):
            back_up(person.home.journal, bad)


def test_a_backup_may_be_named_from_the_current_folder(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder, too, is meant from there."""
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
    """That is so if some bytes were changed, a page was cut out, or the end is missing."""
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


@pytest.mark.skipif(os.name != "posix", reason="Windows lets not everybody make links")
def test_a_moved_journal_is_found_where_it_is(person: Person, tmp_path: Path) -> None:
    """It is found by a link; if its disk is not connected that is said, and no new journal is begun."""
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
