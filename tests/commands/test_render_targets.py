"""What `coach render` may write, and what it leaves alone."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner

from coach.commands.group import coach
from coach.commands.render_targets import check_different, check_text_target
from coach.errors import FileError
from coach.home import find_home

ROUTINE = """
title: Calf
steps:
  - hold: 10 s
    name: Calf stretch
"""


@pytest.fixture
def calf(tmp_path):
    """A short routine file."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE)
    return path


def refusal(*arguments):
    """The exit code and stderr of a command line that has to fail before anything is spoken."""
    result = CliRunner().invoke(coach, ["render", *map(str, arguments)])
    assert not isinstance(result.exception, AssertionError)
    return result.exit_code, result.stderr


@pytest.mark.parametrize("other", ["a.wav", "./a.wav", "x/../a.wav", "soft.wav", "hard.wav"])
def test_one_file_for_two_purposes_is_refused(tmp_path, other):
    """One file for two purposes is refused, however it is spelt or linked, and both are named."""
    (tmp_path / "a.wav").write_text("a")
    (tmp_path / "x").mkdir()
    (tmp_path / "soft.wav").symlink_to("a.wav")
    (tmp_path / "hard.wav").hardlink_to(tmp_path / "a.wav")
    with pytest.raises(click.UsageError, match=r"^-o and --timeline are the same file, ") as caught:
        check_different({"-o": tmp_path / "a.wav", "--captions": None, "--timeline": tmp_path / other})
    assert caught.value.exit_code == 2


def test_files_apart_are_allowed(tmp_path):
    """Different files are allowed, whether they exist already or not."""
    (tmp_path / "a.wav").write_text("a")
    check_different({"-o": tmp_path / "a.wav", "--captions": tmp_path / "a.vtt", "--timeline": None})


def test_a_folder_in_the_place_of_a_text_is_refused(tmp_path):
    """A target that is a folder is refused, and so is one in a missing folder."""
    for path in (tmp_path, tmp_path / "no" / "a.vtt"):
        with pytest.raises(FileError):
            check_text_target(path, ".vtt")


@pytest.mark.parametrize(
    ("option", "name"), [("--timeline", "other.yaml"), ("--captions", "other.json"), ("--timeline", "t")]
)
def test_the_ending_of_a_text_file_is_checked(calf, tmp_path, option, name):
    """A wrong ending for a text file ends with 3, and an existing file stays as it is."""
    other = tmp_path / name
    other.write_text("mine")
    code, message = refusal(calf, "-o", tmp_path / "calf.wav", option, other)
    assert (code, other.read_text()) == (3, "mine")
    assert "must end in ." in message


@pytest.mark.parametrize("suffix", ["", "-journal", "-wal"])
def test_the_journal_is_never_replaced(calf, tmp_path, suffix):
    """The journal is refused as a target, by its own name and through a link with a suitable ending."""
    journal = find_home().journal
    journal.parent.mkdir(parents=True, exist_ok=True)
    kept = journal.with_name(journal.name + suffix)
    kept.write_text("events")
    link = tmp_path / "captions.vtt"
    link.symlink_to(kept)
    for target in (kept, link):
        code, _ = refusal(calf, "-o", tmp_path / "calf.wav", "--captions", target)
        assert (code, kept.read_text()) == (3, "events")


def test_the_folders_of_the_coach_are_no_targets(calf):
    """The coach's folders for routines, clips, backups and state are refused, whatever the ending."""
    home = find_home()
    for folder in (home.routines, home.clips, home.backups, home.state):
        folder.mkdir(parents=True, exist_ok=True)
        code, message = refusal(calf, "-o", folder / "calf.wav")
        assert code == 3
        assert "that the coach needs" in message


def test_a_plan_or_routine_of_another_ending_is_no_target(calf, tmp_path):
    """A plan or a routine with another ending is refused as a target anyway."""
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    plan, routine = tmp_path / "plan.json", tmp_path / "routine.json"
    plan.write_text("reminders: {}")
    home.plan.symlink_to(plan)
    routine.write_text(json.dumps({"title": "Rest", "steps": [{"hold": "10 s"}]}))
    for target in (plan, routine):
        before = target.read_text()
        code, message = refusal(calf, "-o", tmp_path / "calf.wav", "--timeline", target)
        assert (code, target.read_text()) == (3, before)
        assert "that the coach needs" in message


@pytest.mark.parametrize("option", ["-o", "--captions", "--timeline"])
def test_a_link_to_itself_is_refused(calf, tmp_path, option):
    """A link to itself ends with 3 and its name, and not as an unexpected error."""
    ending = {"-o": ".wav", "--captions": ".vtt", "--timeline": ".json"}[option]
    loop = tmp_path / f"loop{ending}"
    loop.symlink_to(loop)
    output = () if option == "-o" else ("-o", tmp_path / "calf.wav")
    code, message = refusal(calf, *output, option, loop)
    assert code == 3
    assert "a link that leads in a circle" in message


def test_a_name_that_is_too_long_is_refused(calf, tmp_path):
    """A name that is too long ends with 3 and the system's reason."""
    code, message = refusal(calf, "-o", tmp_path / f"{'n' * 300}.wav")
    assert code == 3
    assert "File name too long" in message


@pytest.mark.parametrize("name", ["a\x1b[31mb.aac", "a\nb.aac", "a\x1b]0;t\x07/b.wav", "c.w\x1bav"])
def test_a_name_with_control_characters_is_escaped(calf, tmp_path, name):
    """A name with control characters is escaped, and the message stays one line."""
    code, message = refusal(calf, "-o", tmp_path / name)
    assert code == 3
    assert "\x1b" not in message
    assert len(message.splitlines()) == 2
