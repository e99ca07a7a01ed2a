"""The data of the list of routines, cached by file digest so that each file is read only once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coach.digest_cache import load_cache, store_cache
from coach.errors import FileError
from coach.files import read_source
from coach.routine.library import entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.home import Home
    from coach.routine.library import Entry

NAME = "listing.json"


@dataclass(frozen=True, slots=True)
class RoutineListing:
    """One routine in the list; `kind`: empty if none is stated; `seconds`: its estimated length."""

    title: str
    kind: str
    seconds: float


def listings(
    home: Home, read: Callable[[Path], RoutineListing]
) -> tuple[tuple[tuple[Entry, RoutineListing], ...], tuple[FileError, ...]]:
    """Every routine of the library in its order, and the problems of those that cannot be read.

    Every file's digest is checked each time; `read` is called only for new and edited ones, and raises
    `FileError`. Routines that the library no longer has are removed from the cache.
    """
    cached = load_cache(home.state / NAME, _from_dict)
    found: list[tuple[Entry, RoutineListing]] = []
    problems = []
    used: dict[str, RoutineListing] = {}
    for entry in entries(home):
        try:
            digest = read_source(entry.path).digest
            listing = used[digest] = cached.get(digest) or read(entry.path)
        except FileError as error:
            problems.append(error)
            continue
        found.append((entry, listing))
    if used.keys() != cached.keys():
        tree = {
            digest: {"title": one.title, "kind": one.kind, "seconds": one.seconds}
            for digest, one in used.items()
        }
        store_cache(home.state / NAME, tree)
    return tuple(found), tuple(problems)


def _from_dict(tree: dict[str, Any]) -> RoutineListing:
    return RoutineListing(str(tree["title"]), str(tree["kind"]), float(tree["seconds"]))
