"""`coach plan`: one day of the plan, and what would become of each of its reminders."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import click

from coach.commands import options

if TYPE_CHECKING:
    from datetime import date


@click.command(name="plan", short_help="Show a day of your plan.")
@click.option(
    "--date",
    "wished",
    callback=options.day,
    metavar="DATE",
    help="That day, such as 2026-11-02, in place of today.",
)
@options.as_json
def command(*, wished: date | None, as_json: bool) -> None:
    """Show every occurrence of a day, and what the coach would make of it.

    It is shown as if nothing came between: you are there, in no meeting, and nothing is paused. The
    exit code is 3 when there is no plan, or it does not read.
    """
    from coach.clock import SystemClock
    from coach.commands import ahead
    from coach.home import find_home
    from coach.plan.local_time import end_of_day, instant_of, local_day

    looked = ahead.look_ahead(find_home())
    day = wished or local_day(SystemClock().now(), looked.zone)
    found = looked.between(instant_of(day, time(0), looked.zone), end_of_day(day, looked.zone))
    if as_json:
        click.echo(ahead.as_json(found, looked.zone))
        return
    click.echo(f"{day:%A, %Y-%m-%d}, {looked.zone}")
    click.echo("\n".join(ahead.table(found, looked.zone, "%H:%M")) if found else "Nothing is due.")
