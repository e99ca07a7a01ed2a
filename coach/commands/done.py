"""`coach done`: the person says that they did a reminder's routine, or any routine, without being led."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from coach.clock import SystemClock
from coach.errors import CoachError, DaemonError

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from coach.home import Home
    from coach.journal.events import JSON
    from coach.plan.model import ResolvedPlan


@click.command(name="done")
@click.argument("name", required=False)
@click.option("--at", "clock", metavar="TIME", help="When you did it, such as 14:30; now unless given.")
def command(*, name: str | None, clock: str | None) -> None:
    """Say that you did something: NAME is a reminder of your plan, or a routine. It counts as done.

    Without a name it is the routine that is announced. An interval (`every: 90 min`) begins again then. The
    exit code is 1 when nothing of that name is known, or no routine is waiting.
    """
    from coach.commands.daemon_control import send
    from coach.commands.today import plan_or_empty
    from coach.home import find_home

    if name is None:
        if clock is not None:
            raise click.UsageError("--at needs a name: coach done water --at 14:30.")
        send("done")
        return
    home = find_home()
    plan = plan_or_empty(home)
    check_known(name, plan, home)
    at = None if clock is None else read_past_clock(clock, SystemClock().now(), plan.zone)
    say_done(home, plan, name, at)


def say_done(home: Home, plan: ResolvedPlan, name: str, at: datetime | None) -> None:
    """Mark that reminder or routine as done, now or `at` an instant, and say so."""
    from coach.commands.daemon_control import send

    fields: dict[str, JSON] = {"reminder": name}
    if at is not None:
        fields["at"] = at.isoformat()
    try:
        send("done", **fields)
    except DaemonError:  # no coach is running: the journal is enough
        _write(home, plan, name, at)
        click.echo("Marked as done.")


def _write(home: Home, plan: ResolvedPlan, name: str, at: datetime | None) -> None:
    from coach.journal.said_done import claim_event
    from coach.journal.store import open_journal

    clock = SystemClock()
    with open_journal(home, clock) as journal:
        journal.append(claim_event(name, plan, journal, clock, at))


def check_known(name: str, plan: ResolvedPlan, home: Home) -> None:
    """Raise `CoachError` with the nearest names unless that is a reminder or a routine."""
    from coach.routine.library import find_routine

    if plan.plan.reminder(name) is not None or name in plan.routines:
        return
    if "/" in name or name.endswith(".yaml"):
        raise CoachError("Name a reminder of your plan, or a routine by its id; `coach routines` lists them.")
    find_routine(name, home)


def read_past_clock(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The latest instant, in UTC, at which the clocks of that zone showed that time; raises `UsageError`."""
    from coach.clock_times import parse_clock
    from coach.plan.local_time import instant_of, local_day
    from coach.units import ParseError

    try:
        clock = parse_clock(text)
    except ParseError as error:
        raise click.BadParameter(f"{error.what}; {error.hint}", param_hint="--at") from None
    today = local_day(now, zone)
    instant = instant_of(today, clock, zone)
    return instant if instant <= now else instant_of(today - timedelta(days=1), clock, zone)
