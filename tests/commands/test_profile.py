"""`coach profile`: what the list of signs takes into account."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.care.reading import sign_rules
from coach.commands import note_recording
from coach.commands.group import coach
from coach.home import find_home
from commands.test_episode import SilentSpeech

RULES = sign_rules()


@pytest.fixture(autouse=True)
def _silence(monkeypatch):
    monkeypatch.setattr(note_recording, "FlagSpeech", SilentSpeech)
    monkeypatch.setattr(note_recording, "end_led_session", lambda: None)


def run(*arguments):
    """That command."""
    return CliRunner().invoke(coach, list(arguments))


def shown() -> dict[str, object]:
    """What `coach profile --json` prints."""
    return json.loads(run("profile", "--json").stdout)


def test_entries_and_the_number_are_kept():
    """The entries and the number are in a private file, and can be removed again."""
    assert shown() == {"emergency_number": None, "entries": []}
    assert run("profile", "--number", "112", "--add", "Pregnant", "--add", "statin").exit_code == 0
    assert shown() == {"emergency_number": "112", "entries": ["pregnant", "statin"]}
    assert (find_home().config / "profile.yaml").stat().st_mode & 0o777 == 0o600
    assert run("profile", "--number", "", "--remove", "statin").exit_code == 0
    assert shown() == {"emergency_number": None, "entries": ["pregnant"]}


def test_it_is_shown_with_everything_that_can_be_entered():
    """Each entry has its words, and a mark where it was entered."""
    lines = run("profile", "--add", "statin").stdout.splitlines()
    assert lines[0] == "Emergency number: not entered (coach profile --number 112)"
    assert [line.split()[:2] for line in lines[3:5]] == [["-", "pregnant"], ["-", "epilepsy_with_plan"]]
    assert [line.split()[1] for line in lines if line.startswith("  x")] == ["statin"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--add", "pregnent"), "did you mean 'pregnant'?"),
        (("--add", "fluid_limit"), "choose from pregnant,"),
        (("--number", "help"), "'help' is not a telephone number"),
    ],
)
def test_what_cannot_be_entered_is_refused(arguments, expected):
    """An unknown entry is refused, and the message shows what can be entered."""
    result = run("profile", *arguments)
    assert (result.exit_code, expected in " ".join(result.stderr.split())) == (2, True)


def test_the_list_takes_it_into_account():
    """A row for a condition fires for a person who entered it, and the number stands below the text."""
    row = RULES.rule("E22").order
    assert row not in " ".join(run("sign", "bleeding").stdout.split())
    run("profile", "--add", "pregnant", "--number", "112")
    output = " ".join(run("sign", "bleeding").stdout.split())
    assert row in output
    assert "Number: 112." in output


def test_a_profile_with_mistakes_holds_no_text_back():
    """With mistakes in the profile an emergency text is still shown, and the file is named."""
    find_home().config.mkdir(parents=True, exist_ok=True)
    (find_home().config / "profile.yaml").write_text("format: 1\nentries: [nonsense]\n")
    result = run("sign", "chest_pressure")
    assert "Your profile has mistakes, so nothing in it counts." in result.stderr
    assert RULES.rule("E2").order in " ".join(result.stdout.split())
