"""`coach check`: what is wrong with routine files, where, and what to write instead."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.commands import options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.errors import CoachError
    from coach.problems import Problem
    from coach.voice.estimate import EstimatedTimes

ENDING = ".yaml"


@click.command(name="check", short_help="Check routine files and say what to mend.")
@click.argument("paths", metavar="FILE|DIR…", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.as_json
def command(paths: tuple[Path, ...], *, as_json: bool) -> int:
    """Check routine files, and all .yaml files in folders, and say what to mend.

    One line a problem: file, line, column, what is wrong, and what to write instead. A warning tells
    of what may be meant and probably is not; the exit code is 1 when there is an error. A file that
    is not there is an error too, and does not keep the others from being checked.
    """
    from coach.problems import listed

    found = list(_found(paths))
    every = [problem for problems in found for problem in problems]
    errors = sum(problem.severity == "error" for problem in every)
    warnings = len(every) - errors
    if as_json:
        tree = {"problems": [asdict(problem) for problem in every], "errors": errors, "warnings": warnings}
        click.echo(json.dumps(tree, indent=2))
        return 1 if errors else 0
    for problems in found:
        for line in listed(problems):
            click.echo(line)
    summary = f"{_many(len(found), 'file')}: {_many(errors, 'error')}, {_many(warnings, 'warning')}."
    click.echo(summary, err=True)
    return 1 if errors else 0


def _found(paths: Sequence[Path]) -> Iterator[Sequence[Problem]]:
    """The problems of each file, and of each file in a folder; what is not there is a problem itself."""
    from coach.errors import CoachError

    times: dict[str, EstimatedTimes] = {}
    for path in paths:
        try:
            files = files_of(path)
        except CoachError as error:
            yield (_missing(path, error),)
            continue
        for file in files:
            try:
                yield problems_of(file, times)
            except CoachError as error:
                yield (_missing(file, error),)


def _missing(path: Path, error: CoachError) -> Problem:
    from coach.problems import Problem

    message, hint = (text[:1].lower() + text[1:].rstrip(".") for text in (error.message, error.hint))
    return Problem(str(path), 1, 1, "error", "no-file", message, hint)


def files_of(path: Path) -> list[Path]:
    """The file itself; or the routine files in that folder and all within it, in their order.

    Raises `FileError` when a folder cannot be listed, `CoachError` when it has no routine files.
    """
    from coach.errors import CoachError, FileError
    from coach.problems import printable

    if not path.is_dir():
        return [path]

    def refuse(error: OSError) -> None:
        folder = printable(str(error.filename))
        raise FileError(f"The folder {folder} cannot be read: {error.strerror}.", hint="See who may read it.")

    found: Iterator[Path] = (
        Path(folder, name)
        for folder, _, names in os.walk(path, onerror=refuse)
        for name in names
        # Editors keep their locks and backups beside a file, under names that begin with a dot.
        if name.endswith(ENDING) and not name.startswith(".")
    )
    files = sorted(found)
    if not files:
        message = f"There is no file that ends in {ENDING} in {printable(str(path))}."
        raise CoachError(message, hint="Name a file, or another folder.")
    return files


def problems_of(file: Path, times: dict[str, EstimatedTimes]) -> Sequence[Problem]:
    """What is wrong with a file, and what its timeline tells the author, in the file's order.

    `times`: the speaking times by language, kept from file to file. Raises `FileError` when there is
    no such file.
    """
    from coach.routine.reading import examine_routine
    from coach.timeline.advice import advice
    from coach.timeline.compose import compose
    from coach.timeline.model import Delivery
    from coach.voice.estimate import EstimatedTimes

    examined = examine_routine(file)
    if examined.routine is None:
        return examined.problems
    language = examined.routine.language
    speaking_times = times.setdefault(language, EstimatedTimes(language, options.USUAL))
    delivery = Delivery(language=language, notices=frozenset({"stop-rules", "routine"}))
    timeline = compose(examined.routine, delivery, speaking_times)
    return sorted((*examined.problems, *advice(examined.routine, timeline, str(file))))


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
