"""`coach check`: reports the mistakes in routine files, with their places and what to write instead."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from coach.atomic_write import write_atomically, writing
from coach.clock import SystemClock
from coach.commands import options
from coach.errors import CoachError, FileError
from coach.problems import Problem, count_of, listed, printable
from coach.routine.library import ROUTINE_SUFFIX, is_misnamed, is_routine_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from coach.voice.estimate import EstimatedTimes

NO_FILE = "no-file"
"""The code of a path that does not exist or cannot be read."""
_BETWEEN_LOOKS = 0.08
"""Seconds from one look at the files to the next while watching, so that an answer is there within 0.2 s."""


@click.command(name="check")
@click.argument("paths", metavar="FILE|DIR…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--fix", is_flag=True, help="Correct mechanical mistakes in the files themselves; never a dose."
)
@click.option("--watch", is_flag=True, help="Check again after every save, until Ctrl-C.")
@options.as_json
def command(paths: tuple[Path, ...], *, fix: bool, watch: bool, as_json: bool) -> int:
    """Check routine files, and all .yaml files in folders, and say what to fix.

    One line for each problem: file, line, column, what is wrong, and what to write instead. A warning is
    something that is allowed but probably not meant; a note is worth a thought. The exit code is 1 when there
    is an error; a file that does not exist is one, and the others are checked anyway.

    `--fix` corrects misspelt fields, missing quotes, dashes and colons, and what word processors make of
    spaces and lists. Nothing else is changed, no comment is lost, and no figure becomes another.
    """
    if watch and as_json:
        raise click.UsageError("--watch and --json do not go together.")
    if watch:
        _watch(paths, fix=fix)
    return _check(paths, fix=fix, as_json=as_json)


def _check(paths: Sequence[Path], *, fix: bool, as_json: bool) -> int:
    """Check the files once, and return the exit code."""
    if fix:
        _fix(paths, silent=as_json)
    found = list(_found(paths))
    every = [problem for problems in found for problem in problems]
    errors, warnings, notes = (
        sum(problem.severity == severity for problem in every) for severity in ("error", "warning", "note")
    )
    if as_json:
        counts = {"errors": errors, "warnings": warnings, "notes": notes}
        click.echo(json.dumps({"problems": [asdict(problem) for problem in every], **counts}, indent=2))
        return 1 if errors else 0
    for problems in found:
        for line in _lines(problems):
            click.echo(line)
    counted = [
        count_of(errors, "error"),
        count_of(warnings, "warning"),
        *([count_of(notes, "note")] if notes else []),
    ]
    click.echo(f"{count_of(len(found), 'file')}: {', '.join(counted)}.", err=True)
    return 1 if errors else 0


def _fix(paths: Sequence[Path], *, silent: bool) -> None:
    """Correct mechanical mistakes in the files, and show each line that was changed."""
    from coach.files import read_source
    from coach.routine.fixing import fixed
    from coach.routine.reading import id_of

    for path in paths:
        try:
            files = files_of(path)
        except CoachError:  # the check says why
            continue
        for file in files:
            try:
                source = read_source(file)
                corrected, changes = fixed(source, id_of(file))
            except FileError:
                continue
            if changes:
                with writing(file):
                    mark = "\ufeff" if file.read_bytes().startswith(b"\xef\xbb\xbf") else ""
                    mode = file.stat().st_mode & 0o777
                    write_atomically(file, mark + corrected.text, durable=True, mode=mode)
            for change in () if silent else changes:
                before, after = change.before.strip(), " / ".join(map(str.strip, change.after.split("\n")))
                click.echo(printable(f"{file}:{change.line}: fixed: {before} -> {after}"))


def _watch(paths: Sequence[Path], *, fix: bool) -> NoReturn:
    """Check the files whenever one of them has changed, until the person ends it."""
    import time

    state: dict[Path, tuple[int, int]] | None = None
    while True:
        began = time.monotonic()
        seen = _state(paths)
        if seen != state:
            click.echo(f"{time.strftime('%H:%M:%S')}", err=True)
            _check(paths, fix=fix, as_json=False)
            state = _state(paths)  # also after a fix
        time.sleep(max(_BETWEEN_LOOKS, 5 * (time.monotonic() - began)) if seen == state else _BETWEEN_LOOKS)


def _state(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """When each file was last changed, and its size."""
    found = {}
    for path in paths:
        with suppress(CoachError):
            for file in files_of(path):
                with suppress(OSError):
                    stat = file.stat()
                    found[file] = (stat.st_mtime_ns, stat.st_size)
    return found


def _found(paths: Sequence[Path]) -> Iterator[Sequence[Problem]]:
    """The problems of each file, and of each file in a folder; an unreadable path is a problem too."""
    today = SystemClock().now().date()
    times: dict[str, EstimatedTimes] = {}
    for path in paths:
        try:
            files = files_of(path)
        except CoachError as error:
            yield (_unreadable(path, error),)
            continue
        for file in files:
            try:
                yield problems_of(file, times, today)
            except CoachError as error:
                yield (_unreadable(file, error),)


def _unreadable(path: Path, error: CoachError) -> Problem:
    message = str(error) if path.exists() else "file not found"
    return Problem(str(path), 1, 1, "error", NO_FILE, message)


def _lines(problems: Sequence[Problem]) -> list[str]:
    """The problems as lines; a file that cannot be read has no line or column to point at."""
    if len(problems) == 1 and problems[0].code == NO_FILE:
        return [printable(f"{problems[0].file}: {line}") for line in problems[0].message.splitlines()]
    return listed(problems)


def files_of(path: Path) -> list[Path]:
    """The file itself, or the routine files in that folder and its subfolders, sorted.

    Raises `FileError` when a folder cannot be listed, `CoachError` when it has no routine files.
    """
    if not path.is_dir():
        return [path]

    def refuse(error: OSError) -> None:
        raise FileError(f"the folder {error.filename} cannot be read: {error.strerror}")

    found: Iterator[Path] = (
        Path(folder, name)
        for folder, _, names in os.walk(path, onerror=refuse)
        for name in names
        if is_routine_file(name) or is_misnamed(name)
    )
    files = sorted(found)
    if not files:
        raise CoachError(f"there is no {ROUTINE_SUFFIX} file in this folder")
    return files


def problems_of(file: Path, times: dict[str, EstimatedTimes], today: date | None = None) -> Sequence[Problem]:
    """The problems of a file, with advice from its timeline, in the file's order.

    `times`: the speaking times by language, shared between files. `today`: the day for which the guide for
    authors is checked as well; None: it is not. Raises `FileError` when the file does not exist.
    """
    from coach.routine.images import image_problems
    from coach.routine.model import Say
    from coach.routine.reading import examine_stages
    from coach.routine.variants import wordings
    from coach.spoken_text.languages import LANGUAGES
    from coach.timeline.advice import advice
    from coach.timeline.compose import compose
    from coach.timeline.model import Delivery
    from coach.voice.estimate import EstimatedTimes

    if is_misnamed(file.name):
        name = file.name[: file.name.rindex(".")]
        message = f"this file is not checked, as its name does not end in {ROUTINE_SUFFIX}"
        return (Problem(str(file), 1, 1, "error", "file-name", message, f"name it {name}"),)
    stages, problems = examine_stages(file, frozenset(LANGUAGES), today)
    if not stages:
        return problems
    language = stages[0].language
    say_as = stages[0].say_as
    own = EstimatedTimes(language, options.DEFAULT_RATE, say_as)
    speaking_times = own if say_as else times.setdefault(language, own)
    delivery = Delivery(language=language, notices=frozenset({"stop-rules", "routine"}))
    advised: dict[Problem, None] = {}
    for routine in stages:
        # However long the words of a `say` step are, they fit; of the others, every wording must.
        timed = replace(routine, steps=tuple(step for step in routine.steps if not isinstance(step, Say)))
        timelines = [
            compose(routine, replace(delivery, wording=wording), speaking_times)
            for wording in range(wordings(timed))
        ]
        advised.update(dict.fromkeys(advice(routine, timelines, str(file))))
        advised.update(dict.fromkeys(image_problems(str(file), routine, file.parent)))
    return sorted((*problems, *advised))
