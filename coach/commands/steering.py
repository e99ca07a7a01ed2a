"""What the commands share that speak to the coach that runs all day, and the times they are given."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from coach.api.operations import SHORTEST
from coach.clock_times import format_moment, parse_clock
from coach.problems import printable
from coach.units import Misread, format_duration, parse_duration

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from coach.api.client import Client
    from coach.journal.events import JSON

_MINUTES = re.compile(r"(?<=[0-9\s])m(?![a-z])", re.IGNORECASE)
"""Behind a number an `m` alone is minutes here; a file has to write `min`, so that nobody reads metres."""


def reach() -> Client:
    """The running coach; raises `DaemonError` when there is none."""
    from coach.api.client import running_coach
    from coach.home import find_home

    return running_coach(find_home())


def steer(name: str, **fields: JSON) -> Client:
    """Tell the running coach to do that, print its sentence, and give the way to it."""
    client = reach()
    for line in client.act(name, **fields).splitlines():
        click.echo(printable(line))
    return client


def read_span(words: Sequence[str], most: float, example: str) -> float:
    """The seconds of `30m`, `1h 30m` or `90 s`, at most so many; raises a `UsageError` with the example."""
    text = " ".join(words)
    try:
        seconds = parse_duration(_MINUTES.sub("min", text))
    except Misread as error:
        raise click.UsageError(f"{printable(error.what)}; write it like this: {example}") from None
    if not SHORTEST <= seconds <= most:
        limits = f"from {format_duration(SHORTEST)} to {format_duration(most)}"
        raise click.UsageError(f"{format_duration(seconds)} is not {limits}.")
    return seconds


def read_clock(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The next instant, in UTC, at which the clocks of that zone show that time; raises a `UsageError`."""
    from coach.plan.local_time import instant_of

    try:
        clock = parse_clock(text)
    except Misread as error:
        raise click.UsageError(printable(f"{error.what}; {error.hint}")) from None
    today = now.astimezone(zone).date()
    instant = instant_of(today, clock, zone)
    return instant if instant > now else instant_of(today + timedelta(days=1), clock, zone)


def shown_moment(text: str, now: datetime, zone: tzinfo) -> str:
    """An ISO 8601 instant as a person reads it: `15:00` today, `2026-11-03 09:00` any other day."""
    try:
        moment = datetime.fromisoformat(text).astimezone(zone)
    except ValueError:
        return printable(text)
    return format_moment(moment, now.astimezone(zone))


def now() -> datetime:
    """The wall clock, aware, in UTC."""
    return datetime.now(UTC)
