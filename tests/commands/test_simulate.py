"""`coach simulate`: days in virtual time."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands.group import coach
from coach.home import find_home

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
    """Each occurrence is listed with what happens to it, and why."""
    result = run("--plan", plan, "--from", "2026-11-02", "--zone", "Europe/Berlin")
    assert result.stdout.splitlines() == [
        "Mon 2026-11-02 09:00:00  water  A few sips of water  spoken",
        "Mon 2026-11-02 09:45:00  water  A few sips of water  spoken",
        "Mon 2026-11-02 10:30:00  water  A few sips of water  skipped: Quiet hours.",
        "Mon 2026-11-02 11:15:00  water  A few sips of water  spoken",
    ]


def test_json(plan):
    """`--json` has the form of `coach next --json`."""
    result = run(
        "--plan", plan, "--from", "2026-10-31", "--days", "3", "--zone", "America/New_York", "--json"
    )
    occurrences = json.loads(result.stdout)["occurrences"]
    assert len(occurrences) == 4
    assert occurrences[2] == {
        "at": "2026-11-02T10:30:00-05:00",
        "reminder": "water",
        "routine": "sip-water",
        "title": "A few sips of water",
        "decision": "skip",
        "reason": "quiet",
        "until": None,
    }


@pytest.mark.parametrize("day", ["1970-01-01", "9998-01-01"])
def test_the_first_and_the_last_day_that_can_be_simulated(plan, day):
    """The first and the last allowed days can be simulated, for as many days as are allowed."""
    result = run("--plan", plan, "--from", day, "--days", "400", "--zone", "Pacific/Kiritimati")
    assert (result.exit_code, result.stderr[:9]) == (0, "400 days:")


@pytest.mark.parametrize(
    ("saved", "lines", "remarks"),
    [
        (
            {},
            [
                "09:00:00  water  A few sips of water  spoken",
                "09:45:00  water  A few sips of water  spoken",
                "11:15:00  water  A few sips of water  spoken",
            ],
            [],
        ),
        (
            {"paused_until": "2026-11-02T09:46:00+00:00"},
            [
                "09:00:00  water  A few sips of water  spoken",
                "09:45:00  water  A few sips of water  postponed until 09:46:00: You paused the coach.",
                "09:46:00  water  A few sips of water  spoken",
                "11:15:00  water  A few sips of water  spoken",
            ],
            ["Paused until 09:46."],
        ),
        (
            {"paused_until": "9999-12-31T23:59:59.999999+00:00"},
            [
                "09:00:00  water  A few sips of water  spoken",
                "09:45:00  water  A few sips of water  postponed until 10:00:00: You paused the coach.",
                "11:15:00  water  A few sips of water  postponed until 11:30:00: You paused the coach.",
                "11:30:00  water  A few sips of water  skipped: You paused the coach.",
            ],
            ["Paused until `coach resume`."],
        ),
    ],
)
def test_what_the_coach_has_saved_is_known_from_now_on(monkeypatch, saved, lines, remarks):
    """The saved state, such as a pause, counts from now on; the hours before are simulated without it."""
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 2, 9, 10, tzinfo=UTC))
    home = find_home()
    home.state.mkdir(parents=True)
    home.plan.write_text(f"zone: UTC{PLAN}", encoding="utf-8")
    (home.state / "day.json").write_text(json.dumps(saved), encoding="utf-8")
    result = run("--from", "2026-11-02")
    shown = [line.removeprefix("Mon 2026-11-02 ") for line in result.stdout.splitlines()]
    assert [line for line in shown if "Quiet hours" not in line] == lines
    spoken = sum(line.endswith("spoken") for line in lines)
    assert result.stderr.splitlines() == [
        f"1 day: {spoken} reminder{'' if spoken == 1 else 's'} spoken.",
        "The coach is not running. This is what it would do if started now.",
        *remarks,
    ]
    assert json.loads(run("--from", "2026-11-02", "--json").stdout)["assumed"]["paused"] == bool(saved)
    assert json.loads(run("--from", "2026-11-03", "--json").stdout)["assumed"] is None


def test_days_without_anything(plan):
    """Days without any reminder print no lines for people and a whole document for programs."""
    saturday = ("--plan", plan, "--from", "2026-11-07", "--zone", "Europe/Berlin")
    result = run(*saturday)
    assert (result.stdout, result.stderr) == ("", "1 day: 0 reminders spoken.\n")
    assert json.loads(run(*saturday, "--json").stdout) == {"occurrences": [], "assumed": None}


def test_a_year_is_written_in_the_order_of_time(plan):
    """A year is written in order of time, with the full document of each occurrence."""
    year = ("--plan", plan, "--from", "2026-01-01", "--days", "365", "--zone", "UTC")
    lines = run(*year).stdout.splitlines()
    assert len(lines) == 261 * 4  # weekdays, and times of the day
    moments = [line[4:23].replace(" ", "T") + "+00:00" for line in lines]
    assert moments == sorted(moments)
    assert [one["at"] for one in json.loads(run(*year, "--json").stdout)["occurrences"]] == moments


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--from", "tomorrow"), 2, "tomorrow"),
        (("--from", "2026-11-02", "--zone", "Europe/Berln"), 2, "Europe/Berlin"),
        (("--from", "2026-11-02", "--days", "0"), 2, "--days"),
        (("--from", "0001-01-01"), 2, "choose a day from 1970-01-01 to 9998-01-01."),
        (("--from", "9999-01-01"), 2, "choose a day from 1970-01-01 to 9998-01-01."),
        (("--from", "2026-11-02", "--plan", "./nowhere.yaml"), 3, "nowhere.yaml"),
    ],
)
def test_what_is_wrong(arguments, code, said):
    """A wrong option is wrong usage, and a missing plan is a file error."""
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.output + result.stderr
