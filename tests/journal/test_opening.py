"""Opening a journal: its files are private, and nothing of the owner's is deleted or overwritten."""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING

import pytest

from coach.errors import JournalError
from coach.journal.journal_file import close_to_others, make_private
from coach.journal.migrations import APPLICATION, MIGRATIONS
from coach.journal.store import Journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.journal.events import Event
    from coach.testing import FakeClock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions are a POSIX matter")


def mode(path: Path) -> int:
    """The permissions of that file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_missing_is_made_private(path: Path, clock: FakeClock) -> None:
    """A new folder and a new file are accessible to their owner only."""
    Journal.open(path, clock).close()
    assert (mode(path.parent), mode(path)) == (0o700, 0o600)


def test_what_is_open_is_closed(path: Path) -> None:
    """A journal that was copied back with wide permissions becomes private again, with its companions."""
    path.parent.mkdir()
    path.touch()
    log = path.with_name(path.name + "-journal")
    log.touch()
    for file, wide in ((path.parent, 0o755), (path, 0o644), (log, 0o666)):
        file.chmod(wide)
    make_private(path)
    assert (mode(path.parent), mode(path), mode(log)) == (0o700, 0o600, 0o600)


@pytest.mark.parametrize(
    ("before", "after"), [(0o500, 0o500), (0o555, 0o500), (0o777, 0o700), (0o1777, 0o1777)]
)
def test_the_owners_own_choice_stays(tmp_path: Path, before: int, after: int) -> None:
    """A folder that was made read-only stays so, and one that is shared by design is left alone."""
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(before)
    close_to_others(folder)
    assert mode(folder) == after
    folder.chmod(0o700)


def test_a_link_to_nowhere_is_followed_privately(tmp_path: Path, clock: FakeClock) -> None:
    """A journal that is a link to another place is created there, and private too."""
    link, target = tmp_path / "journal.sqlite3", tmp_path / "elsewhere.sqlite3"
    link.symlink_to(target)
    Journal.open(link, clock).close()
    assert (mode(target), link.is_symlink()) == (0o600, True)


def both_ways(path: Path, clock: FakeClock) -> set[str]:
    """What opening it for writing and for reading says."""
    said = set()
    for way in (Journal.open, Journal.open_to_read):
        with pytest.raises(JournalError) as caught:
            way(path, clock)
        assert caught.value.exit_code == 5
        assert caught.value.hint
        said.add(caught.value.message)
    return said


def test_not_a_database(path: Path, clock: FakeClock) -> None:
    """A text file in its place is left unchanged and named in the message."""
    path.parent.mkdir()
    path.write_text("Dear diary, " * 500, encoding="utf-8")
    assert both_ways(path, clock) == {f"The journal {path} is damaged: it is not a database."}
    assert path.read_text(encoding="utf-8") == "Dear diary, " * 500


def test_a_database_of_another_program(path: Path, clock: FakeClock) -> None:
    """Nothing is written beside the tables of another program."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = path.read_bytes()
    assert both_ways(path, clock) == {"The file where the journal belongs is a database of another program."}
    assert path.read_bytes() == before


def test_a_journal_of_a_newer_version(path: Path, clock: FakeClock) -> None:
    """The journal of a newer coach is not changed, and the message advises an update."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.execute("CREATE TABLE later (name TEXT)")
    connection.close()
    before = path.read_bytes()
    (said,) = both_ways(path, clock)
    assert said.startswith("The journal was written by a newer version of the coach")
    assert path.read_bytes() == before


def test_a_damaged_database(path: Path, clock: FakeClock, make_event: Callable[..., Event]) -> None:
    """Pages that make no sense are reported as damage, and not overwritten."""
    with Journal.open(path, clock) as journal:
        journal.append(make_event())
    whole = path.read_bytes()
    broken = whole[:100] + b"\x99" * (len(whole) - 100)
    path.write_bytes(broken)
    assert both_ways(path, clock) == {f"The journal {path} is damaged."}
    assert path.read_bytes() == broken


@pytest.mark.parametrize("name", ["events", "sessions_started", "events_of_chain"])
def test_damage_is_found_before_anything_is_written(
    path: Path, clock: FakeClock, make_event: Callable[..., Event], name: str
) -> None:
    """Damage is found before a write even in an index that the next event might not have used."""
    with Journal.open(path, clock) as journal:
        journal.append(make_event("session-started"))
    damage(path, clock, name)
    before = path.read_bytes()
    with pytest.raises(JournalError, match="is damaged"):
        Journal.open(path, clock)
    assert path.read_bytes() == before


def damage(path: Path, clock: FakeClock, name: str) -> None:
    """Overwrite the first page of that table or index."""
    with Journal.open(path, clock) as journal:
        page = journal.rows("SELECT rootpage FROM sqlite_schema WHERE name = ?", name)[0][0]
        size = journal.rows("PRAGMA page_size")[0][0]
    whole = path.read_bytes()
    path.write_bytes(whole[: (page - 1) * size] + b"\x99" * size + whole[page * size :])


def test_a_folder_in_its_place(path: Path, clock: FakeClock) -> None:
    """A folder of that name is reported as one."""
    path.mkdir(parents=True)
    assert both_ways(path, clock) == {f"{path}, where the journal belongs, is a folder."}
    assert list(path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are a POSIX matter")
def test_a_pipe_in_its_place(path: Path, clock: FakeClock) -> None:
    """A pipe is refused before anything waits for its other end."""
    path.parent.mkdir()
    os.mkfifo(path)
    assert both_ways(path, clock) == {f"{path}, where the journal belongs, is not an ordinary file."}


def test_a_file_where_its_folder_should_be(path: Path, clock: FakeClock) -> None:
    """Writing names what is in the way, and reading finds no journal."""
    path.parent.write_text("in the way", encoding="utf-8")
    with pytest.raises(JournalError, match="cannot be used"):
        Journal.open(path, clock)
    assert Journal.open_to_read(path, clock) is None


def test_somebody_holds_it_for_too_long(
    path: Path, clock: FakeClock, make_event: Callable[..., Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that keeps the write lock is named as the cause after the usual wait."""
    monkeypatch.setattr("coach.journal.connection.BUSY_SECONDS", 0.05)
    with Journal.open(path, clock) as journal:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="Another program has kept the journal"):
            journal.append(make_event())
        holder.execute("ROLLBACK")
        journal.append(make_event())
        holder.close()
        assert journal.rows("SELECT count(*) FROM events") == [(1,)]
