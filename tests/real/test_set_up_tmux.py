"""The first minutes on a real terminal: `coach` alone, its questions, the list of signs, the day started."""

from __future__ import annotations

import shutil

import pytest

from coach.plan.reading import read_plan
from coach_process import coach
from terminal import COACH, Terminal

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.fixture
def terminal(tmp_path):
    """A terminal of 80 columns and 24 lines; at the end no coach runs in its home."""
    opened = Terminal(tmp_path)
    yield opened
    opened.close()
    if (tmp_path / "state" / "api.json").exists():
        coach(tmp_path, "stop")


def answer(terminal, question, typed):
    """Wait for that question, and type the answer."""
    terminal.wait_for(question)
    terminal.type(typed)


def test_the_first_time_it_sets_itself_up(terminal, tmp_path):
    """Nothing wider than the terminal is broken by it; afterwards `coach` alone shows what comes next."""
    terminal.type(f"export COACH_HOME={tmp_path}; clear; {COACH}")
    for question, typed in [
        (r"One or more \[1\]: *$", ""),
        (r"at your desk\? \[09:00-17:30\]: *$", "9-5"),
        (r"days\? \[weekdays\]: *$", "mon-fri"),
        (r"\[12:30-13:15\]: *$", "12-1"),
        (r"\[22:00-07:00\]: *$", ""),
        (r"breath\? \[no\]: *$", ""),
        (r"^One of them \[1\]: *$", ""),
        (r"^One of them \[2\]: *$", ""),
        (r"^Is that right\? \[Y/n\]: *$", ""),
    ]:
        answer(terminal, question, typed)
    shown = terminal.wait_for("press any key")
    assert "If you notice one of these during an exercise: stop, and get help." in shown
    terminal.press("Space")
    answer(terminal, r"emergency\? \(never dialled; or none\) \[none\]: *$", "112")
    answer(terminal, r"volume\? \[Y/n\]: *$", "n")
    answer(terminal, r"login\? \[y/N\]: *$", "")
    answer(terminal, r"background\? \[Y/n\]: *$", "")
    terminal.wait_for(r"^The coach is running in the background\.$")
    assert len(read_plan(tmp_path / "plan.yaml").quiet) == 2
    assert "112" in coach(tmp_path, "profile")
    assert "notice-given" not in coach(tmp_path, "log")
    terminal.type(f"clear; {COACH}")
    assert "Change how you sit" in terminal.wait_for("09:35")


def test_ctrl_c_leaves_nothing_behind(terminal, tmp_path):
    """In the middle of the questions; the shell has its terminal back."""
    terminal.type(f"export COACH_HOME={tmp_path}; clear; {COACH}; echo code is $?")
    answer(terminal, r"One or more \[1\]: *$", "2")
    terminal.wait_for("When do you sleep")
    terminal.press("C-c")
    terminal.wait_for("^code is 130$")
    assert not (tmp_path / "plan.yaml").exists()
