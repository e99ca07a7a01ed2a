"""`coach do` in a terminal that ends or stalls: the session ends too, and SIGTERM always ends it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time

import pytest

from coach_process import PROGRAM, environment, logged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals as on Unix")

HOLD = """
title: Calf
kind: habit
steps:
  - hold: 2 min
    name: Calf stretch
    setup: 0.5 s
"""
SECONDS = 60.0
"""For anything to happen; a machine that is busy is no fault."""


class Session:
    """A session on a terminal that is not its controlling one; `master` is our side of that terminal."""

    def __init__(self, home, *arguments, **more):
        routine = home / "calf.yaml"
        routine.write_text(HOLD)
        self.home = home
        self.master, slave = os.openpty()
        self.process = subprocess.Popen(
            [*PROGRAM, "do", str(routine), "--mute", "--detail", "tones", *arguments],
            env=environment(home, TERM="xterm-256color", **more),
            stdin=slave,
            stdout=slave,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(slave)
        self._shown = b""

    def wait_for(self, text):
        """Read the terminal until that is shown."""
        end = time.monotonic() + SECONDS
        while text not in self._shown:
            assert time.monotonic() < end, self._shown[-2000:]
            if select.select([self.master], [], [], 0.2)[0]:
                self._shown += os.read(self.master, 65_536)

    def finish(self):
        """Wait for its end and return its exit code."""
        return self.process.wait(SECONDS)

    def close(self):
        """Leave no process behind."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def begin(tmp_path):
    """Begins a session with these arguments, which is over when the test is."""
    sessions = []

    def begun(*arguments):
        sessions.append(Session(tmp_path, *arguments))
        sessions[-1].wait_for(b"Calf stretch" if "--plain" in arguments else b"of 1 done")
        return sessions[-1]

    yield begun
    for session in sessions:
        session.close()


@pytest.mark.parametrize("mode", [(), ("--plain",)])
def test_the_end_of_the_terminal_is_the_end_of_the_session(begin, mode):
    """A session whose terminal is gone stops as by a signal, and the journal has its end."""
    session = begin(*mode)
    os.close(session.master)
    code = session.finish()
    assert code == 130
    assert [each["outcome"] for each in logged(session.home)] == ["stopped"]


@pytest.mark.parametrize("mode", [(), ("--plain",)])
def test_a_signal_ends_it_though_nobody_reads_the_terminal(begin, mode):
    """A terminal that takes nothing more stops neither the session nor its end."""
    session = begin(*mode)
    time.sleep(3.0)  # long enough to fill what the system keeps for a terminal
    session.process.send_signal(signal.SIGTERM)
    code = session.finish()
    os.close(session.master)
    assert code == 130
    assert [each["outcome"] for each in logged(session.home)] == ["stopped"]
