"""The one question a day after a cramp: did pain or weakness stay? It is asked once."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from coach.care.model import Fact
from coach.clock import SystemClock
from coach.commands.note_recording import KINDS, recorder, said
from coach.errors import JournalError

if TYPE_CHECKING:
    from coach.care.model import Note
    from coach.commands.note_recording import Recorder

ASKED = "asked_next_day"
"""The fact of a note that the question was asked, whatever the answer."""
SOONEST, LATEST, THREE_DAYS = timedelta(hours=18), timedelta(hours=96), timedelta(hours=60)
"""After the cramp began: when it is asked, until when, and from when on it is about three days."""
_QUESTION = "Did pain or weakness stay? A number from 0 to 10, weak, stiff; Enter: no answer."


def ask_about_the_day_before(to: Recorder) -> None:
    """On a terminal, ask about the latest episode of which it was not asked yet, and note the answer."""
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return
    try:
        episode = unasked_episode(to)
    except JournalError:  # whoever reads or writes it next says so
        return
    if episode is None:
        return
    click.echo(f"{episode.began:%A %H:%M}: {said(to.rules, episode)}.\n{_QUESTION}")
    facts = None
    while facts is None:
        facts = answered(
            str(click.prompt(">", default="", show_default=False, prompt_suffix=" ")), to, episode
        )
    to.note(facts, episode.places, began=to.now, episode=episode.in_episode, as_json=False)


def ask_after_overview() -> None:
    """After the day was shown, on a terminal and where there is a journal: as `ask_about_the_day_before`."""
    from coach.home import find_home

    if sys.stdin is not None and sys.stdin.isatty() and find_home().journal.exists():
        ask_about_the_day_before(recorder())


def unasked_episode(to: Recorder) -> Note | None:
    """The latest episode of a day or more ago of which it was not asked yet. Raises `JournalError`."""
    from coach.journal.notes import read_notes
    from coach.journal.store import read_journal

    journal = read_journal(to.home, SystemClock())
    if journal is None:
        return None
    with journal:
        notes = read_notes(journal, to.zone, to.now - LATEST).notes
    asked = {note.in_episode for note in notes if ASKED in note.names}
    return next(
        (
            note
            for note in reversed(notes)
            if KINDS & note.names
            and note.in_episode not in asked
            and SOONEST <= to.now - note.began <= LATEST
        ),
        None,
    )


def answered(text: str, to: Recorder, episode: Note) -> list[Fact] | None:
    """The facts of the answer; None, with a message, where it cannot be read."""
    facts = [Fact(ASKED)]
    for word in text.lower().replace(",", " ").split():
        if word in ("weak", "stiff"):
            facts.append(Fact(f"{word}_next_day"))
        elif word.isdigit() and int(word) <= 10:  # noqa: PLR2004 — the scale of pain, as the question says
            late = to.now - episode.began >= THREE_DAYS
            facts.append(Fact("pain_after_three_days" if late else "pain_next_day", float(word)))
        else:
            click.echo("Write a number from 0 to 10, weak or stiff, or press Enter.")
            return None
    return facts
