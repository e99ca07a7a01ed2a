"""Where a person is in a course: by the options, the plan, and the journal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands.course_options import routine_for_today
from coach.commands.group import coach
from coach.home import find_home
from coach.journal.events import new_event
from coach.journal.store import open_journal
from coach.testing import FakeClock

COURSE = """
format: 2
title: Heel
dose: {per_day: 2, weeks: 4}
course:
  weeks 1-2:
  weeks 3-4: {Heel drop: {load: 5 kg}}
levels: {A: , B: {Heel drop: {sets: 2}}}
time_of_day: {evening: {Heel drop: {move: 5 reps}}}
steps:
  - move: 10 reps
    name: Heel drop
    pace: 2 s
"""


def run(*arguments):
    """Runs a command line."""
    return CliRunner().invoke(coach, [str(argument) for argument in arguments])


@pytest.fixture
def heel(tmp_path):
    """The file of a course."""
    path = tmp_path / "heel.yaml"
    path.write_text(COURSE)
    return path


def at(heel, **chosen):
    """The stage, the sentence and the facts of a session now, without the time of day."""
    routine, sentence, facts = routine_for_today(find_home(), heel, {"time_of_day": "morning", **chosen})
    return str(routine.stage), sentence, facts


def began(days_ago, **facts):
    """A session of the course that began so many days ago."""
    with open_journal(find_home(), SystemClock()) as journal:
        clock = FakeClock(datetime.now(UTC) - timedelta(days=days_ago))
        journal.append(
            new_event(
                "session-started", clock, session=f"s{days_ago}", routine="heel", digest="d", data=facts
            )
        )


def test_a_first_session_is_at_the_beginning(heel):
    """The first session of a course is in week 1 at the first level."""
    assert at(heel) == ("level A, weeks 1-2", "Week 1, level A.", {"week": 1, "level": "A"})


def test_the_weeks_count_from_the_first_session(heel):
    """On the fifteenth day the third week begins; the level is that of the last session."""
    began(14)
    began(3, level="B")
    assert at(heel) == ("level B, weeks 3-4", "Week 3, level B.", {"week": 3, "level": "B"})


def test_after_the_last_week_it_stays_and_says_so(heel):
    """After the last week the course stays there and says so: nothing ends by itself."""
    began(40)
    assert at(heel)[:2] == (
        "level A, weeks 3-4", "Week 6, level A. The course ended with week 4; weeks 3-4 go on.",
    )  # fmt: skip


def test_the_plan_comes_before_the_journal_and_the_options_before_both(heel):
    """What was agreed counts, and what is asked for now counts more."""
    began(40, level="A")
    home = find_home()
    home.routines.mkdir(parents=True, exist_ok=True)
    (home.routines / "heel.yaml").write_text(COURSE)
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    day = (datetime.now(UTC) - timedelta(days=8)).date()
    home.plan.write_text(
        f'zone: UTC\nreminders: {{heel: {{routine: heel, at: "10:00", level: b, course_began: {day}}}}}\n'
    )
    assert at(heel)[2] == {"week": 2, "level": "B"}
    assert at(heel, week=3, level="a")[2] == {"week": 3, "level": "A"}


def test_a_level_of_the_plan_that_is_not_there_is_named(heel, capsys):
    """The session begins anyway, at the first level."""
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text('reminders: {heel: {routine: heel, at: "10:00", level: D}}\n')
    home.routines.mkdir(parents=True, exist_ok=True)
    (home.routines / "heel.yaml").write_text(COURSE)
    assert at(heel)[2] == {"week": 1, "level": "A"}
    assert "no level 'D'" in capsys.readouterr().err


def test_a_preview_of_each_stage(heel):
    """The title names the stage, and the end how long each takes."""
    lines = run("preview", heel, "--week", 9, "--level", "b", "--time-of-day", "evening").stdout.splitlines()
    assert lines[0].endswith("level B, weeks 3-4, evening")
    assert lines[1] == "Week 9, level B, evening. The course ended with week 4; weeks 3-4 go on."
    assert sum("the first time" in line for line in lines[-8:]) == 8
    known = json.loads(run("preview", heel, "--as", "known", "--json").stdout)
    first = json.loads(run("preview", heel, "--json").stdout)
    assert known["seconds"] < first["seconds"]
    assert not any("chest" in cue["text"] for cue in known["cues"] if "text" in cue)


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (["--level", "D"], "This routine has no level 'D'; it has: A, B."),
        (["--week", "0"], "--week"),
        (["--time-of-day", "noon"], "--time-of-day"),
    ],
)
def test_a_part_that_is_not_there_is_refused(heel, option, expected):
    """The message says what there is."""
    result = run("preview", heel, *option)
    assert (result.exit_code, expected in result.stderr) == (2, True)


def test_a_routine_without_a_course_has_no_weeks(tmp_path):
    """The option is refused, as it would change nothing."""
    path = tmp_path / "calf.yaml"
    path.write_text("title: Calf\nsteps: [hold: 20 s]\n")
    result = run("preview", path, "--week", 2)
    assert (result.exit_code, "--week: this routine has no course with a week." in result.stderr) == (2, True)


def test_two_weeks_can_be_compared(heel):
    """`coach diff` takes one file and two weeks, or two levels."""
    assert run("diff", heel, "--week", 1, "--week", 3).stdout == "Heel drop: load none → “5 kg”\n"
    assert run("diff", heel, "--level", "A", "--level", "B").stdout == "Heel drop: sets 1 → 2 (one more)\n"
    assert run("diff", heel).exit_code == 2


def test_the_page_of_a_routine_lists_what_changes(heel):
    """Levels, weeks and times of day, each with its changes."""
    lines = run("routines", "show", heel).stdout.splitlines()
    place = lines.index("Course (the steps above are those of its beginning)")
    assert lines[place + 1 : place + 6] == [
        "  level A: as above",
        "  level B: Heel drop: sets 1 → 2 (one more)",
        "  weeks 1-2: as above",
        "  weeks 3-4: Heel drop: load none → “5 kg”",
        "  evening: Heel drop: repetitions 10 → 5 (five fewer)",
    ]


@pytest.mark.real
def test_a_session_has_its_week_and_level_in_the_journal(heel):
    """The journal of a session has its week and level, and both are shown as a note."""
    result = run("do", heel, "--fast", "--plain", "--week", 3, "--level", "B", "--time-of-day", "evening")
    assert "note: Week 3, level B, evening." in result.stdout
    with open_journal(find_home(), SystemClock()) as journal:
        ((data,),) = journal.rows("SELECT data FROM events WHERE kind = 'session-started'")
    data = json.loads(data)
    assert (data["week"], data["level"], data["time_of_day"]) == (3, "B", "evening")
