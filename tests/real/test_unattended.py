"""What nobody attends does not count as done: a session on a locked screen, or that nobody can have begun."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pulse_server
from session_bus import MISSING, is_here, session_bus

pytestmark = pytest.mark.skipif(
    not (is_here() and pulse_server.is_here() and shutil.which("busctl")),
    reason=f"{MISSING}; busctl (Debian: systemd); {pulse_server.MISSING}",
)
DESKTOP = Path(__file__).with_name("desktop_on_a_bus.py")
COACH = (sys.executable, "-P", "-m", "coach")


@pytest.mark.parametrize(
    ("desktop", "confirmed"),
    [("gnome", True), ("locked", False), ("locked meanwhile", False), ("left", False)],
)
def test_nobody_there(tmp_path, desktop, confirmed):
    """Begun by hand, heard and led to its end; only where somebody can have been there it is done."""
    routine = tmp_path / "brief.yaml"
    routine.write_text("title: Brief\nkind: habit\nsteps: [{rest: 2 s}]\n")
    with session_bus() as bus, pulse_server.PulseServer() as server:
        around = {**os.environ, **server.environment, **bus, "COACH_HOME": str(tmp_path)}
        there = subprocess.Popen(
            [sys.executable, str(DESKTOP), desktop],
            env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert there.stdout.readline() == "there\n"
        run([*COACH, "do", str(routine), "--plain"], around)
        (session,) = json.loads(run([*COACH, "log", "--json"], around))["sessions"]
        day = json.loads(run([*COACH, "today", "--json"], around))
        there.communicate()
    assert (session["outcome"], session["heard"], session["confirmed"]) == ("completed", "yes", confirmed)
    assert day["counts"] == {"due": 0, "called": 0, "led": 1, "confirmed": int(confirmed)}


def run(command, environment):
    """What that command prints."""
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
