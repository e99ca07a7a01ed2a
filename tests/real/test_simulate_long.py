"""A simulation that takes long, in a process of its own: it shows that it goes on, and can be ended."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time

import pytest

from coach_process import PROGRAM, environment

pty = pytest.importorskip("pty")  # a terminal of our own: not on Windows

DEADLINE = 30.0
"""Seconds for anything to appear; a machine that is busy is no fault."""
DENSE = "reminders:\n" + "".join(
    f'  r{number}: {{routine: sip-water, every: 60 s, between: "00:00-24:00"}}\n' for number in range(100)
)
"""A hundred reminders a minute: a year of it takes hours."""


@pytest.fixture
def simulation(tmp_path):
    """Start it; returns its process and its terminal, which has the named streams."""
    plan = tmp_path / "dense.yaml"
    plan.write_text(DENSE, encoding="utf-8")
    ours, its = pty.openpty()
    running = []

    def start(*arguments, on_terminal):
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running.append(
            subprocess.Popen(
                [*PROGRAM, "simulate", "--plan", plan, "--from", "2026-01-01", "--days", "366", *arguments],
                stdin=subprocess.DEVNULL,
                env=environment(tmp_path, TERM="xterm"),
                **streams | dict.fromkeys(on_terminal, its),
            )
        )
        return running[0], ours

    yield start
    for process in running:
        process.kill()
        process.wait()
    os.close(ours)
    os.close(its)


def there(terminal):
    """What has arrived at the terminal."""
    text = b""
    while select.select([terminal], [], [], 0.1)[0]:
        text += os.read(terminal, 65_536)
    return text.decode()


def shown(process, terminal, *, until):
    """What comes to the terminal until that stands in it, or the process has ended."""
    text = ""
    ends = time.monotonic() + DEADLINE
    while until not in text and process.poll() is None and time.monotonic() < ends:
        if select.select([terminal], [], [], 0.1)[0]:
            text += os.read(terminal, 65_536).decode()
    return text


def interrupted(process, terminal):
    """What the terminal shows after Ctrl-C, and the exit code."""
    process.send_signal(signal.SIGINT)
    text = ""
    ends = time.monotonic() + DEADLINE
    while process.poll() is None and time.monotonic() < ends:  # what nobody reads would hold it up
        if select.select([terminal], [], [], 0.1)[0]:
            text += os.read(terminal, 65_536).decode()
    return text + there(terminal), process.wait(DEADLINE)


def test_a_bar_shows_that_it_goes_on_and_ctrl_c_ends_it(simulation):
    """The lines go elsewhere: the bar comes, then the cursor, and its line is erased; 130, no traceback."""
    begun = time.monotonic()
    process, terminal = simulation(on_terminal=["stderr"])
    assert "Simulating" in shown(process, terminal, until="Simulating")
    assert time.monotonic() - begun > 2.0
    rest, code = interrupted(process, terminal)
    assert code == 130
    assert rest.rstrip().endswith("\x1b[?25h\r\n\x1b[A\r\x1b[K")
    assert "Traceback" not in rest


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_on_a_screen_the_lines_are_the_sign(simulation, more):
    """Lines appear as they are computed, without a bar; Ctrl-C ends that too."""
    process, terminal = simulation(*more, on_terminal=["stdout", "stderr"])
    first = shown(process, terminal, until="r99")
    assert ("sip-water" if more else "spoken") in first
    rest, code = interrupted(process, terminal)
    assert code == 130
    assert "Simulating" not in first + rest
    assert "Traceback" not in rest
