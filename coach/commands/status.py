"""`coach status`: shows what the running coach announces, leads and does next, and what is wrong."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from coach.clock import SystemClock
from coach.commands import options
from coach.commands.daemon_control import connect, zone_in
from coach.commands.printing import aligned, counted
from coach.errors import DaemonError
from coach.plan.local_time import local_moment
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import tzinfo

    from coach.journal.events import JSON

    Row = tuple[str, str]

NOT_CHECKED = "checked when a reminder is due; `coach doctor` checks now"


@click.command(name="status")
@options.as_json
def command(*, as_json: bool) -> None:
    """Show the coach's status: pauses, what is under way, announced or put off, what is next, problems.

    The last lines say what could be detected about you (idle, locked, in a meeting) when a reminder was
    last due. The exit code is 6 when the coach is not running; `--json` then gives the state `stopped`.
    """
    try:
        status = connect().status()
    except DaemonError:
        if as_json:
            click.echo(json.dumps({"state": "stopped"}, indent=2))
        raise
    if as_json:
        click.echo(json.dumps(status, indent=2))
    else:
        click.echo("\n".join(lines(status, SystemClock().now(), zone_in(status))))


def lines(status: Mapping[str, JSON], moment: datetime, zone: tzinfo) -> list[str]:
    """The status as text, one item a line, without items that do not apply."""

    def when(tree: Mapping[str, JSON], name: str) -> str:
        try:
            return local_moment(datetime.fromisoformat(str(tree.get(name))), moment, zone)
        except ValueError:  # there is none
            return ""

    state, since, until = str(status.get("state", "")), when(status, "since"), when(status, "paused_until")
    because = status.get("off_because")
    paused = f"until {until}" if until else "until you resume it" if state == "paused" else ""
    off = "off" if because is not None else "paused"
    session, put_off = _tree(status.get("session")), map(_tree, _list(status.get("put_off")))
    rows = [
        ("coach", f"running since {since}" if since else state),
        (off, f"{paused}: {because}" if because else paused),
        ("session", f"{_named(session)}{_paused(status)}" if session.get("paused") else _named(session)),
        *(("to read", str(each)) for each in _list(status.get("to_read"))),
        *(("announced", _named(each)) for each in map(_tree, _list(status.get("waiting")))),
        *(("put off", f"until {when(each, 'until')}  {_put_off(each)}") for each in put_off),
        *(("next", f"{when(each, 'at')}  {_named(each)}") for each in map(_tree, _list(status.get("next")))),
        *((("today", counted(today)),) if (today := _tree(status.get("today"))) else ()),
        *(("problem", str(each)) for each in _list(status.get("problems"))),
        *_detected(_tree(status.get("sources")), when),
    ]
    width = len("announced")
    return aligned([(f"{name:<{width}}", printable(text)) for name, text in rows if text.strip()])


def _detected(tree: Mapping[str, JSON], when: Callable[[Mapping[str, JSON], str], str]) -> list[Row]:
    """Which detections worked when they were last used, and why the others did not."""
    if not tree:
        return []
    each = [_tree(row) for row in _list(tree.get("each"))]
    checked = when(tree, "asked")
    working = ", ".join(str(row.get("what")) for row in each if row.get("works") is True)
    known = f"{working or 'none'} (checked at {checked})" if checked else NOT_CHECKED
    by_remedy: dict[str, list[Mapping[str, JSON]]] = {}
    for row in each:
        if row.get("works") is False:
            by_remedy.setdefault(str(row.get("todo") or row.get("detail")), []).append(row)
    return [("detected", known), *(("unknown", _why(rows)) for rows in by_remedy.values())]


def _why(rows: Sequence[Mapping[str, JSON]]) -> str:
    """What could not be detected, and the remedy that these share; with the reason where it is one alone."""
    what = ", ".join(str(row.get("what")) for row in rows)
    remedy = str(rows[0].get("todo") or "")
    if len(rows) > 1 and remedy:
        return f"{what}. {remedy}"
    return " ".join(filter(None, (f"{what}: {rows[0].get('detail')}.", remedy)))


def _named(tree: Mapping[str, JSON]) -> str:
    """A routine by its title or id, with the reminder that called for it."""
    name = str(tree.get("title") or tree.get("routine") or "")
    reminder = tree.get("reminder")
    return f"{name} ({reminder})" if name and reminder else name


def _paused(status: Mapping[str, JSON]) -> str:
    """Behind the title of a session that waits, for what."""
    return ", waits until you have read what is below" if status.get("to_read") else ", paused"


def _put_off(tree: Mapping[str, JSON]) -> str:
    return _named(tree) + (", by you" if tree.get("by") == "person" else "")


def _tree(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, dict) else {}


def _list(value: JSON) -> list[JSON]:
    return value if isinstance(value, list) else []
