"""A whole session on a real terminal: tmux holds it, the keys are typed, what is shown is read back."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from coach.commands.safety_list import safety_list_lines
from coach.timeline.english_safety import ENGLISH_SAFETY

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

COACH = f"{shlex.quote(sys.executable)} {shlex.quote(str(Path(__file__).parents[2] / 'cli.py'))}"
QUICK = "--mute --rate 400 --detail tones"
"""Soon in the hold, which is what is looked at."""
DEADLINE = 10.0
"""Seconds for anything to appear; a machine that is busy is no fault."""

ROUTINE = """
title: Neck [bold]and[/bold] shoulders
kind: stretch
steps:
  - hold: 30 s
    name: Neck side bend
    cue: "{side} ear down."
    setup: 0.5 s
    side: each
  - say: Well done.
"""


class Terminal:
    """One terminal with a shell in it, on a tmux server of its own."""

    def __init__(self, folder, columns=80, lines=24):
        self._server = f"coach-{uuid.uuid4().hex}"
        self._folder = folder
        # A size that is exported, as some shells do, is out of date once the terminal changes its own.
        shell = "env COLUMNS=80 LINES=24 PS1='> ' TERM=screen-256color LC_ALL=C.UTF-8 sh"
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", str(columns), "-y", str(lines), shell)
        self.wait_for("^>")

    def close(self):
        """End it, and all that runs in it."""
        self._tmux("kill-server")

    def type(self, line):
        """Type a line at the shell's prompt."""
        self._tmux("send-keys", "-l", line)
        self._tmux("send-keys", "Enter")

    def press(self, *keys):
        """Press keys."""
        self._tmux("send-keys", *keys)

    def resize(self, columns, lines):
        """Make the terminal larger or smaller."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(lines))

    def screen(self):
        """What is to be seen."""
        return self._tmux("capture-pane", "-p")

    def is_as_a_shell_needs_it(self):
        """Whether the cursor is shown, and the alternate screen has been left."""
        return self._tmux("display", "-p", "#{cursor_flag} #{alternate_on}").strip() == "1 0"

    def wait_for(self, wanted):
        """What is to be seen once that pattern is there."""
        until = time.monotonic() + DEADLINE
        while not re.search(wanted, shown := self.screen(), re.MULTILINE):
            assert time.monotonic() < until, f"{wanted!r} never appeared:\n{shown}"
            time.sleep(0.05)
        return shown

    def modes(self, name):
        """The modes of the terminal (echo, line editing, …) as `stty` tells them."""
        path = self._folder / name
        self.type(f"stty -g > {shlex.quote(str(path))}; echo {name} 'is' noted")
        self.wait_for(f"{name} is noted")
        return path.read_text("utf-8")

    def _tmux(self, *arguments):
        command = ["tmux", "-L", self._server, *arguments]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, encoding="utf-8", timeout=60
        )
        return done.stdout


@pytest.fixture
def routine(tmp_path):
    """A routine of a minute: a stretch of each side."""
    path = tmp_path / "neck.yaml"
    path.write_text(ROUTINE, encoding="utf-8")
    return shlex.quote(str(path))


@pytest.fixture
def terminal(tmp_path):
    """A terminal of 80 columns and 24 lines."""
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


def into_the_hold(terminal, command):
    """Start a first session, acknowledge the list, skip the notice, and wait for the first hold."""
    terminal.type(command)
    terminal.wait_for("press any key")
    terminal.press("Space")
    terminal.wait_for("Enter skip")
    terminal.press("Enter")
    return terminal.wait_for("^ +Hold *$")


def test_a_session_is_seen_paused_and_stopped(terminal, routine):
    """Exercise, side and a falling countdown are shown; space pauses; q ends, the terminal is as it was."""
    before = terminal.modes("before")
    shown = into_the_hold(terminal, f"{COACH} do {routine} --mute --rate 400")
    assert "Neck side bend   LEFT" in shown
    assert "Neck [bold]and[/bold] shoulders" in shown
    assert "Next  Neck side bend, right" in shown
    assert "0 of 2 done" in shown
    assert shown.count("█") > 50

    figures = "".join(re.findall("[▀▄█ ]{12,}", shown))
    until = time.monotonic() + DEADLINE
    while "".join(re.findall("[▀▄█ ]{12,}", terminal.screen())) == figures:
        assert time.monotonic() < until, "the countdown stands still"
        time.sleep(0.05)

    terminal.press("Space")
    terminal.wait_for("Paused · space to resume")
    terminal.press("q")
    terminal.wait_for("stopped, 0 of 2 steps done")
    assert terminal.modes("after") == before
    assert terminal.is_as_a_shell_needs_it()


def test_hurts_asks_and_a_digit_answers(terminal, routine):
    """The question comes at once, a digit takes it away, and the pain that ends a session ends it."""
    into_the_hold(terminal, f"{COACH} do {routine} {QUICK}")
    terminal.press("h")
    terminal.wait_for("How much pain")
    terminal.press("7")
    terminal.wait_for("stopped, 0 of 2 steps done")
    terminal.type(f"{COACH} log --json | grep -A3 pain")
    terminal.wait_for(r"\b7\b")
    assert terminal.is_as_a_shell_needs_it()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(terminal, routine, tmp_path, number):
    """A signal that ends the program ends it cleanly: the screen goes, the terminal is restored."""
    before = terminal.modes("before")
    mine = shlex.quote(str(tmp_path / "pid"))
    command = f"sh -c 'echo $$ > {mine}; exec {COACH} do {routine} {QUICK}'; echo left with $?"
    into_the_hold(terminal, command)
    os.kill(int((tmp_path / "pid").read_text("utf-8")), number)
    terminal.wait_for("^left with 130")
    assert terminal.modes("after") == before
    assert terminal.is_as_a_shell_needs_it()


@pytest.mark.parametrize(("key", "code"), [("C-c", 130), ("q", 0)])
def test_ctrl_c_is_an_interruption_and_a_letter_is_none(terminal, routine, key, code):
    """Either stops the session and restores the terminal; the exit code tells which of them it was."""
    before = terminal.modes("before")
    into_the_hold(terminal, f"{COACH} do {routine} {QUICK}; echo left with $?")
    terminal.press(key)
    shown = terminal.wait_for(f"^left with {code}")
    assert "stopped, 0 of 2 steps done" in shown
    assert terminal.modes("after") == before
    assert terminal.is_as_a_shell_needs_it()


def test_the_screen_does_not_go_where_stderr_goes(terminal, routine, tmp_path):
    """With stderr in a file the screen is still on the terminal, and none of it in the file."""
    errors = tmp_path / "errors"
    shown = into_the_hold(terminal, f"{COACH} do {routine} {QUICK} 2> {shlex.quote(str(errors))}")
    assert "LEFT" in shown
    terminal.press("s")
    terminal.wait_for("stopped")
    assert "\x1b[" not in errors.read_text("utf-8")


def test_the_keys_in_a_tiny_terminal_give_way_to_a_question(terminal, routine):
    """At 22 columns and 6 lines the page begins with stop and pause; a question is seen at once.

    So is every line of the list that comes first, page by page.
    """
    terminal.resize(22, 6)
    terminal.type(f"{COACH} do {routine} {QUICK}")
    lines = safety_list_lines(ENGLISH_SAFETY, 21)
    for first in range(0, len(lines), 3):  # beside two lines of the prompt, and the one that is typed on
        page = [re.escape(line) for line in lines[first : first + 3]]
        terminal.wait_for(r"\n".join([*page, r"[\w ,]+press\n(any )?key|any key"]))
        terminal.press("Space")
    terminal.wait_for("space pause")
    terminal.press("?")
    shown = terminal.wait_for("h this hurts")
    assert [line.strip() for line in shown.splitlines()[:2]] == [
        "s or q stop, at once",
        "space pause, and go…",
    ]
    terminal.press("h")
    terminal.wait_for("How much pain")
    terminal.press("s")
    terminal.wait_for("stopped")


def test_a_terminal_may_change_its_size(terminal, routine):
    """Made small in mid-session, everything that matters is still there, and again when it is large."""
    into_the_hold(terminal, f"{COACH} do {routine} {QUICK}")
    terminal.press("Space")
    large = terminal.wait_for("Paused")
    terminal.resize(40, 15)
    small = terminal.wait_for("^ *space resume  s stop  h hurts  . keys *$")
    for text in ("Neck side bend   LEFT", "Paused", "0 of 2 done", "Next  Neck side bend"):
        assert text in small
    assert 10 < small.count("█") < large.count("█")
    terminal.resize(80, 24)
    terminal.wait_for(r"space resume  s stop .*\+ 10 s")
    terminal.press("s")
    terminal.wait_for("stopped")
