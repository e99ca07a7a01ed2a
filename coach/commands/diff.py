"""`coach diff`: what is different between two routines, in the words of a clinic."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

import click

from coach.commands import options
from coach.commands.course_options import routine_at
from coach.commands.usage import Number
from coach.home import find_home
from coach.problems import printable
from coach.routine.course import MOST_WEEKS

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = TypeVar("Value")


@click.command(name="diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW", required=False)
@click.option(
    "--week",
    "weeks",
    type=Number("--week", 1, MOST_WEEKS),
    multiple=True,
    help="The weeks to compare: give this option twice.",
)
@click.option("--level", "levels", multiple=True, help="The levels to compare: give this option twice.")
@options.as_json
def command(
    *, old: str, new: str | None, weeks: tuple[int, ...], levels: tuple[str, ...], as_json: bool
) -> int:
    """Show the differences between two routines, OLD and NEW, each an id or a file.

    Doses, sides, positions, loads and texts, and what was left out or is new; never how the file is laid
    out. Of a course, two weeks or levels can be compared: `coach diff FILE --week 1 --week 3`. The exit
    code is 1 when there is a difference.
    """
    from coach.routine.library import find_routine
    from coach.timeline.difference import differences

    home = find_home()
    if new is None and not (weeks or levels):
        raise click.UsageError("Give a second routine, or two weeks: --week 1 --week 3.")
    both = [
        routine_at(
            find_routine(file, home),
            {"week": _nth(weeks, number), "level": _nth(levels, number)},
        )
        for number, file in enumerate((old, new or old))
    ]
    found = differences(*both)
    if as_json:
        click.echo(json.dumps({"differences": found}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(map(printable, found)) or "There are no differences.")
    return 1 if found else 0


def _nth(values: Sequence[Value], number: int) -> Value | None:
    """What was given for the first or the second routine; what was given once is for both."""
    return values[min(number, len(values) - 1)] if values else None
