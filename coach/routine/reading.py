"""Reading a routine file: everything that is wrong with it at once, or the routine.

Importing this module is cheap; tables and the YAML parser are imported when the first file is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.errors import BadFile

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from coach.problems import Problem
    from coach.routine.model import Routine


@dataclass(frozen=True, slots=True)
class ExaminedRoutine:
    """The result of reading a file: the routine, unless there are errors, and all problems in file order."""

    routine: Routine | None
    problems: tuple[Problem, ...] = ()


def read_routine(path: Path) -> Routine:
    """The routine in a file, of a course its first stage; its id is the file's name without the ending.

    Raises `BadFile` with all errors, `FileError` when there is no such file.
    """
    return read_stages(path)[0]


def read_stages(path: Path) -> tuple[Routine, ...]:
    """The routine in a file at each stage of its course; one without a course.

    Raises `BadFile` with all errors, `FileError` when there is no such file.
    """
    stages, problems = examine_stages(path)
    if not stages:
        raise BadFile([problem for problem in problems if problem.severity == "error"])
    return stages


def examine_routine(path: Path) -> ExaminedRoutine:
    """The routine in a file with its warnings, or all that is wrong with it.

    Raises `FileError` when there is no such file.
    """
    stages, problems = examine_stages(path)
    return ExaminedRoutine(next(iter(stages), None), problems)


def examine_stages(
    path: Path, languages: frozenset[str] | None = None, today: date | None = None
) -> tuple[tuple[Routine, ...], tuple[Problem, ...]]:
    """The same of every stage of a course: the routines, none if something is wrong, and the problems.

    `languages`: those in which the coach's own words exist; there is a warning about any other.
    `today`: the day for which the guide for authors is checked as well; None: it is not.
    """
    from coach.files import read_source  # noqa: PLC0415 — only here
    from coach.routine.parsing import parse_stages  # noqa: PLC0415 — imports all that reading needs

    try:
        source = read_source(path)
    except BadFile as refusal:
        return (), refusal.problems
    return parse_stages(source, id_of(path), languages, today)


def id_of(path: Path) -> str:
    """The routine id that belongs to a file's name."""
    return path.stem if path.suffix.lower() in {".yaml", ".yml"} else path.name
