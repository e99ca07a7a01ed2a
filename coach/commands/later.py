"""`coach later`: have the announced routine announced again after a while."""

from __future__ import annotations

import click

from coach.api.operations import DAY
from coach.commands.steering import read_span, steer

EXAMPLE = "10m, 90s or '1h 30m'"


@click.command(name="later", short_help="Put off the routine that is announced.")
@click.argument("span", nargs=-1, metavar="[10m]")
def command(*, span: tuple[str, ...]) -> None:
    """Put off the routine that is announced, by ten minutes or that long: 10m, 90s, 1h.

    The exit code is 1 when nothing is announced.
    """
    if span:
        steer("later", seconds=read_span(span, DAY, EXAMPLE))
    else:
        steer("later")
