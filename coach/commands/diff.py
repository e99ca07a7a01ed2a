"""`coach diff`: what is different between two routines, in the words of a clinic."""

from __future__ import annotations

import json

import click

from coach.commands import options
from coach.problems import printable


@click.command(name="diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options.as_json
def command(*, old: str, new: str, as_json: bool) -> int:
    """Show what is different between two routines, OLD and NEW, each an id or a file.

    Doses, sides, positions, loads and texts, and what was left out or is new; never how the file is laid
    out. The exit code is 1 when there is a difference.
    """
    from coach.home import find_home
    from coach.routine.library import find_routine
    from coach.routine.reading import read_routine
    from coach.timeline.difference import differences

    home = find_home()
    found = differences(*(read_routine(find_routine(each, home)) for each in (old, new)))
    if as_json:
        click.echo(json.dumps({"differences": found}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(map(printable, found)) or "There is no difference.")
    return 1 if found else 0
