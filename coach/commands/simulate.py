"""`coach simulate`: what a plan would have the coach say, in virtual time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.commands import options

if TYPE_CHECKING:
    from datetime import tzinfo

    from coach.daemon.port import Noted, Programme

LONGEST = 400
"""Days."""


@click.command(name="simulate", short_help="Live through days of your plan in virtual time.")
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Another plan than yours.",
)
@click.option("--from", "first", metavar="DATE", required=True, help="The first day, such as 2026-11-02.")
@click.option("--days", type=click.IntRange(1, LONGEST), default=1, show_default=True, help="How many days.")
@click.option("--zone", metavar="NAME", help="Where the days are lived, such as Europe/Berlin.")
@options.as_json
def command(plan_file: Path | None, *, first: str, days: int, zone: str | None, as_json: bool) -> None:
    """Run the real scheduler against a virtual clock: what would be said, put off or left out, and why.

    Somebody is always there, in no meeting, and begins at once what is announced.
    """
    from coach.daemon.loading import read_all
    from coach.daemon.simulation import simulate
    from coach.errors import FileError
    from coach.home import find_home
    from coach.plan.local_days import instant_of
    from coach.plan.zones import parse_zone
    from coach.units import Misread
    from coach.wall import parse_date

    try:
        day = parse_date(first)
        where = None if zone is None else parse_zone(zone)
    except Misread as error:
        raise click.UsageError(f"{error.what}; {error.hint}") from None
    loaded = read_all(find_home(), plan_file)
    if loaded.programme is None:
        raise FileError("\n".join(loaded.problems))
    for problem in loaded.problems:
        click.echo(problem, err=True)
    programme: Programme = loaded.programme if where is None else replace(loaded.programme, zone=where)
    start = instant_of(day, time(0), programme.zone)
    end = instant_of(day + timedelta(days=days), time(0), programme.zone)
    found = [noted for noted in simulate(programme, start, end) if noted.ruling in ("speak", "defer", "skip")]
    if as_json:
        tree = {"occurrences": [_tree(noted, programme.zone) for noted in found]}
        click.echo(json.dumps(tree, ensure_ascii=False, indent=2))
        return
    for noted in found:
        click.echo(_line(noted, programme.zone))
    spoken = sum(noted.ruling == "speak" for noted in found)
    click.echo(f"{days} {'day' if days == 1 else 'days'}, {spoken} times spoken.", err=True)


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
    words = {"speak": "spoken", "defer": "put off", "skip": "left out"}
    told = [
        f"{noted.at.astimezone(zone):%a %Y-%m-%d %H:%M:%S}",
        noted.occurrence.reminder,
        words[noted.ruling],
    ]
    if noted.until is not None:
        told.append(f"until {noted.until.astimezone(zone):%H:%M:%S}")
    if noted.sentence:
        told.append(noted.sentence)
    return "  ".join(told)
