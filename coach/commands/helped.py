"""`coach helped`: what helped with the latest cramp or twitch, noted afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import click

from coach.care.model import HELPED
from coach.commands import options
from coach.commands.note_recording import HELPED_CHOICES, recorder
from coach.errors import CoachError
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.commands.note_recording import Recorder

NO_EPISODE: Final = "No cramp or twitch of the last 24 hours is noted."
_RECENT: Final = timedelta(hours=24)


@click.command(name="helped")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@options.as_json
def command(*, words: tuple[str, ...], as_json: bool) -> None:
    """Note what you think helped with your latest cramp or twitch: coach helped stretching, heat.

    Choose from stretching, heat, cold, walking, massage, drinking, rest, nothing, or write "other: a bath".
    Nobody reads what follows "other:"; to report a sign, use `coach sign`.
    """
    to = recorder()
    try:
        is_noted = note_what_helped(to, words, as_json=as_json)
    except ParseError as error:
        raise click.UsageError(f"{error.what}; {error.hint}") from None
    if not is_noted:
        raise CoachError(
            NO_EPISODE, hint="`coach cramp calf --at '3 days ago' --helped heat` notes an older one."
        )


def note_what_helped(
    to: Recorder, words: Iterable[str], *, as_json: bool = False, show: Callable[[str], None] | None = None
) -> bool:
    """Note it with the latest episode; False: there is none. Raises `ParseError` for what is no choice."""
    from coach.care.words import read_words

    said = read_words(to.rules, ["helped", *words])
    facts = said.facts(to.rules)
    if said.places or not facts or not all(fact.name.startswith(HELPED) for fact in facts):
        raise ParseError("that is not one of the choices", f"choose from {HELPED_CHOICES}")
    episode = to.latest_episode(_RECENT)
    if episode is None:
        return False
    to.note(
        facts,
        began=episode.began,
        episode=episode.in_episode,
        own_words=said.own_words,
        as_json=as_json,
        show=show,
    )
    return True
