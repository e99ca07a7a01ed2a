"""`coach flags`: the lines of the list of signs that your notes were answered with."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from coach.care.rules import NOTHING_ON_THE_LIST, cautions_for
from coach.clock import SystemClock
from coach.commands import options
from coach.commands.note_recording import HISTORY, recorder
from coach.commands.printing import hanging
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.journal.notes import RecordedFlag


@click.command(name="flags")
@click.option("--acknowledge", is_flag=True, help="Mark them as read; they are kept.")
@click.option("--all", "wants_all", is_flag=True, help="Also show those that you have acknowledged.")
@options.as_json
def command(*, acknowledge: bool, wants_all: bool, as_json: bool) -> None:
    """Show what the list of signs said about what you noted down, the latest last.

    The list is the same for everybody, and no clinician has reviewed it yet. Where it shows nothing, all may
    still not be well.
    """
    from coach.api.client import find_coach
    from coach.journal.notes import Notes, acknowledge_flags, read_notes
    from coach.journal.store import open_journal, read_journal

    to = recorder()
    if acknowledge:
        with open_journal(to.home, SystemClock()) as journal:
            shown = _open(read_notes(journal, to.zone, to.now - HISTORY).flags)
            acknowledge_flags(journal, [flag.id for flag in shown], SystemClock())
        with suppress(CoachError):  # the running coach may show one of them
            client = find_coach(to.home)
            if client is not None:
                client.act("read")
    with read_journal(to.home, SystemClock()) as reader:
        recorded = Notes() if reader is None else read_notes(reader, to.zone, to.now - HISTORY)
    flags = recorded.flags
    if as_json:
        click.echo(json.dumps({"flags": [flag.to_dict() for flag in flags]}, indent=2))
        return
    shown = flags if wants_all else _open(flags)
    for flag in shown:
        for line in hanging(f"{flag.at:%Y-%m-%d %H:%M}  ", flag.text):
            click.echo(line)
    if not flags:
        noted = {name for note in recorded.notes for name in note.names}
        signs = [sign.id for sign in to.rules.signs if sign.id in noted]
        for text in cautions_for(to.rules, signs) or (to.rules.rule(NOTHING_ON_THE_LIST).caution,):
            click.echo(text)
    elif not _open(flags):
        click.echo("You have acknowledged all of them; --all shows them again.")
    else:
        click.echo("`coach flags --acknowledge` marks this as read.")


def _open(flags: tuple[RecordedFlag, ...]) -> tuple[RecordedFlag, ...]:
    return tuple(flag for flag in flags if flag.acknowledged is None)
