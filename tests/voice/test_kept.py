"""Files that are written as a whole or not at all."""

from __future__ import annotations

import stat

import pytest

from coach.voice.kept import keep


def test_the_new_content_takes_the_place_of_the_old(tmp_path):
    """Private, in a private folder that is made, and without a draft beside it."""
    path = tmp_path / "folder" / "file"
    keep(path, b"old")
    keep(path, b"new")
    assert [each.name for each in path.parent.iterdir()] == ["file"]
    assert path.read_bytes() == b"new"
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path)] == [0o700, 0o600]


def test_a_failure_leaves_the_old_content(tmp_path, monkeypatch):
    """Where the last step fails, nothing has changed, and no draft is left."""
    path = tmp_path / "file"
    keep(path, b"old")

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fails)
    with pytest.raises(OSError, match="No space"):
        keep(path, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    assert path.read_bytes() == b"old"
