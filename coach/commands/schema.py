"""`coach schema`: what a routine or a plan may say, for editors that complete and check as you type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coach.fields.table import Schema

KINDS = ("routine", "plan")


@click.command(name="schema", short_help="Print the JSON Schema of a routine or a plan.")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--header", is_flag=True, help="Print the line for the top of a file instead.")
def command(kind: str, *, header: bool) -> None:
    """Print the JSON Schema of a routine or a plan, for editors that complete and check as you type.

    Save it in the folder of your files, and put the line that --header prints at the top of each file:

    \b
    coach schema routine > routine.schema.json
    coach schema routine --header
    """  # noqa: D301 — the backslash is click's mark for lines that are not wrapped
    if header:
        click.echo(f"# yaml-language-server: $schema=./{kind}.schema.json")
        return
    click.echo(json.dumps(schema_of(kind), ensure_ascii=False, indent=2))


def schema_of(kind: str) -> Schema:
    """The JSON Schema for a file of that kind."""
    from coach.fields.json_schema import file_schema

    if kind == "plan":
        from coach.plan.reminder_table import PUT_OFF, REMINDER
        from coach.plan.tables import AUDIO, BUSY, PLAN, VOICE

        return file_schema("A plan of the coach", PLAN, (VOICE, AUDIO, BUSY, PUT_OFF, REMINDER))
    from coach.routine.tables import ROUTINE, ROUTINE_PARTS

    return file_schema("A routine of the coach", ROUTINE, ROUTINE_PARTS)
