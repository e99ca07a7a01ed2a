"""`coach log`: the sessions that were done, for people, for programs and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options
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
_CUT = frozenset({"stopped", "failed", "running", "interrupted"})


@click.command(name="log")
@click.option("--since", metavar="DATE|7d", help="From that day (2026-11-01) on, or the last 7d, 12h, 4w.")
@click.option("--routine", metavar="ID", help="Only sessions of that routine.")
@options.as_json
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values, for spreadsheets.")
@click.pass_context
def command(
    context: click.Context, *, since: str | None, routine: str | None, as_json: bool, as_csv: bool
) -> None:
    """Show the sessions that were done, the newest last, in the local time they were done at.

    A session without an end is `running` while its process lives, else `interrupted`. In pain, a dash
    is a question that was not answered. The exit code is 1 when --since or --routine leaves none; where
    nothing has been done yet, that is no fault: 0. Which of the two it was is said on stderr, also with
    --json and --csv: stdout has the document alone, an empty list then.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other.")
    from coach.clock import SystemClock

    earliest = None if since is None else _instant(since, SystemClock().now())
    found = _read(earliest, routine)
    if as_json:
        click.echo(_json(found))
    elif as_csv:
        click.echo(_csv(found), nl=False)
    elif found:
        click.echo("\n".join(_table(found)))
    if found:
        return
    if since is not None or routine is not None:
        click.echo("No session matches.", err=True)
        context.exit(1)
    click.echo("No session yet. `coach do desk-neck` leads you through the first.", err=True)


def _read(since: datetime | None, routine: str | None) -> list[Session]:
    from coach.clock import SystemClock
    from coach.home import find_home
    from coach.journal.sessions import sessions
    from coach.journal.store import Journal

    journal = Journal.open_to_read(find_home().journal, SystemClock())
    if journal is None:
        return []
    with journal:
        return sessions(journal, since=since, routine=routine)


def _instant(text: str, now: datetime) -> datetime:
    """The instant meant by `7d` or a date, in UTC; a date without a zone is the machine's local one."""
    span = _SPAN.fullmatch(text.strip().lower())
    try:
        if span is not None:
            return now - int(span[1]) * _UNITS[span[2]]
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # the last one: Windows, before 1970
        raise click.BadParameter(
            f"{printable(text)!r} is no day: write one like 2026-11-01, or 7d for the last seven days.",
            param_hint="--since",
        ) from None


def _as_data(session: Session) -> dict[str, Any]:
    """That session in the shape that programs are promised."""
    data = {field: getattr(session, field) for field in _FIELDS}
    return {
        **data,
        "started": session.started.isoformat(),
        "ended": None if session.ended is None else session.ended.isoformat(),
        "seconds": round(session.seconds, 3),
        "pain": list(session.pain),
    }


def _json(found: Sequence[Session]) -> str:
    return json.dumps({"sessions": [_as_data(session) for session in found]}, indent=2)


def _csv(found: Sequence[Session]) -> str:
    text = io.StringIO()
    # The stream that is written to makes the system's own line ends of these.
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_FIELDS)
    for session in found:
        data = _as_data(session) | {"pain": _pain(session, unanswered="none")}
        writer.writerow([_cell(data[field]) for field in _FIELDS])
    return text.getvalue()


def _cell(value: Any) -> Any:  # noqa: ANN401 — whatever JSON can hold
    """That value as a spreadsheet shows it: text never becomes a formula or a control sequence."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(found: Sequence[Session]) -> list[str]:
    rows = [_HEADINGS, *(_row(session) for session in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return [_aligned(row, widths) for row in rows]


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
    """The outcome, and for a session that was cut the step at which it was, counted from 1."""
    if session.outcome in _CUT and session.step is not None:
        return f"{session.outcome} at {session.step + 1}"
    return session.outcome


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    started, routine, outcome, steps, time, pain = row
    begin = f"{started:<{widths[0]}}  {routine:<{widths[1]}}  {outcome:<{widths[2]}}"
    return f"{begin}  {steps:>{widths[3]}}  {time:>{widths[4]}}  {pain}".rstrip()


def _minutes(seconds: float) -> str:
    """Those seconds as `5:48`, or `1:02:03` from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _pain(session: Session, *, unanswered: str) -> str:
    return " ".join(unanswered if answer is None else str(answer) for answer in session.pain)
