"""A plan that is a symbolic link to itself, or to where nothing is: each command says the same."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from coach.commands import doctor_day, render_targets
from coach.commands.group import coach
from coach.errors import FileError
from coach.home import find_home

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")


@pytest.fixture(params=["plan.yaml", "nowhere.yaml"])
def sentence(request):
    """What is to be said of the plan of this home."""
    plan = find_home().plan
    plan.parent.mkdir(parents=True, exist_ok=True)
    plan.symlink_to(request.param)
    return f"{plan} is a link to {request.param}, but there is no file."


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["next"], 3), (["plan"], 3), (["init", "--defaults"], 1), (["preview", "sip-water"], 0)],
)
def test_a_command_names_the_link(sentence, arguments, code):
    """Each command names the broken link, with its exit code for an unreadable or an existing plan."""
    result = CliRunner().invoke(coach, arguments)
    assert (result.exit_code, result.stderr.splitlines()[0].startswith(sentence)) == (code, True)
    assert find_home().plan.is_symlink()


def test_the_doctor_names_the_link(sentence):
    """`coach doctor` reports the broken link as a failure and says what to do."""
    finding = doctor_day.plan(find_home())
    assert (finding.is_ok, finding.found) == (False, sentence)
    assert "delete the link" in finding.todo


@pytest.mark.parametrize("arguments", [["log"], ["do", "sip-water", "--fast", "--mute"]])
def test_a_journal_that_is_a_circle_of_links(arguments):
    """A journal that is a circle of links can be neither read nor written, and stays as it is."""
    journal = find_home().journal
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.symlink_to(journal.name)
    result = CliRunner().invoke(coach, arguments)
    said = f"The journal {journal} cannot be used: Too many levels of symbolic links."
    assert (result.exit_code, result.stderr.splitlines()[0]) == (5, said)
    assert journal.is_symlink()


def test_a_recording_is_saved_in_spite_of_a_plan_that_is_a_circle_of_links(tmp_path):
    """With a plan that is a circle of links a rendering is saved, and a warning says that it was ignored."""
    plan = find_home().plan
    plan.parent.mkdir(parents=True, exist_ok=True)
    plan.symlink_to(plan.name)
    target = tmp_path / "sip.txt"
    render_targets.check_replaceable(target.with_suffix(".wav"), {".wav"}, find_home())
    with pytest.raises(FileError, match="the coach needs"):
        render_targets.check_replaceable(plan, {".yaml", ""}, find_home())
