"""The daemon as its terminal is closed: it ends in order, unless whoever began it said `nohup`."""

from __future__ import annotations

import shutil
import signal
import sys

import pytest

from coach_process import PROGRAM, CoachProcess, coach

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")

OPEN = "The coach keeps your day"


def test_it_ends_in_order_with_its_terminal(tmp_path):
    """As after `coach stop`: nothing is left that would mislead the next command."""
    coach(tmp_path, "init", "--defaults")
    with CoachProcess(tmp_path, "start") as running:
        running.wait_for(OPEN)
        running.signal(signal.SIGHUP)
        assert running.finish(15.0) == 0
    assert not (tmp_path / "state" / "api.json").exists()


@pytest.mark.skipif(shutil.which("nohup") is None, reason="needs nohup")
def test_it_lives_on_where_it_was_told_to(tmp_path):
    """A hang-up is ignored then, and `coach stop` ends it."""
    coach(tmp_path, "init", "--defaults")
    with CoachProcess(tmp_path, "start", program=("nohup", *PROGRAM)) as running:
        running.wait_for(OPEN)
        running.signal(signal.SIGHUP)
        assert "running" in coach(tmp_path, "status")
        coach(tmp_path, "stop")
        assert running.finish(15.0) == 0
