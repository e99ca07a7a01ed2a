"""A year of the plan that `coach init` writes, lived through in virtual time: the real scheduler and gate.

The peer reckons the same occurrences with zoneinfo and sorts them, and decides on none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from coach.commands.upcoming import load_resolved_plan
from coach.day.simulation import simulate
from coach.home import Home
from coach.plan.model import AtIntervals, AtTimes
from measure import Row, coach, medians, readable, times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.plan.model import Plan, Reminder, ResolvedPlan

MOST_SECONDS = 1.0
BERLIN = ZoneInfo("Europe/Berlin")
FIRST, DAYS = date(2026, 1, 1), 365
"""Both changes of the clocks lie in it."""


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """One row; raises `RuntimeError` if the two do not agree on what is due."""
    coach("init", "--defaults", home=folder)
    home = Home(config=folder, data=folder, cache=folder, state=folder / "state")
    resolved = replace(load_resolved_plan(home), zone=BERLIN)
    if lived(resolved) != bare(resolved.plan):
        raise RuntimeError("What was lived through is not what is due.")
    took = medians(
        {"ours": lambda: lived(resolved), "peer": lambda: bare(resolved.plan)}, rounds=3 if quick else 11
    )
    return [
        Row(
            what="a year of plan, simulated",
            ours=readable(took["ours"]),
            peer=f"bare zoneinfo loop, no gate {readable(took['peer'])}",
            ratio=times(took["ours"] / took["peer"]),
            target=f"at most {MOST_SECONDS:g} s",
            is_met=took["ours"] <= MOST_SECONDS,
        )
    ]


def lived(resolved: ResolvedPlan) -> list[tuple[datetime, str]]:
    """Every occurrence that was spoken or left out, in the order of what is due."""
    start, end = (
        datetime.combine(day, time(0), BERLIN).astimezone(UTC) for day in (FIRST, FIRST + timedelta(DAYS))
    )
    settled = (event for event in simulate(resolved, start, end) if event.ruling in {"speak", "skip"})
    return sorted((event.occurrence.at, event.occurrence.reminder) for event in settled)


def bare(plan: Plan) -> list[tuple[datetime, str]]:
    """The same by the shortest way; good for a plan by day, as the clocks change at night."""
    return sorted(
        (at, reminder.id)
        for number in range(DAYS)
        for reminder in plan.reminders
        for at in on_day(reminder, FIRST + timedelta(number))
    )


def on_day(reminder: Reminder, day: date) -> Iterator[datetime]:
    """The instants of one reminder on one day."""
    if day.weekday() not in reminder.on:
        return
    cadence = reminder.cadence
    if isinstance(cadence, AtTimes):
        yield from (datetime.combine(day, clock, BERLIN).astimezone(UTC) for clock in cadence.times)
    elif isinstance(cadence, AtIntervals):
        start, end = (
            datetime.combine(day, clock, BERLIN).astimezone(UTC)
            for clock in (cadence.between.start, cadence.between.end)
        )
        while start <= end:
            yield start
            start += timedelta(seconds=cadence.seconds)
