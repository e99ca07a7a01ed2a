"""`coach next`: what the plan calls for next."""

from __future__ import annotations

from datetime import timedelta

import click

from coach.commands import options

_FAR = (1, 8, 64, 400)
"""Days that are looked ahead, until enough is found; a year and a month at last."""
MOST = 1000


@click.command(name="next", short_help="Show what comes next.")
@click.option(
    "-n",
    "number",
    type=click.IntRange(1, MOST),
    default=5,
    show_default=True,
    help="How many occurrences.",
)
@options.as_json
def command(*, number: int, as_json: bool) -> None:
    """Show what your plan calls for next, and what the coach would make of it.

    It is shown as if nothing came between: you are there, in no meeting, and nothing is paused. The
    exit code is 3 when there is no plan, or it does not read.
    """
    from coach.clock import SystemClock
    from coach.commands import ahead
    from coach.home import find_home

    looked = ahead.look_ahead(find_home())
    now = SystemClock().now()
    for days in _FAR:
        found = looked.between(now, now + timedelta(days=days))[:number]
        if len(found) == number:
            break
    if as_json:
        click.echo(ahead.as_json(found, looked.zone))
    elif found:
        click.echo("\n".join(ahead.table(found, looked.zone, "%a %Y-%m-%d %H:%M")))
    else:
        click.echo(f"Nothing is due in the next {_FAR[-1]} days.", err=True)
