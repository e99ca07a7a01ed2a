"""`coach status`: how the coach that runs all day stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from coach.commands import options
from coach.commands.steering import now, reach, shown_moment
from coach.errors import DaemonError
from coach.plan.local_time import machine_zone
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, tzinfo

    from coach.journal.events import JSON

    Row = tuple[str, str]

_WIDTH = len("announced")
NOT_ASKED = "asked when something is due, not before; `coach doctor` asks now"


@click.command(name="status", short_help="Show how the coach that runs all day stands.")
@options.as_json
def command(*, as_json: bool) -> None:
    """Show how the coach that runs all day stands: what is announced, led, paused, next, and what is wrong.

    Last comes what your surroundings told when something was due; nobody is asked for it anew. The exit
    code is 6 when the coach is not running; `--json` gives the state `stopped` then.
    """
    try:
        status = reach().status()
    except DaemonError:
        if as_json:
            click.echo(json.dumps({"state": "stopped"}, indent=2))
        raise
    if as_json:
        click.echo(json.dumps(status, indent=2))
    else:
        click.echo("\n".join(lines(status, now(), machine_zone())))


def lines(status: Mapping[str, JSON], moment: datetime, zone: tzinfo) -> list[str]:
    """The status for a person, one thing a line; what does not apply is left out."""

    def when(tree: Mapping[str, JSON], name: str) -> str:
        return shown_moment(str(tree[name]), moment, zone) if tree.get(name) else ""

    state, since, until = str(status.get("state", "")), when(status, "since"), when(status, "paused_until")
    paused = f"until {until}" if until else "until you resume it" if state == "paused" else ""
    session = _tree(status.get("session"))
    rows = [
        ("coach", f"running since {since}" if since else state),
        ("paused", paused),
        ("led", f"{_named(session)}, paused" if session.get("paused") else _named(session)),
        ("announced", _named(_tree(status.get("announced")))),
        *(("next", f"{when(each, 'at')}  {_named(each)}") for each in map(_tree, _list(status.get("next")))),
        *(("problem", str(each)) for each in _list(status.get("problems"))),
        *_sources(_tree(status.get("sources")), when),
    ]
    return [f"{name:<{_WIDTH}}  {printable(text)}" for name, text in rows if text.strip()]


def _sources(tree: Mapping[str, JSON], when: Callable[[Mapping[str, JSON], str], str]) -> list[Row]:
    """Which sources work, as they were asked last, and each one that does not with its reason."""
    if not tree:
        return []
    each = [_tree(row) for row in _list(tree.get("each"))]
    asked = when(tree, "asked")
    working = ", ".join(str(row.get("what")) for row in each if row.get("works") is True)
    known = f"{working or 'none'} (asked at {asked})" if asked else NOT_ASKED
    unknown = [("unknown", _why(row)) for row in each if row.get("works") is False]
    return [("sources", known), *unknown]


def _why(row: Mapping[str, JSON]) -> str:
    return " ".join(filter(None, (f"{row.get('what')}: {row.get('detail')}.", str(row.get("todo") or ""))))


def _named(tree: Mapping[str, JSON]) -> str:
    """A routine by its title or id, and the reminder that called for it."""
    name = str(tree.get("title") or tree.get("routine") or "")
    reminder = tree.get("reminder")
    return f"{name} ({reminder})" if name and reminder else name


def _tree(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, dict) else {}


def _list(value: JSON) -> list[JSON]:
    return value if isinstance(value, list) else []
