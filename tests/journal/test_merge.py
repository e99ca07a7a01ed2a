"""Journals of several machines, merged in any order and any number of times, and what was erased in one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clock import VirtualClock
from coach.daemon.other_sessions import UnpromptedSessions
from coach.errors import FileError
from coach.home import Home
from coach.journal import merge as merge_module
from coach.journal.backup import back_up, check_and_back_up
from coach.journal.day_events import last_done
from coach.journal.erase import EraseSelection, erase
from coach.journal.events import COLUMNS, IS_MERGED, new_event
from coach.journal.merge import MergeResult, merge_journal
from coach.journal.notes import read_notes
from coach.journal.repair import repair_journal
from coach.journal.sessions import sessions
from coach.journal.store import open_journal, read_journal
from coach.journal.verify import verify

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
ALL = f"SELECT {COLUMNS} FROM events WHERE kind <> 'erased' ORDER BY at, id"  # noqa: S608 — our own names
KINDS = ("session-started", "step-done", "session-ended", "note", "note-withdrawn", "reminder", "confirmed")


def home_in(root: Path) -> Home:
    """A home in that folder."""
    return Home(config=root, data=root, cache=root, state=root / "state")


def write(home: Home, number: int, count: int, *, machine: int) -> None:
    """Append events of all kinds, the first at that number of seconds; no two machines at one instant."""
    clock = VirtualClock(START + timedelta(seconds=number, microseconds=machine))
    with open_journal(home, clock) as journal:
        for each in range(number, number + count):
            kind = KINDS[each % len(KINDS)]
            alone = kind in ("note", "note-withdrawn", "reminder")
            now = clock.now().isoformat()
            data = {
                "session-started": {"title": "A", "steps": 1, "begun": "person"},
                "step-done": {"step": 0, "name": "a"},
                "session-ended": {"outcome": "completed", "steps_done": 1, "seconds": 2.0, "heard": "yes"},
                "note": {"began": now, "facts": {"cramp": None}, "places": [["calf", "left"]]},
                "note-withdrawn": {"event": "none"},
                "reminder": {"reminder": "a", "due": now, "ruling": "called"},
                "confirmed": {"done": now},
            }[kind]
            session = "" if alone else f"{machine}-{each // len(KINDS)}"
            journal.append(new_event(kind, clock, session=session, routine="r", digest="d" * 64, data=data))
            clock.advance(1)


def content(home: Home) -> list[tuple[object, ...]]:
    """All events of that journal but tombstones, by time."""
    with read_journal(home, VirtualClock(START)) as journal:
        assert journal is not None
        return journal.rows(ALL)


def derived(home: Home) -> tuple[object, ...]:
    """What is shown of that journal: sessions, notes and when each routine was last done."""
    with read_journal(home, VirtualClock(START)) as journal:
        assert journal is not None
        notes = [(each.id, each.began) for each in read_notes(journal, UTC, START).notes]
        return sessions(journal), notes, last_done(journal, START)


def faults(home: Home) -> tuple[str, ...]:
    """What is wrong with that journal."""
    with closing(sqlite3.connect(home.journal)) as connection:
        return verify(connection).faults


def merged(root: Path, name: str, *others: Home) -> Home:
    """A new home in which these journals were merged, one after the other."""
    home = home_in(root / name)
    for other in others:
        merge_journal(home, other.journal, VirtualClock(START + timedelta(days=1)))
    return home


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["write", "merge", "erase", "copy"]),
            st.integers(0, 2),
            st.integers(0, 2),
            st.integers(1, 9),
        ),
        min_size=3,
        max_size=8,
    )
)
def test_a_merge_is_a_union(steps: list[tuple[str, int, int, int]]) -> None:
    """Order, grouping and repetition change nothing, whatever the machines wrote, erased or copied before."""
    with TemporaryDirectory() as name:
        root = Path(name)
        a, b, c = homes = [home_in(root / f"machine-{number}") for number in range(3)]
        for number, home in enumerate(homes):
            write(home, 0, 3, machine=number)
        clock = VirtualClock(START + timedelta(days=1))
        for at, (what, one, other, count) in enumerate(steps, 1):
            if what == "write":
                write(homes[one], 100 * at, count, machine=one)
            elif what == "merge":
                merge_journal(homes[one], homes[other].journal, clock)
            elif what == "erase":
                erase(homes[one], EraseSelection(since=START + timedelta(seconds=count)), clock, copies=())
            elif one != other:  # a new machine was set up from a copy of everything: two write to one chain
                shutil.rmtree(homes[other].data)
                shutil.copytree(homes[one].data, homes[other].data)
        one = merged(root, "one", a, b, c)
        another = merged(root, "another", c, b, a, b, c)
        third = merged(root, "third", merged(root, "part", b, c), a)
        assert content(one) == content(another) == content(third)
        assert derived(one) == derived(another) == derived(third)
        assert [faults(each) for each in (one, another, third)] == [(), (), ()]
        assert merge_journal(one, third.journal, clock).added == 0
        assert content(one) == content(another)


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Home, Home]:
    """Two machines with twenty and thirty events."""
    one, other = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    write(one, 0, 20, machine=1)
    write(other, 5, 30, machine=2)
    return one, other


def merge(home: Home, other: Path) -> MergeResult:
    """Merge that journal a day later."""
    return merge_journal(home, other, VirtualClock(START + timedelta(days=1)))


def test_files_folders_and_copies_can_be_named(homes: tuple[Home, Home]) -> None:
    """A journal, a backup, another home, and a shared folder with a copy from each machine are all read."""
    one, other = homes
    shared = one.data / "shared"
    shared.mkdir()
    back_up(other.journal, shared / "desk.sqlite3")
    back_up(one.journal, shared / "laptop.sqlite3")
    files = (shared / "desk.sqlite3", shared / "laptop.sqlite3")
    assert merge(one, shared) == MergeResult(added=30, erased=0, damaged=0, files=files)
    back_up(one.journal, shared / "laptop.sqlite3", replaces=True)
    assert merge(other, shared / "laptop.sqlite3").added == 20
    assert merge(one, other.data) == MergeResult(added=0, erased=0, damaged=0, files=(other.journal,))
    assert content(one) == content(other)
    (shared / "note.txt").write_text("mine")
    with pytest.raises(FileError, match="exists already"):
        back_up(one.journal, shared / "note.txt", replaces=True)
    with pytest.raises(FileError, match="There is no journal in"):
        merge(one, one.state)
    with pytest.raises(FileError, match="does not exist or is empty"):
        merge(one, one.data / "nothing")


def test_a_journal_of_a_newer_coach_is_refused(homes: tuple[Home, Home]) -> None:
    """The message names it and the way out, and nothing was changed."""
    one, other = homes
    before = content(one)
    with closing(sqlite3.connect(other.journal)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(FileError, match=r"cannot be merged\. .* was written by a newer version") as caught:
        merge(one, other.journal)
    assert caught.value.hint == "Update the coach. Nothing was changed."
    assert content(one) == before


def test_what_is_whole_of_a_damaged_journal_is_added(homes: tuple[Home, Home]) -> None:
    """Changed events are counted and left out, all others are added, and one's own journal stays whole."""
    one, other = homes
    with closing(sqlite3.connect(other.journal)) as connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute("UPDATE events SET routine = 'another' WHERE seq IN (3, 17)")
        connection.commit()
    assert merge(one, other.journal) == MergeResult(added=28, erased=0, damaged=2, files=(other.journal,))
    assert faults(one) == ()


def test_writing_goes_on_while_and_after_a_journal_is_merged(
    homes: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open journal keeps its chain and its file, and later misses none of the events that were merged."""
    one, other = homes
    monkeypatch.setattr(merge_module, "BATCH", 4)
    clock = VirtualClock(START + timedelta(hours=1))
    with open_journal(one, clock) as journal:
        merge(one, other.journal)
        event = new_event("break", clock, session="", routine="", digest="", data={})
        journal.append(event)
        assert journal.warnings == ()
    assert len(content(one)) == 51
    assert faults(one) == ()
    with open_journal(one, clock) as journal:
        assert journal.warnings == ()


def test_notes_of_another_machine_are_marked(homes: tuple[Home, Home]) -> None:
    """Merged notes are marked, so no rule gives an order by them alone; one's own are not."""
    one, other = homes
    merge(one, other.journal)
    with read_journal(one, VirtualClock(START)) as journal:
        assert journal is not None
        found = {each.began: each.source for each in read_notes(journal, UTC, START).notes}
    assert {began.microsecond: source for began, source in found.items()} == {1: "person", 2: "merged"}


def test_what_was_done_at_another_machine_counts_as_done_here(tmp_path: Path) -> None:
    """A session that a reminder led there is taken up when the running coach next looks at the journal."""
    one, other = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    write(one, 0, 1, machine=1)
    clock = VirtualClock(START)
    with read_journal(one, clock) as journal:
        assert journal is not None
        own = UnpromptedSessions(journal)
        now = START + timedelta(hours=9)
        assert own.has_changed()
        assert own.done(now) == {}
        with open_journal(other, clock) as there:
            for kind, data in (
                ("session-started", {"title": "A", "steps": 1, "begun": "person"}),
                ("session-ended", {"outcome": "completed", "steps_done": 1, "seconds": 9, "heard": "yes"}),
                ("reminder", {"reminder": "a", "due": START.isoformat(), "ruling": "led"}),
            ):
                clock.advance(60)
                there.append(new_event(kind, clock, session="s", routine="r", digest="", data=data))
            assert last_done(there, START) == {}
        merge(one, other.journal)
        assert own.has_changed()
        assert own.done(now) == {"r": START + timedelta(seconds=120)}
        assert not own.has_changed()


def test_what_was_erased_stays_erased(homes: tuple[Home, Home]) -> None:
    """Old backup, other machine and repair bring nothing erased back; there it is erased as well."""
    one, other = homes
    clock = VirtualClock(START + timedelta(days=1))
    check_and_back_up(one, clock)
    back_up(one.journal, one.data / "old.sqlite3")
    merge(other, one.journal)
    result = erase(one, EraseSelection(subject="notes"), clock, copies=())
    assert result.events == 6
    assert merge(one, one.data / "old.sqlite3").added == 0
    repaired = repair_journal(one, [one.data / "old.sqlite3"], clock)
    assert (repaired.damaged, repaired.lost) == (0, 0)
    assert not [row for row in content(one) if row[1] in ("note", "note-withdrawn")]
    assert merge(other, one.journal).erased == 6
    assert merge(one, other.journal).added == 30
    kinds = [row for row in content(one) if row[1] != "journal-repaired"]
    assert kinds == [row for row in content(other) if row[1] != "journal-repaired"]
    assert (faults(one), faults(other)) == ((), ())


def came_from_elsewhere(home: Home) -> dict[int, set[bool]]:
    """Of the events of each machine, whether they are marked as merged; repairs are left out."""
    query = f"SELECT at % 10, {IS_MERGED} FROM events WHERE kind <> 'journal-repaired'"  # noqa: S608 — our own names
    with closing(sqlite3.connect(home.journal)) as connection:
        found: dict[int, set[bool]] = {}
        for machine, is_merged in connection.execute(query):
            found.setdefault(machine, set()).add(bool(is_merged))
    return found


DAMAGE = {
    "an event": "UPDATE events SET routine = 'x' WHERE seq = 8",
    "an event that was merged": "UPDATE events SET routine = 'x' WHERE seq = 33",
    "the marks": "DROP TABLE merges",
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("has_backup", [True, False])
def test_a_repair_keeps_what_was_merged(homes: tuple[Home, Home], damage: str, *, has_backup: bool) -> None:
    """Merged events stay marked and own ones unmarked, wherever each comes from."""
    one, other = homes
    merge(one, other.journal)
    write(one, 60, 5, machine=1)
    clock = VirtualClock(START + timedelta(days=1))
    if has_backup:
        check_and_back_up(one, clock)
    with closing(sqlite3.connect(one.journal)) as connection, connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute(DAMAGE[damage])
    assert repair_journal(one, [], clock).changed
    assert faults(one) == ()
    assert came_from_elsewhere(one) == {1: {False}, 2: {True}}


def test_marks_that_cannot_be_read_make_no_event_ones_own(homes: tuple[Home, Home]) -> None:
    """Where the table is damaged, or a file is added, only what this installation wrote is its own."""
    one, other = homes
    merge(one, other.journal)
    with closing(sqlite3.connect(one.journal)) as connection:
        [root] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'merges'").fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    with one.journal.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x07" * size)
    clock = VirtualClock(START + timedelta(days=1))
    assert repair_journal(one, [], clock).changed
    assert came_from_elsewhere(one) == {1: {False}, 2: {True}}
    third = home_in(one.data.parent / "third")
    write(third, 70, 5, machine=3)
    repair_journal(one, [third.journal], clock)
    assert came_from_elsewhere(one) == {1: {False}, 2: {True}, 3: {True}}
