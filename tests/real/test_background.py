"""The coach in the background: it outlives its terminal, starts once, and says why it cannot start."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import closing

import pytest

from coach.api.address import read_address
from coach.home import Home
from coach_process import PROGRAM, coach, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it needs a terminal of its own")

RUNNING = "The coach is running in the background."


@pytest.fixture
def home(tmp_path):
    """A home with a plan; at the end no coach runs there."""
    coach(tmp_path, "init", "--defaults")
    yield tmp_path
    run(tmp_path, "stop")


def run(folder, *arguments, **more):
    """Run that command to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments], env=environment(folder), capture_output=True, text=True, timeout=90,
        check=False, **more,
    )  # fmt: skip


def process_of(folder):
    """The process id of the coach with that home."""
    return read_address(Home(config=folder, data=folder, cache=folder, state=folder / "state")).owner.pid


def test_it_outlives_its_terminal(home):
    """A terminal is opened, the coach started in it, and the terminal closed: the coach goes on."""
    controller, terminal = pty.openpty()
    with closing(os.fdopen(controller, "rb", buffering=0)):
        shell = subprocess.Popen(
            [*PROGRAM, "start", "--background"],
            env=environment(home), stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
        )  # fmt: skip
        os.close(terminal)
        assert shell.wait(60) == 0
    assert "running since" in coach(home, "status")


def test_it_starts_once(home):
    """A second start says which process runs; exit code 6."""
    assert run(home, "start", "--background").stdout.startswith(RUNNING)
    second = run(home, "start", "--background")
    assert (second.returncode, second.stdout) == (6, "")
    assert second.stderr.startswith(f"The coach is already running: process {process_of(home)}.")


@pytest.mark.parametrize("before", ["start", "restart"])
def test_a_restart_is_another_process(home, before):
    """Whether or not a coach was running, one is running afterwards, and it is a new one."""
    run(home, before, *(["--background"] if before == "start" else []))
    old = process_of(home)
    again = run(home, "restart")
    assert (again.returncode, again.stdout.splitlines()[0]) == (0, "Stopping.")
    assert process_of(home) != old


def test_why_it_cannot_start_is_said(tmp_path):
    """Without a plan: the message and the exit code of `coach start` itself."""
    failed = run(tmp_path, "start", "--background")
    assert (failed.returncode, failed.stdout) == (3, "")
    assert failed.stderr.startswith("There is no plan yet:")


def test_a_home_relative_to_the_current_folder_stays_the_same(home):
    """The process in the background has another current folder."""
    done = subprocess.run(
        [*PROGRAM, "start", "--background"], env=environment(home.name), cwd=home.parent,
        capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "running since" in coach(home, "status")
