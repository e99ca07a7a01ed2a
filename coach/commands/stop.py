"""`coach stop`: end the coach that runs all day."""

from __future__ import annotations

import click

from coach.commands.steering import steer
from coach.errors import DaemonError

PATIENCE = 20.0
"""Seconds in which its process must be gone: a routine that is led is ended by itself first."""


@click.command(name="stop", short_help="End the coach that runs all day.")
def command() -> None:
    """End the coach that runs all day, and wait until its process is gone.

    A routine that is being led is stopped. The exit code is 6 when the coach is not running.
    """
    from coach.api.client import has_gone

    client = steer("stop")
    if not has_gone(client.address, PATIENCE):
        raise DaemonError(
            f"It said that it ends, but its process {client.address.owner.pid} is still there.",
            hint="Try again, or end that process.",
        )
