"""Where files are, and that other people cannot read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coach.errors import JournalError
from coach.home import bundled_routines, find_home, private_folder


def test_one_folder_for_all(monkeypatch, tmp_path):
    """With `COACH_HOME` everything is in that folder."""
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
    """Without `COACH_HOME` each kind is where the system wants it, and nothing is made."""
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
    """A folder that is made is closed to other users, with those above it; an open one is closed."""
    (tmp_path / "open").mkdir(mode=0o755)
    private_folder(tmp_path / "a" / "b")
    private_folder(tmp_path / "open")
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b", "open")]
    assert modes == [0o700, 0o700, 0o700]


def test_bundled_routines_are_found():
    """In a checkout the bundled routines are beside the package."""
    assert (bundled_routines() / "en" / "desk-neck.yaml").is_file()


@pytest.mark.parametrize(
    ("named", "reported"),
    [
        ("file", "COACH_HOME is {}/file, and that is not a folder."),
        ("file/below/it", "COACH_HOME is {}/file/below/it, and {}/file is not a folder."),
        ("link", "COACH_HOME is {}/link, and that is a dangling link."),
    ],
)
def test_a_home_that_can_be_no_folder_is_refused(monkeypatch, tmp_path, named, reported):
    """A home that cannot be a folder ends with 5, and the message names what is in the way."""
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    monkeypatch.setenv("COACH_HOME", str(tmp_path / named))
    with pytest.raises(JournalError) as caught:
        find_home()
    assert caught.value.message == reported.replace("{}", str(tmp_path))
    assert (caught.value.exit_code, "Nothing was changed" in caught.value.hint) == (5, True)


def test_the_home_of_an_unknown_user_is_refused(monkeypatch):
    """The home of a user who does not exist is refused."""
    monkeypatch.setenv("COACH_HOME", "~nobody-of-that-name/coach")
    with pytest.raises(JournalError, match="COACH_HOME is ~nobody-of-that-name/coach: "):
        find_home()


def test_a_home_that_is_not_there_yet_is_no_fault(monkeypatch, tmp_path):
    """A home that does not exist yet is allowed, even below a link to a folder."""
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "link" / "a" / "b"))
    assert find_home().config == tmp_path / "link" / "a" / "b"
