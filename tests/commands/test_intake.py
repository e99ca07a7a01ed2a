"""One-line notes about a day: drinks, caffeine, stress, sleep and meals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.commands.group import coach
from coach.commands.intake import CAFFEINE_MG, VESSELS_ML


def run(text: str):
    """That command with `--json`."""
    return CliRunner().invoke(coach, [*text.split(), "--json"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drink 250ml", {"drink": 250.0}),
        ("drink 0.3 l", {"drink": 300.0}),
        ("drink cup", {"drink": 200.0}),
        ("drink 2 glasses", {"drink": 500.0}),
        ("caffeine 80mg", {"caffeine_taken": 80.0}),
        ("caffeine coffee", {"caffeine_taken": 90.0}),
        ("caffeine 2 teas", {"caffeine_taken": 100.0}),
        ("stress 4", {"stress_level": 4.0}),
        ("stress 0/10", {"stress_level": 0.0}),
        ("sleep 6h", {"slept": 360.0}),
        ("sleep 7h30", {"slept": 450.0}),
        ("sleep 6", {"slept": 360.0}),
        ("meal", {"meal": None}),
        ("meal --minerals", {"meal_rich_in_minerals": None}),
    ],
)
def test_an_amount_is_noted(text, expected):
    """Amounts are kept in one unit each: millilitres, milligrams, 0 to 10, minutes."""
    result = run(text)
    assert json.loads(result.stdout)["note"]["facts"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drink lots", "'lots' is not an amount to drink; write, for example, 250ml, 0.3l or cup."),
        ("drink 30 l", "'30 l' is not an amount to drink; write, for example, 250ml, 0.3l or cup."),
        (
            "caffeine cocoa",
            "'cocoa' is not an amount of caffeine; write, for example, 80mg, or one of coffee, espresso,",
        ),
        ("stress 11", "'11' is not a number from 0 to 10; write, for example, 4."),
        ("stress 4.5", "'4.5' is not a number from 0 to 10; write, for example, 4."),
        ("sleep 30h", "'30h' is more than a day; write, for example, 6h or 7h 30min."),
    ],
)
def test_what_is_no_amount_is_refused(text, expected):
    """The message shows the right form."""
    result = run(text)
    assert (result.exit_code, expected in " ".join(result.stderr.split())) == (2, True)


def test_the_documentation_names_every_drink():
    """docs/journal.md has each cup and each drink that can be written."""
    page = (Path(__file__).parents[2] / "docs" / "journal.md").read_text("utf-8")
    assert f"`coach drink 250ml|{'|'.join(VESSELS_ML)}`, `caffeine 80mg|{'|'.join(CAFFEINE_MG)}`" in page
