"""The files of `coach render`: where they may be, and no two the same."""

from __future__ import annotations

import click
import pytest

from coach.commands.render_files import check_apart, check_beside
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
