"""Where files live, and that nobody else may look."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
    """Without it, each kind lives where the system wants it; nothing is made by looking."""
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
    """A folder that is made is closed to others, and so are those made above it; an open one is closed."""
    (tmp_path / "open").mkdir(mode=0o755)
    private_folder(tmp_path / "a" / "b")
    private_folder(tmp_path / "open")
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b", "open")]
    assert modes == [0o700, 0o700, 0o700]


def test_bundled_routines_are_found():
    """In a checkout they lie beside the package."""
    assert (bundled_routines() / "en" / "desk-neck.yaml").is_file()
