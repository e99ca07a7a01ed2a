"""`coach log --notes`: what the person noted down."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from coach.commands.printing import hanging, warn
from coach.problems import printable

if TYPE_CHECKING:
    from coach.care.model import Note

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def print_notes(since: datetime | None, *, as_json: bool) -> int:
    """Print the notes that were written since then, the newest last; returns the exit code.

    Raises `JournalError`.
    """
    from coach.clock import SystemClock
    from coach.commands.note_recording import note_to_dict, recorder, said
    from coach.journal.notes import read_notes
    from coach.journal.store import read_journal

    to = recorder()
    with read_journal(to.home, SystemClock()) or nullcontext() as journal:
        notes: tuple[Note, ...] = ()
        if journal is not None:
            notes = read_notes(journal, to.zone, since or _FIRST).notes
    if as_json:
        click.echo(json.dumps({"notes": [note_to_dict(note) for note in notes]}, indent=2))
    for note in () if as_json else notes:
        for line in hanging(f"{note.began:%Y-%m-%d %H:%M}  ", printable(said(to.rules, note))):
            click.echo(line)
    if notes:
        return 0
    warn("No note matches." if since else "No note yet. `coach cramp calf left 7 2min` makes one.")
    return 1 if since else 0
