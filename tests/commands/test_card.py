"""`coach card`: the page that it saves, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.commands.group import coach


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """Each test has a folder of its own."""
    monkeypatch.chdir(tmp_path)


def card(*arguments: str):
    """The result of the command."""
    return CliRunner().invoke(coach, ["card", *arguments], standalone_mode=False)


def test_the_card_has_the_number_of_the_profile():
    """The card has the profile's emergency number, and is saved for this person alone."""
    CliRunner().invoke(coach, ["profile", "--number", "112"])
    result = card("cramp-now", "-o", "card.html")
    assert result.output == (
        "card.html: Help for a cramp. Print it from a browser.\n"
        "As an audio file, for a phone: coach render cramp-now -o cramp-now.mp3\n"
    )
    assert "Emergency number: <b>112</b>" in Path("card.html").read_text(encoding="utf-8")
    assert Path("card.html").stat().st_mode & 0o777 == 0o600


def test_without_a_number_it_says_where_one_belongs():
    """The person writes the number on the card, or enters it first."""
    assert card("cramp-now", "-o", "card.html").output.splitlines()[2] == (
        "Write your emergency number on it, or enter it first: coach profile --number 112"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("office-10", "-o", "card.html"), 1, "office-10 is too long for a card"),
        (("cramp-now", "-o", "card.txt"), 3, "must end in .html"),
        (("cramp-now", "-o", "nowhere/card.html"), 3, "there is no folder"),
        (("nothing-like-it", "-o", "card.html"), 1, "nothing-like-it"),
    ],
)
def test_what_cannot_be_saved_is_refused(arguments, code, message):
    """A long routine, another kind of file, a missing folder or routine: nothing is written."""
    result = card(*arguments)
    assert (result.exception.exit_code, message in str(result.exception)) == (code, True)
    assert list(Path().iterdir()) == []
