"""`coach today`: what was due, called, done, put off and left out on a day, why, and what comes next."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from coach.clock import SystemClock
from coach.commands import dates, options
from coach.commands.printing import aligned, aligned_rows, counted, terminal_size
from coach.commands.upcoming import load_resolved_plan, titles_of, with_busy_hours
from coach.commands.upcoming import to_dict as coming_to_dict
from coach.daemon.known_state import read_known_state
from coach.errors import FileError
from coach.home import find_home
from coach.plan.forecast import forecast_from
from coach.plan.model import Plan, ResolvedPlan
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, tzinfo

    from coach.home import Home
    from coach.journal.day_summary import DaySummary, OwnRow, ReminderRow, Result

_MOST_NEXT = 3
_AHEAD = timedelta(days=2)
_BAR = 30
"""Characters of the bar that shows how much was done, where there is room for them."""
RESULT_WORDS: Mapping[Result, str] = {
    "confirmed": "done",
    "partial": "done in part",
    "stopped": "stopped",
    "failed": "failed",
    "led": "led, not confirmed",
    "called": "called",
    "put-off": "put off",
    "skipped": "skipped",
    "left-out": "left out",
    "unanswered": "not answered",
    "due": "due",
}
GREEN, BLUE, PURPLE, RED = (f"bold color(231) on color({dark})" for dark in (22, 18, 90, 88))
"""White on a dark colour, both our own: they can be read whatever the terminal's background is."""
_STYLES: Mapping[Result, str] = {
    "confirmed": GREEN,
    "partial": BLUE,
    "led": BLUE,
    "called": BLUE,
    "stopped": PURPLE,
    "failed": RED,
    "unanswered": PURPLE,
}


@click.command(name="today")
@dates.wanted_day
@options.as_json
def command(*, wanted: date | None, as_json: bool) -> None:
    """Show your day: what was due, called, done, put off or left out and why, and what comes next.

    Only what you began, answered or confirmed (`coach done`) counts as done. A day ends at 03:00,
    or as the plan's `day_ends` says.
    """
    from coach.journal.day_events import day_summary, person_day
    from coach.journal.store import read_journal

    home, now = find_home(), SystemClock().now()
    plan = plan_or_empty(home)
    day, span = person_day(plan, now, wanted)
    with read_journal(home, SystemClock()) as journal:
        summary = day_summary(journal, plan, span, now)
    coming = _coming(home, plan, now) if span[0] <= now < span[1] else []
    ids = {row.routine for row in summary.reminders} | {row.routine for row in summary.own}
    titles = titles_of(ids, home, plan.plan.voice.language)
    if as_json:
        click.echo(json.dumps(to_dict(summary, titles, day, plan.zone, coming), indent=2))
    elif sys.stdout.isatty():
        _print_in_colour(summary, titles, day, plan.zone, coming)
        if wanted is None:
            from coach.commands.next_day import ask_after_overview

            ask_after_overview(home)
    else:
        click.echo("\n".join(plain_lines(summary, titles, day, plan.zone, coming)))


def plan_or_empty(home: Home) -> ResolvedPlan:
    """The person's plan; without one that can be read, an empty one in this machine's zone."""
    from coach.plan.time_zones import machine_zone

    try:
        return load_resolved_plan(home)
    except FileError:
        return ResolvedPlan(Plan(reminders=()), machine_zone(), {}, {})


def _coming(home: Home, plan: ResolvedPlan, now: datetime) -> list[dict[str, Any]]:
    known = read_known_state(home, now)
    plan = with_busy_hours(plan, home.plan.parent, now, now + _AHEAD)
    found = islice(forecast_from(plan, known.day, known.now + _AHEAD), _MOST_NEXT)
    return [coming_to_dict(one, plan) for one in found]


def to_dict(
    summary: DaySummary, titles: Mapping[str, str], day: date, zone: tzinfo, coming: list[dict[str, Any]]
) -> dict[str, Any]:
    """The documented JSON document; `titles`: of the routines, by id."""

    def text(instant: datetime | None) -> str | None:
        return None if instant is None else instant.astimezone(zone).isoformat()

    return {
        "date": day.isoformat(),
        "zone": str(zone),
        "reminders": [
            {
                "reminder": row.reminder,
                "routine": row.routine,
                "title": titles[row.routine],
                "due": text(row.due),
                "called": text(row.called),
                "heard": row.heard,
                "session": row.session or None,
                "confirmed": text(row.confirmed),
                "result": row.result,
                "reason": row.reason or None,
            }
            for row in summary.reminders
        ],
        "breaks": [{"from": text(since), "until": text(until)} for since, until in summary.breaks],
        "own": [
            {
                "routine": row.routine,
                "title": titles[row.routine],
                "session": row.session or None,
                "confirmed": text(row.confirmed),
                "part": row.part or None,
            }
            for row in summary.own
        ],
        "counts": summary.counts,
        "next": coming,
    }


def plain_lines(
    summary: DaySummary, titles: Mapping[str, str], day: date, zone: tzinfo, coming: list[dict[str, Any]]
) -> list[str]:
    """The day as lines of text; `titles`: of the routines, by id."""
    rows = aligned_rows([_cells(row, titles, zone) for row in summary.reminders]) or [["No reminders."]]
    return [
        f"{day:%A, %Y-%m-%d}, {zone}",
        *(line for row in rows for line in row),
        *_own_lines(summary, titles, zone),
        "",
        counted(summary.counts),
        *_to_confirm(summary),
        *_next_line(coming, day),
    ]


def _own_lines(summary: DaySummary, titles: Mapping[str, str], zone: tzinfo) -> list[str]:
    """A line for each routine that was done unprompted."""
    rows = [
        (local_clock(row.at, zone), printable(titles[row.routine]), _own_result(row)) for row in summary.own
    ]
    return ["", "On your own:", *aligned(rows)] if rows else []


def _own_result(row: OwnRow) -> str:
    if row.confirmed:
        return RESULT_WORDS["confirmed"]
    return f"{RESULT_WORDS['partial']}: {row.part}" if row.part else "not confirmed"


def _to_confirm(summary: DaySummary) -> list[str]:
    """How to confirm the last of what was only spoken."""
    led = [row.reminder for row in summary.reminders if row.result == "led"]
    return [f"If you did it, `coach done {led[-1]}` counts it."] if led else []


def _next_line(coming: list[dict[str, Any]], today: date) -> list[str]:
    """What comes next, with its day if that is another."""
    lines = []
    for each in coming[:1]:
        at = datetime.fromisoformat(each["at"])
        when = f"{at:%H:%M}" if at.date() == today else f"{at:%a %H:%M}"
        lines.append(f"Next: {when}  {each['reminder']}  {printable(each['title'])}")
    return lines


def local_clock(instant: datetime, zone: tzinfo) -> str:
    """The instant as a time of day in that zone."""
    return f"{instant.astimezone(zone):%H:%M}"


def _cells(row: ReminderRow, titles: Mapping[str, str], zone: tzinfo) -> tuple[str, str, str, str]:
    return local_clock(row.due, zone), row.reminder, printable(titles[row.routine]), _what(row, zone)


def _what(row: ReminderRow, zone: tzinfo) -> str:
    """The result in words, with its reason."""
    words = RESULT_WORDS[row.result]
    if row.result == "put-off" and row.until is not None:
        words += f" until {local_clock(row.until, zone)}"
    if row.result == "partial" and row.reason:
        return (
            f"{words}: {row.reason}. {printable(row.sentence)}" if row.sentence else f"{words}: {row.reason}"
        )
    if row.heard == "no" and row.result in ("led", "called", "unanswered"):
        words += ", not heard"
    return f"{words}: {printable(row.sentence)}" if row.sentence else words


def _print_in_colour(
    summary: DaySummary, titles: Mapping[str, str], day: date, zone: tzinfo, coming: list[dict[str, Any]]
) -> None:
    from rich.console import Console
    from rich.text import Text

    columns, height = terminal_size()  # rich takes 80 columns for granted on a dumb terminal
    console = Console(highlight=False, width=columns, height=height)
    has_colours = console.color_system in ("256", "truecolor") and not console.no_color
    lines = [Text(line) for line in plain_lines(summary, titles, day, zone, coming)]
    lines[0].stylize("bold")
    rows = aligned_rows([_cells(row, titles, zone) for row in summary.reminders])
    number = 1
    for row, wrapped in zip(summary.reminders, rows, strict=True):
        words = RESULT_WORDS[row.result]
        start = wrapped[0].rfind(_what(row, zone)[: len(words)])
        if row.result in _STYLES and start >= 0:
            lines[number].stylize(_STYLES[row.result] if has_colours else "bold", start, start + len(words))
        number += len(wrapped)
    for line in lines:
        console.print(line)
        if line.plain == counted(summary.counts) and summary.due:
            console.print(_bar(summary, columns))


def _bar(summary: DaySummary, columns: int) -> str:
    """How many of the reminders that were due are done, and how many were only led or called."""
    due = [row for row in summary.reminders if row.result != "due"]
    done = sum(row.result == "confirmed" for row in due)
    part = sum(row.result in ("partial", "led", "called") for row in due)
    text = f"  {done} of {len(due)} reminders"
    size = max(0, min(_BAR, columns - len(text)))
    full, half = (round(size * number / len(due)) if due else 0 for number in (done, part))
    return "█" * full + "▒" * half + "░" * (size - full - half) + text
