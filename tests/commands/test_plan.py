"""`coach plan`: one day, for people and for programs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands.group import coach
from coach.home import find_home

ROOT = Path(__file__).parents[2]
PLAN = """\
zone: Europe/Berlin
reminders:
  night: {routine: eyes-far, every: 45 min, between: "00:30-04:00"}
  noon: {routine: desk-neck, at: "12:00", on: weekdays}
"""


@pytest.fixture
def plan():
    """Writes that plan."""

    def write(text=PLAN):
        path = find_home().plan
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    write()
    return write


def run(*arguments):
    """`coach plan` with these arguments."""
    return CliRunner().invoke(coach, ["plan", *arguments])


def times(day):
    """When something is due on that day."""
    return [one["at"][11:] for one in json.loads(run("--date", day, "--json").stdout)["occurrences"]]


@pytest.mark.usefixtures("plan")
def test_a_day_of_a_change_is_shown_as_it_is():
    """A day of a clock change is shown with its missing or its repeated hour."""
    assert times("2026-03-29") == [
        "00:30:00+01:00", "01:15:00+01:00", "03:00:00+02:00", "03:45:00+02:00",
    ]  # fmt: skip
    assert times("2026-10-25") == [
        "00:30:00+02:00", "01:15:00+02:00", "02:00:00+02:00", "02:45:00+02:00",
        "02:30:00+01:00", "03:15:00+01:00", "04:00:00+01:00",
    ]  # fmt: skip


@pytest.mark.usefixtures("plan")
def test_people_get_a_day_under_its_name():
    """The day is shown under its weekday, date and time zone."""
    result = run("--date", "2026-11-02")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Monday, 2026-11-02, Europe/Berlin",
        "00:30  night  Eyes into the distance   spoken",
        "01:15  night  Eyes into the distance   spoken",
        "02:00  night  Eyes into the distance   spoken",
        "02:45  night  Eyes into the distance   spoken",
        "03:30  night  Eyes into the distance   spoken",
        "12:00  noon   Desk neck and shoulders  spoken",
    ]


@pytest.mark.usefixtures("plan")
def test_today_is_the_day_on_the_plans_own_wall(monkeypatch):
    """Today is the day in the plan's zone, and what is past of it is shown too."""
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 1, 23, 30, tzinfo=UTC))
    assert run().stdout.splitlines()[0] == "Monday, 2026-11-02, Europe/Berlin"
    assert len(json.loads(run("--json").stdout)["occurrences"]) == 6


def test_a_day_with_nothing_due_is_no_fault(plan):
    """A day without any reminder, such as a Sunday, is no error."""
    plan('zone: UTC\nreminders: {a: {routine: eyes-far, at: "10:00", on: weekdays}}')
    result = run("--date", "2026-11-01")
    assert (result.exit_code, result.stdout) == (0, "Sunday, 2026-11-01, UTC\nNothing is due.\n")
    assert json.loads(run("--date", "2026-11-01", "--json").stdout) == {
        "occurrences": [],
        "assumed": {
            "running": False,
            "paused": False,
            "paused_until": None,
            "off_because": None,
            "announced": None,
        },
    }


def test_the_evening_before_decides_too(plan):
    """A routine led over midnight moves what is due right after it."""
    plan("""\
zone: UTC
reminders:
  a: {routine: desk-neck, at: "23:58"}
  b: {routine: eyes-far, at: "00:01"}
""")
    result = run("--date", "2026-11-02")
    assert result.stdout.splitlines()[1] == (
        "00:01  b  Eyes into the distance   postponed until 00:10: Another routine is running."
    )


def test_warnings_about_a_plan_go_to_stderr(plan):
    """A warning about the plan is on stderr, and everything is shown anyway."""
    plan("""\
zone: UTC
reminders:
  a: {routine: eyes-far, at: "10:00", on: mon, from: 2026-11-03, until: 2026-11-04}
""")
    result = run("--json")
    assert result.exit_code == 0
    assert "plan.yaml:3:66: warning[never-due]: this reminder is never due" in result.stderr
    assert json.loads(result.stdout) == {
        "occurrences": [],
        "assumed": {
            "running": False,
            "paused": False,
            "paused_until": None,
            "off_because": None,
            "announced": None,
        },
    }


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1.11.2026", "write 2026-11-01"),
        ("2026-02-30", "there is no '2026-02-30' in the calendar"),
        ("0001-01-01", "choose a day from 1970-01-01 to 9998-01-01."),
        ("9999-12-31", "choose a day from 1970-01-01 to 9998-01-01."),
    ],
)
@pytest.mark.usefixtures("plan")
def test_what_is_no_day_is_wrong_usage(day, said):
    """Anything but a date is wrong usage, with exit code 2 and what to write instead."""
    result = run("--date", day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("day", ["1970-01-01", "9998-01-01"])
def test_the_first_and_the_last_day_that_can_be_shown(day):
    """The first and the last allowed days can be shown without an error."""
    assert run("--date", day).exit_code == 0


def test_without_a_plan_it_says_how_to_make_one():
    """Without a plan `coach plan` says how to make one, as `coach next` does."""
    result = run()
    assert (result.exit_code, "`coach init` creates one." in result.stderr) == (3, True)


@pytest.mark.real
def test_the_documentation_shows_what_is_printed(plan):
    """The documentation's example is the beginning of what its plan really prints."""
    text = (ROOT / "docs" / "plan-format.md").read_text(encoding="utf-8")
    plan(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[1])
    shown = re.search(r"\$ coach plan --date (\S+)\n(.*?)\n…", text, re.DOTALL)
    assert run("--date", shown[1]).stdout.startswith(shown[2] + "\n")
