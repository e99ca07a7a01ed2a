"""A plan and a state of everything that the gate looks at, and what may stand against speaking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from coach.clock_times import parse_window
from coach.plan.gate import (
    GateInput,
)
from coach.plan.model import AtIntervals, Occurrence, Plan, Reminder

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # 10:00 on a Monday in Berlin
SPACING = timedelta(minutes=5)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
# The times that docs/plan-format.md names, written out: with the gate's own, a change of them would pass.
GRACE, SETTLING, AGAIN = 10 * MINUTE, 2 * MINUTE, 5 * MINUTE
AWAY_SECONDS = 300.0
ROUTINES = {"water": "sip-water", "eyes": "eyes-far", "neck": "desk-neck", "calm": "breathing-box"}
ONCE = {"neck"}


def reminder(id_: str) -> Reminder:
    """A reminder every 45 minutes; `neck` is made up for."""
    cadence = AtIntervals(2700.0, parse_window("09:00-17:30"))
    missed = "once" if id_ in ONCE else "skip"
    return Reminder(id=id_, routine=ROUTINES[id_], cadence=cadence, missed=missed)


PLAN = Plan(
    reminders=tuple(reminder(id_) for id_ in ROUTINES),
    quiet=(parse_window("12:30-13:15"), parse_window("22:00-07:00")),
    spacing=SPACING.total_seconds(),
)
STATE = GateInput(plan=PLAN, zone=BERLIN, short=frozenset({"sip-water", "eyes-far"}))


def due(id_: str, at: datetime = NOW) -> Occurrence:
    """That reminder, due then."""
    return Occurrence(at, id_, ROUTINES[id_])
