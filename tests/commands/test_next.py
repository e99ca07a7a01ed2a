"""`coach next`: what comes next, for people and for programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands.group import coach
from coach.commands.upcoming import load_resolved_plan
from coach.daemon import saved_state
from coach.day.announcement import Announcement
from coach.day.state import DayState, Pending
from coach.home import find_home
from coach.plan.gate import SPACING
from coach.plan.model import Occurrence

NOT_RUNNING = "The coach is not running. This is what it would do if started now.\n"
NOT_RUNNING_JSON = {
    "running": False,
    "paused": False,
    "paused_until": None,
    "off_because": None,
    "announced": None,
}
ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 10, 23, 8, 10, tzinfo=UTC)  # Friday, 10:10 in Berlin, two days before the change
PLAN = """\
zone: Europe/Berlin
quiet: "12:00-13:00"
reminders:
  water: {routine: sip-water, at: ["09:00", "10:12", "12:30"]}
  eyes: {routine: eyes-far, at: ["10:12", "10:15"], on: [fri, sun]}
"""


@pytest.fixture
def plan(monkeypatch):
    """Writes that plan; it is Friday morning."""
    monkeypatch.setattr(SystemClock, "now", lambda _self: NOW)

    def write(text=PLAN):
        path = find_home().plan
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def run(*arguments):
    """`coach next` with these arguments."""
    return CliRunner().invoke(coach, ["next", *arguments])


TITLES = {"sip-water": "A few sips of water", "eyes-far": "Eyes into the distance"}


def occurrence(at, reminder, routine, decision="speak", *more):
    """One entry of the promised shape."""
    reason, until = (*more, None, None)[:2]
    return {
        "at": at,
        "reminder": reminder,
        "routine": routine,
        "title": TITLES[routine],
        "decision": decision,
        "reason": reason,
        "until": until,
    }


def test_programs_get_the_promised_shape(plan):
    """`--json` has times with the offset of their day, also over the change, and nothing from the past."""
    plan()
    result = run("--json", "-n", "7")
    assert (result.exit_code, result.stderr) == (0, "")
    water, eyes = ("water", "sip-water"), ("eyes", "eyes-far")
    assert json.loads(result.stdout) == {
        "occurrences": [
            occurrence("2026-10-23T10:12:00+02:00", *eyes),
            occurrence("2026-10-23T10:12:00+02:00", *water, "skip", "merged"),
            occurrence("2026-10-23T10:15:00+02:00", *eyes, "defer", "spacing", "2026-10-23T10:18:15+02:00"),
            occurrence("2026-10-23T12:30:00+02:00", *water, "skip", "quiet"),
            occurrence("2026-10-24T09:00:00+02:00", *water),
            occurrence("2026-10-24T10:12:00+02:00", *water),
            occurrence("2026-10-24T12:30:00+02:00", *water, "skip", "quiet"),
        ],
        "assumed": NOT_RUNNING_JSON,
    }
    later = json.loads(run("--json", "-n", "8").stdout)["occurrences"][-1]
    assert later == occurrence("2026-10-25T09:00:00+01:00", *water)


def test_people_get_a_table(plan):
    """The table is in the plan's zone, with its offset if the machine has another, and with each reason."""
    plan()
    assert run("-n", "4").stdout.splitlines() == [
        "Fri 2026-10-23 10:12+02:00  eyes   Eyes into the distance  spoken with water",
        "Fri 2026-10-23 10:12+02:00  water  A few sips of water     spoken: Merged with eyes.",
        (
            "Fri 2026-10-23 10:15+02:00  eyes   Eyes into the distance  "
            f"postponed until 10:18+02:00: {SPACING.sentence}"
        ),
        "Fri 2026-10-23 12:30+02:00  water  A few sips of water     skipped: Quiet hours.",
    ]


def test_five_are_shown_unless_more_are_asked_for(plan):
    """Five occurrences are shown unless another number is given, however far away they are."""
    plan('zone: UTC\nreminders: {a: {routine: eyes-far, at: "10:00", from: 2027-10-01}}')
    assert len(run().stdout.splitlines()) == 5
    assert run("-n", "1").stdout == "Fri 2027-10-01 10:00  a  Eyes into the distance  spoken\n"


def test_seconds_are_shown_where_there_are_any(plan):
    """Seconds are shown where a cadence does not fall on whole minutes."""
    plan('zone: UTC\nreminders: {a: {routine: sip-water, every: 65 s, between: "08:10-08:20"}}')
    assert [line.split()[2] for line in run("-n", "2").stdout.splitlines()] == ["08:10", "08:11:05"]


def test_nothing_to_come_is_no_fault(plan):
    """If nothing comes, a sentence is on stderr, and programs get an empty list."""
    plan('zone: UTC\nreminders: {a: {routine: eyes-far, at: "10:00", until: 2026-10-01}}')
    result = run()
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Nothing is due in the next 400 days.\n{NOT_RUNNING}"
    assert json.loads(run("--json").stdout) == {"occurrences": [], "assumed": NOT_RUNNING_JSON}


def test_without_a_plan_it_says_how_to_make_one():
    """Without a plan the exit code is 3, with how to make one; nothing is made or put on stdout."""
    home = find_home()
    result = run("--json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"There is no plan yet: {home.plan} does not exist.\n`coach init` creates one.\n"
    assert not home.state.exists()


def test_a_bad_plan_is_reported_with_all_its_problems(plan):
    """A bad plan ends with 3 and all its problems, a routine that does not exist among them."""
    path = plan("reminders:\n  a: {routine: eyes-fra, at: 10.00}\n")
    result = run()
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        f"{path}:{problem}"
        for problem in (
            "2:16: error[unknown-routine]: there is no routine called 'eyes-fra'; did you mean 'eyes-far'?",
            "2:30: error[clock]: '10.00' is not a time of day; write '10:00'",
        )
    ]


def test_a_routine_that_does_not_read_costs_only_itself(plan):
    """An unreadable routine's problems are printed, and the rest of the plan is shown anyway."""
    home = find_home()
    home.routines.mkdir(parents=True)
    (home.routines / "knee.yaml").write_text("title: x\n", encoding="utf-8")
    plan("""\
zone: UTC
reminders:
  a: {routine: knee, at: "10:00"}
  b: {routine: knee, times: dose, between: "08:00-20:00"}
""")
    result = run("-n", "2")
    assert "knee.yaml:1:1: error[missing-field]: 'steps' is missing" in result.stderr
    assert [line.split()[3] for line in result.stdout.splitlines()] == ["a", "a"]


def test_weeks_count_from_the_first_session_in_the_journal(plan):
    """Of a six-week routine begun five weeks and six days ago, one day is left."""
    from dataclasses import replace
    from datetime import timedelta

    from coach.journal.events import new_event
    from coach.journal.store import Journal

    plan('zone: UTC\nreminders: {legs: {routine: calves-before-bed, times: dose, between: "21:45-22:00"}}')
    assert len(run("-n", "50").stdout.splitlines()) == 50
    with Journal.open(find_home().journal, SystemClock()) as journal:
        for days in (41, 3):
            event = new_event(
                "session-started", SystemClock(), session=f"s{days}", routine="calves-before-bed",
                digest="d", data={},
            )  # fmt: skip
            journal.append(replace(event, at=NOW - timedelta(days=days), offset_minutes=0))
    assert run("-n", "50").stdout == "Fri 2026-10-23 21:45  legs  Calves before bed  spoken\n"


def test_the_numbers_that_may_be_asked_for():
    """A number outside 1 to 1,000 is wrong usage, and the plan is not read."""
    assert [run("-n", number).exit_code for number in ("0", "1001", "many")] == [2, 2, 2]


@pytest.mark.real
def test_nothing_heavy_is_imported_once_the_routines_are_known(plan):
    """Once the routines are cached, `next` imports neither numpy nor sqlite3."""
    plan('zone: UTC\nreminders: {a: {routine: eyes-far, at: "10:00"}}')
    code = """
import sys
sys.argv = ["coach", "next"]
try:
    from coach.commands import main; main()
finally:
    heavy = {"numpy", "asyncio", "textual", "sqlite3", "pyttsx3"} & set(sys.modules)
    print("heavy:", *sorted(heavy))
"""
    shown = [
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=60,
        ).stdout.splitlines()[-1]
        for _ in range(2)
    ]
    assert shown[1] == "heavy:"


def save_state(**state):
    """What a coach has saved of its day."""
    path = find_home().state / "day.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(state), encoding="utf-8")


def test_a_pause_is_known(plan):
    """What falls into a pause is skipped or postponed as the coach would do it, and its end is named."""
    plan()
    save_state(paused_until="2026-10-23T08:13:00+00:00")
    result = run("-n", "3")
    assert result.stdout.splitlines()[0].startswith("Fri 2026-10-23 10:12+02:00  eyes")
    assert "postponed until 10:13+02:00: You paused the coach." in result.stdout
    assert result.stderr == f"{NOT_RUNNING}Paused until 10:13+02:00.\n"
    assumed = json.loads(run("--json").stdout)["assumed"]
    assert assumed == {
        "running": False, "paused": True, "paused_until": "2026-10-23T10:13:00+02:00",
        "off_because": None, "announced": None,
    }  # fmt: skip


def test_a_pause_without_an_end_is_known(plan):
    """In a pause without an end nothing is spoken: each reminder waits for its time to pass."""
    plan()
    save_state(paused_until="9999-12-31T23:59:59.999999+00:00")
    result = run("-n", "3")
    assert [line.partition("  ")[2] for line in result.stdout.splitlines()] == [
        "eyes   Eyes into the distance  skipped: The same reminder is due again.",
        "water  A few sips of water     skipped: You paused the coach.",
        "eyes   Eyes into the distance  skipped: You paused the coach.",
    ]
    assert result.stderr == f"{NOT_RUNNING}Paused until `coach resume`.\n"
    assert json.loads(run("--json").stdout)["assumed"]["paused_until"] is None


def test_what_was_postponed_comes_first(plan):
    """What was postponed comes first, with its new time, and the announced routine is named."""
    plan()
    water = Occurrence(NOW.replace(minute=5), "water", "sip-water")
    eyes = Occurrence(NOW.replace(minute=9), "eyes", "eyes-far")
    state = DayState(
        pending={water: Pending(NOW.replace(minute=11))},
        announcements=(Announcement((eyes,), since=eyes.at, said=eyes.at),),
    )
    engine = SimpleNamespace(state=state, expected=(), plan=load_resolved_plan(find_home()))
    save_state(**saved_state.to_dict(engine))
    result = run("-n", "1")
    assert "10:05+02:00  water  A few sips of water  postponed until 10:11+02:00: Postponed." in result.stdout
    assert result.stderr.endswith("Waiting to begin: Eyes into the distance (eyes).\n")


@pytest.mark.parametrize("text", ["[" * 100_000, "{}", '{"paused_until": 3}', '{"paused_until": "3"}'])
def test_a_state_that_cannot_be_read_is_as_good_as_none(plan, text):
    """With an unreadable saved state the forecast is that of a day just begun."""
    plan()
    save_state()
    (find_home().state / "day.json").write_text(text, encoding="utf-8")
    assert (run().exit_code, run().stderr) == (0, NOT_RUNNING)


@pytest.mark.real
def test_a_calendar_is_read(plan):
    """A calendar's event keeps the coach quiet; a missing calendar is named, and the rest goes on."""
    folder = plan(PLAN + "calendar: [work.ics, none.ics]\n").parent
    lines = ("UID:1", "DTSTART:20261023T080500Z", "DTEND:20261023T082000Z")
    text = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    (folder / "work.ics").write_text(text, encoding="utf-8")
    done = run("-n", "3", "--json")
    found = [
        (each["reminder"], each["reason"], each["until"]) for each in json.loads(done.stdout)["occurrences"]
    ]
    assert found == [
        ("eyes", "superseded", None),
        ("water", "calendar", "2026-10-23T10:20:00+02:00"),
        ("eyes", "merged", None),
    ]
    assert done.stderr.startswith(f"The calendar {folder / 'none.ics'} is left out: There is no such file")
