"""`coach do` as a process: closed streams, and signals while it is held ready."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from coach_process import PROGRAM, CoachProcess, environment, logged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, and a shell closes the streams")

CALF = """
title: Calf
steps:
  - say: Stand tall.
  - hold: 10 s
    name: Calf stretch
    side: left
  - ask: pain
"""
ANOTHER_THREAD_TAKES_SIGNALS = """
import signal, threading

def take():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    threading.Event().wait()

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
threading.Thread(target=take, daemon=True).start()
from coach.commands import main
main()
"""
"""The system interrupts nothing in the main thread, as when a signal comes just before it begins to wait."""


@pytest.fixture
def calf(tmp_path):
    """A short routine file."""
    path = tmp_path / "calf.yaml"
    path.write_text(CALF)
    return str(path)


@pytest.mark.parametrize("program", [PROGRAM, (sys.executable, "-c", ANOTHER_THREAD_TAKES_SIGNALS)])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_it_is_held(tmp_path, calf, number, program):
    """A signal ends a held session at once with 130, whatever its thread was about to do, with no trace."""
    with CoachProcess(tmp_path, "do", calf, "--fast", "--control", "--hold", program=program) as process:
        process.wait_for("ready", 60.0)
        process.signal(number)
        assert process.finish(60.0) == 130
    assert logged(tmp_path) == []


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("delivery", ["--fast", "--fast --control"])
def test_streams_that_are_closed(tmp_path, calf, closed, delivery):
    """Nobody reads or writes there: the session is performed and kept anyway."""
    script = f'exec "$0" -m coach do "$1" {delivery} {closed}'
    command = ["sh", "-c", script, sys.executable, calf]
    done = subprocess.run(command, env=environment(tmp_path), check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [session["outcome"] for session in logged(tmp_path)] == ["completed"]
