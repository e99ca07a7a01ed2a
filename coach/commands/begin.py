"""`coach begin`: begin what is announced."""

from __future__ import annotations

import click

from coach.commands.steering import steer


@click.command(name="begin", short_help="Begin the routine that is announced.")
def command() -> None:
    """Begin the routine that is announced. The exit code is 1 when nothing is."""
    steer("begin")
