"""The daemon when its terminal is closed: it ends in order, unless it was started with `nohup`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys

import pytest

from coach_process import PROGRAM, CoachProcess, coach

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")

OPEN = "Running the reminders"


def test_it_ends_in_order_with_its_terminal(tmp_path):
    """A closed terminal leaves nothing that would mislead the next command, as after `coach stop`."""
    coach(tmp_path, "init", "--defaults")
    with CoachProcess(tmp_path, "start") as running:
        running.wait_for(OPEN)
        running.signal(signal.SIGHUP)
        assert running.finish() == 0
    assert not (tmp_path / "state" / "api.json").exists()


@pytest.mark.skipif(shutil.which("nohup") is None, reason="needs nohup")
def test_it_lives_on_where_it_was_put(tmp_path):
    """With `nohup` a hang-up is ignored, and `coach stop` ends it."""
    coach(tmp_path, "init", "--defaults")
    with CoachProcess(tmp_path, "start", program=("nohup", *PROGRAM)) as running:
        running.wait_for(OPEN)
        running.signal(signal.SIGHUP)
        assert "running" in coach(tmp_path, "status")
        coach(tmp_path, "stop")
        assert running.finish() == 0


def test_a_background_job_is_not_meant_by_ctrl_c(tmp_path):
    """The shell has it ignore SIGINT, which Ctrl-C in the same terminal sends; `coach stop` ends it."""
    coach(tmp_path, "init", "--defaults")
    background = ("sh", "-c", 'trap "" INT; exec "$@"', "sh", *PROGRAM)
    with CoachProcess(tmp_path, "start", program=background) as running:
        running.wait_for(OPEN)
        running.signal(signal.SIGINT)
        assert "running" in coach(tmp_path, "status")
        coach(tmp_path, "stop")
        assert running.finish() == 0


def test_these_tests_pass_where_the_signals_are_ignored(tmp_path):
    """Under `nohup`, in the background or in a service, no process of a test inherits ignored signals."""
    ignoring = ("sh", "-c", 'trap "" HUP INT QUIT TERM; exec "$@"', "sh")
    options = ("-q", "-n0", "-p", "no:cacheprovider", "--basetemp", str(tmp_path / "inner"))
    chosen = (*options, "-k", "ends_in_order or where_it_was_put or ctrl_c", __file__)
    environment = {name: text for name, text in os.environ.items() if "XDIST" not in name}
    done = subprocess.run(
        [*ignoring, sys.executable, "-m", "pytest", *chosen],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "3 passed" in done.stdout) == (0, True), done.stdout
