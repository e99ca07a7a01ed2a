"""`coach routines`: the list of routines, and one of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from coach.commands import options
from coach.commands.printing import aligned, progress, warn
from coach.home import find_home
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.home import Home
    from coach.routine.library import Entry
    from coach.routine.listing import RoutineListing

_LONGEST_TITLE = 44
"""Characters; the table stays within a usual terminal."""


@click.group(name="routines", invoke_without_command=True)
@options.language
@options.as_json
@click.pass_context
def command(context: click.Context, *, language: str | None, as_json: bool) -> None:
    """List the routines: your own first, then those that come with the coach.

    The minutes are an estimate: how long the words take depends on the voice.
    """
    if context.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError("Put --json after the routine: coach routines show ROUTINE --json.")
        return
    from coach.routine.library import misnamed_files
    from coach.routine.listing import listings

    home = find_home()
    with progress("Reading new routines") as update:
        listed, unreadable = listings(home, _read, update, options.language_for(home, language))
    for problem in unreadable:
        warn(problem)
    click.echo(_listing_json(listed) if as_json else "\n".join(_table(listed, home)))
    for path in misnamed_files(home):
        warn(f"{path.name} is left out: its name has to end in .yaml.")


@command.command(name="show")
@options.routine
@options.language
@options.as_json
def show(routine: str, *, language: str | None, as_json: bool) -> None:
    """Show one routine: what it is for, how often to do it, its cautions and its steps.

    ROUTINE is an id, such as desk-neck, or the path of a file, such as ./my-routine.yaml.
    """
    from coach.commands.routine_page import RoutinePage, page_json, page_lines
    from coach.routine.library import entries, find_routine
    from coach.routine.reading import read_stages
    from coach.voice.estimate import estimated_seconds

    home = find_home()
    language = options.language_for(home, language)
    path = find_routine(routine, home, language)
    source = next((entry.source for entry in entries(home, language) if entry.path == path), None)
    stages = read_stages(path)
    page = RoutinePage(
        routine=stages[0], path=path, source=source, seconds=estimated_seconds(stages[0]), stages=stages
    )
    click.echo(page_json(page) if as_json else "\n".join(page_lines(page)))


def _read(path: Path) -> RoutineListing:
    from coach.routine.listing import RoutineListing
    from coach.routine.reading import read_routine
    from coach.voice.estimate import estimated_seconds

    routine = read_routine(path)
    return RoutineListing(routine.title, routine.kind or "", estimated_seconds(routine))


def _listing_json(listed: Sequence[tuple[Entry, RoutineListing]]) -> str:
    routines = [
        {
            "id": entry.id,
            "title": one.title,
            "kind": one.kind or None,
            "seconds": one.seconds,
            "source": entry.source,
        }
        for entry, one in listed
    ]
    return json.dumps({"routines": routines}, indent=2)


def _table(listed: Sequence[tuple[Entry, RoutineListing]], home: Home) -> list[str]:
    rows = [("id", "title", "kind", "minutes", "source"), *(_row(entry, one) for entry, one in listed)]
    own = f"Your own routines go in {printable(str(home.routines))}"
    return [*aligned(rows, right=(3,)), "", own]


def _row(entry: Entry, one: RoutineListing) -> tuple[str, ...]:
    title = printable(one.title)
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1].rstrip() + "…"
    source = f"{entry.source}, replaces the bundled one" if entry.hides else entry.source
    return (printable(entry.id), title, one.kind, f"{one.seconds / 60:.1f}", source)
