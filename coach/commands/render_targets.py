"""The files that a command may write: of the right type, all different, replacing nothing important."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from coach.atomic_write import write_atomically, writing
from coach.errors import CoachError, FileError
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coach.home import Home

TEXT_ENDINGS: Final = {"--captions": ".vtt", "--timeline": ".json"}
"""The ending that the name of each text file has; those of sound files are in `coach.sound.saving`."""


def check_different(files: Mapping[str, Path | None]) -> None:
    """Refuse to write one file for two purposes (the keys); None is a file that is not wanted.

    Raises `click.UsageError`, as one would overwrite the other.
    """
    seen: list[tuple[str, Path]] = []
    for purpose, path in files.items():
        if path is None:
            continue
        for other_purpose, other in seen:
            if _is_same(path, other):
                message = (
                    f"{other_purpose} and {purpose} are the same file, {printable(str(path))}; "
                    "choose different names."
                )
                raise click.UsageError(message)
        seen.append((purpose, path))


def check_text_target(path: Path, ending: str) -> None:
    """Refuse a path where no text file with that ending can be written; raises `FileError`."""
    name = printable(str(path))
    if path.suffix.lower() != ending:
        raise FileError(f"{name}: the name of this file must end in {ending}.", hint="Choose another name.")
    folder = path.absolute().parent
    if not folder.is_dir():
        raise FileError(f"{name}: there is no folder {printable(str(folder))}.", hint="Create it first.")
    if path.exists() and not path.is_file():
        raise FileError(f"{name} exists and is not a regular file.", hint="Choose another name.")


def check_name(path: Path) -> None:
    """Refuse a name that the system does not allow, or that is a link to itself; raises `FileError`."""
    name = printable(str(path))
    try:
        target = Path(os.path.realpath(path))
        if target.is_symlink():  # resolved, and still a link
            raise FileError(f"{name}: this is a link that leads in a circle.", hint="Choose another name.")
        target.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the system does not allow this name"
        raise FileError(f"{name}: cannot be written: {reason}.", hint="Choose another name.") from None


def check_replaceable(path: Path, endings: Collection[str], home: Home) -> None:
    """Refuse a path whose file the person or the coach still needs, whatever it is called.

    The file behind a symbolic link counts, as it would be replaced. Raises `FileError` for one of the
    coach's own files or folders, for a routine, and for a link to a file with none of these endings.
    """
    name, target = printable(str(path)), Path(os.path.realpath(path))
    if target.suffix.lower() not in endings:
        where = printable(str(target))
        raise FileError(
            f"{name}: this is a link to {where}, which would be replaced.", hint="Choose another name."
        )
    if _is_own(target, home) or _is_routine(target):
        raise FileError(
            f"{name}: this is a file or folder that the coach needs; nothing was written.",
            hint="Choose another name or folder.",
        )


def check_page(path: Path, endings: Sequence[str], home: Home) -> None:
    """Refuse a path where no page with one of these endings can be written. Raises `FileError`."""
    check_name(path)
    ending = path.suffix.lower()
    check_text_target(path, ending if ending in endings else endings[0])
    check_replaceable(path, endings, home)


def save_page(path: Path, content: str | bytes) -> None:
    """Write the page whole or not at all, for the person alone. Raises `FileError`."""
    with writing(path):
        write_atomically(path, content, durable=True)


def _is_own(target: Path, home: Home) -> bool:
    """Whether the coach itself keeps that file: plan, journal, or anything in a folder of its own."""
    journal = Path(os.path.realpath(home.journal))
    kept = {home.plan, *(journal.with_name(journal.name + end) for end in ("", "-journal", "-wal"))}
    if any(_is_same(target, file) for file in kept):
        return True
    folders = (home.routines, home.backups, home.clips, home.state)
    return any(target.is_relative_to(os.path.realpath(folder)) for folder in folders)


def _is_routine(target: Path) -> bool:
    """Whether that file can be read as a routine, whatever its ending."""
    from coach.routine.reading import read_routine

    if not target.is_file():
        return False
    try:
        read_routine(target)
    except CoachError:
        return False
    return True


def _is_same(one: Path, other: Path) -> bool:
    """Whether both names lead to one file, which need not exist (it may be a hard link)."""
    try:
        if os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other)):
            return True
        return one.samefile(other)
    except (OSError, ValueError):  # one of them does not exist yet
        return False
