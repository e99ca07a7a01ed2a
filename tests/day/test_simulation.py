"""A plan simulated in virtual time."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.clock_times import Window
from coach.day.engine import ReminderEngine
from coach.day.scheduler import MOST_DUE
from coach.day.simulation import simulate
from coach.plan.model import (
    AtIntervals,
    AtTimes,
    Plan,
    Reminder,
    ResolvedPlan,
    RoutineSummary,
)
from coach.plan.occurrences import occurrences
from coach.situation import AT_THE_DESK
from coach.testing import FakeClock

WORK = Window(time(9), time(17))
ROUTINES = {"sip": RoutineSummary("A sip", 10.0), "neck": RoutineSummary("Neck", 400.0)}


def resolved(*reminders, zone=UTC, **plan):
    """These reminders in that zone."""
    return ResolvedPlan(Plan(reminders=reminders, **plan), zone, ROUTINES, {})


def water(**fields):
    """Every 45 minutes at work."""
    return Reminder(**{"id": "water", "routine": "sip", "cadence": AtIntervals(2700.0, WORK), **fields})


def rows(events):
    """Time, reminder and ruling of each event."""
    return [(each.at, each.occurrence.reminder, each.ruling, each.reason) for each in events]


def test_an_hour():
    """What is due at its beginning counts, what is due at its end does not."""
    start = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    found = rows(simulate(resolved(water()), start, start + timedelta(minutes=45)))
    assert found == [
        (start, "water", "speak", ""),
        (start + timedelta(seconds=10), "water", "ended", "completed"),
    ]


def test_what_is_announced_is_begun():
    """The simulated person begins what is announced."""
    start = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    neck = Reminder(id="neck", routine="neck", cadence=AtTimes((time(9, 10),)))
    rulings = [row[2] for row in rows(simulate(resolved(neck), start, start + timedelta(hours=1)))]
    assert rulings == ["speak", "begun", "ended"]


def test_of_several_routines_each_has_its_turn():
    """The simulated person does each of them, so that the next one follows."""
    start = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    times = AtTimes((time(10), time(12), time(14)))
    turns = Reminder(id="turns", routine="sip", routines=("sip", "neck"), cadence=times)
    events = simulate(resolved(turns), start, start + timedelta(hours=8))
    assert [each.occurrence.routine for each in events if each.ruling == "speak"] == ["sip", "neck", "sip"]


def test_two_at_once():
    """Short ones are said together; a long one keeps the others waiting."""
    start = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    neck = Reminder(id="neck", routine="neck", cadence=AtTimes((time(9, 0),)), begin="now")
    found = rows(simulate(resolved(water(missed="once"), neck), start, start + timedelta(minutes=30)))
    assert [row[1:] for row in found] == [
        ("neck", "speak", ""),
        ("water", "defer", "spacing"),
        ("water", "defer", "led"),
        ("neck", "ended", "completed"),
        ("water", "speak", ""),
        ("water", "ended", "completed"),
    ]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", (2026, 3, 29)),
        ("Europe/Berlin", (2026, 10, 25)),
        ("Australia/Lord_Howe", (2026, 4, 5)),
        ("America/St_Johns", (2026, 11, 1)),
    ],
)
def test_the_changes_of_the_clock(zone, day):
    """Across a change of the clock, steps are 45 real minutes: no gap of 105 or 30, nothing twice."""
    start = datetime(*day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    always = Window(time(0), time(0))
    reminder = water(cadence=AtIntervals(2700.0, always))
    spoken = [
        each.at
        for each in simulate(resolved(reminder, zone=ZoneInfo(zone)), start, start + timedelta(hours=22))
        if each.ruling == "speak"
    ]
    assert {after - before for before, after in itertools.pairwise(spoken)} == {timedelta(minutes=45)}


def test_every_occurrence_is_accounted_for():
    """In a month each occurrence is spoken or skipped exactly once."""
    start, end = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    neck = Reminder(id="neck", routine="neck", cadence=AtTimes((time(10, 30), time(15))), missed="once")
    plan = resolved(water(), neck, quiet=(Window(time(12), time(13)),))
    settled = [each.occurrence for each in simulate(plan, start, end) if each.ruling in ("speak", "skip")]
    due = list(occurrences(plan.plan, {}, start, end, UTC))
    assert sorted(settled) == due


def crowd():
    """Twenty reminders a minute, all day long."""
    always = Window(time(0), time(0))
    reminders = (
        Reminder(id=f"r{number}", routine="sip", cadence=AtIntervals(50.0 + number, always))
        for number in range(20)
    )
    return resolved(*reminders, spacing=1.0)


def test_with_twenty_reminders_a_minute_each_is_settled_once():
    """Spoken or skipped, apart from those that can still be postponed at the end."""
    start, plan = datetime(2026, 11, 2, tzinfo=UTC), crowd()
    end = start + timedelta(hours=1)
    settled = [each.occurrence for each in simulate(plan, start, end) if each.ruling in ("speak", "skip")]
    due = list(occurrences(plan.plan, {}, start, end, UTC))
    assert len(settled) == len(set(settled)) > 1000
    assert set(settled) <= set(due)
    assert min(each.at for each in set(due) - set(settled)) > end - timedelta(minutes=2)


def test_a_week_asleep_with_twenty_reminders_a_minute_is_accounted_for():
    """Each reminder's first entry is its first occurrence; one is spoken, and the journal is not flooded."""
    clock = FakeClock(datetime(2026, 11, 2, tzinfo=UTC))
    engine = ReminderEngine(crowd(), clock, lambda: AT_THE_DESK)
    expected = {each.reminder: each.at for each in engine.expected}
    clock.suspend(7 * 86_400.0)
    events = [effect for effect in engine.wake() if hasattr(effect, "ruling")]
    first = {}
    for event in events:
        name, at = event.occurrence.reminder, event.occurrence.at
        first[name] = min(at, first.get(name, at))
    assert first == expected
    assert sum(event.ruling == "speak" for event in events) == 1
    assert len(events) <= 20 * (MOST_DUE + 1)
