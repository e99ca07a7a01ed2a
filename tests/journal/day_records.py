"""Entries about one reminder of one day, and the summary of a day with such entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coach.journal.day_summary import (
    DayRecords,
    ReminderRecord,
    ReminderRow,
    summary_of_day,
)
from coach.journal.sessions import Session
from coach.plan.model import Occurrence

START = datetime(2026, 11, 2, 3, tzinfo=UTC)
SPAN = (START, START + timedelta(days=1))


def at(hour, minute=0, second=0):
    """That time of the day."""
    return datetime(2026, 11, 2, hour, minute, second, tzinfo=UTC)


DUE = at(9)
NOW = at(18)
PLANNED = (Occurrence(DUE, "water", "sip"),)
SESSION = Session(
    id="s", routine="sip", title="Sip", started=DUE, ended=at(9, 1), outcome="completed", steps_done=1,
    steps=1, seconds=60.0, pain=(), voice="v", step=0, heard="yes", confirmed=False, rehearsal=False,
)  # fmt: skip


def record(ruling, when=DUE, **more):
    """An entry about the water at nine."""
    return ReminderRecord(
        **{"at": when, "reminder": "water", "routine": "sip", "due": DUE, "ruling": ruling, **more}
    )


LED = (record("speak"), record("led", session="s"))


def summary(*records, sessions=(), claims=(), planned=PLANNED, now=NOW):
    """The summary of a day with these records."""
    return summary_of_day(planned, DayRecords(reminders=records, claims=claims, sessions=sessions), SPAN, now)


def row(**fields):
    """The row of the water at nine."""
    return ReminderRow(**{"reminder": "water", "routine": "sip", "due": DUE, **fields})
