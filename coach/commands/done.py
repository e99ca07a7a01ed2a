"""`coach done`: what is announced was done without being led."""

from __future__ import annotations

import click

from coach.commands.steering import steer


@click.command(name="done", short_help="Note that you did what is announced by yourself.")
def command() -> None:
    """Note that you did what is announced by yourself. The exit code is 1 when nothing is announced."""
    steer("done")
