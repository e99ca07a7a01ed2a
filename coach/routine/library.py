"""The library of routines, a person's own before the bundled ones, found by id or by path."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach.errors import FileError, UnknownName
from coach.home import bundled_routines
from coach.problems import printable
from coach.spelling import nearest
from coach.spoken_text.languages import primary_subtag

if TYPE_CHECKING:
    from coach.home import Home

RoutineSource = Literal["own", "bundled"]

ROUTINE_SUFFIX = ".yaml"
_SUFFIXES = (ROUTINE_SUFFIX, ".yml")
"""In capital or small letters: editors and word processors write either."""
_MISNAMED = (".yaml.txt", ".yml.txt", ".yaml.docx", ".yaml.rtf")
BUNDLED_LANGUAGE = "en"
"""The folder of all bundled routines; those of other languages have translations, under the same ids."""

_MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One routine of the library; `hides`: it replaces a bundled routine with the same id."""

    id: str
    path: Path
    source: RoutineSource
    hides: bool = False


def entries(home: Home, language: str | None = None) -> tuple[Entry, ...]:
    """Every routine of the library, the person's own first, each group sorted by id.

    `language`: a bundled routine is its translation into that, if there is one. Only the folders are read.
    Raises `FileError` when the person's folder exists and cannot be listed: leaving their routines out
    silently would perform a bundled one in place of their own.
    """
    own = _files(home.routines)
    bundled = _files(bundled_routines() / BUNDLED_LANGUAGE) | translations(language)
    return (
        *(Entry(id_, path, "own", hides=id_ in bundled) for id_, path in own.items()),
        *(Entry(id_, path, "bundled") for id_, path in bundled.items() if id_ not in own),
    )


def translations(language: str | None) -> dict[str, Path]:
    """The bundled routines that exist in that language, by id; those of English are all."""
    primary = primary_subtag(language or BUNDLED_LANGUAGE)
    return _files(bundled_routines() / primary) if primary.isalpha() else {}


def find_routine(argument: str, home: Home, language: str | None = None) -> Path:
    """The file that a person means: a path if it has a separator or ends in `.yaml`, else an id.

    `language`: as of `entries`.

    An id is only ever compared with the ids there are, never made into a path. Raises `FileError`
    when there is no such file, `UnknownName` with the nearest ids when there is no such id.
    """
    if is_path(argument):
        return _existing(argument)
    known = {entry.id: entry.path for entry in entries(home, language)}
    if argument in known:
        return known[argument]
    raise UnknownName(
        f"There is no routine called '{printable(argument)}'.", hint=_suggestion(argument, tuple(known))
    )


def is_path(argument: str) -> bool:
    """Whether it is the path of a file rather than an id."""
    separators = (os.sep, os.altsep) if os.altsep else (os.sep,)
    return is_routine_file(argument) or any(separator in argument for separator in separators)


def is_routine_file(name: str) -> bool:
    """Whether a file of that name is a routine; editors keep locks and backups behind a dot."""
    return name.lower().endswith(_SUFFIXES) and not name.startswith(".")


def is_misnamed(name: str) -> bool:
    """Whether a file of that name was meant to be a routine, except for the ending that an editor added."""
    return name.lower().endswith(_MISNAMED) and not name.startswith(".")


def misnamed_files(home: Home) -> tuple[Path, ...]:
    """The person's files that were meant to be routines, except for the ending that an editor added."""
    try:
        return tuple(sorted(path for path in home.routines.iterdir() if is_misnamed(path.name)))
    except OSError:
        return ()


def _files(folder: Path) -> dict[str, Path]:
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise FileError(
            f"The folder of routines {printable(str(folder))} cannot be read: {error.strerror}.",
            hint="Check its permissions, or name a routine by its path.",
        ) from error
    # Of two files with one name, the one that ends in `.yaml` is the routine.
    found = sorted(
        (path for path in paths if is_routine_file(path.name)),
        key=lambda path: path.suffix == ROUTINE_SUFFIX,
    )
    return {path.stem: path for path in sorted(found, key=lambda path: path.stem)}


def _existing(argument: str) -> Path:
    path = Path(argument)
    try:
        path.stat()
    except FileNotFoundError:
        hint = "`coach routines` lists the routines that need no path."
        raise FileError(f"{printable(argument)}: file not found", hint=hint) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name is not a valid file name"
        raise FileError(
            f"{printable(argument)} cannot be read: {reason}.",
            hint="`coach routines` lists the routines that need no path.",
        ) from error
    return path


def _suggestion(argument: str, ids: tuple[str, ...]) -> str:
    listing = "`coach routines` lists them all; a file is named by its path, such as ./my-routine.yaml."
    meant = _likely_ids(argument, ids)
    return f"Did you mean {' or '.join(map(printable, meant))}? {listing}" if meant else listing


def _likely_ids(argument: str, ids: tuple[str, ...]) -> list[str]:
    """The id that was misspelt; otherwise the ids that contain each of its words."""
    near = nearest(argument, ids)
    if near:
        return [near]
    words = {word for word in argument.lower().split("-") if word}
    having = [id_ for id_ in ids if words and words <= set(id_.lower().split("-"))]
    return having[:_MOST_SUGGESTED]
