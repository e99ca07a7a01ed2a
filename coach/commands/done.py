"""`coach done` and `coach did`: the person says what they did by themselves, whole or in part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from coach.clock import SystemClock
from coach.commands.usage import as_usage_errors
from coach.errors import CoachError, DaemonError
from coach.home import find_home

if TYPE_CHECKING:
    from datetime import datetime

    from coach.home import Home
    from coach.journal.events import JSON
    from coach.plan.model import ResolvedPlan
    from coach.routine.model import Routine

_AT = click.option(
    "--at",
    "clock",
    metavar="TIME",
    help="When: 14:30, '20 minutes ago', 'yesterday 21:30'; now unless given.",
)


@click.command(name="done")
@click.argument("name", required=False)
@_AT
def done_command(*, name: str | None, clock: str | None) -> None:
    """Say that you did something: NAME is a reminder of your plan, or a routine. It counts as done.

    Without a name it is the routine that is announced. An interval (`every: 90 min`) begins again then. The
    exit code is 1 when nothing of that name is known, or no routine is waiting.
    """
    from coach.commands.daemon_control import send

    if name is None:
        if clock is not None:
            raise click.UsageError("--at needs a name: coach done water --at 14:30.")
        send("done")
        return
    home, plan, at = _known(name, clock)
    say_done(home, plan, name, at)


def _known(name: str, clock: str | None) -> tuple[Home, ResolvedPlan, datetime | None]:
    """The person's home and plan, in which there is something of that name, and when it was done."""
    from coach.commands.today import plan_or_empty
    from coach.plan.past_times import parse_past

    home = find_home()
    plan = plan_or_empty(home)
    check_known(name, plan, home)
    if clock is None:
        return home, plan, None
    with as_usage_errors("--at"):
        return home, plan, parse_past(clock, SystemClock().now(), plan.zone)


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


_STEPS = re.compile(r"([0-9]{1,4})(?:\s*/\s*([0-9]{1,4}))?")


@click.command(name="did")
@click.argument("name", metavar="ROUTINE")
@_AT
@click.option("--steps", "part", metavar="3/6", help="How many of its steps you did; all unless given.")
def did_command(*, name: str, clock: str | None, part: str | None) -> None:
    """Say that you did ROUTINE (or a reminder of your plan) by yourself, or a part of it.

    All of it counts as done, as with `coach done`. A part is recorded with the number of its steps, but does
    not count as done. `coach routines show ROUTINE` lists the steps.
    """
    from coach.journal.said_done import DonePart, events_of_part
    from coach.journal.store import open_journal

    home, plan, at = _known(name, clock)
    if part is None:
        say_done(home, plan, name, at)
        return
    routine = _routine(name, plan, home)
    done, steps = _read_part(part, routine)
    if done == steps:
        say_done(home, plan, name, at)
        return
    said = DonePart(what=name, title=routine.title, digest=routine.digest, done=done, steps=steps)
    with open_journal(home, SystemClock()) as journal:
        for event in events_of_part(said, plan, journal, SystemClock(), at):
            journal.append(event)
    click.echo(f"Noted: {done} of {steps} steps.")


def _routine(name: str, plan: ResolvedPlan, home: Home) -> Routine:
    from coach.routine.library import find_routine
    from coach.routine.reading import read_routine

    reminder = plan.plan.reminder(name)
    return read_routine(find_routine(reminder.routine if reminder else name, home))


def _read_part(text: str, routine: Routine) -> tuple[int, int]:
    """How many steps of how many, from `3/6` or `3`. Raises `BadParameter`."""
    steps = _counted_steps(routine)
    found = _STEPS.fullmatch(text.strip())
    if found is None:
        raise click.BadParameter(f"'{text}' is not a number of steps; write, for example, 1/{steps}")
    done, of = int(found[1]), int(found[2] or steps)
    if of != steps or not 1 <= done <= steps:
        raise click.BadParameter(f"{steps} steps of this routine count; write 1/{steps} to {steps}/{steps}")
    return done, steps


def _counted_steps(routine: Routine) -> int:
    """How many steps of that routine count as done: as many as when it is led."""
    from coach.timeline.compose import compose
    from coach.timeline.model import Delivery, counted_steps
    from coach.voice.estimate import EstimatedTimes

    timeline = compose(routine, Delivery(language=routine.language), EstimatedTimes(routine.language))
    return len(counted_steps(timeline))


COMMANDS: Final = {"did": did_command, "done": done_command}
"""The commands of this module by name."""
