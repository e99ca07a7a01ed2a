"""`coach report`: one page for an appointment, and the details behind it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from coach.atomic_write import read_private_file, write_private_file, writing
from coach.clock import SystemClock
from coach.commands import dates, options
from coach.commands.printing import has_terminal, warn
from coach.errors import CoachError
from coach.home import find_home
from coach.json_lines import MALFORMED
from coach.problems import printable

if TYPE_CHECKING:
    from datetime import date, tzinfo
    from pathlib import Path

    from coach.care.model import SignRules
    from coach.home import Home
    from coach.journal.store import Journal
    from coach.pages.report import Report, ReportSource, RoutineLine

ENDINGS = (".html", ".pdf", ".json")
QUESTIONS = "questions.json"
_LONGEST = 140
"""Characters of a question: three of them have room on the first page."""


@click.command(name="report")
@click.option(
    "--since", default="30d", metavar="DATE|30d", help="From that day on, or the last 30d, 12w; else 30d."
)
@click.option("--until", metavar="DATE", callback=dates.day, help="Until that day; today unless given.")
@options.file(
    "-o",
    "--output",
    required=True,
    metavar="FILE.html|pdf|json",
    help="The page, which a browser shows and prints; a PDF (the extra `pdf`); or its counts.",
)
@options.paper("A4", "Letter")
@click.option(
    "--question",
    "questions",
    multiple=True,
    metavar="TEXT",
    help="A question to ask; three at most. They are kept; '' removes them.",
)
@click.option(
    "--redact", is_flag=True, help="Leave out free text: questions, and names of your own routines."
)
def command(
    *, since: str, until: date | None, output: Path, questions: tuple[str, ...], redact: bool, paper: str
) -> None:
    """Save what you noted as a page for an appointment: one sheet to read in two minutes, and the details.

    It counts, and concludes nothing. On a terminal it asks for up to three questions, unless you have saved
    some. Nothing is sent anywhere; only you can read the file.
    """
    from coach.care.reading import sign_rules
    from coach.commands.render_targets import check_page, save_page
    from coach.pages.report import redacted
    from coach.pages.report_document import report_json, report_page, report_pdf
    from coach.pages.typesetting import check_typesetting

    home, rules = find_home(), sign_rules()
    check_page(output, ENDINGS, home)
    ending = output.suffix.lower()
    if ending == ".pdf":
        check_typesetting("A PDF")
    report = _report(home, rules, since, until, _questions(home, questions, is_asked=not redact))
    if redact:
        report = redacted(report)
    if ending == ".json":
        save_page(output, report_json(report))
    elif ending == ".pdf":
        save_page(output, report_pdf(report, rules, paper=paper))
    else:
        save_page(output, report_page(report, rules))
    noted = f"notes on {report.noted_days} of {report.days} days"
    click.echo(f"{printable(str(output))}: {report.since} to {report.until}, {noted}.")


def _report(
    home: Home, rules: SignRules, since: str, until: date | None, questions: tuple[str, ...]
) -> Report:
    from coach.commands.today import plan_or_empty
    from coach.journal.period_counts import PersonDays
    from coach.journal.store import read_journal
    from coach.pages.report import ReportSource
    from coach.pages.report_counts import report_of

    plan, now = plan_or_empty(home), SystemClock().now()
    days = PersonDays(plan.zone, plan.plan.day_ends)
    today = now.astimezone(plan.zone).date()
    last = min(until or today, today)
    first = dates.first_day(since, last, last)
    with read_journal(home, SystemClock()) as journal:
        profile = options.profile_of(home)
        source = ReportSource(
            entries=profile.entries,
            medicines=profile.medicines,
            conditions=profile.conditions,
            questions=questions,
        )
        if journal is not None:
            for warning in journal.warnings:
                warn(warning)
            source = _with_notes(source, journal, plan.zone, _programme(home, journal, days, first, last))
    return report_of(source, rules, first, last, now.astimezone(plan.zone))


def _with_notes(
    source: ReportSource, journal: Journal, zone: tzinfo, programme: tuple[RoutineLine, ...]
) -> ReportSource:
    from coach.journal.events import EPOCH
    from coach.journal.notes import read_notes

    recorded = read_notes(journal, zone, EPOCH)
    return replace(source, notes=recorded.notes, flags=recorded.flags, programme=programme)


def _programme(home: Home, journal: Journal, days: Any, first: date, last: date) -> tuple[RoutineLine, ...]:  # noqa: ANN401
    """What was prescribed and confirmed, as `coach stats` counts it."""
    from coach.journal.counted_days import CountedDays, counts_file
    from coach.journal.period_counts import amounts
    from coach.journal.period_summary import answers_about_pain
    from coach.pages.report import RoutineLine
    from coach.pages.report_counts import spread
    from coach.routine.library import find_routine
    from coach.routine.reading import read_routine

    counts = CountedDays(journal, days, SystemClock().now(), counts_file(home)).total(first, last)
    prescribed, confirmed = amounts(counts, "prescribed"), amounts(counts, "confirmed")
    part = amounts(counts, "part")
    before, after = (answers_about_pain(counts, name) for name in ("pain-before", "pain-after"))
    lines = []
    for name in prescribed.keys() | confirmed.keys() | part.keys() | after.keys():
        title, is_own = name, True
        with suppress(CoachError):  # it was removed since: its name is all that is left
            file = find_routine(name, home)
            title, is_own = read_routine(file).title, file.is_relative_to(home.routines)
        line = RoutineLine(
            routine=name,
            title=title,
            prescribed=prescribed.get(name),
            confirmed=confirmed.get(name, 0),
            pain_before=spread(before.get(name, ())),
            pain_after=spread(after.get(name, ())),
            is_own=is_own,
            part=part.get(name, 0),
        )
        lines.append(line)
    return tuple(sorted(lines, key=lambda line: (-(line.prescribed or 0), -line.confirmed, line.title)))


def _questions(home: Home, given: tuple[str, ...], *, is_asked: bool) -> tuple[str, ...]:
    """The person's questions: those that were given now, which are kept, or those of last time, or asked."""
    from coach.pages.report import MOST_QUESTIONS

    kept = _kept(home)
    if given:
        wanted = tuple(text for each in given if (text := " ".join(each.split())))
    elif kept or not is_asked or not has_terminal():
        return kept
    else:
        click.echo("What would you like to ask? Enter: none.")
        wanted = ()
        while len(wanted) < MOST_QUESTIONS:
            text = str(click.prompt(f"{len(wanted) + 1}", default="", show_default=False))
            if not text.strip():
                break
            wanted += (" ".join(text.split())[:_LONGEST],)
    if len(wanted) > MOST_QUESTIONS or any(len(each) > _LONGEST for each in wanted):
        raise click.UsageError(f"Three questions at most, each of {_LONGEST} characters at most.")
    if wanted != kept:
        _keep(home, wanted)
    return wanted


def _kept(home: Home) -> tuple[str, ...]:
    with suppress(OSError, *MALFORMED):
        found = json.loads(read_private_file(home.state / QUESTIONS))
        if isinstance(found, list):
            return tuple(str(each)[:_LONGEST] for each in found)[:3]
    return ()


def _keep(home: Home, questions: tuple[str, ...]) -> None:
    with writing(home.state / QUESTIONS):
        write_private_file(home.state / QUESTIONS, json.dumps(questions), durable=True)
