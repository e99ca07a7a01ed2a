"""The files of `coach render`: apart from each other, and whole or as they were."""

from __future__ import annotations

import click
import pytest

from coach.commands.render_files import check_apart, check_beside, in_place_at_the_end
from coach.errors import FileError


@pytest.mark.parametrize("other", ["a.wav", "./a.wav", "x/../a.wav", "soft.wav", "hard.wav"])
def test_one_file_for_two_purposes_is_refused(tmp_path, other):
    """However it is spelt or linked, and which two they are is said."""
    (tmp_path / "a.wav").write_text("a")
    (tmp_path / "x").mkdir()
    (tmp_path / "soft.wav").symlink_to("a.wav")
    (tmp_path / "hard.wav").hardlink_to(tmp_path / "a.wav")
    with pytest.raises(click.UsageError, match=r"^-o and --timeline are one file, ") as caught:
        check_apart({"-o": tmp_path / "a.wav", "--captions": None, "--timeline": tmp_path / other})
    assert caught.value.exit_code == 2


def test_files_apart_are_allowed(tmp_path):
    """There already or to be made."""
    (tmp_path / "a.wav").write_text("a")
    check_apart({"-o": tmp_path / "a.wav", "--captions": tmp_path / "a.vtt", "--timeline": None})


def test_a_folder_in_the_place_of_a_text_is_refused(tmp_path):
    """As is a folder that is not there."""
    for path in (tmp_path, tmp_path / "no" / "a.vtt"):
        with pytest.raises(FileError):
            check_beside(path)


def test_texts_are_put_in_place_together(tmp_path):
    """Only when all within has succeeded, and without leaving anything else behind."""
    old, new = tmp_path / "a.vtt", tmp_path / "b.json"
    old.write_text("old")
    with in_place_at_the_end({old: "1", new: "2"}):
        assert (old.read_text(), new.exists()) == ("old", False)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a.vtt": "1", "b.json": "2"}


def test_a_failure_leaves_all_as_it_was(tmp_path):
    """Whether the sound or one of the texts cannot be written."""
    old = tmp_path / "a.vtt"
    old.write_text("old")
    with pytest.raises(FileError, match="the disk is full"), in_place_at_the_end({old: "new"}):
        raise FileError("the disk is full")
    with (
        pytest.raises(FileError, match="cannot be written"),
        in_place_at_the_end({old: "new", tmp_path / "no" / "b.json": "2"}),
    ):
        pytest.fail("the sound is not written when a text cannot be")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a.vtt": "old"}
