"""`coach resume`: speak again after a pause."""

from __future__ import annotations

import click

from coach.commands.steering import steer


@click.command(name="resume", short_help="End a pause.")
def command() -> None:
    """End a pause: the coach speaks again."""
    steer("resume")
