"""`coach card`: a short routine as a sheet for the bedside or the wall."""

from __future__ import annotations

from pathlib import Path

import click

from coach.commands import options
from coach.commands.render_targets import check_page, save_page
from coach.problems import printable

ENDING = ".html"


@click.command(name="card")
@options.routine
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE.html",
    help="The page; a browser shows and prints it, on A5, A4 or Letter.",
)
def command(routine: str, output: Path) -> None:
    """Save a card of ROUTINE, an id or a file: in large type, what to do first, and when to stop.

    For the bedside: `coach card cramp-now -o card.html`. The emergency number is that of `coach profile`;
    without one the card has a line to write it on.
    """
    from coach.care.profile import read_profile
    from coach.care.reading import sign_rules
    from coach.errors import CoachError
    from coach.home import find_home
    from coach.pages.card import MOST_LETTERS, card_of, card_page
    from coach.routine.library import find_routine
    from coach.routine.reading import read_routine

    home = find_home()
    file = find_routine(routine, home)
    check_page(output, (ENDING,), home)
    card = card_of(read_routine(file))
    if card.letters > MOST_LETTERS:
        raise CoachError(
            f"{card.routine.id} is too long for a card: {card.letters} letters, {MOST_LETTERS} at most.",
            hint="`coach render` saves it as sound.",
        )
    number = read_profile(home.profile, sign_rules()).emergency_number
    save_page(output, card_page(card, number=number))
    click.echo(f"{printable(str(output))}: {printable(card.routine.title)}. Print it from a browser.")
    sound = f"{routine} -o {card.routine.id}.mp3"
    click.echo(f"The same as sound, for a phone: coach render {printable(sound)}")
    if not number:
        click.echo("Write your emergency number on it, or enter it first: coach profile --number 112")
