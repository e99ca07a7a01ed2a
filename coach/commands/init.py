"""`coach init`: a plan to begin with."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.clock_times import Window
    from coach.plan.starter_plan import Answers

_SHOWN = 3


@click.command(name="init", short_help="Write a plan to begin with.")
@click.option("--defaults", is_flag=True, help="Ask nothing: a usual day at a desk.")
def command(*, defaults: bool) -> None:
    """Write a plan to begin with: water, posture, eyes, breathing and stretching through a day at a desk.

    It asks a few questions first. The plan is a file of text, yours to change. One that is there
    already is never touched: the exit code is 1 then.
    """
    from coach.errors import CoachError
    from coach.home import find_home
    from coach.plan.starter_plan import Answers, first_plan
    from coach.problems import printable

    home = find_home()
    if os.path.lexists(home.plan):
        raise CoachError(
            f"There is a plan already, at {printable(str(home.plan))}. It was left as it is.",
            hint="Change it in an editor; `coach plan` shows the day that it makes.",
        )
    text = first_plan(Answers() if defaults else _asked())
    _write(home.plan, text)
    click.echo(f"Your plan is at {printable(str(home.plan))}. Change it as you like.")
    _show_next()


def _asked() -> Answers:
    """What the person answers; Enter takes what stands in brackets."""
    from coach.plan.starter_plan import Answers

    usual = Answers()
    try:
        return Answers(
            desk=_prompt("When are you at your desk?", str(usual.desk), _desk),
            on=_prompt("On which days? (weekdays, daily, or such as mon wed fri)", "weekdays", _days),
            lunch=_prompt("When is your break, so that nothing is said? (or none)", str(usual.lunch), _quiet),
            night=_prompt("And when do you sleep? (or none)", str(usual.night), _quiet),
            breath_holds=not click.confirm(
                "Should you avoid breath holds (pregnancy, high blood pressure, heart or lung disease)?"
            ),
        )
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise click.UsageError("There is nobody to ask: say --defaults. Nothing was written.") from None


def _prompt(question: str, default: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 — whatever is read
    from coach.problems import printable
    from coach.units import Misread

    def value(text: str) -> Any:  # noqa: ANN401 — as above
        try:
            return read(text)
        except Misread as error:
            raise click.UsageError(printable(f"{error.what}; {error.hint}")) from None

    return click.prompt(question, default=default, value_proc=value)


def _desk(text: str) -> Window:
    from coach.clock_times import parse_window
    from coach.plan.starter_plan import SHORTEST, desk_minutes
    from coach.units import Misread

    window = parse_window(text)
    if desk_minutes(window) < SHORTEST:
        raise Misread(
            f"{window} is too short, or goes over midnight", "two hours of one day are the least here"
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
    """A file of its own, closed to others; one that came meanwhile is not touched."""
    from coach.atomic_write import write_atomically
    from coach.errors import CoachError
    from coach.home import private_folder
    from coach.problems import printable

    try:
        private_folder(path.parent)
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        write_atomically(path, text, durable=True, overwrite=False)
    except FileExistsError:
        raise CoachError(f"There is something at {printable(str(path))}. It was left as it is.") from None
    except OSError as error:
        raise _cannot(path, error) from error


def _cannot(path: Path, error: OSError) -> Exception:
    from coach.errors import FileError
    from coach.problems import printable

    return FileError(
        f"The plan cannot be written to {printable(str(path))}: {error.strerror}.",
        hint="See who may write there, or let COACH_HOME name another folder.",
    )


def _show_next() -> None:
    """The first lines of `coach next`: the plan is seen to work, and its routines are read already."""
    from datetime import timedelta

    from coach.clock import SystemClock
    from coach.commands import ahead
    from coach.home import find_home

    looked = ahead.look_ahead(find_home())
    now = SystemClock().now()
    found = looked.between(now, now + timedelta(days=8))[:_SHOWN]
    click.echo("\nWhat comes next:")
    click.echo("\n".join(ahead.table(found, looked.zone, "%a %Y-%m-%d %H:%M")))
    click.echo("\n`coach next` shows more, `coach plan` a whole day.")
