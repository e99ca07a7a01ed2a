"""`coach simulate`: days in virtual time."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.commands.group import coach

PLAN = """
quiet: ["10:00-11:00"]
reminders:
  water: {routine: sip-water, every: 45 min, between: "09:00-11:15", on: weekdays}
"""


@pytest.fixture
def plan(tmp_path):
    """A plan file."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN)
    return path


def run(*arguments):
    """Runs a command line."""
    return CliRunner().invoke(coach, ["simulate", *(str(argument) for argument in arguments)])


def test_a_day(plan):
    """Each occurrence with what became of it, and why."""
    result = run("--plan", plan, "--from", "2026-11-02", "--zone", "Europe/Berlin")
    assert result.stdout.splitlines() == [
        "Mon 2026-11-02 09:00:00  water  spoken",
        "Mon 2026-11-02 09:45:00  water  spoken",
        "Mon 2026-11-02 10:30:00  water  left out  These are quiet hours.",
        "Mon 2026-11-02 11:15:00  water  spoken",
    ]


def test_json(plan):
    """The shape of `coach next --json`."""
    result = run(
        "--plan", plan, "--from", "2026-10-31", "--days", "3", "--zone", "America/New_York", "--json"
    )
    occurrences = json.loads(result.stdout)["occurrences"]
    assert len(occurrences) == 4
    assert occurrences[2] == {
        "at": "2026-11-02T10:30:00-05:00",
        "reminder": "water",
        "routine": "sip-water",
        "decision": "skip",
        "reason": "quiet",
        "until": None,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--from", "tomorrow"), 2, "tomorrow"),
        (("--from", "2026-11-02", "--zone", "Europe/Berln"), 2, "Europe/Berlin"),
        (("--from", "2026-11-02", "--days", "0"), 2, "--days"),
        (("--from", "2026-11-02", "--plan", "./nowhere.yaml"), 3, "nowhere.yaml"),
    ],
)
def test_what_is_wrong(arguments, code, said):
    """Wrong usage, or a file that is not there."""
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.output + result.stderr
