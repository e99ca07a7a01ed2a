"""What is erased is in no file any more, the rest stays as it was, and the journal stays whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from coach.clock import VirtualClock
from coach.home import Home
from coach.journal.backup import backups_in, check_and_back_up
from coach.journal.connection import connect
from coach.journal.counted_days import counts_file
from coach.journal.erase import EraseResult, EraseSelection, copies_of, erase, find
from coach.journal.events import COLUMNS, new_event
from coach.journal.replace import restore_journal
from coach.journal.rewrite import temporary_files_beside
from coach.journal.store import open_journal, read_journal
from coach.journal.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from coach.journal.events import Event, EventKind

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
WORD = "plum-coloured-calf"
HOUR = timedelta(hours=1)
ALL = f"SELECT {COLUMNS} FROM events WHERE kind <> 'erased' ORDER BY seq"  # noqa: S608 — our own names


def home_in(folder: Path) -> Home:
    """The home in that folder."""
    return Home(config=folder, data=folder, cache=folder, state=folder / "state")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that each test gets a copy of."""
    folder = tmp_path_factory.mktemp("lived")
    live(home_in(folder))
    return folder


@pytest.fixture
def home(lived: Path, tmp_path: Path) -> Home:
    """A home with a session and a note with its flag in each of twenty hours, a backup, and recent events."""
    shutil.copytree(lived, tmp_path, dirs_exist_ok=True)
    return home_in(tmp_path)


def live(home: Home) -> None:
    """Live those twenty hours."""
    for hour in range(20):
        clock = VirtualClock(START + hour * HOUR)
        with open_journal(home, clock) as journal:
            note = new_event(
                "note", clock, session="", routine="", digest="",
                data={"began": clock.now().isoformat(), "facts": {WORD: None}, "places": []},
            )  # fmt: skip
            flag = {"rule": "B5", "note": note.id, "text": WORD}
            for kind, session, data in (
                ("session-started", f"s{hour}", {"title": WORD * 20}),
                ("session-ended", f"s{hour}", {"outcome": "completed"}),
                ("flag", "", flag),
                ("reminder", "", {"reminder": WORD, "ruling": "called"}),
            ):
                journal.append(new_event(kind, clock, session=session, routine=WORD, digest="", data=data))
                if kind == "session-ended":
                    journal.append(note)
                clock.advance(60)
        if hour == 10:
            check_and_back_up(home, clock)


def files_with(home: Home, text: str) -> list[str]:
    """Every file of that home with that text in its bytes."""
    files = (path for path in home.data.rglob("*") if path.is_file())
    return sorted(path.name for path in files if text.encode() in path.read_bytes())


def content(home: Home) -> list[tuple[object, ...]]:
    """All events of that journal but tombstones."""
    with read_journal(home, VirtualClock(START)) as journal:
        assert journal is not None
        assert journal.warnings == ()
        return journal.rows(ALL)


def faults(path: Path) -> tuple[str, ...]:
    """What is wrong with that journal."""
    with closing(sqlite3.connect(path)) as connection:
        return verify(connection).faults


def test_what_is_erased_is_in_no_file(home: Home) -> None:
    """No byte of it is left in journal, backups, recent events, kept counts or an episode half told."""
    clock = VirtualClock(START + 30 * HOUR)
    restore_journal(home, backups_in(home.backups)[START.date()], clock)
    with open_journal(home, clock) as journal:
        journal.append(new_event("break", clock, session="", routine=WORD, digest="", data={"from": WORD}))
    counts_file(home).write_text(WORD)
    (home.state / "episode.json").write_text(WORD)
    abandoned = home.data / ".coach-abandoned"
    abandoned.mkdir()
    (abandoned / "copy").write_text(WORD)
    os.utime(abandoned, (0, 0))
    assert len(files_with(home, WORD)) == 7
    copies = copies_of(home)
    assert [copy.name[:12] for copy in copies] == ["journal-2026", "journal-kept"]
    result = erase(home, EraseSelection(), clock, copies=copies)
    assert result == EraseResult(56, copies, ())
    assert files_with(home, WORD) == []
    assert [faults(path) for path in (home.journal, *copies)] == [(), (), ()]
    assert content(home) == []
    with open_journal(home, clock) as journal:
        assert journal.warnings == ()
        journal.append(new_event("break", clock, session="", routine="", digest="", data={}))
    assert faults(home.journal) == ()


@pytest.mark.parametrize(
    ("selection", "kinds"),
    [
        (EraseSelection(subject="notes"), {"note": 20, "flag": 20}),
        (EraseSelection(subject="reminders"), {"reminder": 20}),
        (EraseSelection(subject="sessions"), {"session-started": 20, "session-ended": 20}),
        (
            EraseSelection(since=START + 18 * HOUR + timedelta(seconds=30)),  # in the middle of a session
            {"session-started": 2, "session-ended": 2, "note": 1, "flag": 2, "reminder": 2},
        ),
        (
            EraseSelection(subject="notes", since=START + 2 * HOUR, until=START + 3 * HOUR),
            {"note": 1, "flag": 1},
        ),
    ],
    ids=["notes", "reminders", "sessions", "since", "notes of an hour"],
)
def test_what_was_chosen_goes_and_the_rest_stays(
    home: Home, selection: EraseSelection, kinds: dict[str, int]
) -> None:
    """A session goes as a whole, a note with its flags, and all other events stay as they were written."""
    before, found = content(home), find(home, selection)
    assert (found.kinds, found.events) == (kinds, sum(kinds.values()))
    assert erase(home, selection, VirtualClock(START), copies=()).events == found.events
    after = content(home)
    assert [row for row in before if row in after] == after
    assert len(after) == len(before) - found.events
    assert faults(home.journal) == ()
    assert find(home, selection).kinds == {}


def test_what_takes_back_an_event_that_stays_is_not_erased(home: Home) -> None:
    """An erasure of the last hour leaves what was taken back in it taken back; with the event it goes."""
    clock = VirtualClock(START + 30 * HOUR)

    def entry(kind: EventKind, **data: str) -> Event:
        return new_event(kind, clock, session="", routine="sip-water", digest="", data=data)

    with open_journal(home, clock) as journal:
        claim = entry("confirmed", done=START.isoformat())
        note = entry("note", began=START.isoformat())
        clock.advance(7200)
        later = entry("confirmed", withdraws=claim.id, done=START.isoformat())
        for each in (claim, note, later, entry("note-withdrawn", event=note.id)):
            journal.append(each)
    assert find(home, EraseSelection(since=START + 31 * HOUR)).kinds == {}
    assert find(home, EraseSelection(since=START + 29 * HOUR)).kinds == {
        "confirmed": 2,
        "note": 1,
        "note-withdrawn": 1,
    }


def test_an_erasure_that_was_killed_is_finished(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the file is written anew, the next opening for writing does it, once nobody reads it."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    mark = home.data / "journal.sqlite3-erasing"
    with monkeypatch.context() as patched:
        patched.setattr("coach.journal.erase.rewrite", killed)
        with pytest.raises(KeyboardInterrupt):
            erase(home, EraseSelection(), VirtualClock(START), copies=())
    before = home.journal.stat().st_size
    assert (mark.stat().st_mode & 0o777, mark.stat().st_size) == (0o600, 0)
    with closing(sqlite3.connect(home.journal)) as reader:
        rows = reader.execute("SELECT * FROM events")
        rows.fetchone()
        open_journal(home, VirtualClock(START)).close()
        assert mark.exists()
        rows.close()
    open_journal(home, VirtualClock(START)).close()
    assert not mark.exists()
    assert home.journal.stat().st_size < before
    assert WORD.encode() not in home.journal.read_bytes()
    assert faults(home.journal) == ()


def test_a_folder_with_a_quote_in_its_name_holds_the_temporary_files(home: Home) -> None:
    """SQLite's temporary files are in the journal's own folder, whatever its name, and gone afterwards."""
    folder = home.data / "it's here"
    folder.mkdir()
    target = folder / "journal.sqlite3"
    home.journal.rename(target)
    home.journal.symlink_to(target)
    with closing(connect(home.journal)) as connection:
        with temporary_files_beside(connection, home.journal) as inside:
            assert inside.parent == folder
            assert connection.execute("PRAGMA temp_store_directory").fetchone() == (str(inside),)
        assert not connection.execute("PRAGMA temp_store_directory").fetchone()
    assert [*folder.iterdir()] == [target]


def test_an_open_journal_goes_on_after_an_erasure(home: Home) -> None:
    """A coach that runs all day writes on into the same file and chain, and warns of nothing."""
    clock = VirtualClock(START + 30 * HOUR)
    with open_journal(home, clock) as journal:
        erase(home, EraseSelection(subject="notes"), clock, copies=copies_of(home))
        journal.append(new_event("break", clock, session="", routine="", digest="", data={}))
        assert journal.warnings == ()
    assert len(content(home)) == 61
    assert faults(home.journal) == ()


def test_a_copy_that_cannot_be_changed_is_named(home: Home) -> None:
    """A damaged backup is left alone and said to still have it; the journal and other copies are done."""
    [copy] = copies_of(home)
    copy.write_bytes(b"nothing that is a database" * 50)
    result = erase(home, EraseSelection(), VirtualClock(START), copies=[copy])
    assert (result.events, result.cleaned) == (100, ())
    assert [path for path, _ in result.left] == [copy]
