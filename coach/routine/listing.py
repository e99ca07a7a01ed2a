"""What a list of the routines shows of each, cached by its file's digest, so that it is read only once."""

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
class Listing:
    """A routine as a list shows it; `kind` empty: none is stated; `seconds`: its estimated length."""

    title: str
    kind: str
    seconds: float


def listings(
    home: Home, read: Callable[[Path], Listing]
) -> tuple[tuple[tuple[Entry, Listing], ...], tuple[FileError, ...]]:
    """Every routine of the library in its order, and what is wrong with those that cannot be read.

    Every file's content is looked at each time; `read` is called only for those that are new or were
    edited, and raises `FileError`. What the library no longer has is no longer cached.
    """
    cached = load_cache(home.state / NAME, _from_dict)
    found: list[tuple[Entry, Listing]] = []
    problems = []
    used: dict[str, Listing] = {}
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


def _from_dict(tree: dict[str, Any]) -> Listing:
    return Listing(str(tree["title"]), str(tree["kind"]), float(tree["seconds"]))
