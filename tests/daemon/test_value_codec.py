"""Values that pass between the daemon and its reader."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach import clock_times
from coach.clock_times import Window
from coach.daemon.value_codec import dataclasses_of, from_json, to_json
from coach.plan import model as plan_model
from coach.plan.model import AtIntervals, AtTimes, Plan, Prescription, Reminder
from coach.problems import TextPosition
from coach.routine import model as routine_model
from coach.routine.model import Dose

CLASSES = dataclasses_of((clock_times, plan_model, routine_model))
PLAN = Plan(
    reminders=(
        Reminder(
            id="neck", routine="desk-neck", cadence=AtTimes((time(10, 30),)), first_day=date(2026, 11, 2)
        ),
        Reminder(
            id="é",
            routine="./a b.yaml",
            cadence=AtIntervals(1.5, Window(time(9), time(17))),
            mark=TextPosition(3, 5),
        ),
    ),
    zone=ZoneInfo("Asia/Tokyo"),
)
VALUES = [
    None,
    True,
    3,
    0.1,
    "é\ud800",
    (),
    (1, (2, "3")),
    {},
    {Path("/a b"): (1, 2), "x": None},
    date(2026, 11, 2),
    datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
    time(23, 59, 59),
    ZoneInfo("Europe/Berlin"),
    PLAN,
    {"neck": Prescription(Dose(), date(2026, 1, 1))},
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_was_sent_arrives(value):
    """A value that is sent as text arrives with its type."""
    arrived = from_json(json.loads(json.dumps(to_json(value))), CLASSES)
    assert (arrived, type(arrived)) == (value, type(value))


def test_what_equality_overlooks_arrives_too():
    """A reminder's place in its file arrives too, though equality ignores it."""
    arrived = from_json(to_json(PLAN), CLASSES)
    assert [reminder.mark for reminder in arrived.reminders] == [TextPosition(), TextPosition(3, 5)]


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", UTC])
def test_what_cannot_be_sent_is_refused(value):
    """A value that cannot be sent is refused where it is sent."""
    with pytest.raises(TypeError, match="cannot be sent"):
        to_json(value)


@pytest.mark.parametrize(
    "tree",
    [
        {"Unknown": {}},
        {"AtTimes": {"hours": []}},
        {"AtTimes": {}},
        {"AtTimes": 3},
        {"mapping": 3},
        {"mapping": [3]},
        {"mapping": [[[], {}]]},
        {"mapping": [["a"]]},
        {"time": "25:00"},
        {"ZoneInfo": "Nowhere/At_All"},
        {"ZoneInfo": "../etc"},
        {},
        {"date": "2026-11-02", "time": "10:00"},
    ],
)
def test_what_is_not_understood_is_a_value_error(tree):
    """A text that is not understood, as from another version, raises `ValueError`."""
    with pytest.raises(ValueError):  # noqa: PT011 — of whatever kind
        from_json(tree, CLASSES)
