"""`coach session`: tell the routine that the running coach leads."""

from __future__ import annotations

import click

from coach.api.operations import HIGHEST_PAIN, SESSION_COMMANDS, WITH_PAIN
from coach.commands.steering import steer


@click.command(name="session", short_help="Pause, repeat, extend or stop the routine that is being led.")
@click.argument("name", metavar="COMMAND", type=click.Choice(SESSION_COMMANDS))
@click.option("--pain", type=click.IntRange(0, HIGHEST_PAIN), help="The answer to how much pain there is.")
def command(*, name: str, pain: int | None) -> None:
    """Tell the routine that is being led: pause, resume, next, previous, repeat, extend, hurts, answer, stop.

    `extend` gives ten seconds more. `hurts` asks how much unless --pain says it; `answer` without --pain
    is no answer. The exit code is 1 when no routine is being led.
    """
    if pain is None:
        steer("session", command=name)
    elif name in WITH_PAIN:
        steer("session", command=name, pain=pain)
    else:
        raise click.UsageError(f"--pain belongs to {' and '.join(WITH_PAIN)} only.")
