"""`coach init`: the set-up. A few questions make a plan of reminders, which is tried before it is written."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from coach.atomic_write import write_atomically, writing
from coach.clock import SystemClock
from coach.commands.printing import aligned, warn
from coach.commands.upcoming import estimated_seconds, load_resolved_plan, resolve, table
from coach.commands.usage import as_usage_errors
from coach.errors import CoachError, JournalError
from coach.home import find_home, private_folder
from coach.problems import printable
from coach.spoken_text.languages import FIRST_LANGUAGE, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time
    from pathlib import Path

    from coach.home import Home
    from coach.plan.forecast import ForecastEntry
    from coach.plan.model import How, ResolvedPlan
    from coach.plan.starter_plan import PlanAnswers

_SHOWN = 3
"""Reminders that are shown at the end."""
_TRIED_DAYS = 28


@click.command(name="init")
@click.option("--defaults", is_flag=True, help="Ask nothing; assume usual days at a desk.")
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES]),
    default=FIRST_LANGUAGE,
    help="Of the routines and of the voice; en unless given. Commands stay English.",
)
def command(*, defaults: bool, language: str) -> None:
    """Set up the coach: a few questions, and a plan of reminders is written, tried and started.

    The plan is a text file that you can change. An existing plan is never overwritten: the exit code is 1
    then. With --defaults nothing is asked, and nothing is started.
    """
    from coach.plan.starter_plan import PlanAnswers

    home = find_home()
    if home.plan.is_symlink() and not home.plan.exists():
        from coach.plan.reading import broken_link

        link = broken_link(home.plan)
        raise CoachError(f"{link.message} Nothing was changed.", hint=link.hint)
    if os.path.lexists(home.plan):
        raise CoachError(
            f"You already have a plan, {home.plan}. It was not changed.",
            hint="Change it in an editor; `coach plan` shows its reminders for today.",
        )
    if defaults:
        _write(home.plan, tried_plan(PlanAnswers(language=language), home))
        click.echo(f"Your plan is {printable(str(home.plan))}. Change it as you like.")
        _show_next(home)
        return
    try:
        _set_up(home, language)
    except click.Abort:
        click.echo(err=True)  # ends the line of the question
        raise


def _set_up(home: Home, language: str) -> None:
    """Ask, show the first day, write the plan, and offer to start it."""
    from coach.commands.set_up import answers_of, ask_all

    click.echo("A few questions. Press Enter for the answer in brackets.")
    click.echo("`back` goes one question back.\n")
    given: dict[str, Any] = {}
    while True:
        given = ask_all(given)
        answers = replace(answers_of(given), language=language)
        text = tried_plan(answers, home, given.get("file"))
        click.echo("\n".join(["", *_first_day(text, home, given.get("file")), ""]))
        if _confirmed("Is that right?", default=True):
            break
        click.echo()
    if "file" in given:
        _keep_sheet(given["file"], home)
    _write(home.plan, text)
    click.echo(f"\nYour plan is {printable(str(home.plan))}. Change it as you like.\n")
    _show_safety_list(home, language)
    _ask_emergency_number()
    _offer_sample(given["how"])
    _offer_to_start()


def _show_safety_list(home: Home, language: str) -> None:
    """Show the signs to stop for; without a terminal they come before the first routine."""
    from coach.commands.safety_list import acknowledge_safety_list
    from coach.journal.store import open_journal

    clock = SystemClock()
    try:
        with open_journal(home, clock) as journal:
            acknowledge_safety_list(journal, clock, language)
    except JournalError as error:
        warn(error)


def _ask_emergency_number() -> None:
    """On a terminal, have the guess of the region's number confirmed, changed or declined."""
    from coach.care.profile import guessed_number, parse_number, read_profile
    from coach.care.reading import sign_rules
    from coach.commands.printing import has_terminal
    from coach.commands.profile import save
    from coach.plan.time_zones import machine_zone

    rules = sign_rules()
    try:
        profile = read_profile(find_home().profile, rules)
    except CoachError as error:
        warn(error)
        return
    if profile.emergency_number or not has_terminal():
        return
    locales = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    guess = guessed_number(locales, str(machine_zone())) or "none"

    def read(text: str) -> str:
        with as_usage_errors():
            return "" if text.strip().lower() in {"none", "no", "n"} else parse_number(text)

    number = click.prompt(
        "Which number do you call in an emergency? (never dialled; or none)",
        default=guess,
        value_proc=read,
    )
    if number:
        save(replace(profile, emergency_number=number), rules)


def _offer_to_start() -> None:
    """Offer to start at login, and to start now."""
    if _confirmed("Start the reminders at every login?", default=False):
        from coach.autostart.select import this_system

        try:
            click.echo(f"  On: {printable(this_system().on())}")
        except CoachError as error:
            warn(error)
    if _confirmed("Start them now, in the background?", default=True):
        from coach.commands.start import start_in_background

        start_in_background()
    else:
        click.echo("`coach start` runs them in this terminal, `coach start --background` without one.")


def _offer_sample(how: How) -> None:
    """Let the person hear or see how they will be called, if it is wanted."""
    from coach.commands import sample

    if _confirmed(sample.QUESTIONS[how], default=True):
        for problem in sample.give(how):
            warn(f"  {problem}")


def tried_plan(answers: PlanAnswers, home: Home, sheet: Path | None = None) -> str:
    """The plan's text, with as many reminders as four weeks of it have room for.

    `sheet`: the file of the clinic's routine. The simulator goes through these weeks: no reminder is moved,
    skipped or merged.
    """
    from coach.day.simulation import disturbed
    from coach.plan.starter_plan import MOST_CALLS, first_plan

    now = SystemClock().now()
    taken = _times_of_sheet(answers, home, sheet)
    for most in range(MOST_CALLS, len(taken) + answers.legs, -1):
        text = first_plan(answers, taken, most)
        if not disturbed(_resolved(text, home, sheet), now, now + timedelta(days=_TRIED_DAYS)):
            return text
    return first_plan(answers, taken)


def _times_of_sheet(answers: PlanAnswers, home: Home, sheet: Path | None) -> tuple[time, ...]:
    """The times of day at which a clinic's exercises are due in the first week."""
    from coach.plan.starter_plan import first_plan

    if sheet is None:
        return ()
    plan = _resolved(first_plan(replace(answers, desk=None, legs=False)), home, sheet)
    return tuple(sorted({each.occurrence.at.astimezone(plan.zone).time() for each in _coming(plan)}))


def _coming(plan: ResolvedPlan) -> Iterator[ForecastEntry]:
    """What the plan calls for in the next eight days."""
    from coach.plan.forecast import forecast_between

    now = SystemClock().now()
    return forecast_between(plan, now, now + timedelta(days=8))


def _resolved(text: str, home: Home, sheet: Path | None = None) -> ResolvedPlan:
    """The plan of that text, with its routines."""
    from coach.files import SourceText
    from coach.plan.model import RoutineSummary
    from coach.plan.reading import examine_text
    from coach.routine.library import entries
    from coach.routine.reading import read_routine

    known = {}
    if sheet is not None:
        routine = read_routine(sheet)
        known[routine.id] = RoutineSummary(
            routine.title, estimated_seconds(routine), routine.dose, routine.language
        )
    ids = [*(entry.id for entry in entries(home)), *known]
    return resolve(examine_text(SourceText("plan.yaml", text), ids), home, known)


def _first_day(text: str, home: Home, sheet: Path | None) -> list[str]:
    """The first whole day with reminders: when each comes, and when there is silence."""
    plan = _resolved(text, home, sheet)
    coming = [(each.occurrence.at.astimezone(plan.zone), each.occurrence) for each in _coming(plan)]
    days = sorted({moment.date() for moment, _ in coming})
    day = max(days[:-1] or days, key=lambda day: sum(moment.date() == day for moment, _ in coming))
    rows = [
        (f"  {moment:%H:%M}", plan.routines[occurrence.routine].title)
        for moment, occurrence in coming
        if moment.date() == day
    ]
    quiet = ", ".join(map(str, plan.plan.quiet))
    return [f"{day:%A}:", *aligned(rows), f"Silent: {quiet or 'never'}."]


def _keep_sheet(file: Path, home: Home) -> None:
    """Copy the clinic's routine to the person's own; raises `CoachError` if another one has its name."""
    target = home.routines / f"{file.stem}.yaml"
    text = file.read_text(encoding="utf-8")
    if os.path.realpath(file) == os.path.realpath(target):
        return
    if target.exists() and target.read_text(encoding="utf-8") != text:
        raise CoachError(
            f"You already have another routine {target}. Nothing was written.",
            hint="Rename one of the two files.",
        )
    if not target.exists():
        _write(target, text)


def _confirmed(question: str, *, default: bool) -> bool:
    """Whether the person says yes; at the end of a piped input, no."""
    try:
        return click.confirm(question, default=default)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)
        return False


def _write(path: Path, text: str) -> None:
    """Write the file; raises `CoachError` when one appeared there meanwhile, else `FileError`."""
    with writing(path, hint="Check the folder's permissions, or set COACH_HOME to another folder."):
        try:
            private_folder(path.parent)
            write_atomically(path, text, durable=True, overwrite=False)
        except FileExistsError:
            raise CoachError(f"{path} exists already. Nothing was written.") from None


def _show_next(home: Home) -> None:
    """Print the next reminders: the plan is seen to work, and its routines are cached for the first start."""
    plan = load_resolved_plan(home)
    click.echo("\nNext reminders:")
    click.echo("\n".join(table(list(islice(_coming(plan), _SHOWN)), plan)))
    click.echo("\n`coach next` shows more, `coach plan` a whole day.")
