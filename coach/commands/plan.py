"""`coach plan`: one day of the plan, and what would become of each of its reminders."""

from __future__ import annotations

from datetime import date, time

import click

from coach.commands import options

_FIRST, _LAST = date(1970, 1, 1), date(9998, 1, 1)
"""Days that the calendar of Python and of the zones knows."""


@click.command(name="plan", short_help="Show a day of your plan.")
@click.option("--date", "written", metavar="DATE", help="That day, such as 2026-11-02, in place of today.")
@options.as_json
def command(*, written: str | None, as_json: bool) -> None:
    """Show every occurrence of a day, and what the coach would make of it.

    It is shown as if nothing came between: you are there, in no meeting, and nothing is paused. The
    exit code is 3 when there is no plan, or it does not read.
    """
    from coach.clock import SystemClock
    from coach.commands import ahead
    from coach.home import find_home
    from coach.plan.local_days import end_of_day, instant_of, local_day

    wished = None if written is None else _day(written)
    looked = ahead.look_ahead(find_home())
    day = wished or local_day(SystemClock().now(), looked.zone)
    found = looked.between(instant_of(day, time(0), looked.zone), end_of_day(day, looked.zone))
    if as_json:
        click.echo(ahead.as_json(found, looked.zone))
        return
    click.echo(f"{day:%A, %Y-%m-%d}, {looked.zone}")
    click.echo("\n".join(ahead.table(found, looked.zone, "%H:%M")) if found else "Nothing is due.")


def _day(text: str) -> date:
    from coach.problems import printable
    from coach.units import Misread
    from coach.wall import parse_date

    try:
        day = parse_date(text)
    except Misread as error:
        message = printable(f"{error.what}; {error.hint}")
        raise click.BadParameter(message, param_hint="--date") from None
    if not _FIRST <= day <= _LAST:
        raise click.BadParameter("that day is too far away", param_hint="--date")
    return day
