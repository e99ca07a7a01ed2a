"""`coach say`: speaks a line, or shows what would be spoken."""

from __future__ import annotations

from typing import Any

import click

from coach.commands import options
from coach.commands.printing import warn


@click.command(name="say")
@click.argument("text")
@options.voice
@click.option("--language", metavar="LANG", help="The text's language; else the plan's, else English.")
@options.rate
@options.pace
@options.volume
@click.option("--show", is_flag=True, help="Only print what would be spoken, and play nothing.")
def command(text: str, *, language: str | None, show: bool, **chosen: Any) -> None:
    """Speak TEXT, as the coach would in a routine.

    The exit code is 4 when no voice can speak it, or no device plays.
    """
    from coach.commands.playing import play
    from coach.home import find_home
    from coach.voice.open import open_preferred_voice, open_voice

    home = find_home()
    settings = options.settings_for(home, chosen)
    language = language or settings.language or "en"
    if show:
        from coach.voice.lexicon import lexicon_for
        from coach.voice.speakable import speakable

        click.echo(speakable(text, language, lexicon_for(home, language, (), warn)))
        return
    opening = open_preferred_voice if chosen["voice"] is None else open_voice
    voice = opening(home, language, settings.voice, settings.rate, warn)
    try:
        clip = voice.clip(text)
    finally:
        voice.close()
    play(home, settings, clip)
