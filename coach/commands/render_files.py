"""The files that `coach render` is to write: where they may be, and no two of them the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from coach.errors import FileError
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def check_apart(files: Mapping[str, Path | None]) -> None:
    """Refuse one file for two purposes, which are the keys; None is a file that is not wanted.

    Raises `click.UsageError`: one would overwrite the other.
    """
    seen: list[tuple[str, Path]] = []
    for what, path in files.items():
        if path is None:
            continue
        for before, other in seen:
            if _is_same(path, other):
                raise click.UsageError(
                    f"{before} and {what} are one file, {printable(str(path))}: give each a name of its own."
                )
        seen.append((what, path))


def check_beside(path: Path) -> None:
    """Refuse a path that no text can be written to whole; raises `FileError`."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise FileError(f"{path}: there is no folder {folder}.", hint="Make it first.")
    if path.exists() and not path.is_file():
        raise FileError(f"{path}: that is there already and is no plain file.", hint="Choose another name.")


def _is_same(one: Path, other: Path) -> bool:
    """Whether both names lead to one file, there already (a hard link too) or to be made."""
    if os.path.normcase(one.resolve()) == os.path.normcase(other.resolve()):
        return True
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return False
