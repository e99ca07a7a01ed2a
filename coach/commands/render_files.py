"""The files that `coach render` writes: no two of them one, and each of them whole or not there."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from coach.errors import FileError
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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


@contextmanager
def in_place_at_the_end(texts: Mapping[Path, str]) -> Iterator[None]:
    """Write these texts beside their places, and put them there when all within has succeeded.

    A failure, of a text or within, leaves every file as it was. Raises `FileError`.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            target = path.resolve()  # a link stays a link to the new file
            part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
            parts.append((part, target))
            with _told(path), part.open("x", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        yield
        for part, target in parts:
            with _told(target):
                part.replace(target)
    finally:
        for part, _ in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "Choose another name or folder."
        raise FileError(f"{path}: cannot be written: {error.strerror}.", hint=hint) from error


def _is_same(one: Path, other: Path) -> bool:
    """Whether both names lead to one file, there already (a hard link too) or to be made."""
    if os.path.normcase(one.resolve()) == os.path.normcase(other.resolve()):
        return True
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return False
