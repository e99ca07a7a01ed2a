"""`coach start`: keep the day, in the foreground."""

from __future__ import annotations

from contextlib import suppress

import click

from coach.problems import printable


@click.command(name="start", short_help="Keep the day: call for what the plan says, until stopped.")
def command() -> None:
    """Run all day: call for each reminder of your plan at its time, and lead what is due by voice.

    It stays in the foreground and prints what it does; `coach stop`, `status`, `pause` and the others
    speak to it. `coach autostart on` starts it at every login.
    """
    import asyncio

    from coach.daemon.lock import only_daemon
    from coach.daemon.run import run_day
    from coach.home import find_home

    home = find_home()
    with only_daemon(home):
        asyncio.run(run_day(home, show))


def show(line: str) -> None:
    """Print it, as long as somebody reads: a terminal that is closed or a full disk ends no day."""
    with suppress(OSError, ValueError):
        click.echo(printable(line))
