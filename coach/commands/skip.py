"""`coach skip`: leave out what is announced."""

from __future__ import annotations

import click

from coach.commands.steering import steer


@click.command(name="skip", short_help="Leave out the routine that is announced.")
def command() -> None:
    """Leave out the routine that is announced. The exit code is 1 when nothing is."""
    steer("skip")
