"""`coach stats`: how the weeks went, in counts."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import click

from coach.clock import SystemClock
from coach.commands import dates, options
from coach.commands.printing import progress, terminal_size, warn
from coach.home import find_home
from coach.problems import printable

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from coach.commands.stats_display import Period

ENDINGS = (".svg", ".png")
_DAY = timedelta(days=1)
_WEEKS = 12
"""Weeks that are shown unless others are asked for."""


@click.command(name="stats")
@click.option(
    "--since", metavar="DATE|30d", help="From that day on (2026-11-01), or the last 30d, 12w; else 12 weeks."
)
@click.option("--until", metavar="DATE", callback=dates.day, help="Until that day; today unless given.")
@click.option("--routine", metavar="ID", help="Only the sessions, reminders and pain of that routine.")
@options.file(
    "--plot", metavar="FILE.svg|png", help="Save a chart of the weeks; a PNG needs the extra `pdf`."
)
@options.as_json
@click.pass_context
def command(
    context: click.Context,
    *,
    since: str | None,
    until: date | None,
    routine: str | None,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Show how the weeks went: what was done, reminders, pain, what you noted, and a calendar.

    Only what was confirmed counts as done. Days off, pauses, quiet hours and the plan's own limit of calls
    are not part of what was prescribed; rehearsals and what you took back do not count. A day ends as the
    plan's `day_ends` says. Counts are not causes. The exit code is 1 when --routine matches nothing.
    """
    from coach.commands.stats_display import Period
    from coach.commands.today import plan_or_empty
    from coach.commands.upcoming import titles_of
    from coach.journal.counted_days import CountedDays, counts_file
    from coach.journal.period_counts import PersonDays
    from coach.journal.store import read_journal

    home, now = find_home(), SystemClock().now()
    if plot is not None:
        from coach.commands.render_targets import check_page

        check_page(plot, ENDINGS, home)
        if plot.suffix.lower() == ".png":
            from coach.pages.typesetting import check_typesetting

            check_typesetting("A PNG")
    plan = plan_or_empty(home)
    days = PersonDays(plan.zone, plan.plan.day_ends)
    today = days.of(now)
    last = min(until or today, today)
    twelve_weeks = last - last.weekday() * _DAY - (_WEEKS - 1) * 7 * _DAY
    first = twelve_weeks if since is None else dates.first_day(since, today, last)
    titles = partial(titles_of, home=home, language=plan.plan.voice.language)
    with read_journal(home, SystemClock()) as journal:
        if journal is None:
            warn("Nothing was done or noted yet. Start with `coach do desk-neck`.")
            _show(Period(None, days, first, last, routine, titles=titles), plot, as_json=as_json)
            return
        for warning in journal.warnings:
            warn(warning)
        with progress("Counting") as update:
            counted = CountedDays(journal, days, now, counts_file(home), update)
            counted.total(first, last)
        period = Period(counted, days, first, last, routine, titles=titles)
        _show(period, plot, as_json=as_json)
    if routine is not None and not period.has_routine:
        warn(f"Nothing matches {printable(routine)}.")
        context.exit(1)


def _show(period: Period, plot: Path | None, *, as_json: bool) -> None:
    from coach.journal.period_summary import document

    if plot is not None:
        _save_plot(period, plot)
    if as_json:
        click.echo(json.dumps(document(period.total(), period.first, period.last, period.titles), indent=2))
        return
    from coach.commands.stats_display import lines_of

    is_plain = not sys.stdout.isatty()
    columns = 80 if is_plain else terminal_size()[0]
    lines = lines_of(period, columns)
    if is_plain:
        click.echo("\n".join(lines))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, width=columns)
    for number, line in enumerate(lines):
        is_heading = number == 0 or not lines[number - 1]
        console.print(Text(line, style="bold" if is_heading else ""), soft_wrap=True)


def _save_plot(period: Period, plot: Path) -> None:
    from coach.commands.render_targets import save_page
    from coach.journal.period_summary import weeks
    from coach.pages.typesetting import png_of
    from coach.pages.weeks_chart import weeks_chart

    chart = str(weeks_chart(weeks(period.by_day(period.first, period.last))))
    if plot.suffix.lower() == ".png":
        save_page(plot, png_of(chart))
    else:
        save_page(plot, chart.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    click.echo(f"Saved {printable(str(plot))}.", err=True)
