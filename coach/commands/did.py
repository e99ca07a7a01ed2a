"""`coach did`: the person says that they did a routine by themselves, whole or in part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from coach.clock import SystemClock
from coach.commands.done import check_known, read_past_clock, say_done

if TYPE_CHECKING:
    from coach.home import Home
    from coach.plan.model import ResolvedPlan
    from coach.routine.model import Routine

_STEPS = re.compile(r"([0-9]{1,4})(?:\s*/\s*([0-9]{1,4}))?")


@click.command(name="did")
@click.argument("name", metavar="ROUTINE")
@click.option("--at", "clock", metavar="TIME", help="When you did it, such as 14:30; now unless given.")
@click.option("--steps", "part", metavar="3/6", help="How many of its steps you did; all unless given.")
def command(*, name: str, clock: str | None, part: str | None) -> None:
    """Say that you did ROUTINE (or a reminder of your plan) by yourself, or a part of it.

    All of it counts as done, as with `coach done`. A part is recorded with the number of its steps, but does
    not count as done. `coach routines show ROUTINE` lists the steps.
    """
    from coach.commands.today import plan_or_empty
    from coach.home import find_home
    from coach.journal.said_done import DonePart, events_of_part
    from coach.journal.store import open_journal

    home = find_home()
    plan = plan_or_empty(home)
    check_known(name, plan, home)
    at = None if clock is None else read_past_clock(clock, SystemClock().now(), plan.zone)
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
