"""Safety notices that no voice can say: shown, with a chime, until they are acknowledged."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from coach.commands.printing import terminal_size
from coach.commands.safety_list import WIDEST, wait_for_key

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.commands.options import Settings
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.routine.model import Routine
    from coach.timeline.model import Delivery

NOT_PLAYED = "The coach could not play this text. Please read it: it is important."


def acknowledge_notices(
    journal: Journal,
    clock: Clock,
    routine: Routine,
    delivery: Delivery,
    sounds: tuple[Home, Settings] | None,
) -> Delivery:
    """Show the notices that are due, and wait for a key; returns the delivery without them.

    `sounds`: where and how a chime calls attention to them; None: not at all.

    Where there is no terminal for it, the delivery stays: they are shown as they would have been spoken.
    Raises `click.Abort` on Ctrl-C, and `JournalError`.
    """
    from coach.journal.events import new_event
    from coach.timeline.languages import words_for
    from coach.timeline.notices import notice_texts, notice_version

    texts = notice_texts(routine, delivery.language)
    due = {notice: said for notice, said in texts.items() if notice in delivery.notices}
    if not due or not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return delivery
    width = min(max(1, terminal_size()[0] - 1), WIDEST)
    for text in (NOT_PLAYED, *(text for said in due.values() for text in said)):
        click.echo("\n".join(textwrap.wrap(text, width)) + "\n")
    if sounds is not None:
        _chime(*sounds)
    wait_for_key(textwrap.wrap(words_for(delivery.language).safety.list_key, width))
    for notice, said in due.items():
        data: dict[str, JSON] = {
            "notice": notice,
            "version": notice_version(notice, routine, said),
            "heard": False,
            "acknowledged": True,
        }
        event = new_event(
            "notice-given", clock, session="", routine=routine.id, digest=routine.digest, data=data
        )
        journal.append(event)
    return replace(delivery, notices=frozenset())


def _chime(home: Home, settings: Settings) -> None:
    from coach.commands.playing import output_for, plays
    from coach.sound.chime import chime
    from coach.voice.voice import Clip

    plays(output_for(home, settings), Clip(chime("bell")), settings.volume)
