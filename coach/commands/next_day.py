"""The one question a day after a cramp: did pain or weakness stay? It is asked once."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import click

from coach.atomic_write import read_private_file, write_private_file
from coach.care.episodes import HELP_ROUTINE
from coach.care.model import ASKED, Fact, Note
from coach.care.rules import is_night
from coach.care.words import read_words
from coach.clock import SystemClock
from coach.commands.note_recording import KINDS, is_bare, recorder, said
from coach.commands.printing import has_terminal
from coach.errors import JournalError
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from coach.commands.note_recording import Recorder
    from coach.home import Home
    from coach.journal.notes import Notes, RecordedFlag

SOONEST, LATEST, THREE_DAYS = timedelta(hours=18), timedelta(hours=96), timedelta(hours=60)
"""After the cramp began: when it is asked, until when, and from when on it is about three days."""
_MORNING = timedelta(hours=24)
_BESIDE = timedelta(minutes=30)
"""A cramp that was noted so long before or after help was led is the one that it was led for."""
_NIGHT_QUESTION = "Anything to note from the night?"
_NIGHT_HINT = "Such as: calf left 7 2min, helped stretching. Enter: no answer."
_ASKED_FILE = "asked-about-the-night"
"""In the state folder: the id of the note about which the question was asked last."""
_QUESTION = "Did pain or weakness stay? A number from 0 to 10, weak, stiff; Enter: no answer."


def ask_after_overview(home: Home) -> None:
    """After the day was shown, on a terminal: what waited for the morning, and as `ask_about_the_day_before`.

    The list of signs is read only where there is something to ask, as this comes with every `coach`.
    """
    if not has_terminal():
        return
    now = SystemClock().now()
    notes = _recent_notes(home, now)
    if any(is_bare(note, "cramp") for note in notes.notes) or _helped(home, now):
        ask_about_the_night(recorder())
    waiting = [flag for flag in notes.flags if flag.level == "book" and flag.acknowledged is None]
    if waiting or unasked_episode(notes, now) is not None:
        to = recorder()
        show_what_waited(to, waiting)
        ask_about_the_day_before(to)


def ask_about_the_night(to: Recorder) -> None:
    """In the morning, ask once about a cramp of the night of which only the time is known.

    That is one that was noted by a key or, without any note, help for one that was led.
    """
    cramp = None if is_night(to.rules, to.now) else (_pressed_at_night(to) or _helped_at_night(to))
    asked = to.home.state / _ASKED_FILE
    if cramp is None or _is_asked(asked, cramp.id):
        return
    with suppress(OSError):
        write_private_file(asked, cramp.id, durable=False)
    click.echo(f"{_NIGHT_QUESTION}\n{_NIGHT_HINT}")
    while text := str(click.prompt(">", default="", show_default=False, prompt_suffix=" ")).strip():
        try:
            said = read_words(to.rules, [text])
            facts = said.facts(to.rules, "cramp")
        except ParseError as error:
            click.echo(error)
            continue
        to.note(
            facts,
            said.places,
            began=cramp.began,
            episode=cramp.in_episode if cramp.facts else "",
            own_words=said.own_words,
            as_json=False,
        )
        return


def _pressed_at_night(to: Recorder) -> Note | None:
    cramp = to.pressed_within(_MORNING)
    return cramp if cramp is not None and is_night(to.rules, cramp.began) else None


def _helped_at_night(to: Recorder) -> Note | None:
    """The latest help for a cramp beside which none was noted, as a note that is not in the journal."""
    helped = [at.astimezone(to.zone) for at in _helped(to.home, to.now)]
    noted = [note.began for note in _recent_notes(to.home, to.now).notes if KINDS & note.names]
    for at in reversed(helped):
        if is_night(to.rules, at) and all(abs(at - began) > _BESIDE for began in noted):
            return Note(id=at.isoformat(), began=at, facts=())
    return None


def _helped(home: Home, now: datetime) -> list[datetime]:
    """When help for a cramp was led in the last day, rehearsals excepted."""
    from coach.journal.notes import routines_begun
    from coach.journal.store import read_journal

    with suppress(JournalError), read_journal(home, SystemClock()) as journal:
        if journal is not None:
            begun = routines_begun(journal, now - _MORNING)
            return [at for at, routine in begun if routine == HELP_ROUTINE]
    return []


def _is_asked(file: Path, note: str) -> bool:
    with suppress(OSError):
        return read_private_file(file) == note
    return False


def show_what_waited(to: Recorder, flags: Sequence[RecordedFlag]) -> None:
    """The texts about a visit that waited for the morning, on the first day after a night."""
    if is_night(to.rules, to.now):
        return
    for flag in flags:
        if is_night(to.rules, flag.at.astimezone(to.zone)) and to.now - flag.at <= _MORNING:
            click.echo(f"{flag.text} `coach flags --acknowledge` marks this as read.")


def ask_about_the_day_before(to: Recorder) -> None:
    """On a terminal, ask about the latest episode that was not asked about yet, and note the answer."""
    if not has_terminal():
        return
    episode = unasked_episode(_recent_notes(to.home, to.now), to.now)
    if episode is None:
        return
    began = episode.began.astimezone(to.zone)
    click.echo(f"{began:%A %H:%M}: {said(to.rules, episode)}.\n{_QUESTION}")
    facts = None
    while facts is None:
        text = str(click.prompt(">", default="", show_default=False, prompt_suffix=" "))
        facts = answered(text, to, episode)
    to.note(facts, episode.places, began=to.now, episode=episode.in_episode, as_json=False)


def unasked_episode(recent: Notes, now: datetime) -> Note | None:
    """The latest episode of a day or more ago about which the question was not asked yet."""
    asked = {note.in_episode for note in recent.notes if ASKED in note.names}
    return next(
        (
            note
            for note in reversed(recent.notes)
            if KINDS & note.names and note.in_episode not in asked and SOONEST <= now - note.began <= LATEST
        ),
        None,
    )


def _recent_notes(home: Home, now: datetime) -> Notes:
    """The notes about which may still be asked; none where the journal cannot be read: others say so."""
    from coach.journal.notes import Notes, read_notes
    from coach.journal.store import read_journal

    with suppress(JournalError), read_journal(home, SystemClock()) as journal:
        if journal is not None:
            return read_notes(journal, UTC, now - LATEST)
    return Notes()


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
