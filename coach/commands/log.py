"""`coach log`: past sessions as a table, as JSON and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from coach.clock import SystemClock
from coach.commands import options
from coach.commands.dates import instant_meant
from coach.commands.printing import aligned_rows, hanging, warn
from coach.errors import JournalError
from coach.export.spreadsheet import safe_cell
from coach.home import find_home
from coach.plan.local_time import local_text
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coach.care.model import Note
    from coach.journal.sessions import Session, UnreadableSession
    from coach.journal.store import Journal

_PAGE = 100
"""Sessions that are shown unless others are asked for."""
_HEADINGS = ("started", "routine", "outcome", "steps", "time", "pain")
_FIELDS = (
    "id", "routine", "title", "started", "ended", "outcome",
    "steps_done", "steps", "seconds", "pain", "voice", "heard", "confirmed", "rehearsal",
)  # fmt: skip
_UNFINISHED = frozenset({"stopped", "failed", "running", "interrupted"})
"""Outcomes that are shown with the step at which the session was."""


@click.command(name="log")
@click.option("--since", metavar="DATE|7d", help="From that day on (2026-11-01), or in the last 7d, 12h, 4w.")
@click.option("--routine", metavar="ID", help="Only sessions of that routine.")
@click.option(
    "--all", "wants_all", is_flag=True, help=f"Show all sessions, not only the last {_PAGE}; rehearsals too."
)
@click.option("--notes", "wants_notes", is_flag=True, help="Show what you noted down, not sessions.")
@options.as_json
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values, for spreadsheets.")
@click.pass_context
def command(
    context: click.Context,
    *,
    since: str | None,
    routine: str | None,
    wants_all: bool,
    wants_notes: bool,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Show your past sessions, the newest last, in the local time of that day.

    Without --since, --routine or --all the last 100 are shown; --json and --csv have all of them but
    rehearsals. `completed` counts as done; a session that was led to its end, but neither begun nor
    answered by you, is `led`, and `unheard` if nothing could be heard. A session without an end is `running`
    while its process is alive, else `interrupted`. In the pain column, a dash is a question without an
    answer. --notes lists cramps, signs, drinks and whatever else you noted down, except what you took back.

    The exit code is 1 when --since or --routine match no session, and 5 when a session is damaged: it is
    named on stderr after all others.
    """
    if as_json and as_csv:
        raise click.UsageError("Use either --json or --csv.")
    earliest = None if since is None else instant_meant(since, SystemClock().now(), options.zone_of_days)
    if wants_notes:
        if routine is not None or as_csv:
            raise click.UsageError("--notes goes with --since and --json only.")
        return print_notes(earliest, as_json=as_json)
    is_last_page = not (since or routine or wants_all or as_json or as_csv)
    from coach.journal.store import read_journal

    damage: list[str] = []
    with read_journal(find_home(), SystemClock()) as journal:
        found = (
            _last(journal, damage)
            if is_last_page
            else _all(journal, earliest, routine, damage, rehearsals=wants_all)
        )
        count = (_print_json if as_json else _print_csv if as_csv else _print_table)(found)
    if damage:
        for each in damage:
            warn(each)
        return JournalError.exit_code
    if count:
        return 0
    if since is not None or routine is not None:
        warn("No session matches.")
        context.exit(1)
    warn("No session yet. Start with `coach do desk-neck`.")
    return 0


def _all(
    journal: Journal | None,
    since: datetime | None,
    routine: str | None,
    damage: list[str],
    *,
    rehearsals: bool,
) -> Iterator[Session]:
    """The sessions, oldest first, read a page at a time; unreadable ones are reported to `damage`."""
    if journal is not None:
        from coach.journal.sessions import session_pages

        damage.extend(journal.warnings)
        for page in session_pages(journal, since=since, routine=routine, rehearsals=rehearsals):
            yield from _readable(page, damage)


def _last(journal: Journal | None, damage: list[str]) -> Iterator[Session]:
    """The last page of sessions, oldest first."""
    if journal is not None:
        from coach.journal.sessions import session_pages

        damage.extend(journal.warnings)
        page = next(session_pages(journal, newest_first=True, size=_PAGE + 1), [])
        if len(page) > _PAGE:
            warn(f"Only the last {_PAGE} sessions; --all shows all of them.")
        yield from _readable(reversed(page[:_PAGE]), damage)


def _readable(page: Iterable[Session | UnreadableSession], damage: list[str]) -> Iterator[Session]:
    from coach.journal.sessions import Session

    for session in page:
        if isinstance(session, Session):
            yield session
        else:
            damage.append(str(session))


def _to_dict(session: Session) -> dict[str, Any]:
    """A session as documented for `--json`."""
    data = {field: getattr(session, field) for field in _FIELDS}
    return {
        **data,
        "started": session.started.isoformat(),
        "ended": None if session.ended is None else session.ended.isoformat(),
        "seconds": round(session.seconds, 3),
        "pain": list(session.pain),
    }


def _print_json(found: Iterable[Session]) -> int:
    """Print one JSON document while the sessions are read, and return how many there were."""
    count = 0
    for count, session in enumerate(found, 1):
        lines = json.dumps(_to_dict(session), indent=2).splitlines()
        click.echo('{\n  "sessions": [' if count == 1 else ",")
        click.echo("\n".join(f"    {line}" for line in lines), nl=False)
    click.echo("\n  ]\n}" if count else '{"sessions": []}')
    return count


def _print_csv(found: Iterable[Session]) -> int:
    """Print a table for spreadsheets while the sessions are read, and return how many there were."""
    count = 0
    _print_csv_row(_FIELDS)
    for count, session in enumerate(found, 1):  # noqa: B007 — as above
        data = _to_dict(session) | {"pain": _pain(session, unanswered="none")}
        _print_csv_row([safe_cell(data[field]) for field in _FIELDS])
    return count


def _print_csv_row(cells: Iterable[Any]) -> None:
    text = io.StringIO()
    # stdout translates the line end into the one of the system.
    csv.writer(text, lineterminator="\n").writerow(cells)
    click.echo(text.getvalue(), nl=False)


def _print_table(found: Iterable[Session]) -> int:
    """Print a table, in pages if it is long, and return how many sessions there were."""
    rows = map(_row, found)
    count = 0
    while page := list(islice(rows, _PAGE)):
        lines = aligned_rows([_HEADINGS, *page], right=(3, 4))[min(count, 1) :]
        click.echo("\n".join(chain.from_iterable(lines)))
        count += len(page)
    return count


def _row(session: Session) -> tuple[str, ...]:
    return (
        local_text(session.started, session.started.tzinfo or UTC, "%Y-%m-%d %H:%M"),
        printable(session.title or session.routine),
        _outcome(session),
        f"{session.steps_done}/{session.steps}",
        _minutes(session.seconds),
        _pain(session, unanswered="-"),
    )


def _outcome(session: Session) -> str:
    """The outcome; for an unfinished session with the step it had reached, counted from 1.

    One that was led to its end but does not count as done is not called completed.
    """
    if session.rehearsal:
        return f"rehearsal, {session.outcome}"
    if session.outcome == "completed" and session.confirmed is False:
        return "unheard" if session.heard == "no" else "led"
    if session.outcome in _UNFINISHED and session.step is not None:
        return f"{session.outcome} at {session.step + 1}"
    return session.outcome


def _minutes(seconds: float) -> str:
    """Seconds as `5:48`, or `1:02:03` from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _pain(session: Session, *, unanswered: str) -> str:
    return " ".join(unanswered if answer is None else str(answer) for answer in session.pain)


def print_notes(since: datetime | None, *, as_json: bool) -> int:
    """Print the notes that were written since then, the newest last; returns the exit code.

    Raises `JournalError`.
    """
    from coach.commands.note_recording import note_to_dict, recorder, said
    from coach.journal.events import EPOCH
    from coach.journal.notes import read_notes
    from coach.journal.store import read_journal

    to = recorder()
    with read_journal(to.home, SystemClock()) as journal:
        notes: tuple[Note, ...] = ()
        if journal is not None:
            notes = read_notes(journal, to.zone, since or EPOCH).notes
    if as_json:
        click.echo(json.dumps({"notes": [note_to_dict(note) for note in notes]}, indent=2))
    for note in () if as_json else notes:
        for line in hanging(f"{note.began:%Y-%m-%d %H:%M}  ", printable(said(to.rules, note))):
            click.echo(line)
    if notes:
        return 0
    warn("No note matches." if since else "No note yet. `coach cramp calf left 7 2min` makes one.")
    return 1 if since else 0
