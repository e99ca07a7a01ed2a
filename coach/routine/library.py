"""The library: the routines there are, a person's own before the bundled ones, found by id or by path."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach.errors import FileError, UnknownName
from coach.home import bundled_routines
from coach.problems import printable

if TYPE_CHECKING:
    from coach.home import Home

Source = Literal["own", "bundled"]

ENDING = ".yaml"
BUNDLED_LANGUAGE = "en"
"""The folder of the bundled routines that are listed; a routine's id is the same in every language."""

_LONGEST_COMPARED = 80
"""Comparing names takes time that grows with the product of their lengths; no id is this long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One routine of the library; `hides`: a bundled routine of the same id is not reached any more."""

    id: str
    path: Path
    source: Source
    hides: bool = False


def entries(home: Home) -> tuple[Entry, ...]:
    """Every routine that an id leads to, the person's own first, each in the order of their ids.

    Nothing is read but the folders. Raises `FileError` when the person's folder is there and cannot
    be listed: leaving their routines out in silence would perform a bundled one in place of an own one.
    """
    own = _files(home.routines)
    bundled = _files(bundled_routines() / BUNDLED_LANGUAGE)
    return (
        *(Entry(id_, path, "own", hides=id_ in bundled) for id_, path in own.items()),
        *(Entry(id_, path, "bundled") for id_, path in bundled.items() if id_ not in own),
    )


def find(argument: str, home: Home) -> Path:
    """The file that a person means: a path if it has a separator or ends in `.yaml`, else an id.

    An id is only ever compared with the ids there are, never made into a path. Raises `FileError`
    when there is no such file, `UnknownName` with the nearest ids when there is no such id.
    """
    if is_path(argument):
        return _existing(argument)
    known = {entry.id: entry.path for entry in entries(home)}
    if argument in known:
        return known[argument]
    raise UnknownName(
        f"There is no routine called '{printable(argument)}'.", hint=_suggestion(argument, tuple(known))
    )


def is_path(argument: str) -> bool:
    """Whether it names a file rather than an id."""
    separators = (os.sep, os.altsep) if os.altsep else (os.sep,)
    return argument.endswith(ENDING) or any(separator in argument for separator in separators)


def _files(folder: Path) -> dict[str, Path]:
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise FileError(
            f"The folder of routines {printable(str(folder))} cannot be read: {error.strerror}.",
            hint="See who may read it, or name a routine by its path.",
        ) from error
    # Editors keep their locks and backups beside a file, under names that begin with a dot.
    return {
        path.name.removesuffix(ENDING): path
        for path in paths
        if path.name.endswith(ENDING) and not path.name.startswith(".")
    }


def _existing(argument: str) -> Path:
    path = Path(argument)
    try:
        path.stat()
    except FileNotFoundError:
        hint = "`coach routines` lists the routines that need no path."
        raise FileError(f"{printable(argument)}: file not found", hint=hint) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name cannot be one of a file"
        raise FileError(
            f"{printable(argument)} cannot be read: {reason}.",
            hint="`coach routines` lists the routines that need no path.",
        ) from error
    return path


def _suggestion(argument: str, ids: tuple[str, ...]) -> str:
    nearest = get_close_matches(argument[:_LONGEST_COMPARED], ids, n=3, cutoff=0.5)
    listing = "`coach routines` lists them all; a file is named by its path, such as ./my-routine.yaml."
    if not nearest:
        return listing
    return f"Did you mean {' or '.join(printable(id_) for id_ in nearest)}? {listing}"
