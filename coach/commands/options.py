"""Options that more than one command has, each written once."""

from __future__ import annotations

import click

SLOWEST, FASTEST, USUAL = 80, 400, 150
"""Words a minute: eSpeak NG's own lower limit, the fastest that is still understood, and what we take."""

routine = click.argument("routine", metavar="ROUTINE")
rate = click.option(
    "--rate",
    type=click.IntRange(SLOWEST, FASTEST),
    default=USUAL,
    show_default=True,
    help="Words a minute.",
)
voice = click.option("--voice", metavar="NAME", help="A voice by its name or id; see `coach voices`.")
volume = click.option(
    "--volume",
    type=click.FloatRange(0, 1),
    default=0.8,
    show_default=True,
    help="Loudness, from 0 to 1.",
)
no_holds = click.option("--no-holds", is_flag=True, help="Breathing patterns without holding the breath.")
detail = click.option(
    "--detail",
    type=click.Choice(["full", "always-full", "brief", "tones"]),
    default="full",
    show_default=True,
    help="How much is explained; 'full' explains less once a routine was completed five times.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
