"""Which way a system has, and what is started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from coach.autostart import select as autostart
from coach.autostart.entry import LaunchCommand, ProgramResult, run
from coach.autostart.launchd import LaunchAgent
from coach.autostart.select import find_coach_home, find_launch, this_system
from coach.autostart.systemd import SystemdUnit
from coach.autostart.task_scheduler import ScheduledTask
from coach.errors import CoachError

posix = pytest.mark.skipif(os.name != "posix", reason="programs are found by permissions there")


def program(path):
    """An empty program at that path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def nothing(_):
    """A system whose programs say nothing."""
    return ProgramResult(0)


@posix
@pytest.mark.parametrize(
    ("platform", "kind"),
    [("linux", SystemdUnit), ("darwin", LaunchAgent), ("win32", ScheduledTask), ("freebsd14", SystemdUnit)],
)
def test_each_system_has_its_way(platform, kind):
    """Each system has its own kind of entry; without systemd the message says so."""
    environment = {"USERDOMAIN": "OFFICE", "USERNAME": "ann"}
    assert type(this_system(platform, environment, nothing)) is kind


def test_the_task_is_for_the_one_who_is_logged_in():
    """A task names domain and user, or only the user where there is no domain."""
    named = this_system("win32", {"USERDOMAIN": "OFFICE", "USERNAME": "ann"}, nothing).text()
    alone = this_system("win32", {"USERNAME": "ann"}, nothing).text()
    assert named.count(r"<UserId>OFFICE\ann</UserId>") == alone.count("<UserId>ann</UserId>") == 2


@posix
def test_the_home_of_today_is_the_home_of_tomorrow(tmp_path, monkeypatch):
    """A relative COACH_HOME is made absolute, as a login has another working directory."""
    monkeypatch.chdir(tmp_path)
    text = this_system("linux", {"COACH_HOME": "my home"}, nothing).text()
    assert f'Environment="COACH_HOME={tmp_path}/my home"\n' in text
    assert find_coach_home({"COACH_HOME": ""}) is None


@posix
def test_the_program_that_was_called_is_started(tmp_path):
    """The entry has the whole path of the called program, by the link that survives an upgrade."""
    real = program(tmp_path / "versions" / "1" / "coach")
    link = tmp_path / "bin" / "coach"
    link.parent.mkdir()
    link.symlink_to(real)
    launch = find_launch(str(link), tmp_path / "python", Path("/home"))
    assert launch == LaunchCommand((str(link), "start"), Path("/home"))


@posix
@pytest.mark.parametrize("called_as", ["/gone/bin/coach", "cli.py", "-c", "pytest", ""])
def test_else_the_one_beside_the_interpreter(tmp_path, called_as):
    """Otherwise the program beside the interpreter is started."""
    beside = program(tmp_path / "coach")
    assert find_launch(called_as, tmp_path / "python", None) == LaunchCommand((str(beside), "start"))


def test_a_checkout_starts_by_its_own_front_door(tmp_path):
    """A checkout that was never installed is started by its `cli.py`."""
    checkout = Path(autostart.PACKAGE).parent / "cli.py"
    launch = find_launch("cli.py", tmp_path / "python", None)
    assert launch == LaunchCommand((str(tmp_path / "python"), str(checkout), "start"))


def test_no_program_at_all_is_reported(tmp_path, monkeypatch):
    """A package without its program is reported with how to get one."""
    monkeypatch.setattr(autostart, "PACKAGE", tmp_path / "coach")
    with pytest.raises(CoachError, match="was not found") as caught:
        find_launch("python", tmp_path / "python", None)
    assert "pip install" in caught.value.hint


@pytest.mark.real
def test_a_program_runs_without_a_shell():
    """A program runs without a shell, and its output, errors and exit code are returned."""
    code = "import sys; print(sys.argv[1]); print('näh', file=sys.stderr); sys.exit(3)"
    env_words = "$HOME; `id` && *"
    answer = run([sys.executable, "-X", "utf8", "-c", code, env_words])
    assert (answer.code, answer.out.strip(), answer.reason) == (3, env_words, "näh")


@pytest.mark.real
def test_a_missing_program_answers_too(tmp_path):
    """A missing program gives the exit code that a shell would give."""
    answer = run([str(tmp_path / "nothing")])
    assert (answer.code, answer.reason) == (127, f"The program '{tmp_path / 'nothing'}' is missing.")


@pytest.mark.real
def test_a_program_that_hangs_answers_too(monkeypatch):
    """A program that hangs is ended, and the sentence says that it did not answer."""
    monkeypatch.setattr("coach.autostart.entry.PATIENCE", 0.05)
    answer = run([sys.executable, "-c", "import time; time.sleep(60)"])
    assert (answer.code, "did not answer" in answer.reason) == (1, True)


def test_a_silent_failure_is_reported_by_its_code():
    """A program that fails silently is reported by its exit code."""
    assert ProgramResult(4).reason == "exit code 4"
