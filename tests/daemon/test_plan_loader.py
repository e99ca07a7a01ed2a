"""The plan and its routines as the daemon reads them: in a process of their own, the last good kept."""

from __future__ import annotations

import asyncio
import errno
import os
import sys

import pytest

from coach import __version__
from coach.child_process import python_command
from coach.daemon import plan_loader as loading
from coach.daemon.plan_loader import file_stamp, last_good_copy, load, read_all
from coach.home import find_home

ROUTINE = "title: Short rest\nkind: habit\nsteps:\n  - rest: 3 s\n"
PLAN = 'format: 1\nreminders:\n  rest: {routine: short, at: ["10:30"]}\n'


@pytest.fixture
def home():
    """A home with a plan of one routine."""
    found = find_home()
    found.routines.mkdir(parents=True)
    found.plan.write_text(PLAN, encoding="utf-8")
    (found.routines / "short.yaml").write_text(ROUTINE, encoding="utf-8")
    return found


def edited(loaded):
    """The names of the files that are no longer as they were read."""
    return {path.name for path, was in loaded.stamps.items() if file_stamp(path) != was}


def write(path, text):
    """Write it, an instant later than before whatever the file system's clock."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))


@pytest.mark.real
def test_what_another_process_reads_is_what_is_there(home):
    """A plan read by another process equals the one read here."""
    assert asyncio.run(load(home)) == read_all(home)


@pytest.mark.real
def test_a_broken_plan_gives_its_sentence_and_is_watched(home):
    """A broken plan gives a problem with file and line, and a correction is noticed."""
    home.plan.write_text("format: 1\nreminders: {rest: {routin: short}}\n", encoding="utf-8")
    loaded = asyncio.run(load(home))
    assert loaded.plan is None
    assert "plan.yaml:2:" in loaded.problems[0]
    write(home.plan, PLAN)
    assert edited(loaded) == {"plan.yaml"}


def test_a_lexicon_of_ones_own_is_watched(home):
    """Once it is there or edited, what was prepared has another sound."""
    loaded = read_all(home)
    write(home.lexicon, "en: {soleus: {respell: soh-lee-us}}\n")
    assert edited(loaded) == {"lexicon.yaml"}


def test_a_broken_routine_leaves_its_last_good_version_and_is_watched(home):
    """A broken routine is reported, its last good version is used, and a correction is noticed."""
    good = read_all(home)
    write(home.routines / "short.yaml", ROUTINE.replace("rest:", "rst:"))
    loaded = read_all(home)
    assert (loaded.plan, len(loaded.problems)) == (good.plan, 1)
    assert last_good_copy(home, "short").read_text(encoding="utf-8") == ROUTINE
    write(home.routines / "short.yaml", ROUTINE)
    assert edited(loaded) == {"short.yaml"}


def test_an_edit_that_keeps_size_and_time_is_noticed(home):
    """An edit that keeps size and time, as by `rsync -t`, is noticed anyway."""
    loaded = read_all(home)
    routine = home.routines / "short.yaml"
    for path, text in ((home.plan, PLAN.replace("30", "31")), (routine, ROUTINE.replace("3 s", "4 s"))):
        was = path.stat()
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        assert path.stat().st_size == was.st_size
    assert edited(loaded) == {"plan.yaml", "short.yaml"}
    loaded = read_all(home)
    was, other = routine.stat(), home.routines / ".other"
    other.write_text(ROUTINE, encoding="utf-8")
    os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
    other.replace(routine)
    assert edited(loaded) == {"short.yaml"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("target", ["plan.yaml", "nowhere.yaml"])
def test_a_plan_that_became_a_broken_link_was_not_deleted(home, target):
    """A plan that became a broken link is a problem that names the link; the last good one stays in use."""
    good = read_all(home)
    home.plan.unlink()
    home.plan.symlink_to(target)
    loaded = read_all(home)
    assert loaded.plan is not None
    assert loaded.plan.plan.reminders == good.plan.plan.reminders
    assert f"is a link to {target}, but there is no file." in loaded.problems[0]


def full(*_, **__):
    """A disk that takes nothing."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_on_a_full_disk_the_copy_that_is_there_is_performed(home, monkeypatch):
    """On a full disk an unchanged routine is led; an edited one is reported and its old version led."""
    good = read_all(home)
    monkeypatch.setattr("coach.daemon.plan_loader.write_private_file", full)
    assert read_all(home) == good
    write(home.routines / "short.yaml", ROUTINE.replace("Short", "Long"))
    loaded = read_all(home)
    problem = "The routine short could not be copied for later use: No space left on device."
    assert (loaded.plan, loaded.problems) == (good.plan, (problem,))


def test_on_a_full_disk_a_new_routine_is_reported(home, monkeypatch):
    """On a full disk a new routine is reported as a problem."""
    monkeypatch.setattr("coach.daemon.plan_loader.write_private_file", full)
    loaded = read_all(home)
    problem = "The routine short could not be copied for later use: No space left on device."
    assert (dict(loaded.plan.routines), loaded.problems) == ({}, (problem,))


def test_a_routine_that_comes_later_is_noticed(home):
    """A missing routine is a problem, and its file is noticed when it comes."""
    (home.routines / "short.yaml").unlink()
    loaded = read_all(home)
    assert "error[unknown-routine]: there is no routine called 'short'" in loaded.problems[0]
    assert edited(loaded) == set()
    write(home.routines / "short.yaml", ROUTINE)
    assert edited(loaded) == {"routines"}
    assert read_all(home).problems == ()


def test_a_plan_that_does_not_read_leaves_the_last_good_one_in_use(home):
    """An unreadable plan leaves the last good one in use, at a start too, with every problem shown."""
    good = read_all(home)
    write(home.plan, PLAN.replace("routine:", "routin:") + "quite: x\n")
    loaded = read_all(home)
    assert (loaded.plan, loaded.is_kept, good.is_kept) == (good.plan, True, False)
    assert all(": error[" in line for line in loaded.problems[:-1])
    assert (len(loaded.problems), loaded.problems[-1]) == (3, loading.KEPT)
    assert (home.state / "plan.yaml").stat().st_mode & 0o777 == 0o600


def test_a_plan_that_is_gone_is_not_kept(home):
    """Once the plan has been deleted, the next start has no reminders."""
    read_all(home)
    home.plan.unlink()
    assert read_all(home).plan is None


def test_a_routine_that_is_gone_is_performed_from_its_copy(home):
    """A deleted routine is led from its copy, and the problem is reported."""
    good = read_all(home)
    (home.routines / "short.yaml").unlink()
    loaded = read_all(home)
    assert (loaded.plan, loaded.is_kept, len(loaded.problems)) == (good.plan, False, 1)


@pytest.mark.real
def test_a_reader_that_crashes_is_a_problem_and_the_plan_is_watched(home, monkeypatch):
    """A crash of the reader is reported, and an edit of the plan leads to another try."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    loaded = asyncio.run(load(home))
    log = home.logs / "reader.log"
    problem = (
        f"The plan could not be read: the process that reads it ended with status 1; see {log}. "
        "Restart it: `coach stop`, then `coach start`."
    )
    assert (loaded.plan, loaded.problems) == (None, (problem,))
    write(home.plan, PLAN)
    assert edited(loaded) == {"plan.yaml"}


@pytest.mark.real
def test_a_reader_that_cannot_be_started_is_a_problem(home, monkeypatch):
    """A reader that cannot be started is reported as a problem."""
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    why = "the process that reads it could not be started: No such file or directory."
    assert asyncio.run(load(home)).problems == (f"The plan could not be read: {why}",)


def replaced(monkeypatch, tmp_path, code):
    """Let another program answer in the reader's place, as after an update of the coach."""
    program = tmp_path / "reader.py"
    program.write_text(code, encoding="utf-8")
    command = python_command(str(program))
    monkeypatch.setattr(loading, "function_command", lambda *_: command)


@pytest.mark.real
@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('print(\'{"version": "99.0"}\')', "the coach was updated while it was running"),
        (f'print(\'{{"version": "{__version__}"}}\')', "the process that reads it returned no plan"),
        (
            f'print(\'{{"version": "{__version__}", "loaded": {{"LoadedPlan": {{"plan": 1}}}}}}\')',
            "the process that reads it is not the same program as the running coach",
        ),
        (
            f'print(\'{{"version": "{__version__}", "loaded": {{"Neu": {{}}}}}}\')',
            "the process that reads it is not the same program as the running coach",
        ),
        ("print('hello')", "the process that reads it ended without an answer; see {log}"),
    ],
)
def test_a_reader_of_another_version_says_that_a_restart_is_due(home, monkeypatch, tmp_path, code, why):
    """After an update the running daemon keeps its plan, and says that it needs a restart."""
    replaced(monkeypatch, tmp_path, code)
    loaded = asyncio.run(load(home))
    why = why.replace("{log}", str(home.logs / "reader.log"))
    problem = f"The plan could not be read: {why}. Restart it: `coach stop`, then `coach start`."
    assert (loaded.plan, loaded.problems) == (None, (problem,))


@pytest.mark.real
def test_the_last_words_of_a_reader_reach_the_log(home, monkeypatch, tmp_path):
    """What a reader writes to stderr before it dies is in the log."""
    replaced(monkeypatch, tmp_path, "import sys; sys.exit('no more memory')")
    asyncio.run(load(home))
    assert (home.logs / "reader.log").read_text(encoding="utf-8") == "no more memory\n"


@pytest.mark.real
def test_a_reader_that_hangs_is_killed(home, monkeypatch, tmp_path):
    """A reader that hangs is killed, so that the day goes on."""
    monkeypatch.setattr(loading, "READER_SECONDS", 0.2)
    replaced(monkeypatch, tmp_path, "import time; time.sleep(60)")
    [problem] = asyncio.run(load(home)).problems
    assert problem.startswith(
        "The plan could not be read: the process that reads it did not answer within 0 seconds; see "
    )
