"""The plan file: every field, every mistake, all at once; hostile files; the documentation is true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach.clock_times import DateRange, Window, parse_window
from coach.errors import BadFile, FileError
from coach.plan.model import (
    AsPrescribed,
    AtIntervals,
    AtTimes,
    AudioSettings,
    Plan,
    Reminder,
    TimesPerDay,
    VoiceSettings,
)
from coach.plan.reading import examine_plan, read_plan
from coach.plan.tables import PLAN_VOCABULARY

ROOT = Path(__file__).parents[2]
DESK = parse_window("09:00-17:30")


EVERYTHING = """\
format: 1
zone: Europe/Berlin
voice: {language: de, rate: 120, volume: .5, detail: always-full, breath_holds: no}
audio: {latency: 120 ms, wake: 1.5 s}
quiet: ["12:30-13:15", 22:00-07:00]
busy: {camera: speak, microphone: quiet, full_screen: speak}
wait: 90 s
break_after: 7 min
media: leave
how: chime
sound: sounds/gong.wav
at_most: 9
except: 2026-12-24
spacing: 1 min 30 s
reminders:
  water: {routine: sip-water, every: 90 min, between: 09:00-17:30, on: weekdays, missed: once, counting: use}
  neck:
    routine: desk-neck
    at: ["15:00", 10:30, "15:00"]
    on: [Fri, monday, mon]
    from: 2026-11-02
    until: 2026-12-31
    begin: ask
    how: notify
    volume: 0.3
    sound: bowl
    except: [2026-11-09, "2026-12-24 to 2026-12-26"]
    jitter: 5 min
  breath: {routine: breathing-box, times: 3, between: "08:00-24:00", begin: now, how: voice, on: weekends}
  knee-2: {routine: knee-week-2, times: dose, between: "22:00-02:00", level: B, course_began: 2026-11-09}
day_ends: "04:30"
"""


def test_every_field_is_read(examined):
    """The whole plan as values: times sorted and once, days from Monday on, what was not said left open."""
    came = examined(EVERYTHING)
    assert came.problems == ()
    assert came.plan == Plan(
        reminders=(
            Reminder(
                id="water",
                routine="sip-water",
                cadence=AtIntervals(5400.0, DESK),
                on=(0, 1, 2, 3, 4),
                missed="once",
                counting="use",
            ),
            Reminder(
                id="neck",
                routine="desk-neck",
                cadence=AtTimes((time(10, 30), time(15))),
                on=(0, 4),
                first_day=date(2026, 11, 2),
                last_day=date(2026, 12, 31),
                days_off=(
                    DateRange(date(2026, 11, 9), date(2026, 11, 9)),
                    DateRange(date(2026, 12, 24), date(2026, 12, 26)),
                ),
                begin="ask",
                how="notify",
                volume=0.3,
                sound="bowl",
                jitter=300.0,
            ),
            Reminder(
                id="breath",
                routine="breathing-box",
                cadence=TimesPerDay(3, Window(time(8), time(0))),
                on=(5, 6),
                begin="now",
                how="voice",
            ),
            Reminder(
                id="knee-2",
                routine="knee-week-2",
                cadence=AsPrescribed(parse_window("22:00-02:00")),
                level="B",
                course_began=date(2026, 11, 9),
            ),
        ),
        quiet=(parse_window("12:30-13:15"), parse_window("22:00-07:00")),
        wait=90.0,
        break_after=420.0,
        media="leave",
        how="chime",
        sound="sounds/gong.wav",
        at_most=9,
        days_off=(DateRange(date(2026, 12, 24), date(2026, 12, 24)),),
        ignored_signs=("camera", "full_screen"),
        spacing=90.0,
        day_ends=time(4, 30),
        voice=VoiceSettings(language="de", rate=120, volume=0.5, detail="always-full", breath_holds=False),
        audio=AudioSettings(latency=0.12, wake=1.5),
        zone=ZoneInfo("Europe/Berlin"),
    )
    assert (came.plan.file, came.plan.digest) == ("plan.yaml", "digest")
    assert [(each.mark.line, each.mark.column) for each in came.plan.reminders] == [
        (16, 3), (17, 3), (29, 3), (30, 3),
    ]  # fmt: skip


def test_little_is_enough(examined):
    """One reminder; everything else has a default."""
    assert examined('reminders: {a: {routine: eyes-far, at: "10:00"}}').plan == Plan(
        reminders=(Reminder(id="a", routine="eyes-far", cadence=AtTimes((time(10),))),)
    )


def test_a_file_is_read_with_its_name_and_digest(tmp_path):
    """A plan has its file's name for the person, and the digest by which an edit is noticed."""
    path = tmp_path / "plan.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    plan = read_plan(path)
    assert (plan.file, len(plan.digest), len(plan.reminders)) == (str(path), 64, 4)


def test_a_missing_file_says_how_to_make_one(tmp_path):
    """The message for a missing plan says how to make one, not that the disk is at fault."""
    path = tmp_path / "plan.yaml"
    for read in (read_plan, examine_plan):
        with pytest.raises(FileError) as caught:
            read(path)
        assert str(caught.value) == f"There is no plan yet: {path} does not exist.\n`coach init` creates one."
        assert caught.value.exit_code == 3


def test_a_bad_file_is_refused_with_its_errors_alone(tmp_path):
    """Warnings do not keep a plan from being used, and are not reported with what does."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        "reminders:\n  a: {routine: x, at: 1:00, on: mon, from: 2026-11-03, until: 2026-11-08}\n"
        "  b: {at: 9}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadFile) as caught:
        read_plan(path)
    assert [problem.line for problem in caught.value.problems] == [3, 3]


@pytest.mark.skipif(os.name != "posix", reason="a pipe with a name")
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path, make):
    """A folder, and a pipe without a writer."""
    make(tmp_path / "plan.yaml")
    came = examine_plan(tmp_path / "plan.yaml")
    assert (came.plan, [problem.code for problem in came.problems]) == (None, ["not-a-file"])


@pytest.mark.real
def test_a_good_plan_is_read_without_heavy_imports(tmp_path):
    """Importing those takes longer than everything else in `coach next` may take."""
    path = tmp_path / "plan.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    code = f"""
import sys
from pathlib import Path
from coach.plan.reading import read_plan
read_plan(Path({str(path)!r}), ["sip-water", "desk-neck", "breathing-box", "knee-week-2"])
sys.exit(sorted({{"numpy", "asyncio", "sqlite3", "subprocess"}} & set(sys.modules)) or 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


# The documentation


DOCUMENTATION = (ROOT / "docs" / "plan-format.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", DOCUMENTATION, re.DOTALL))
def test_the_examples_of_the_documentation_are_plans(examined, text):
    """Without a problem, with bundled routines only."""
    from coach.home import bundled_routines

    bundled = [path.stem for path in (bundled_routines() / "en").glob("*.yaml")]
    assert examined(text, bundled).problems == ()


def test_the_whole_example_has_every_field():
    """The whole example shows every field, to be copied from it."""
    whole = re.findall(r"```yaml\n(.*?)```", DOCUMENTATION, re.DOTALL)[1]
    names = sorted(PLAN_VOCABULARY.names)
    assert [name for name in names if f"{name}:" not in whole] == []
