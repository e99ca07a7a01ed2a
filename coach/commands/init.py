"""`coach init`: create a plan of reminders from a few answers."""

from __future__ import annotations

import os
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from coach.commands.upcoming import load_resolved_plan, table
from coach.plan.forecast import forecast_between
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.clock_times import Window
    from coach.home import Home
    from coach.plan.starter_plan import PlanAnswers

_SHOWN = 3
"""Reminders that are shown at the end."""


@click.command(name="init")
@click.option("--defaults", is_flag=True, help="Ask nothing; assume usual days at a desk.")
def command(*, defaults: bool) -> None:
    """Create a plan of reminders: water, posture, eyes, breathing and stretching during a day at a desk.

    A few questions are asked first. The plan is a text file that you can change. An existing plan is never
    overwritten: the exit code is 1 then.
    """
    from coach.errors import CoachError
    from coach.home import find_home
    from coach.plan.reading import broken_link
    from coach.plan.starter_plan import PlanAnswers, first_plan

    home = find_home()
    if home.plan.is_symlink() and not home.plan.exists():
        link = broken_link(home.plan)
        raise CoachError(f"{link.message} Nothing was changed.", hint=link.hint)
    if os.path.lexists(home.plan):
        raise CoachError(
            f"You already have a plan, {home.plan}. It was not changed.",
            hint="Change it in an editor; `coach plan` shows its reminders for today.",
        )
    text = first_plan(PlanAnswers() if defaults else _ask())
    _write(home.plan, text)
    click.echo(f"Your plan is {printable(str(home.plan))}. Change it as you like.")
    _show_next(home)


def _ask() -> PlanAnswers:
    """Ask the person and return their answers; Enter takes the default in brackets."""
    from coach.plan.starter_plan import PlanAnswers

    usual = PlanAnswers()
    try:
        return PlanAnswers(
            desk=_prompt("When are you at your desk?", str(usual.desk), _desk),
            on=_prompt("On which days? (weekdays, daily, or days such as mon wed fri)", "weekdays", _days),
            lunch=_prompt("When is your lunch break? No reminders then. (or none)", str(usual.lunch), _quiet),
            night=_prompt("When do you sleep? No reminders then. (or none)", str(usual.night), _quiet),
            breath_holds=not click.confirm(
                "Should you avoid breath holds (pregnancy, high blood pressure, heart or lung disease)?"
            ),
        )
    except click.Abort:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)  # ends the line of the question
        raise click.UsageError("No terminal to ask in; use --defaults. Nothing was written.") from None


def _prompt(question: str, default: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 — whatever is read
    from coach.units import ParseError

    def value(text: str) -> Any:  # noqa: ANN401 — as above
        try:
            return read(text)
        except ParseError as error:
            raise click.UsageError(printable(f"{error.what}; {error.hint}")) from None

    return click.prompt(question, default=default, value_proc=value)


def _desk(text: str) -> Window:
    from coach.clock_times import parse_window
    from coach.plan.starter_plan import SHORTEST, desk_minutes
    from coach.units import ParseError

    window = parse_window(text)
    if desk_minutes(window) < SHORTEST:
        raise ParseError(
            f"{window} is too short or goes past midnight", "write at least two hours of one day"
        )
    return window


def _days(text: str) -> tuple[int, ...]:
    from coach.clock_times import parse_weekdays

    words = text.replace(",", " ").strip("[] ").split()
    return tuple(sorted({day for word in words or [""] for day in parse_weekdays(word)}))


def _quiet(text: str) -> Window | None:
    from coach.clock_times import parse_window

    return None if text.strip().lower() in {"none", "no", "-"} else parse_window(text)


def _write(path: Path, text: str) -> None:
    """Write the plan; raises `CoachError` when a file has appeared there meanwhile, else `FileError`."""
    from coach.atomic_write import write_atomically
    from coach.errors import CoachError, FileError
    from coach.home import private_folder

    try:
        private_folder(path.parent)
        write_atomically(path, text, durable=True, overwrite=False)
    except FileExistsError:
        raise CoachError(f"{path} exists already. Nothing was written.") from None
    except OSError as error:
        raise FileError(
            f"The plan cannot be written to {path}: {error.strerror}.",
            hint="Check the folder's permissions, or set COACH_HOME to another folder.",
        ) from error


def _show_next(home: Home) -> None:
    """Print the next reminders, which also checks the plan and fills the cache for the first start."""
    from datetime import timedelta

    from coach.clock import SystemClock

    resolved = load_resolved_plan(home)
    now = SystemClock().now()
    found = list(islice(forecast_between(resolved, now, now + timedelta(days=8)), _SHOWN))
    click.echo("\nNext reminders:")
    click.echo("\n".join(table(found, resolved.zone)))
    click.echo("\n`coach next` shows more, `coach plan` a whole day.")
