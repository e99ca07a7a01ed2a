"""One-line notes about a day: `coach drink`, `caffeine`, `stress`, `sleep` and `meal`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from coach.care.model import Fact
from coach.commands import options
from coach.commands.note_recording import recorder
from coach.commands.usage import as_usage_errors
from coach.scales import HIGHEST_ANSWER
from coach.units import ParseError, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VESSELS_ML = {"cup": 200.0, "glass": 250.0}
"""A cup as EFSA counts coffee (2015), and a glass as its advice on water does (2010)."""
CAFFEINE_MG = {"coffee": 90.0, "espresso": 80.0, "tea": 50.0, "cola": 40.0}
"""Of a cup, a shot, a cup and a can: EFSA 2015, Scientific Opinion on the safety of caffeine."""
MOST_ML, MOST_MG, MOST_HOURS = 3_000.0, 2_000.0, 24.0
"""Whatever is more in one note is a typing mistake."""
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([a-z]*)")
_MILLILITRES = {
    "ml": 1.0,
    "cl": 10.0,
    "dl": 100.0,
    "l": 1000.0,
    **VESSELS_ML,
    **{f"{vessel}{'es' if vessel.endswith('s') else 's'}": size for vessel, size in VESSELS_ML.items()},
}

_AT: Final = click.option("--at", metavar="TIME", help="When it was, such as 8:30 or '20 minutes ago'.")


def millilitres(text: str) -> float:
    """The amount in `250ml`, `0.3 l`, `cup` or `2 glasses`. Raises `ParseError`."""
    number, unit = _number_and_unit(text)
    factor = _MILLILITRES.get(unit)
    if factor is None or not 0 < number * factor <= MOST_ML:
        raise ParseError(f"'{text}' is not an amount to drink", "write, for example, 250ml, 0.3l or cup")
    return number * factor


def milligrams(text: str) -> float:
    """The caffeine in `80mg`, `coffee` or `2 teas`. Raises `ParseError`."""
    number, unit = _number_and_unit(text)
    factor = 1.0 if unit == "mg" else CAFFEINE_MG.get(unit.removesuffix("s"))
    if factor is None or not 0 < number * factor <= MOST_MG:
        hint = f"write, for example, 80mg, or one of {', '.join(CAFFEINE_MG)}"
        raise ParseError(f"'{text}' is not an amount of caffeine", hint)
    return number * factor


def strength(text: str) -> float:
    """The number from 0 to 10 in a text. Raises `ParseError`."""
    number, unit = _number_and_unit(text.removesuffix("/10"))
    if unit or not number.is_integer() or not 0 <= number <= HIGHEST_ANSWER:
        raise ParseError(f"'{text}' is not a number from 0 to {HIGHEST_ANSWER}", "write, for example, 4")
    return number


def minutes(text: str) -> float:
    """The minutes in `10` or `10min`. Raises `ParseError`."""
    return parse_duration(f"{text}min" if text.isdigit() else text) / 60


def minutes_slept(text: str) -> float:
    """The minutes in `6h`, `6` or `7h30`. Raises `ParseError`."""
    written = re.sub(r"(h ?[0-9]+)$", r"\1min", f"{text}h" if text.isdigit() else text)
    slept = parse_duration(written) / 60
    if slept > MOST_HOURS * 60:
        raise ParseError(f"'{text}' is more than a day", "write, for example, 6h or 7h 30min")
    return slept


def _number_and_unit(text: str) -> tuple[float, str]:
    found = _AMOUNT.fullmatch(text.lower().strip())
    return (float(found[1]), found[2]) if found else (1.0, text.lower().strip())


def _noting(name: str, fact: str, read: Callable[[str], float], metavar: str, text: str) -> click.Command:
    @click.command(name=name, help=text)
    @click.argument("words", nargs=-1, required=True, metavar=metavar)
    @_AT
    @options.as_json
    def command(*, words: Sequence[str], at: str | None, as_json: bool) -> None:
        with as_usage_errors():
            amount = read(" ".join(words))
        to = recorder()
        to.note([Fact(fact, amount)], began=to.began(at), as_json=as_json)

    return command


@click.command(name="meal")
@click.option("--minerals/--no-minerals", default=False, help="Whether it was rich in minerals.")
@_AT
@options.as_json
def meal(*, minerals: bool, at: str | None, as_json: bool) -> None:
    """Note a meal; with --minerals one that was rich in minerals, such as greens, nuts, beans or dairy."""
    to = recorder()
    name = "meal_rich_in_minerals" if minerals else "meal"
    to.note([Fact(name)], began=to.began(at), as_json=as_json)


COMMANDS: Final = {
    "drink": _noting(
        "drink",
        "drink",
        millilitres,
        "AMOUNT",
        "Note a drink: 250ml, 0.3l, "
        f"{' or '.join(f'{vessel} ({size:.0f} ml)' for vessel, size in VESSELS_ML.items())}.",
    ),
    "caffeine": _noting(
        "caffeine",
        "caffeine_taken",
        milligrams,
        "AMOUNT",
        "Note caffeine: 80mg, or a cup or can, by EFSA's figures in mg: "
        f"{', '.join(f'{name} {amount:.0f}' for name, amount in CAFFEINE_MG.items())}.",
    ),
    "stress": _noting("stress", "stress_level", strength, "0-10", "Note your stress, from 0 to 10."),
    "sleep": _noting("sleep", "slept", minutes_slept, "HOURS", "Note how long you slept: 6h, or 7h 30min."),
    "meal": meal,
}
"""The commands of this module by name."""
