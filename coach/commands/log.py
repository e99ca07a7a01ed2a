"""`coach log`: past sessions as a table, as JSON and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from coach.clock import SystemClock
from coach.commands import options
from coach.commands.printing import aligned, warn
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.journal.sessions import Session

_SPAN = re.compile(r"(\d+)\s*([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_HEADINGS = ("started", "routine", "outcome", "steps", "time", "pain")
_FIELDS = (
    "id", "routine", "title", "started", "ended", "outcome",
    "steps_done", "steps", "seconds", "pain", "voice",
)  # fmt: skip
_FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 — a spreadsheet takes the wide signs for the narrow ones
"""A cell that begins so is a formula to a spreadsheet, and could run what a file's title says."""
_UNFINISHED = frozenset({"stopped", "failed", "running", "interrupted"})
"""Outcomes that are shown with the step at which the session was."""


@click.command(name="log")
@click.option("--since", metavar="DATE|7d", help="From that day on (2026-11-01), or in the last 7d, 12h, 4w.")
@click.option("--routine", metavar="ID", help="Only sessions of that routine.")
@options.as_json
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values, for spreadsheets.")
@click.pass_context
def command(
    context: click.Context, *, since: str | None, routine: str | None, as_json: bool, as_csv: bool
) -> None:
    """Show your past sessions, the newest last, in the local time of that day.

    A session without an end is `running` while its process is alive, else `interrupted`. In the pain
    column, a dash is a question without an answer. The exit code is 1 when --since or --routine match no
    session, and 0 when there is no session yet. With --json and --csv too, the message goes to stderr.
    """
    if as_json and as_csv:
        raise click.UsageError("Use either --json or --csv.")
    earliest = None if since is None else _instant(since, SystemClock().now())
    found = _read(earliest, routine)
    if as_json:
        click.echo(_json(found))
    elif as_csv:
        click.echo(_csv(found), nl=False)
    elif found:
        click.echo("\n".join(aligned([_HEADINGS, *map(_row, found)], right=(3, 4))))
    if found:
        return
    if since is not None or routine is not None:
        warn("No session matches.")
        context.exit(1)
    warn("No session yet. Start with `coach do desk-neck`.")


def _read(since: datetime | None, routine: str | None) -> list[Session]:
    from coach.home import find_home
    from coach.journal.sessions import sessions
    from coach.journal.store import Journal

    journal = Journal.open_to_read(find_home().journal, SystemClock())
    if journal is None:
        return []
    with journal:
        return sessions(journal, since=since, routine=routine)


def _instant(text: str, now: datetime) -> datetime:
    """The instant that `7d` or a date means, in UTC; a date without a zone is in this machine's."""
    span = _SPAN.fullmatch(text.strip().lower())
    try:
        if span is not None:
            return now - int(span[1]) * _UNITS[span[2]]
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # the last one: Windows, before 1970
        raise click.BadParameter(
            f"'{text}' is not a date; write one such as 2026-11-01, or 7d for the last seven days.",
            param_hint="--since",
        ) from None


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


def _json(found: Sequence[Session]) -> str:
    return json.dumps({"sessions": [_to_dict(session) for session in found]}, indent=2)


def _csv(found: Sequence[Session]) -> str:
    text = io.StringIO()
    # stdout translates these into the line ends of the system.
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_FIELDS)
    for session in found:
        data = _to_dict(session) | {"pain": _pain(session, unanswered="none")}
        writer.writerow([_cell(data[field]) for field in _FIELDS])
    return text.getvalue()


def _cell(value: Any) -> Any:  # noqa: ANN401 — whatever JSON can hold
    """A value that is safe in a spreadsheet: text never becomes a formula or a control sequence."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(session: Session) -> tuple[str, ...]:
    return (
        f"{session.started:%Y-%m-%d %H:%M}",
        printable(session.routine),
        _outcome(session),
        f"{session.steps_done}/{session.steps}",
        _minutes(session.seconds),
        _pain(session, unanswered="-"),
    )


def _outcome(session: Session) -> str:
    """The outcome, and for an unfinished session the step it had reached, counted from 1."""
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
