"""What a list of the routines shows, read once from each file."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor

import pytest

from coach.errors import BadFile
from coach.home import bundled_routines, find_home
from coach.routine import listing
from coach.routine.listing import NAME, RoutineListing, listings
from coach.routine.reading import read_routine

KNEE = 'title: "My knee"\nkind: strength\nsteps: [{say: Stand up.}]\n'
BUNDLED = sorted(path.stem for path in (bundled_routines() / "en").glob("*.yaml"))


class Reader:
    """Reads a routine, and keeps what it was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, path):
        self.asked.append(path.stem)
        routine = read_routine(path)
        return RoutineListing(routine.title, routine.kind or "", 7.5)


@pytest.fixture
def home():
    """A home with a routine of the person's own."""
    found = find_home()
    found.routines.mkdir(parents=True)
    (found.routines / "knee.yaml").write_text(KNEE, encoding="utf-8")
    return found


def test_a_routine_is_read_once(home):
    """The second time no file is parsed, and the list is the same, the person's own first."""
    first, second = Reader(), Reader()
    found = listings(home, first)
    assert (listings(home, second), second.asked) == (found, [])
    assert first.asked == ["knee", *BUNDLED]
    assert [(entry.id, entry.source) for entry, _ in found[0]] == [
        ("knee", "own"),
        *((id_, "bundled") for id_ in BUNDLED),
    ]
    assert found[0][0][1] == RoutineListing("My knee", "strength", 7.5)


def test_an_edit_that_keeps_size_and_time_is_seen(home):
    """The edit is like one by `rsync -t`, and nothing else is read again."""
    knee = home.routines / "knee.yaml"
    listings(home, Reader())
    before = knee.stat()
    knee.write_text(KNEE.replace("My knee", "My calf"), encoding="utf-8")
    os.utime(knee, ns=(before.st_atime_ns, before.st_mtime_ns))
    reader = Reader()
    found, _ = listings(home, reader)
    assert (found[0][1].title, reader.asked) == ("My calf", ["knee"])


def test_what_the_library_no_longer_has_is_forgotten(home):
    """The cache does not grow with every edit."""
    listings(home, Reader())
    size = (home.state / NAME).stat().st_size
    (home.routines / "knee.yaml").unlink()
    listings(home, Reader())
    assert (home.state / NAME).stat().st_size < size


def test_a_file_with_mistakes_is_named_each_time(home):
    """A file with mistakes is not cached, and the others are listed."""
    (home.routines / "bad.yaml").write_text("title: x\nstep: 1\n", encoding="utf-8")
    for _ in range(2):
        found, problems = listings(home, Reader())
        assert [entry.id for entry, _ in found] == ["knee", *BUNDLED]
        assert [type(problem) for problem in problems] == [BadFile]
        assert "bad.yaml:2:1: error[unknown-field]" in str(problems[0])


@pytest.mark.parametrize("cached", ["", "[]", '{"version": 1}', '{"version": "0.1.0", "entries": {"a": {}}}'])
def test_a_broken_cache_costs_only_time(home, cached):
    """After a broken cache everything is read and cached again."""
    home.state.mkdir(parents=True)
    (home.state / NAME).write_text(cached, encoding="utf-8")
    reader = Reader()
    found, _ = listings(home, reader)
    assert (len(found), len(reader.asked)) == (len(BUNDLED) + 1, len(BUNDLED) + 1)
    again = Reader()
    assert (listings(home, again)[0], again.asked) == (found, [])


def titled(path):
    """What another process makes of a file; as a function of a module it can be sent there."""
    return RoutineListing(read_routine(path).title, "", 7.5)


@pytest.mark.real
def test_many_files_are_read_in_other_processes(home, monkeypatch):
    """The list, the problems and their texts are the same as from one process."""
    (home.routines / "bad.yaml").write_text("title: x\nstep: 1\n", encoding="utf-8")
    found, problems = listings(home, titled)
    (home.state / NAME).unlink()
    monkeypatch.setattr(listing, "MANY", 10)
    progress = []
    again, again_problems = listings(home, titled, lambda done, of: progress.append((done, of)))
    number = len(BUNDLED) + 2
    assert (again, list(map(str, again_problems))) == (found, list(map(str, problems)))
    assert [problem.problems for problem in again_problems] == [problem.problems for problem in problems]
    assert progress == [(done, number) for done in range(1, number + 1)]


@pytest.mark.parametrize("refusal", [OSError("Cannot allocate memory"), BrokenExecutor()])
def test_without_room_for_other_processes_one_reads_them_all(home, monkeypatch, refusal):
    """Under a limit of memory or of processes one process reads all files."""

    def refuse(**_):
        raise refusal

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    monkeypatch.setattr(listing, "MANY", 10)
    found, _ = listings(home, titled)
    assert [entry.id for entry, _ in found] == ["knee", *BUNDLED]
