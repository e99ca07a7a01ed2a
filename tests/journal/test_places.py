"""The journal's files are private, and nothing of the owner's is taken away."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from coach.journal.places import close_to_others, make_private, waits_in_log

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions are a POSIX matter")


def mode(path: Path) -> int:
    """The permissions of that file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_missing_is_made_private(path: Path) -> None:
    """The folder opens to its owner only, the file neither."""
    make_private(path)
    assert (mode(path.parent), mode(path), path.read_bytes()) == (0o700, 0o600, b"")


def test_what_is_open_is_closed(path: Path) -> None:
    """A journal copied back from elsewhere with wide permissions is private again, with its companions."""
    make_private(path)
    log = path.with_name(path.name + "-wal")
    log.touch()
    for file, wide in ((path.parent, 0o755), (path, 0o644), (log, 0o666)):
        file.chmod(wide)
    make_private(path)
    assert (mode(path.parent), mode(path), mode(log)) == (0o700, 0o600, 0o600)


@pytest.mark.parametrize(
    ("before", "after"), [(0o500, 0o500), (0o555, 0o500), (0o777, 0o700), (0o1777, 0o1777)]
)
def test_the_owners_own_choice_stays(tmp_path: Path, before: int, after: int) -> None:
    """A folder made read-only stays so, and one shared by design is left alone."""
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(before)
    close_to_others(folder)
    assert mode(folder) == after
    folder.chmod(0o700)


def test_a_link_to_nowhere_is_followed_privately(tmp_path: Path) -> None:
    """A journal kept elsewhere by a link is made there, private too."""
    link, target = tmp_path / "journal.sqlite3", tmp_path / "elsewhere.sqlite3"
    link.symlink_to(target)
    make_private(link)
    assert mode(target) == 0o600


@pytest.mark.parametrize(("content", "waits"), [(None, False), (b"", False), (b"frames", True)])
def test_a_log_waits_only_with_something_in_it(path: Path, content: bytes | None, *, waits: bool) -> None:
    """An empty write-ahead log holds nothing back."""
    make_private(path)
    if content is not None:
        path.with_name(path.name + "-wal").write_bytes(content)
    assert waits_in_log(path) is waits
