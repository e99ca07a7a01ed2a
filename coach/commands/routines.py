"""`coach routines`: the routines there are, and everything about one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from coach.commands import options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.errors import FileError
    from coach.home import Home
    from coach.routine.library import Entry
    from coach.routine.model import Routine

_LONGEST_TITLE = 44
"""Characters; the table stays within a usual terminal."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A routine of the library that could be read; `seconds` is how long it takes, estimated."""

    entry: Entry
    routine: Routine
    seconds: float


@click.group(name="routines", invoke_without_command=True, short_help="List the routines there are.")
@options.as_json
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List the routines there are: your own first, then those that came with the coach.

    The minutes are an estimate: how long the words take depends on the voice.
    """
    if context.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError("--json stands after the name: coach routines show NAME --json.")
        return
    from coach.home import find_home

    home = find_home()
    listed = tuple(_readable(home))
    click.echo(_listing_json(listed) if as_json else "\n".join(_table(listed, home)))


@command.command(name="show")
@options.routine
@options.as_json
def show(routine: str, *, as_json: bool) -> None:
    """Show everything about one routine: what it is for, how often, its cautions and its steps.

    ROUTINE is an id, such as desk-neck, or the path of a file, such as ./my-routine.yaml.
    """
    from coach.commands.routine_page import Page, page_json, page_lines
    from coach.home import find_home
    from coach.routine.library import entries, find
    from coach.routine.reading import read_routine
    from coach.voice.estimate import estimated_seconds

    home = find_home()
    path = find(routine, home)
    source = next((entry.source for entry in entries(home) if entry.path == path), None)
    found = read_routine(path)
    page = Page(routine=found, path=path, source=source, seconds=estimated_seconds(found))
    click.echo(page_json(page) if as_json else "\n".join(page_lines(page)))


def _readable(home: Home) -> Iterable[Listed]:
    """The routines of the library; those that do not read are told on stderr, and left out."""
    from coach.errors import FileError
    from coach.routine.library import entries
    from coach.routine.reading import read_routine
    from coach.voice.estimate import estimated_seconds

    for entry in entries(home):
        try:
            routine = read_routine(entry.path)
        except FileError as error:
            _tell(error)
            continue
        yield Listed(entry, routine, estimated_seconds(routine))


def _tell(error: FileError) -> None:
    from coach.problems import printable

    for line in str(error).splitlines():
        click.echo(printable(line), err=True)


def _listing_json(listed: Sequence[Listed]) -> str:
    routines = [
        {
            "id": one.entry.id,
            "title": one.routine.title,
            "kind": one.routine.kind,
            "seconds": one.seconds,
            "source": one.entry.source,
        }
        for one in listed
    ]
    return json.dumps({"routines": routines}, indent=2)


def _table(listed: Sequence[Listed], home: Home) -> list[str]:
    from coach.problems import printable

    rows = [("id", "title", "kind", "minutes", "source"), *(_row(one) for one in listed)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    own = f"Your own routines belong in {printable(str(home.routines))}"
    return [*(_aligned(row, widths) for row in rows), "", own]


def _row(one: Listed) -> tuple[str, ...]:
    from coach.problems import printable

    title = printable(one.routine.title)
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1].rstrip() + "…"
    source = f"{one.entry.source}, hides the bundled one" if one.entry.hides else one.entry.source
    return (printable(one.entry.id), title, one.routine.kind or "", f"{one.seconds / 60:.1f}", source)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    id_, title, kind, minutes, source = row
    return f"{id_:<{widths[0]}}  {title:<{widths[1]}}  {kind:<{widths[2]}}  {minutes:>{widths[3]}}  {source}"
