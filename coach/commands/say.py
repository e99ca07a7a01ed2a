"""`coach say`: speaks a line, or shows what would be spoken."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options
from coach.commands.printing import warn
from coach.home import find_home

if TYPE_CHECKING:
    from coach.home import Home
    from coach.voice.saved_choices import VoiceIdentity


@click.command(name="say")
@click.argument("text")
@options.voice
@click.option("--language", metavar="LANG", help="The text's; else that of --voice, the plan's, or English.")
@options.rate
@options.pace
@options.volume
@click.option("--show", is_flag=True, help="Only print what would be spoken, and play nothing.")
def command(text: str, *, language: str | None, show: bool, **chosen: Any) -> None:
    """Speak TEXT, as the coach would in a routine.

    --show prints numbers and signs in words, and words of the lexicon as they are respelt; with --voice,
    exactly what that voice is given, with sounds between [[ and ]].

    The exit code is 4 when no voice can speak it, or no device plays.
    """
    from coach.commands.playing import play
    from coach.voice.open import open_preferred_voice, open_voice

    home = find_home()
    settings = options.settings_for(home, chosen)
    named = None if chosen["voice"] is None else _named(home, settings, language)
    language = language or (named.voice.language if named else settings.language) or "en"
    _warn_of_other_scripts(text, language)
    if show:
        from coach.voice.lexicon import lexicon_for
        from coach.voice.speakable import speakable

        lexicon = lexicon_for(home, language, (), warn)
        click.echo(speakable(text, language, lexicon, named.engine if named else ""))
        return
    opening = open_preferred_voice if chosen["voice"] is None else open_voice
    with closing(opening(home, language, settings.voice, settings.rate, warn)) as voice:
        clip = voice.clip(text)
    play(home, settings, clip)


def _warn_of_other_scripts(text: str, language: str) -> None:
    from coach.problems import quoted
    from coach.spoken_text.normalize import unspeakable_letters

    if not text.isascii() and (foreign := unspeakable_letters(text, language)):
        letters = "".join(letter for letter in text if letter in foreign)
        warn(f"No voice for '{language}' can say {quoted(letters)}.")


def _named(home: Home, settings: options.Settings, language: str | None) -> VoiceIdentity:
    """The voice that the person named; raises `UsageError` if it does not speak the language of the text."""
    from coach.voice.choose import primary_language
    from coach.voice.open import open_voice

    with closing(
        open_voice(home, language or settings.language or "en", settings.voice, settings.rate)
    ) as voice:
        found = voice.identify()
    spoken = found.voice.language
    if language and spoken and primary_language(spoken) != primary_language(language):
        raise click.UsageError(f"The voice {found.voice.name} speaks {spoken}, not {language}.")
    return found
