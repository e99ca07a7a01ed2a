"""What lies ahead, for `coach next` and `coach plan`: the plan read, and each occurrence foreseen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING

import click

from coach.errors import BadFile
from coach.plan.forecast import foresee
from coach.plan.gate import SHORT_SECONDS, Defer, Skip, Speak, State
from coach.plan.local_time import instant_of, local_day, zone_of
from coach.plan.model import Prescribed, Prescription
from coach.plan.occurrences import occurrences
from coach.plan.reading import examine_plan
from coach.plan.routine_cache import dose_problems, read_summaries
from coach.problems import printable
from coach.routine.library import entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, tzinfo
    from pathlib import Path

    from coach.home import Home
    from coach.plan.forecast import Foreseen
    from coach.plan.model import Plan
    from coach.plan.routine_cache import RoutineSummary
    from coach.routine.model import Routine

_DAY = timedelta(days=1)
_SHOWN_AS = {Speak: "speak", Defer: "defer", Skip: "skip"}


@dataclass(frozen=True, slots=True)
class Ahead:
    """A plan with all that its reminders need to be foreseen."""

    plan: Plan
    zone: tzinfo
    cards: Mapping[str, RoutineSummary]
    prescriptions: Mapping[str, Prescription]

    def between(self, start: datetime, end: datetime) -> list[Foreseen]:
        """Every occurrence from `start` on and before `end`, with what becomes of it, in their order.

        Looked at from the day before on and to the day after, as what is near decides too.
        """
        begin = instant_of(local_day(start, self.zone) - _DAY, time(0), self.zone)
        coming = occurrences(self.plan, self.prescriptions, begin, end + _DAY, self.zone)
        seconds = {id_: card.seconds for id_, card in self.cards.items()}
        short = frozenset(id_ for id_, length in seconds.items() if length <= SHORT_SECONDS)
        state = State(plan=self.plan, zone=self.zone, short=short)
        found = (one for one in foresee(coming, state, seconds) if start <= one.occurrence.at < end)
        return sorted(found, key=lambda one: one.occurrence)


def look_ahead(home: Home, plan_file: Path | None = None) -> Ahead:
    """The person's plan with its routines; what is odd about them is told on stderr.

    `plan_file`: another plan than theirs. Raises `FileError` when there is no plan or it does not read,
    `JournalError` when the journal is needed for the beginning of a prescription and does not read.
    """
    examined = examine_plan(plan_file or home.plan, [entry.id for entry in entries(home)])
    if examined.plan is None:
        raise BadFile([problem for problem in examined.problems if problem.severity == "error"])
    plan = examined.plan
    cards, unreadable = read_summaries((reminder.routine for reminder in plan.reminders), home, _seconds)
    for told in (*examined.problems, *unreadable, *dose_problems(plan, cards)):
        for line in str(told).splitlines():
            click.echo(printable(line), err=True)
    return Ahead(plan, zone_of(plan), cards, _prescriptions(plan, cards, home))


def as_json(foreseen: Sequence[Foreseen], zone: tzinfo) -> str:
    """The shape that programs are promised."""
    return json.dumps({"occurrences": [_as_data(one, zone) for one in foreseen]}, indent=2)


def table(foreseen: Sequence[Foreseen], zone: tzinfo, moment: str) -> list[str]:
    """A line for each; `moment`: how the instant is written, as for `strftime`."""
    rows = [_row(one, zone, moment) for one in foreseen]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return [
        "  ".join((*(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)), row[3]))
        for row in rows
    ]


def _as_data(one: Foreseen, zone: tzinfo) -> dict[str, str | None]:
    decision = one.decision
    return {
        "at": one.occurrence.at.astimezone(zone).isoformat(),
        "reminder": one.occurrence.reminder,
        "routine": one.occurrence.routine,
        "decision": _SHOWN_AS[type(decision)],
        "reason": None if isinstance(decision, Speak) else decision.reason.code,
        "until": decision.until.astimezone(zone).isoformat() if isinstance(decision, Defer) else None,
    }


def _row(one: Foreseen, zone: tzinfo, moment: str) -> tuple[str, str, str, str]:
    local = one.occurrence.at.astimezone(zone)
    when = f"{local:{moment}}" + (f":{local:%S}" if local.second else "")
    return when, one.occurrence.reminder, one.occurrence.routine, _told(one, zone)


def _told(one: Foreseen, zone: tzinfo) -> str:
    decision = one.decision
    if isinstance(decision, Defer):
        return f"moved to {decision.until.astimezone(zone):%H:%M}: {decision.reason.sentence}"
    if isinstance(decision, Skip):
        is_said = decision.reason.code == "merged"
        return f"{'spoken' if is_said else 'left out'}: {decision.reason.sentence}"
    others = " and ".join(other.reminder for other in decision.together)
    return f"spoken with {others}" if others else "spoken"


def _prescriptions(plan: Plan, cards: Mapping[str, RoutineSummary], home: Home) -> dict[str, Prescription]:
    found = {}
    for reminder in plan.reminders:
        card = cards.get(reminder.routine)
        if card is not None and isinstance(reminder.cadence, Prescribed):
            is_open = reminder.first_day is None and (card.dose.weeks or card.dose.rest_days)
            begun = _begun(home, reminder.routine) if is_open else None
            found[reminder.routine] = Prescription(card.dose, begun)
    return found


def _begun(home: Home, routine: str) -> date | None:
    from coach.journal.sessions import first_day_in  # sqlite only where a prescription asks for it

    return first_day_in(home.journal, routine)


def _seconds(routine: Routine) -> float:
    from coach.voice.estimate import estimated_seconds  # only where a routine is new or was edited

    return estimated_seconds(routine)
