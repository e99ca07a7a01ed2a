"""`coach reload`: read the plan and the routines now."""

from __future__ import annotations

import click

from coach.commands.steering import steer


@click.command(name="reload", short_help="Have the plan and the routines read anew, now.")
def command() -> None:
    """Have the plan and the routines read anew, now; a change is noticed within 20 seconds anyway."""
    steer("reload")
