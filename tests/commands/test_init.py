"""`coach init`: a plan to begin with, never in place of one that is there."""

from __future__ import annotations

import os
import stat
from datetime import time
from io import FileIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.clock_times import parse_window
from coach.commands.group import coach
from coach.home import find_home
from coach.plan.model import AtTimes
from coach.plan.reading import read_plan
from coach.plan.starter_plan import PlanAnswers, first_plan


@pytest.fixture(autouse=True)
def _in_kathmandu(monkeypatch):
    """Somewhere with a zone of its own."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")


def run(*arguments, answers=""):
    """`coach init` with these arguments, and these lines typed."""
    return CliRunner().invoke(coach, ["init", *arguments], input=answers)


def test_the_defaults_are_written_without_a_question():
    """Closed to others, where the coach looks for it; what comes next is shown at once."""
    home = find_home()
    result = run("--defaults")
    assert (result.exit_code, result.stderr) == (0, "")
    first, _, heading, *coming = result.stdout.splitlines()
    assert first == f"Your plan is {home.plan}. Change it as you like."
    assert (heading, len(coming)) == ("Next reminders:", 5)
    assert home.plan.read_text(encoding="utf-8") == first_plan(PlanAnswers())
    assert stat.S_IMODE(home.plan.stat().st_mode) == 0o600 or os.name != "posix"


def test_the_answers_make_the_plan():
    """A wrong answer is explained and asked for again; Enter takes the default in brackets."""
    result = run(answers="8-16\n08:00-16:00\nmon, wed\nnone\n\nyes\n")
    assert result.exit_code == 0
    assert "Error: '8-16' is not a time range; write '08:00-16:00'" in result.output
    plan = read_plan(find_home().plan)
    assert plan.quiet == (parse_window("22:00-07:00"),)
    assert plan.voice.breath_holds is False
    assert {reminder.on for reminder in plan.reminders} == {(0, 2)}
    assert plan.reminder("stretch").cadence == AtTimes((time(9, 25), time(13, 40)))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("22:00-06:00\n", "Error: 22:00-06:00 is too short or goes past midnight"),
        ("09:00-10:00\n", "Error: 09:00-10:00 is too short or goes past midnight"),
        ("\nmon-fri\n", "Error: 'mon-fri' is more than one day; write [mon, tue, wed, thu, fri]"),
        ("\n,\n", "Error: '' is not a day of the week"),
        ("\n\nlunch\n", "Error: 'lunch' is not a time range"),
    ],
)
def test_an_answer_that_makes_no_sense_is_reported(answers, said):
    """And asked for again; without an answer nothing is written."""
    result = run(answers=answers)
    assert said in result.output
    assert result.exit_code == 2
    assert not find_home().plan.exists()


def test_without_a_terminal_it_says_what_to_use():
    """The message names --defaults; nothing is written."""
    result = run()
    assert (result.exit_code, "No terminal to ask in; use --defaults." in result.stderr) == (2, True)
    assert not find_home().plan.exists()


@pytest.mark.parametrize("arguments", [(), ("--defaults",)])
def test_a_plan_that_is_there_is_never_touched(arguments):
    """Exit code 1, and where it is; nothing is asked."""
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text("mine", encoding="utf-8")
    result = run(*arguments, answers="\n\n\n\n\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"You already have a plan, {home.plan}. It was not changed." in result.stderr
    assert home.plan.read_text(encoding="utf-8") == "mine"


def test_a_link_that_leads_nowhere_is_not_followed():
    """Something is there, and was made for a reason."""
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.symlink_to("elsewhere.yaml")
    assert run("--defaults").exit_code == 1
    assert not (home.plan.parent / "elsewhere.yaml").exists()


def test_a_folder_that_cannot_be_made_is_reported(tmp_path, monkeypatch):
    """Exit code 5, with what is in the way."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "file" / "home"))
    result = run("--defaults")
    assert result.exit_code == 5
    assert f"{tmp_path / 'file'} is not a folder." in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full")
def test_half_a_plan_is_no_plan(monkeypatch):
    """Where the disk is full, nothing is left behind, and the next try may succeed."""

    def full(descriptor, mode):
        os.close(descriptor)
        return FileIO("/dev/full", mode)

    monkeypatch.setattr("coach.atomic_write.FileIO", full)
    result = run("--defaults")
    assert result.exit_code == 3
    assert "No space left on device." in result.stderr
    assert list(find_home().config.iterdir()) == []
