"""Options that more than one command has, each written once."""

from __future__ import annotations

from datetime import date

import click

SLOWEST, FASTEST, USUAL = 80, 400, 150
"""Words a minute: eSpeak NG's own lower limit, the fastest that is still understood, and what we take."""
LOUDNESS = 0.8
"""From 0 to 1, where nothing else is said."""

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9998, 1, 1)
"""Days that the calendar of Python and of the zones knows, and a year and more on each side of them."""


def day(_context: click.Context, _option: click.Parameter, written: str | None) -> date | None:
    """What an option's callback makes of a day such as 2026-11-02; what is none is wrong usage."""
    from coach.clock_times import parse_date
    from coach.problems import printable
    from coach.units import Misread

    if written is None:
        return None
    try:
        wished = parse_date(written)
    except Misread as error:
        raise click.BadParameter(printable(f"{error.what}; {error.hint}")) from None
    if not FIRST_DAY <= wished <= LAST_DAY:
        raise click.BadParameter("that day is too far away")
    return wished


routine = click.argument("routine", metavar="ROUTINE")
# None where nothing was asked for: then the plan decides, else what is usual (coach.commands.settings).
rate = click.option(
    "--rate",
    type=click.IntRange(SLOWEST, FASTEST),
    show_default=f"the plan's, else {USUAL}",
    help="Words a minute.",
)
voice = click.option("--voice", metavar="NAME", help="A voice by its name or id; see `coach voices`.")
volume = click.option(
    "--volume",
    type=click.FloatRange(0, 1),
    show_default=f"the plan's, else {LOUDNESS}",
    help="Loudness, from 0 to 1.",
)
language = click.option(
    "--language",
    metavar="LANG",
    show_default="the plan's, else the routine's",
    help="Of the coach's own words.",
)
breath_holds = click.option(
    "--holds/--no-holds",
    "breath_holds",
    default=None,
    show_default="the plan's, else with them",
    help="Breathing patterns with or without holding the breath.",
)
detail = click.option(
    "--detail",
    type=click.Choice(["full", "always-full", "brief", "tones"]),
    show_default="the plan's, else full",
    help="How much is explained; 'full' explains less once a routine was completed five times.",
)
no_plan = click.option("--no-plan", is_flag=True, help="Leave aside what the plan says of the voice.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
