"""`coach card`: a short routine as a sheet for the bedside or the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.commands import options
from coach.commands.render_targets import check_page, save_page
from coach.errors import CoachError
from coach.home import find_home
from coach.problems import printable

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = (".html", ".pdf")


@click.command(name="card")
@options.routine
@options.file(
    "-o",
    "--output",
    required=True,
    metavar="FILE.html|pdf",
    help="The page, which a browser shows and prints on A5, A4 or Letter; or a PDF (the extra `pdf`).",
)
@options.paper("A5", "A4", "Letter")
def command(routine: str, output: Path, paper: str) -> None:
    """Save a card of ROUTINE, an id or a file: in large type, what to do first, and when to stop.

    For the bedside: `coach card cramp-now -o card.html`. The emergency number is that of `coach profile`;
    without one the card has a line to write it on.
    """
    from coach.care.profile import read_profile
    from coach.care.reading import sign_rules
    from coach.pages.card import MOST_LETTERS, card_of, card_page, card_pdf
    from coach.routine.library import find_routine
    from coach.routine.reading import read_routine

    home = find_home()
    file = find_routine(routine, home)
    check_page(output, ENDINGS, home)
    card = card_of(read_routine(file))
    if card.letters > MOST_LETTERS:
        raise CoachError(
            f"{card.routine.id} is too long for a card: {card.letters} letters, {MOST_LETTERS} at most.",
            hint="`coach render` saves it as sound.",
        )
    number = read_profile(home.profile, sign_rules()).emergency_number
    is_pdf = output.suffix.lower() == ".pdf"
    save_page(
        output, card_pdf(card, number=number, paper=paper) if is_pdf else card_page(card, number=number)
    )
    how = f"It is for {paper}." if is_pdf else "Print it from a browser."
    click.echo(f"{printable(str(output))}: {printable(card.routine.title)}. {how}")
    sound = f"{routine} -o {card.routine.id}.mp3"
    click.echo(f"As an audio file, for a phone: coach render {printable(sound)}")
    if not number:
        click.echo("Write your emergency number on it, or enter it first: coach profile --number 112")
