"""`coach simulate`: what the coach would say on some days of a plan, in virtual time."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from coach.clock import SystemClock
from coach.commands import dates, options
from coach.commands.printing import progress, warn
from coach.commands.usage import Number, as_usage_errors
from coach.home import find_home
from coach.plan.local_time import local_text
from coach.problems import count_of, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from coach.daemon.known_state import KnownState
    from coach.day.model import ReminderEvent
    from coach.journal.events import JSON
    from coach.plan.model import ResolvedPlan

LONGEST = 400
"""Days."""
PATIENCE = 2.0
"""Seconds before a progress bar is worth showing."""
_BATCH = 100
"""Decisions that are printed at once."""
_DECIDED = {"speak": "spoken", "defer": "postponed", "skip": "skipped"}
"""The rulings of the plan's gate in words."""


@click.command(name="simulate")
@options.file("--plan", "plan_file", metavar="FILE", help="A plan file instead of your plan.")
@click.option(
    "--from",
    "first",
    callback=dates.day,
    metavar="DATE",
    required=True,
    help="The first day, such as 2026-11-02.",
)
@click.option(
    "--days", type=Number("--days", 1, LONGEST), default=1, show_default=True, help="How many days."
)
@click.option("--zone", metavar="NAME", help="The time zone, such as Europe/Berlin; else the plan's.")
@options.as_json
def command(plan_file: Path | None, *, first: date, days: int, zone: str | None, as_json: bool) -> None:
    """Simulate days of your plan, without waiting: what would be spoken, postponed or skipped, and why.

    It assumes that you are always at the machine, in no meeting, and begin announced routines at once. If
    today is among the days, it knows what is paused, postponed or waiting in your plan from now on.
    """
    from coach.commands.upcoming import with_busy_hours
    from coach.daemon.known_state import read_known_state
    from coach.plan.local_time import instant_of

    plan = _resolved_plan(plan_file, zone)
    start = instant_of(first, time(0), plan.zone)
    end = instant_of(first + timedelta(days=days), time(0), plan.zone)
    plan = with_busy_hours(plan, (plan_file or find_home().plan).parent, start, end)
    now = SystemClock().now()
    known = read_known_state(find_home(), now) if plan_file is None and start <= now < end else None
    events = _events(plan, start, end, known)
    # On a terminal the lines themselves show the progress.
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    with progress("Simulating", patience=PATIENCE, is_visible=not is_terminal) as update:
        found = _batches(events, start, lambda done: update(done, days))
        if as_json:
            _write_json(found, plan, None if known is None else known.to_dict(plan.zone))
            return
        spoken = _write_lines(found, plan, is_zone_named=zone is not None)
    warn(f"{count_of(days, 'day')}: {count_of(spoken, 'reminder')} spoken.")
    if known is not None:
        warn("\n".join(known.remarks(plan)))


def _events(
    plan: ResolvedPlan, start: datetime, end: datetime, known: KnownState | None
) -> Iterator[ReminderEvent]:
    """What happens to every occurrence, from the instant of what is known on with that."""
    from coach.day.simulation import simulate

    if known is None:
        return simulate(plan, start, end)
    saved = (known.state, known.expected)
    return chain(simulate(plan, start, known.now), simulate(plan, known.now, end, saved))


def _resolved_plan(plan_file: Path | None, zone: str | None) -> ResolvedPlan:
    """The plan to simulate; warnings about it go to stderr."""
    from coach.commands.upcoming import load_resolved_plan
    from coach.plan.time_zones import parse_zone

    with as_usage_errors("--zone"):
        where = None if zone is None else parse_zone(zone)
    resolved = load_resolved_plan(find_home(), plan_file)
    return resolved if where is None else replace(resolved, zone=where)


def _batches(
    events: Iterable[ReminderEvent], start: datetime, update: Callable[[int], None]
) -> Iterator[list[ReminderEvent]]:
    """The gate's decisions in batches; `update` is called with the number of days that are over.

    They are never all in memory: a year of the densest plan would not fit.
    """

    def decided() -> Iterator[ReminderEvent]:
        for each in events:
            update((each.at - start).days)
            if each.ruling in _DECIDED:
                yield each

    decisions = decided()
    while batch := list(islice(decisions, _BATCH)):
        yield batch


def _write_lines(found: Iterable[list[ReminderEvent]], plan: ResolvedPlan, *, is_zone_named: bool) -> int:
    """Print a line for each decision; returns how many reminders were spoken."""
    spoken = 0
    for batch in found:
        click.echo("\n".join(_line(each, plan, is_zone_named=is_zone_named) for each in batch))
        spoken += sum(each.ruling == "speak" for each in batch)
    return spoken


def _write_json(
    found: Iterable[list[ReminderEvent]], plan: ResolvedPlan, assumed: Mapping[str, JSON] | None
) -> None:
    """Print the documented JSON document, one occurrence a line."""
    click.echo('{"occurrences": [', nl=False)
    before = "\n"
    for batch in found:
        entries = (json.dumps(_to_dict(each, plan), ensure_ascii=False) for each in batch)
        click.echo(before + ",\n".join(entries), nl=False)
        before = ",\n"
    click.echo(f'\n], "assumed": {json.dumps(assumed)}}}')


def _to_dict(event: ReminderEvent, plan: ResolvedPlan) -> dict[str, str | None]:
    zone = plan.zone
    return {
        "at": event.occurrence.at.astimezone(zone).isoformat(),
        "reminder": event.occurrence.reminder,
        "routine": event.occurrence.routine,
        "title": plan.summary(event.occurrence).title,
        "decision": event.ruling,
        "reason": event.reason or None,
        "until": None if event.until is None else event.until.astimezone(zone).isoformat(),
    }


def _line(event: ReminderEvent, plan: ResolvedPlan, *, is_zone_named: bool) -> str:
    clock = partial(local_text, zone=plan.zone, is_zone_named=is_zone_named)
    until = "" if event.until is None else f" until {clock(event.until, form='%H:%M:%S')}"
    decision = f"{_DECIDED[event.ruling]}{until}"
    return "  ".join((
        clock(event.at, form="%a %Y-%m-%d %H:%M:%S"),
        event.occurrence.reminder,
        printable(plan.summary(event.occurrence).title),
        f"{decision}: {event.sentence}" if event.sentence else decision,
    ))  # fmt: skip
