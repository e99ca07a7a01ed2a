"""`coach pause`: have the coach say nothing for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.api.operations import MONTH
from coach.commands.steering import now, read_clock, read_span, steer
from coach.plan.local_time import machine_zone
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from coach.journal.events import JSON

EXAMPLE = "30m, '1h 30m' or until 15:00"
_UNTIL = "until"


@click.command(name="pause", short_help="Have the coach say nothing for a while.")
@click.argument("words", nargs=-1, metavar="[30m | until 15:00]")
def command(*, words: tuple[str, ...]) -> None:
    """Have the coach say nothing for that long (30m, 2h), until a time of day, or until `coach resume`.

    The time is that of this machine's clock, and the next that comes: until 07:00, said in the evening,
    ends tomorrow morning.
    """
    steer("pause", **wish(words, now(), machine_zone()))


def wish(words: Sequence[str], moment: datetime, zone: tzinfo) -> dict[str, JSON]:
    """The fields of the request that these words mean; raises a `UsageError`."""
    if not words:
        return {}
    if words[0].lower() != _UNTIL and ":" in words[0]:
        raise click.UsageError(f"For a time of day, write: coach pause until {printable(words[0])}")
    if words[0].lower() != _UNTIL:
        return {"seconds": read_span(words, MONTH, EXAMPLE)}
    if len(words) == 1:
        raise click.UsageError("Until when? Write it like this: coach pause until 15:00")
    return {"until": read_clock(" ".join(words[1:]), moment, zone).isoformat()}
