"""The images of a routine, which are files in its folder: what is wrong with them, and their content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.problems import Problem, quoted
from coach.routine.model import Repeat, Shown
from coach.routine.shown_fields import IMAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.problems import TextPosition
    from coach.routine.model import Routine, Step

MOST_BYTES = 5 * 1024 * 1024
"""Of one image; a page holds all of them."""


def images_of(routine: Routine) -> Iterator[tuple[str, TextPosition]]:
    """Each image of the routine and of its steps, and the place of what it belongs to."""
    if routine.image:
        yield routine.image, routine.mark
    yield from _of_steps(routine.steps)


def image_problems(file: str, routine: Routine, folder: Path) -> tuple[Problem, ...]:
    """A warning for each image that is not there or not what its name says; it is then left out."""
    found = ((name, place, _wrong(folder, name)) for name, place in images_of(routine))
    return tuple(
        Problem(
            file,
            place.line,
            place.column,
            "warning",
            "image",
            f"the image {quoted(name)} {wrong[0]}",
            wrong[1],
        )
        for name, place, wrong in found
        if wrong is not None
    )


def image_bytes(folder: Path, name: str) -> bytes | None:
    """The content of an image within that folder; None if it cannot be shown."""
    return None if _wrong(folder, name) else (folder / name).read_bytes()


def _of_steps(steps: tuple[Step, ...]) -> Iterator[tuple[str, TextPosition]]:
    for step in steps:
        if isinstance(step, Repeat):
            yield from _of_steps(step.steps)
        elif isinstance(step, Shown) and step.image:
            yield step.image, step.mark


def _wrong(folder: Path, name: str) -> tuple[str, str] | None:
    """What is wrong with an image, and what to do about it."""
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return "leads out of the routine's folder", "save it beside the routine"
        if path.stat().st_size > MOST_BYTES:
            return f"is larger than {MOST_BYTES // 1024**2} MB", "save a smaller one"
        with path.open("rb") as content:
            begin = content.read(512)
    except OSError as error:
        return f"cannot be read: {error.strerror}", "save it beside the routine, or leave 'image' out"
    kind, first = IMAGE_TYPES[path.suffix.lower()]
    if not begin.startswith(first) or (not first and b"<svg" not in begin and b"<?xml" not in begin):
        return (
            f"is no {kind.partition('/')[2].partition('+')[0].upper()} file",
            "export it again, or name it as it is",
        )
    return None
