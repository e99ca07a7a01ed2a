"""`coach autostart`: start the reminders at every login, or stop doing so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from coach.commands import options
from coach.problems import printable

if TYPE_CHECKING:
    from coach.autostart.entry import Autostart, AutostartStatus


@click.command(name="autostart")
@click.argument("action", type=click.Choice(["on", "off", "status"]), default="status")
@click.option(
    "--print", "is_print", is_flag=True, help="Print the entry that 'on' would write, and change nothing."
)
@options.as_json
@click.pass_context
def command(context: click.Context, *, action: str, is_print: bool, as_json: bool) -> None:
    """Start the reminders (`coach start`) at every login: on, off, or status (the default).

    The entry is a systemd user unit on Linux, a LaunchAgent on macOS, a scheduled task on Windows. Neither
    'on' nor 'off' affects a coach that is running now. The exit code of 'status' is 1 when it is off.
    """
    from coach.autostart.select import this_system

    system = this_system()
    if is_print:
        click.echo(system.text(), nl=False)
        return
    if action == "on":
        entry = system.on()
        if not as_json:
            click.echo(f"On: {printable(entry)}")
            click.echo("The reminders start at your next login; `coach start` starts them now.")
    elif action == "off":
        was_on = system.off()
        if not as_json:
            click.echo("Off from the next login on." if was_on else "It was already off.")
    if as_json or action == "status":
        _report(context, system, as_json=as_json, is_question=action == "status")


def _report(context: click.Context, system: Autostart, *, as_json: bool, is_question: bool) -> None:
    status = system.status()
    click.echo(_json(status) if as_json else "\n".join(_lines(status)))
    if is_question and not status.is_on:
        context.exit(1)


def _lines(status: AutostartStatus) -> list[str]:
    lines = [f"{'on' if status.is_on else 'off'}: {printable(status.entry)}"]
    if not status.is_current:
        lines.append("It is not the entry that this version writes; `coach autostart on` replaces it.")
    return [*lines, *([status.note] if status.note else [])]


def _json(status: AutostartStatus) -> str:
    fields = {
        "on": status.is_on,
        "entry": status.entry,
        "current": status.is_current,
        "note": status.note,
    }
    return json.dumps(fields, indent=2)
