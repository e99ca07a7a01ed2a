"""The journal on disks that are full or may not be written."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from coach.clock import SystemClock
from coach.disk_room import leaves_room
from coach.errors import JournalError
from coach.home import Home
from coach.journal.events import new_event, to_row
from coach.journal.store import Journal, open_journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.journal.events import Event

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these limits are POSIX ones")

FILLER = """
import json, sys
from pathlib import Path
from coach.clock import SystemClock
from coach.errors import JournalError
from coach.journal.events import new_event
from coach.journal.store import Journal

limit = int(sys.argv[2])
if limit:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
clock = SystemClock()
written = []
try:
    with Journal.open(Path(sys.argv[1]), clock) as journal:
        for step in range(100_000):
            data = {"step": step, "name": "x" * 100}
            event = new_event("step-done", clock, session="s", routine="r", digest="d", data=data)
            journal.append(event)
            written.append(event.id)
except JournalError as error:
    print(json.dumps({"written": written, "message": error.message, "code": error.exit_code}))
"""
"""Appends until the disk takes no more, and prints what was written and what was said."""

VISITOR = """
import os, sys
from pathlib import Path
from coach.clock import SystemClock
from coach.errors import JournalError
from coach.journal.store import Journal

path, spare = Path(sys.argv[1]), Path(sys.argv[2])
for way in (Journal.open, Journal.open_to_read):
    way(spare, SystemClock()).close()  # loads what is needed, as Python itself may soon be out of reach
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
for way in (Journal.open, Journal.open_to_read):
    try:
        journal = way(path, SystemClock())
        print(journal.rows("SELECT count(*) FROM events")[0][0])
    except JournalError as error:
        print(error.exit_code, error.message)
"""
"""Opens for writing, then for reading, as a person without special rights, and prints what came of it."""


def run(script: str, *arguments: str) -> str:
    """What that script prints, with this coach."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], check=True, capture_output=True, text=True, timeout=60
    ).stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "coach-test", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def check_filled(path: Path, limit: int) -> str:
    """Fill it; what was said to be written must be there, and nothing must be damaged. Gives the message."""
    said = json.loads(run(FILLER, str(path), str(limit)))
    assert said["code"] == 5
    assert len(said["written"]) > 20
    reader = Journal.open_to_read(path, SystemClock())
    assert reader is not None
    with reader:
        assert [row[0] for row in reader.rows("SELECT id FROM events ORDER BY seq")] == said["written"]
        assert reader.rows("PRAGMA integrity_check") == [("ok",)]
    message: str = said["message"]
    return message


def test_a_full_disk_is_reported_and_loses_nothing(small_disk: Path) -> None:
    """Everything appended before is there; the message names the cause."""
    path = small_disk / "home" / "journal.sqlite3"
    assert check_filled(path, 0) == f"The disk is full: {path} cannot grow."


def test_once_there_is_room_again_it_goes_on(small_disk: Path) -> None:
    """The same connection that failed on a full disk writes again after something was removed."""
    path = small_disk / "home" / "journal.sqlite3"
    ballast = small_disk / "ballast"
    clock = SystemClock()
    events = [new_event("paused", clock, session="s", routine="r", digest="d", data={}) for _ in range(20)]
    with Journal.open(path, clock) as journal:
        journal.append(events[0])
        fill(ballast)
        refused = [event for event in events[1:] if not is_taken(journal, event)]
        ballast.unlink()
        for event in refused:
            journal.append(event)
        rows = journal.rows(
            "SELECT id, kind, at, offset_minutes, session, routine, digest, data FROM events ORDER BY seq"
        )
    assert len(refused) > 10
    assert sorted(rows) == sorted(to_row(event) for event in events)


def is_taken(journal: Journal, event: Event) -> bool:
    """Whether the journal could write that event."""
    try:
        journal.append(event)
    except JournalError:
        return False
    return True


def fill(file: Path) -> None:
    """Take all the room that is left."""
    with file.open("wb", buffering=0) as ballast:
        try:
            while ballast.write(b"\0" * 4096):
                pass
        except OSError:
            return


def test_a_file_that_may_not_grow_is_reported_and_loses_nothing(tmp_path: Path) -> None:
    """A limit on a file's size, as a quota sets, stops a write in its middle."""
    path = tmp_path / "home" / "journal.sqlite3"
    assert str(path) in check_filled(path, 1_000_000)


def test_clips_give_way_to_the_record(small_disk: Path) -> None:
    """On a full disk of two megabytes forty steps are kept: clips are deleted, and none is added."""
    root = small_disk / "home"
    home = Home(config=root, data=root, cache=root, state=root / "state")
    clock = SystemClock()
    with open_journal(home, clock) as journal:
        home.clips.mkdir()
        for number in range(40):
            (home.clips / f"{number}.wav").write_bytes(bytes(20_000))
        fill(small_disk / "ballast")
        for number in range(40):
            data = {"step": number, "name": "x" * 2000}
            event = new_event("step-done", clock, session="s", routine="r", digest="d", data=data)
            journal.append(event)
        assert journal.rows("SELECT count(*) FROM events") == [(40,)]
    assert not leaves_room(small_disk, 1)


@pytest.fixture
def kept_journal(tmp_path: Path) -> Path:
    """A journal of one event, in a folder that other people may enter."""
    path = tmp_path / "home" / "journal.sqlite3"
    clock = SystemClock()
    with Journal.open(path, clock) as journal:
        journal.append(new_event("paused", clock, session="s", routine="r", digest="d", data={}))
    # pytest's own folders are closed to the person without rights whom root becomes, and closed again
    # by every other pytest that begins.
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    return path


def visit(path: Path, folder_mode: int, file_mode: int) -> list[str]:
    """What opening says with these permissions, for writing and for reading."""
    path.chmod(file_mode)
    path.parent.chmod(folder_mode)
    if os.getuid() == 0:
        os.chown(path.parent, 65534, 65534)
        os.chown(path, 65534, 65534)
    try:
        return run(VISITOR, str(path), str(path.parents[1] / "spare" / path.name)).splitlines()
    finally:
        path.parent.chmod(0o700)


def test_a_read_only_file_can_be_read_only(kept_journal: Path) -> None:
    """A session is refused with the reason, the log is shown, and the permissions stay."""
    assert visit(kept_journal, 0o700, 0o400) == [f"5 The journal {kept_journal} is read-only.", "1"]
    assert kept_journal.stat().st_mode & 0o777 == 0o400


def test_a_read_only_folder_can_be_read_only(kept_journal: Path) -> None:
    """SQLite cannot make its rollback journal there, and reading needs none."""
    writing, reading = visit(kept_journal, 0o500, 0o600)
    assert writing in {
        f"5 The journal {kept_journal} {what}." for what in ("is read-only", "cannot be opened")
    }
    assert reading == "1"


def test_an_interrupted_commit_in_a_read_only_folder_is_not_passed_over(kept_journal: Path) -> None:
    """What a killed writer began has to be rolled back first; until then the file is not read."""
    rollback = kept_journal.with_name(kept_journal.name + "-journal")
    with closing(sqlite3.connect(kept_journal, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("PRAGMA cache_spill = ON")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE large (content BLOB)")
        for _ in range(50):
            writer.execute("INSERT INTO large VALUES (randomblob(4000))")
        whole = {kept_journal: kept_journal.read_bytes(), rollback: rollback.read_bytes()}
    assert whole[rollback][:8] == bytes.fromhex("d9d505f920a163d7")  # SQLite's mark of one to be rolled back
    for file, content in whole.items():
        file.write_bytes(content)
        if os.getuid() == 0:
            os.chown(file, 65534, 65534)
    for said in visit(kept_journal, 0o500, 0o600):
        assert said.startswith(f"5 The journal {kept_journal} cannot be ")
