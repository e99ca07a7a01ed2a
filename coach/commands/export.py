"""`coach export journal`: what was recorded, for other programs, a spreadsheet, or a clinic."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, TextIO

import click

from coach.atomic_write import AtomicFiles, writing
from coach.clock import SystemClock
from coach.commands import options
from coach.commands.dates import instant_meant
from coach.errors import CoachError
from coach.home import find_home
from coach.problems import count_of, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from coach.export.records import RoutineNames
    from coach.home import Home
    from coach.journal.json_copy import Event
    from coach.journal.store import Journal

_ENDINGS = {"json": (".json",), "csv": (".csv",), "fhir": (".json",)}
_FROM_LISTS = frozenset({
    "acknowledged", "away", "began", "begun", "damaged", "detail", "done", "due", "episode", "event", "facts",
    "form", "from", "heard", "hurts", "how", "language", "locked", "managed", "missing", "note", "notice",
    "outcome", "pain", "places", "reason", "rehearsal", "rule", "ruling", "said", "seconds", "step", "steps",
    "steps_done", "text", "through", "time_of_day", "until", "version", "week", "wording",
})  # fmt: skip
"""Fields of an event's data that hold what was chosen or measured; others may hold what somebody wrote."""
_CHAIN = ("writer", "number", "previous", "content")
"""An event's place in its chain; the digest of its content would tell whether its words were guessed."""


@click.group(name="export")
def command() -> None:
    """Save what was recorded in another format. Nothing is sent anywhere."""


@command.command(name="journal")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(_ENDINGS)),
    required=True,
    help="json: every event, which `coach journal merge` reads; csv: a table; fhir: an R4 Bundle.",
)
@options.file(
    "-o", "--output", metavar="FILE", help="A file that only you can read; the terminal unless given."
)
@click.option("--since", metavar="DATE|30d", help="From that day on, or the last 30d, 12w; else everything.")
@click.option("--redact", is_flag=True, help="Leave out free text, such as names of your own routines.")
def journal(*, form: str, output: Path | None, since: str | None, redact: bool) -> None:
    """Write the journal as JSON (all of it), as CSV for a spreadsheet, or as FHIR R4 for a clinic's program.

    JSON has every event as it was written, including rehearsals and what you took back. CSV and FHIR leave
    those out. FHIR has sessions, pain and episodes, under a pseudonym, and claims conformance to no guide.
    """
    from coach.commands.render_targets import check_page
    from coach.journal.store import read_journal

    home, now = find_home(), SystemClock().now()
    earliest = None if since is None else instant_meant(since, now, options.zone_of_days)
    if output is not None:
        check_page(output, _ENDINGS[form], home)
    with read_journal(home, SystemClock()) as opened:
        if opened is None:
            raise CoachError("There is no journal yet.")
        if output is None:
            _write(home, opened, sys.stdout, form, earliest, redact=redact)
            return
        count = _save(home, opened, output, form, earliest, redact=redact)
    what = {"json": "event", "csv": "row", "fhir": "resource"}[form]
    click.echo(f"{printable(str(output))}: {count_of(count, what)}.")


def _save(
    home: Home, journal: Journal, output: Path, form: str, since: datetime | None, *, redact: bool
) -> int:
    """Write the file whole or not at all, for the person alone. Raises `FileError`."""
    with writing(output), AtomicFiles(durable=True) as files:
        target = io.TextIOWrapper(
            io.BufferedWriter(files.open(output)), encoding="utf-8", newline="", write_through=False
        )
        count = _write(home, journal, target, form, since, redact=redact)
        target.flush()
        target.detach().detach()
    return count


def _write(
    home: Home, journal: Journal, target: TextIO, form: str, since: datetime | None, *, redact: bool
) -> int:
    """Write that format, and return how many events, rows or resources it has."""
    from coach.care.reading import sign_rules
    from coach.export.fhir import bundle
    from coach.export.records import RoutineNames, read_records
    from coach.export.spreadsheet import write_csv
    from coach.journal.events import EPOCH
    from coach.journal.json_copy import write_json

    names = RoutineNames(_titles(home), redacted=redact)
    if form == "json":
        return write_json(journal, target, since=since, redacted=_redaction(names) if redact else None)
    zone, now = options.zone_of_days(), SystemClock().now()
    records = read_records(journal, zone, now, since or EPOCH)
    if form == "csv":
        return write_csv(records, sign_rules(), names, target)
    tree = bundle(records, sign_rules(), names, now.astimezone(zone))
    json.dump(tree, target, indent=2)
    target.write("\n")
    return len(tree["entry"])


def _titles(home: Home) -> Callable[[str], str | None]:
    """The title of a routine that the coach ships, by its id; None for any other, or one that was removed."""
    from functools import cache

    from coach.routine.library import find_routine
    from coach.routine.reading import read_routine

    @cache
    def title(routine: str) -> str | None:
        try:
            file = find_routine(routine, home)
            return None if file.is_relative_to(home.routines) else read_routine(file).title
        except CoachError:
            return None

    return title


def _redaction(names: RoutineNames) -> Callable[[Event], Event]:
    """A function that leaves out of an event what a person or an author wrote."""

    def redacted(event: Event) -> Event:
        data = event["data"]
        known = data if isinstance(data, dict) else {}
        kept = {key: value for key, value in known.items() if key in _FROM_LISTS}
        shown = {key: value for key, value in event.items() if key not in _CHAIN}
        return shown | {"data": kept, "routine": names.of(event["routine"])[0] if event["routine"] else ""}

    return redacted
