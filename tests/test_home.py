"""Where files are, and that other people cannot read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coach.errors import JournalError
from coach.home import bundled_routines, find_home, private_folder


def test_one_folder_for_all(monkeypatch, tmp_path):
    """`COACH_HOME` holds everything."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    home = find_home()
    assert (home.plan, home.routines, home.journal, home.clips, home.state, home.logs) == (
        tmp_path / "plan.yaml",
        tmp_path / "routines",
        tmp_path / "journal.sqlite3",
        tmp_path / "clips",
        tmp_path / "state",
        tmp_path / "state" / "logs",
    )


def test_the_systems_own_folders(monkeypatch):
    """Without it, each kind lives where the system wants it; finding out creates nothing."""
    monkeypatch.delenv("COACH_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/nowhere/data")
    monkeypatch.setenv("XDG_CACHE_HOME", "/nowhere/cache")
    home = find_home()
    if os.name == "posix" and not Path("/System").exists():
        assert (home.journal, home.clips) == (
            Path("/nowhere/data/coach/journal.sqlite3"),
            Path("/nowhere/cache/coach/clips"),
        )
    assert not Path("/nowhere").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_private_folders(tmp_path):
    """A folder that is created is closed to other users, as are those above it; an open one is closed."""
    (tmp_path / "open").mkdir(mode=0o755)
    private_folder(tmp_path / "a" / "b")
    private_folder(tmp_path / "open")
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b", "open")]
    assert modes == [0o700, 0o700, 0o700]


def test_bundled_routines_are_found():
    """In a checkout they lie beside the package."""
    assert (bundled_routines() / "en" / "desk-neck.yaml").is_file()


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("file", "COACH_HOME is {}/file, and that is not a folder."),
        ("file/below/it", "COACH_HOME is {}/file/below/it, and {}/file is not a folder."),
        ("link", "COACH_HOME is {}/link, and that is a dangling link."),
    ],
)
def test_a_home_that_can_be_no_folder_is_refused(monkeypatch, tmp_path, named, told):
    """What is in the way is named, and the exit code is the journal's."""
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    monkeypatch.setenv("COACH_HOME", str(tmp_path / named))
    with pytest.raises(JournalError) as caught:
        find_home()
    assert caught.value.message == told.replace("{}", str(tmp_path))
    assert (caught.value.exit_code, "Nothing was changed" in caught.value.hint) == (5, True)


def test_the_home_of_an_unknown_user_is_refused(monkeypatch):
    """There are no folders of a user that does not exist."""
    monkeypatch.setenv("COACH_HOME", "~nobody-of-that-name/coach")
    with pytest.raises(JournalError, match="COACH_HOME is ~nobody-of-that-name/coach: "):
        find_home()


def test_a_home_that_is_not_there_yet_is_no_fault(monkeypatch, tmp_path):
    """It is made when it is needed; so is one below a folder that is a link."""
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "link" / "a" / "b"))
    assert find_home().config == tmp_path / "link" / "a" / "b"
