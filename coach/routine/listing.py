"""The data of the list of routines, cached by file digest so that each file is read only once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from coach.digest_cache import load_cache, store_cache
from coach.errors import FileError
from coach.files import read_source
from coach.routine.library import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from coach.home import Home
    from coach.routine.library import Entry

Result = TypeVar("Result")

NAME = "listing.json"
MANY = 500
"""So many files take a second to read, beside which other processes start in no time."""


@dataclass(frozen=True, slots=True)
class RoutineListing:
    """One routine in the list; `kind`: empty if none is stated; `seconds`: its estimated length."""

    title: str
    kind: str
    seconds: float


def listings(
    home: Home,
    read: Callable[[Path], RoutineListing],
    update: Callable[[int, int], None] = lambda _done, _of: None,
    language: str | None = None,
) -> tuple[tuple[tuple[Entry, RoutineListing], ...], tuple[FileError, ...]]:
    """Every routine of the library in its order, and the problems of those that cannot be read.

    Every file's digest is checked each time; `read` is called only for new and edited ones, and raises
    `FileError`. Where they are many, it is called in other processes and must be a module's function.
    `update` is called with how many are read, and of how many. `language`: of bundled ones that are
    translated. Routines that the library no longer has are removed from the cache.
    """
    cached = load_cache(home.state / NAME, _from_dict)
    library = entries(home, language)
    digests = [_attempt(_digest, entry.path) for entry in library]
    listed = [cached.get(each) if isinstance(each, str) else each for each in digests]
    new = [index for index, one in enumerate(listed) if one is None]
    for done, (index, one) in enumerate(
        zip(new, _read_all([library[i].path for i in new], read), strict=True)
    ):
        listed[index] = one
        update(done + 1, len(new))
    used = {
        digest: one
        for digest, one in zip(digests, listed, strict=True)
        if isinstance(digest, str) and isinstance(one, RoutineListing)
    }
    if used.keys() != cached.keys():
        tree = {
            digest: {"title": one.title, "kind": one.kind, "seconds": one.seconds}
            for digest, one in used.items()
        }
        store_cache(home.state / NAME, tree)
    pairs = list(zip(library, listed, strict=True))
    return (
        tuple((entry, one) for entry, one in pairs if isinstance(one, RoutineListing)),
        tuple(one for _, one in pairs if isinstance(one, FileError)),
    )


def _digest(path: Path) -> str:
    return read_source(path).digest


def _attempt(function: Callable[[Path], Result], path: Path) -> Result | FileError:
    """What the function returns, or the `FileError` that it raises."""
    try:
        return function(path)
    except FileError as error:
        return error


def _read_all(
    paths: Sequence[Path], read: Callable[[Path], RoutineListing]
) -> Iterator[RoutineListing | FileError]:
    """What `read` gives for each path, in their order; many are read on all cores."""
    attempt = partial(_attempt, read)
    done = 0
    if len(paths) >= MANY:
        import signal  # noqa: PLC0415 — only here
        from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 — only here

        quiet = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by this process
        # Without memory for more processes, this one reads the rest.
        with (
            suppress(OSError, BrokenExecutor),
            ProcessPoolExecutor(initializer=signal.signal, initargs=quiet) as pool,
        ):
            for one in pool.map(attempt, paths, chunksize=MANY // 10):
                yield one
                done += 1
    yield from map(attempt, paths[done:])


def _from_dict(tree: dict[str, Any]) -> RoutineListing:
    return RoutineListing(str(tree["title"]), str(tree["kind"]), float(tree["seconds"]))
