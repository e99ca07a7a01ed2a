"""`coach start`, which runs the reminders, `restart`, and `announce`, which speaks one announcement."""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from typing import Any, Final

import click

from coach.clock import SystemClock
from coach.commands import options
from coach.errors import CoachError, DaemonError
from coach.home import find_home
from coach.problems import printable

_IN_BACKGROUND: Final = (
    "The coach is running in the background.\n`coach next` shows what comes next, `coach stop` stops it."
)


@click.command(name="start")
@click.option(
    "--background", is_flag=True, help="Run without a terminal, and return as soon as the coach is ready."
)
@click.option("--verbose", is_flag=True, help="Also print internal events, with times to the second.")
def start(*, background: bool, verbose: bool) -> None:
    """Run the reminders of your plan until stopped: announce each at its time, and lead it by voice.

    It runs in the foreground, prints what it does and ends with its terminal; with --background it needs
    none. `coach stop`, `status`, `pause` and others control it. `coach autostart on` starts it at every
    login. The exit code is 6 when the coach is running already.
    """
    if background and verbose:
        raise click.UsageError("--verbose goes with a coach in the foreground: leave out --background.")
    if background:
        start_in_background()
    else:
        _run(is_verbose=verbose)


@click.command(name="restart")
def restart() -> None:
    """Stop the coach if it is running, and start it in the background, by its login entry if that is on.

    A routine under way is stopped too. This is how an upgrade takes effect.
    """
    from coach.autostart.select import this_system
    from coach.commands.daemon_control import connect, stop_and_wait
    from coach.daemon.background import start_by_login_entry

    try:
        client = connect()
    except DaemonError:
        client = None  # none is running
    if client is not None:
        stop_and_wait(client)
    with suppress(CoachError):  # this system has no such entries
        if start_by_login_entry(find_home(), this_system()):
            click.echo(_IN_BACKGROUND)
            return
    start_in_background()


def start_in_background() -> None:
    """Start the coach in the background, and say so once it answers."""
    from coach.daemon import background

    background.start_in_background(find_home())
    click.echo(_IN_BACKGROUND)


def _run(*, is_verbose: bool) -> None:
    import asyncio

    from coach.daemon.lock import only_daemon
    from coach.daemon.run import run_daemon

    home = find_home()
    with only_daemon(home):
        asyncio.run(run_daemon(home, show, is_verbose=is_verbose))


def show(line: str) -> None:
    """Print a line if possible: a closed terminal or a full disk does not stop the reminders."""
    with suppress(OSError, ValueError):
        click.echo(printable(line))


@click.command(name="announce", hidden=True)
@click.option("--hold", is_flag=True, help="Get ready, and wait for 'begin' on stdin.")
@click.option("--chime", is_flag=True, help="Play the chime of an announcement before it.")
@options.tones
@options.rate
@options.volume
@options.voice
@options.latency
@options.wake
@options.no_plan
def announce(*, hold: bool, chime: bool, **chosen: Any) -> int:
    """Speak the text in the first line of stdin, {"text": "...", "language": "en"}.

    Nothing is written into the journal. Where no voice can speak it, the chime sounds alone, and the exit
    code is 4.
    """
    import numpy as np

    from coach.session.announcement import speak, timeline_of
    from coach.session.control import ControlLines, private_arguments
    from coach.sound.open import open_output
    from coach.spoken_text.languages import regional
    from coach.voice.open import open_preferred_voice
    from coach.voice.voice import Clip, VoiceFault

    said = private_arguments(sys.stdin)
    if not said.get("text") or not said.get("language"):
        raise click.UsageError('Write {"text": "...", "language": "en"} as the first line of stdin.')
    home, clock = find_home(), SystemClock()
    settings = options.settings_for(home, chosen)
    language = regional(said["language"], settings.language)
    try:
        with closing(open_preferred_voice(home, language, settings.voice, settings.rate)) as spoken:
            clip, unspoken = spoken.clip(said["text"]), None
    except VoiceFault as fault:  # the chime alone calls attention to the text, which is shown elsewhere
        clip, unspoken, chime = Clip(np.zeros(1, np.float32)), fault, True
    timeline = timeline_of(said["text"], clip, settings.tones if chime else None)
    lines = ControlLines(sys.stdout, sys.stderr)
    output = open_output(
        home, mute=False, fast=False, clock=clock, latency=settings.latency, wake=settings.wake
    )
    try:
        speak(timeline, clip, output, lines, clock, volume=settings.volume, hold=hold)
    finally:
        lines.close()
    if unspoken is not None:
        raise unspoken
    return 0


COMMANDS: Final = {"start": start, "restart": restart, "announce": announce}
