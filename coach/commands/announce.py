"""`coach announce`: speak a sentence, ready ahead of its time. The daemon uses it; it is in no list."""

from __future__ import annotations

import sys
from typing import Any

import click

from coach.commands import options


@click.command(name="announce", hidden=True)
@click.option("--language", default="en", help="Of the sentence.")
@click.option("--hold", is_flag=True, help="Get ready, and wait for 'begin' on stdin.")
@options.rate
@options.volume
@options.voice
@options.no_plan
def command(*, language: str, hold: bool, voice: str | None, **chosen: Any) -> int:
    """Speak the text in the first line of stdin, {"text": "..."}; nothing of it is written down.

    Exit 4 when there is no voice for it.
    """
    from coach.clock import SystemClock
    from coach.commands.settings import settings_for
    from coach.home import find_home
    from coach.session.announcement import speak
    from coach.session.control import ControlLines
    from coach.session.run import read_request
    from coach.sound.open import open_output
    from coach.voice.open import open_voice

    text = read_request(sys.stdin, "text")
    if not text:
        raise click.UsageError('Write {"text": "..."} as the first line of stdin.')
    home, clock = find_home(), SystemClock()
    settings = settings_for(home, chosen)
    spoken = open_voice(home, language, voice, settings.rate)
    try:
        clip = spoken.clip(text)
    finally:
        spoken.close()
    lines = ControlLines(sys.stdout, sys.stderr)
    output = open_output(home, mute=False, fast=False, clock=clock)
    try:
        speak(text, clip, output, lines, clock, volume=settings.volume, hold=hold)
    finally:
        lines.close()
    return 0
