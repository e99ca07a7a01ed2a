"""`coach simulate`: what a plan would have the coach say, in virtual time."""

from __future__ import annotations

import json
import sys
from datetime import time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.commands import options
from coach.commands.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime, tzinfo

    from coach.day.model import Noted, Programme

LONGEST = 400
"""Days."""
PATIENCE = 2.0
"""Seconds before a bar is worth showing."""
_AT_ONCE = 100
"""So many are written at once."""
_DECIDED = {"speak": "spoken", "defer": "put off", "skip": "left out"}
"""The gate's rulings as people read them."""


@click.command(name="simulate", short_help="Live through days of your plan in virtual time.")
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Another plan than yours.",
)
@click.option(
    "--from",
    "first",
    callback=options.day,
    metavar="DATE",
    required=True,
    help="The first day, such as 2026-11-02.",
)
@click.option("--days", type=click.IntRange(1, LONGEST), default=1, show_default=True, help="How many days.")
@click.option("--zone", metavar="NAME", help="Where the days are lived, such as Europe/Berlin.")
@options.as_json
def command(plan_file: Path | None, *, first: date, days: int, zone: str | None, as_json: bool) -> None:
    """Run the real scheduler against a virtual clock: what would be said, put off or left out, and why.

    Somebody is always there, in no meeting, and begins at once what is announced.
    """
    from coach.day.simulation import simulate
    from coach.plan.local_time import instant_of

    programme = _programme(plan_file, zone)
    start = instant_of(first, time(0), programme.zone)
    end = instant_of(first + timedelta(days=days), time(0), programme.zone)
    # Where the lines themselves appear on a screen, they are the sign that it goes on.
    is_watched = sys.stdout is not None and sys.stdout.isatty()
    with progress("Living through the days", patience=PATIENCE, is_seen=not is_watched) as tell:
        found = _decided(simulate(programme, start, end), start, lambda over: tell(over, days))
        if as_json:
            _write_json(found, programme.zone)
            return
        spoken = _write_lines(found, programme.zone)
    often = "once" if spoken == 1 else f"{spoken} times"
    click.echo(f"{days} {'day' if days == 1 else 'days'}, spoken {often}.", err=True)


def _programme(plan_file: Path | None, zone: str | None) -> Programme:
    """What is to be lived through; what is odd about it is told on stderr."""
    from coach.commands.ahead import look_ahead
    from coach.day.model import Known, Programme
    from coach.home import find_home
    from coach.plan.local_time import parse_zone
    from coach.units import Misread

    try:
        where = None if zone is None else parse_zone(zone)
    except Misread as error:
        raise click.UsageError(f"{error.what}; {error.hint}") from None
    looked = look_ahead(find_home(), plan_file)
    routines = {id_: Known(card.title, card.seconds) for id_, card in looked.cards.items()}
    return Programme(looked.plan, where or looked.zone, routines, looked.prescriptions)


def _decided(noted: Iterable[Noted], start: datetime, tell: Callable[[int], None]) -> Iterator[list[Noted]]:
    """What the gate has decided, some of it at once; `tell` is given the number of days that are over.

    Never all of it: a year of the densest plan does not fit into memory.
    """
    decided = (each for each in _told(noted, start, tell) if each.ruling in _DECIDED)
    while some := list(islice(decided, _AT_ONCE)):
        yield some


def _told(noted: Iterable[Noted], start: datetime, tell: Callable[[int], None]) -> Iterator[Noted]:
    for each in noted:
        tell((each.at - start).days)
        yield each


def _write_lines(found: Iterable[list[Noted]], zone: tzinfo) -> int:
    """A line for each; gives how many times something was spoken."""
    spoken = 0
    for noted in found:
        click.echo("\n".join(_line(each, zone) for each in noted))
        spoken += sum(each.ruling == "speak" for each in noted)
    return spoken


def _write_json(found: Iterable[list[Noted]], zone: tzinfo) -> None:
    """The document that programs are promised, an occurrence a line."""
    click.echo('{"occurrences": [', nl=False)
    before = "\n"
    for noted in found:
        entries = (json.dumps(_tree(each, zone), ensure_ascii=False) for each in noted)
        click.echo(before + ",\n".join(entries), nl=False)
        before = ",\n"
    click.echo("\n]}")


def _tree(noted: Noted, zone: tzinfo) -> dict[str, str | None]:
    return {
        "at": noted.occurrence.at.astimezone(zone).isoformat(),
        "reminder": noted.occurrence.reminder,
        "routine": noted.occurrence.routine,
        "decision": noted.ruling,
        "reason": noted.reason or None,
        "until": None if noted.until is None else noted.until.astimezone(zone).isoformat(),
    }


def _line(noted: Noted, zone: tzinfo) -> str:
    told = [
        f"{noted.at.astimezone(zone):%a %Y-%m-%d %H:%M:%S}",
        noted.occurrence.reminder,
        _DECIDED[noted.ruling],
    ]
    if noted.until is not None:
        told.append(f"until {noted.until.astimezone(zone):%H:%M:%S}")
    if noted.sentence:
        told.append(noted.sentence)
    return "  ".join(told)
