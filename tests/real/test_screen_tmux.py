"""A whole session in a real terminal: tmux runs it, keys are typed, and the screen is read back."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import time

import pytest

from coach.commands.safety_list import safety_list_lines
from coach.session.large_text import large_words
from coach.timeline.english_safety import ENGLISH_SAFETY
from terminal import COACH, DEADLINE, Terminal

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

QUICK = "--mute --rate 400 --detail tones"
"""Soon in the hold, which is what is looked at."""
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


def is_large(text, shown):
    """Whether the text is on that screen of 80 columns in large letters, whatever is around it."""
    return any(
        all(line.strip() in shown for line in block.splitlines())
        for lines in (3, 6, 9)
        if (block := large_words(text, 78, lines)) is not None
    )


def into_the_hold(terminal, command):
    """Start a first session, acknowledge the list, read the notice, and wait for the first hold."""
    terminal.type(command)
    terminal.wait_for("press any key")
    terminal.press("Space")
    terminal.wait_for("Space when you have read it")
    terminal.press("Space")
    return terminal.wait_for("^ +Hold *$")


def test_a_session_is_seen_paused_and_stopped(terminal, routine):
    """Exercise, side and a falling countdown are shown; space pauses; q ends, the terminal is as it was."""
    before = terminal.modes("before")
    terminal.resize(80, 26)
    shown = into_the_hold(terminal, f"{COACH} do {routine} --mute --rate 400")
    assert is_large("Neck side bend, LEFT", shown)
    assert "Neck [bold]and[/bold] shoulders" in shown
    assert "Next  Neck side bend, right" in shown
    assert "0 of 1 done" in shown
    assert shown.count("█") > 50

    figures = shown.splitlines()[4:16]
    until = time.monotonic() + DEADLINE
    while terminal.screen().splitlines()[4:16] == figures:
        assert time.monotonic() < until, "the countdown stands still"
        time.sleep(0.05)

    terminal.press("Space")
    terminal.wait_for("Paused · space to resume")
    terminal.press("q")
    terminal.wait_for("stopped, 0 of 1 steps done")
    assert terminal.modes("after") == before
    assert terminal.is_as_a_shell_needs_it()


def test_hurts_asks_and_a_digit_answers(terminal, routine):
    """The question appears at once, a digit answers it, and pain at the limit ends the session."""
    into_the_hold(terminal, f"{COACH} do {routine} {QUICK}")
    terminal.press("h")
    assert is_large("How much pain is there, from zero to ten?", terminal.wait_for("Press a number"))
    terminal.press("7")
    terminal.wait_for("stopped, 0 of 1 steps done")
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
    """Either stops the session and restores the terminal; the exit code tells them apart."""
    before = terminal.modes("before")
    into_the_hold(terminal, f"{COACH} do {routine} {QUICK}; echo left with $?")
    terminal.press(key)
    shown = terminal.wait_for(f"^left with {code}")
    assert "stopped, 0 of 1 steps done" in shown
    assert terminal.modes("after") == before
    assert terminal.is_as_a_shell_needs_it()


def test_the_screen_does_not_go_where_stderr_goes(terminal, routine, tmp_path):
    """With stderr in a file the screen is still on the terminal, and the file stays empty."""
    errors = tmp_path / "errors"
    shown = into_the_hold(terminal, f"{COACH} do {routine} {QUICK} 2> {shlex.quote(str(errors))}")
    assert is_large("Neck side bend, LEFT", shown)
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
        terminal.wait_for(
            r"\n".join([*page, r"(When you have read\n)?(For the rest, press\nany|this, press any) key\."])
        )
        terminal.press("Space")
    terminal.wait_for("s stop")
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
    for text in ("Neck side bend   LEFT", "Paused", "0 of 1 done", "Next  Neck side bend"):
        assert text in small
    assert 10 < small.count("█") < large.count("█")
    assert terminal.colours() == set()
    terminal.resize(80, 24)
    terminal.wait_for(r"space resume  s stop .*r again")
    terminal.press("s")
    terminal.wait_for("stopped")


def test_a_dumb_terminal_gets_plain_lines(terminal, routine):
    """With TERM=dumb there is no screen and nothing is overwritten: one line after the other, in order."""
    terminal.resize(80, 60)
    terminal.type(f"clear; TERM=dumb {COACH} do {routine} {QUICK}")
    terminal.wait_for("press any key")
    until = time.monotonic() + DEADLINE
    while "Please read this" not in terminal.screen():  # a key that comes before it is read is lost
        assert time.monotonic() < until, terminal.screen()
        terminal.press("Space")
        time.sleep(0.5)
    terminal.type("resume")
    terminal.wait_for("hold 30 s")
    terminal.type("s")
    shown = terminal.wait_for("stopped: 0 of 1 steps done")
    wanted = [
        "Preparing…",
        "When to stop",
        "press any key",
        "note: Press Enter to pause",
        "Please read this",
        "hold 30 s",
    ]
    assert [each for each in wanted if each in shown] == wanted
    assert sorted(wanted, key=shown.index) == wanted


def test_nothing_is_left_of_the_preparation(terminal, routine):
    """When the session is over, no word on its preparation is left on the terminal."""
    into_the_hold(terminal, f"clear; {COACH} do {routine} --mute")
    terminal.press("q")
    shown = terminal.wait_for("stopped, 0 of 1 steps done")
    assert "Preparing" not in shown


def test_a_cramp_in_a_routine_is_helped_at_once_and_the_routine_goes_on(terminal, routine):
    """C pauses the routine, leads the help for a cramp, and the routine waits where it was."""
    into_the_hold(terminal, f"{COACH} do {routine} {QUICK}")
    terminal.press("c")
    terminal.wait_for("If you would rather stand on it")
    terminal.press("q")
    terminal.wait_for("Your routine waits where it was")
    terminal.press("Space")
    terminal.wait_for("^ +Hold *$")
    terminal.press("q")
    terminal.wait_for("stopped, 0 of 1 steps done")
    terminal.type(f"{COACH} log --notes")
    terminal.wait_for("Cramp")
    assert terminal.is_as_a_shell_needs_it()


def test_the_screen_comes_back_from_the_list_of_signs(terminal, routine):
    """! pauses and shows the list in place of the screen; 0 closes it, and the screen is there again."""
    into_the_hold(terminal, f"{COACH} do {routine} {QUICK}")
    terminal.press("!")
    terminal.wait_for("Any of these?")
    terminal.press("0")
    terminal.wait_for("Paused · space to resume")
    terminal.press("q")
    terminal.wait_for("stopped, 0 of 1 steps done")
    assert terminal.is_as_a_shell_needs_it()
