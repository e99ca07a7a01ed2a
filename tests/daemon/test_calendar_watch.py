"""The calendars of the running coach: read in a process of their own, and again when they change."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.child_process import ChildFailed
from coach.daemon import calendar_watch
from coach.daemon.calendar_watch import (
    LOOK_INTO,
    LOOK_INTO_EACH,
    READ_AGAIN,
    TRY_AGAIN,
    CalendarWatch,
    busy_hours_of,
)
from coach.daemon.plan_loader import file_stamp
from coach.daemon.value_codec import to_json
from coach.home import find_home
from coach.plan.calendars import CalendarReading, watched_paths
from coach.plan.model import Plan, ResolvedPlan
from daemon_harness import DaemonHarness, at

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
MEETING = (NINE, TEN)


def plan(*calendars):
    """A plan with these calendars."""
    return ResolvedPlan(Plan(reminders=(), calendars=calendars), BERLIN, {}, {})


@pytest.fixture
def reader(monkeypatch):
    """A reader process that answers, and counts how often it was asked; a test may change the answer."""

    class Reader:
        asked = 0
        answer = CalendarReading((MEETING,), (), 1)
        failure = None

    async def ask(_command, _question, _log, _within):
        Reader.asked += 1
        await asyncio.sleep(0)
        if Reader.failure is not None:
            raise Reader.failure
        return {"answer": to_json(Reader.answer)}

    monkeypatch.setattr(calendar_watch, "ask_child", ask)
    return Reader


def watched(life):
    """Live with a watch; how often others were read."""
    changes = []

    async def whole():
        watch = CalendarWatch(find_home(), lambda: changes.append(watch.busy))
        await life(watch)

    asyncio.run(whole())
    return changes


def test_read_at_the_start_and_when_the_plan_names_others(reader):
    """Calendars are read at the start, and again only when they or the plan change."""

    async def life(watch):
        await watch.start(plan(), NINE)
        assert reader.asked == 0
        for written in (("a.ics",), ("a.ics",), ("b.ics",)):
            await watch.start(plan(*written), NINE)
        assert reader.asked == 2
        await watch.start(plan(), NINE)

    assert watched(life) == [(MEETING,), ()]


def test_read_again_after_some_hours_and_when_the_clock_was_set_back(reader):
    """Calendars are read again after some hours, and after the clock was set back."""

    async def life(watch):
        for now, asked in ((NINE, 1), (NINE + READ_AGAIN / 2, 1), (NINE + READ_AGAIN, 2), (NINE, 3)):
            await watch.start(plan("a.ics"), now)
            assert reader.asked == asked

    assert watched(life) == [(MEETING,)]


def test_an_edited_file_in_a_folder_is_noticed_within_a_minute(reader, tmp_path):
    """A file that is written in place leaves its folder as it was; that is noticed anyway."""
    file = tmp_path / "work" / "1.ics"
    file.parent.mkdir()
    file.write_text("", encoding="utf-8")
    asked = []

    async def life(watch):
        for seconds in (0, 30, LOOK_INTO - 1, LOOK_INTO, LOOK_INTO + 30, 2 * LOOK_INTO):
            await watch.start(plan(str(tmp_path)), NINE + timedelta(seconds=seconds))
            asked.append(reader.asked)
            if seconds == 30:
                with file.open("a", encoding="utf-8") as stream:
                    stream.write("BEGIN:VCALENDAR")

    watched(life)
    assert asked == [1, 1, 1, 2, 2, 2]


def test_a_folder_of_thousands_is_looked_into_less_often(reader, tmp_path):
    """However many files a folder has, to look at them costs about as much an hour."""
    for number in range(1000):
        (tmp_path / f"{number}.ics").write_text("", encoding="utf-8")
    asked = []

    async def life(watch):
        for seconds in (0, LOOK_INTO, 1000 * LOOK_INTO_EACH):
            await watch.start(plan(str(tmp_path)), NINE + timedelta(seconds=seconds))
            asked.append(reader.asked)
            (tmp_path / "1.ics").write_text("longer" * (1 + len(asked)), encoding="utf-8")

    watched(life)
    assert asked == [1, 1, 2]


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (ChildFailed("did not answer within 60 seconds"), "did not answer within 60 seconds."),
        (OSError(12, "No memory"), "could not be started: No memory."),
        (ValueError(), "is of another version of the coach."),
    ],
)  # fmt: skip
def test_a_reader_that_fails_is_a_problem(reader, failure, sentence):
    """If the reader fails, that is a problem, the busy hours are unknown, and it is tried again later."""
    reader.failure = failure

    async def life(watch):
        await watch.start(plan("a.ics"), NINE)
        assert watch.problems == (
            f"The calendars are left out: the process that reads the calendars {sentence}",
        )
        reader.failure = None
        await watch.start(plan("a.ics"), NINE + TRY_AGAIN / 2)
        assert watch.busy == ()
        await watch.start(plan("a.ics"), NINE + TRY_AGAIN)
        assert (watch.busy, watch.problems) == ((MEETING,), ())

    assert len(watched(life)) == 2


def test_the_reminders_are_quiet_while_the_calendar_is_busy(monkeypatch, reader):
    """A reminder due in a busy hour is left out with its reason; a problem is part of the status."""
    reader.answer = CalendarReading((MEETING,), ("The calendar x.ics is left out: why.",), 1)
    harness = DaemonHarness(monkeypatch, at(9, 30), calendars=("x.ics",))
    harness.resolved = replace(harness.resolved, zone=ZoneInfo("UTC"))

    async def life(daemon):
        await harness.until(10, 30)
        assert daemon.status()["problems"] == ["The calendar x.ics is left out: why."]

    harness.live(life)
    assert [what for what, *_ in harness.happened if what == "begin"] == []
    assert any("Your calendar says that you are busy." in line for line in harness.shown)
    assert "The calendar x.ics is left out: why." in harness.shown


EVENT = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:Oncology
DTSTART:20261102T090000Z
DTEND:20261102T100000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.real
def test_a_calendar_read_by_another_process(tmp_path):
    """A replaced calendar file is read again, and nothing but the hours of its events is kept."""
    (tmp_path / "work").mkdir()
    path = tmp_path / "work" / "1.ics"
    path.write_text(EVENT, encoding="utf-8")
    span = (NINE - timedelta(hours=2), NINE + timedelta(days=1))

    async def read():
        return await busy_hours_of(plan("."), tmp_path, *span)

    assert asyncio.run(read()) == CalendarReading((MEETING,), (), 1)
    folders = {each: file_stamp(each) for each in watched_paths([tmp_path])}
    new = path.with_suffix(".new")
    new.write_text(EVENT.replace("T10", "T11"), encoding="utf-8")
    os.replace(new, path)  # noqa: PTH105 — as vdirsyncer does
    assert asyncio.run(read()).busy == ((NINE, NINE + timedelta(hours=2)),)
    assert {each: file_stamp(each) for each in watched_paths([tmp_path])} != folders


@pytest.mark.real
def test_the_calendar_libraries_stay_out_of_the_daemon():
    """The daemon imports neither of the calendar libraries."""
    code = (
        "import sys, coach.daemon.run, coach.daemon.calendar_watch;"
        "print([each for each in ('icalendar', 'recurring_ical_events', 'dateutil') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
