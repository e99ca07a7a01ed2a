"""`coach start`, which runs the reminders, and `coach announce`, which it starts for each announcement."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any, Final

import click

from coach.commands import options
from coach.problems import printable


@click.command(name="start")
@click.option("--verbose", is_flag=True, help="Also print internal events, with their seconds.")
def start(*, verbose: bool) -> None:
    """Run the reminders of your plan until stopped: announce each at its time, and lead it by voice.

    It stays in the foreground and prints what it does; `coach stop`, `status`, `pause` and others control
    it. `coach autostart on` starts it at every login.
    """
    import asyncio

    from coach.daemon.lock import only_daemon
    from coach.daemon.run import run_daemon
    from coach.home import find_home

    home = find_home()
    with only_daemon(home):
        asyncio.run(run_daemon(home, show, is_verbose=verbose))


def show(line: str) -> None:
    """Print a line if possible: a closed terminal or a full disk does not stop the reminders."""
    with suppress(OSError, ValueError):
        click.echo(printable(line))


@click.command(name="announce", hidden=True)
@click.option("--language", default="en", help="The language of the sentence.")
@click.option("--hold", is_flag=True, help="Get ready, and wait for 'begin' on stdin.")
@options.rate
@options.volume
@options.voice
@options.latency
@options.wake
@options.no_plan
def announce(*, language: str, hold: bool, voice: str | None, **chosen: Any) -> int:
    """Speak the text in the first line of stdin, {"text": "..."}, without a record in the journal.

    The exit code is 4 when no voice can speak it.
    """
    from coach.clock import SystemClock
    from coach.home import find_home
    from coach.session.announcement import speak
    from coach.session.control import ControlLines
    from coach.session.run import private_argument
    from coach.sound.open import open_output
    from coach.voice.open import open_voice

    text = private_argument(sys.stdin, "text")
    if not text:
        raise click.UsageError('Write {"text": "..."} as the first line of stdin.')
    home, clock = find_home(), SystemClock()
    settings = options.settings_for(home, chosen)
    spoken = open_voice(home, language, voice, settings.rate)
    try:
        clip = spoken.clip(text)
    finally:
        spoken.close()
    lines = ControlLines(sys.stdout, sys.stderr)
    output = open_output(
        home, mute=False, fast=False, clock=clock, latency=settings.latency, wake=settings.wake
    )
    try:
        speak(text, clip, output, lines, clock, volume=settings.volume, hold=hold)
    finally:
        lines.close()
    return 0


COMMANDS: Final = {"start": start, "announce": announce}
