"""`coach autostart`: have the coach begin its day at every login, or no more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from coach.commands import options
from coach.problems import printable

if TYPE_CHECKING:
    from coach.autostart.entry import Autostart, AutostartStatus


@click.command(name="autostart", short_help="Begin the day's reminders at every login.")
@click.argument("action", type=click.Choice(["on", "off", "status"]), default="status")
@click.option("--print", "is_print", is_flag=True, help="Print the entry that 'on' writes; change nothing.")
@options.as_json
@click.pass_context
def command(context: click.Context, *, action: str, is_print: bool, as_json: bool) -> None:
    """Begin the day's reminders (`coach start`) at every login: on, off, or status (the default).

    It is a user unit of systemd on Linux, a LaunchAgent on macOS, a scheduled task on Windows. Neither
    'on' nor 'off' touches a coach that is running now. The exit code of 'status' is 1 when it is off.
    """
    from coach.autostart.select import this_system

    system = this_system()
    if is_print:
        click.echo(system.text(), nl=False)
        return
    if action == "on":
        entry = system.on()
        if not as_json:
            click.echo(f"On: {printable(entry)}\nIt begins at your next login; `coach start` begins it now.")
    elif action == "off":
        was_there = system.off()
        if not as_json:
            click.echo("Off, from the next login on." if was_there else "It was off already.")
    if as_json or action == "status":
        _tell(context, system, as_json=as_json, is_question=action == "status")


def _tell(context: click.Context, system: Autostart, *, as_json: bool, is_question: bool) -> None:
    standing = system.standing()
    click.echo(_json(standing) if as_json else "\n".join(_lines(standing)))
    if is_question and not standing.is_on:
        context.exit(1)


def _lines(standing: AutostartStatus) -> list[str]:
    lines = [f"{'on' if standing.is_on else 'off'}: {printable(standing.entry)}"]
    if not standing.is_current:
        lines.append("It is not what this coach would write; `coach autostart on` writes it anew.")
    return [*lines, *([standing.note] if standing.note else [])]


def _json(standing: AutostartStatus) -> str:
    told = {
        "on": standing.is_on,
        "entry": standing.entry,
        "current": standing.is_current,
        "note": standing.note,
    }
    return json.dumps(told, indent=2)
