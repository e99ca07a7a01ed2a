"""`coach next` and `coach plan`: the reminders to come, and what the coach would decide about each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

import click

from coach.clock import SystemClock
from coach.commands import dates, options
from coach.commands.printing import aligned, warn
from coach.commands.usage import Number
from coach.errors import BadFile, FileError, JournalError
from coach.home import find_home
from coach.plan.forecast import forecast_between, forecast_from
from coach.plan.gate import Defer, Skip, Speak
from coach.plan.local_time import end_of_day, instant_of, local_day, local_text
from coach.plan.model import AsPrescribed, AtIntervals, Prescription, ResolvedPlan
from coach.plan.time_zones import zone_of
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime, tzinfo
    from pathlib import Path

    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.plan.forecast import ForecastEntry
    from coach.plan.model import Plan, RoutineSummary
    from coach.plan.reading import ExaminedPlan
    from coach.routine.model import Routine

Found = TypeVar("Found")

MOST: Final = 1000
_LONGEST: Final = 400
"""Days that are searched."""
_CALENDAR: Final = timedelta(days=31)
"""So far ahead calendars are read for the next reminders."""
_DECISIONS: Final = {Speak: "speak", Defer: "defer", Skip: "skip"}
_DAY_AND_TIME: Final = "%a %Y-%m-%d %H:%M"


@click.command(name="next")
@click.option(
    "-n", "number", type=Number("-n", 1, MOST), default=5, show_default=True, help="How many reminders."
)
@options.as_json
def next_command(*, number: int, as_json: bool) -> None:
    """Show the next reminders of your plan, and what the coach would decide about each.

    It knows what is paused or postponed, and assumes that you are at the machine and in no meeting. The exit
    code is 3 when there is no plan, or it has mistakes.
    """
    from coach.daemon.known_state import read_known_state

    home = find_home()
    known = read_known_state(home, SystemClock().now())
    resolved = load_resolved_plan(home)
    resolved = with_busy_hours(resolved, home.plan.parent, known.now, known.now + _CALENDAR)
    found = list(islice(forecast_from(resolved, known.day, known.now + timedelta(days=_LONGEST)), number))
    if as_json:
        click.echo(to_json(found, resolved, known.to_dict(resolved.zone)))
        return
    if found:
        click.echo("\n".join(table(found, resolved)))
    else:
        warn(f"Nothing is due in the next {_LONGEST} days.")
    warn("\n".join(known.remarks(resolved)))


@click.command(name="plan")
@dates.wanted_day
@options.as_json
def plan_command(*, wanted: date | None, as_json: bool) -> None:
    """Show all reminders of one day, and what the coach would decide about each.

    It knows what is paused or postponed from now on, and assumes that you are at the machine and in no
    meeting. The exit code is 3 when there is no plan, or it has mistakes.
    """
    from coach.daemon.known_state import read_known_state

    home = find_home()
    resolved = load_resolved_plan(home)
    for problem in _sound_problems(home, resolved.plan):
        warn(problem)
    known = read_known_state(home, SystemClock().now())
    day = wanted or local_day(known.now, resolved.zone)
    start, end = instant_of(day, time(0), resolved.zone), end_of_day(day, resolved.zone)
    nearby = timedelta(days=1)  # what comes before and after matters too
    resolved = with_busy_hours(resolved, home.plan.parent, start - nearby, end + nearby)
    is_near = abs(day - local_day(known.now, resolved.zone)) <= timedelta(days=1)
    if is_near:
        found = [
            *forecast_between(resolved, start, min(known.now, end)),
            *(one for one in forecast_from(resolved, known.day, end) if one.occurrence.at >= start),
        ]
    else:
        found = list(forecast_between(resolved, start, end))
    if as_json:
        click.echo(to_json(found, resolved, known.to_dict(resolved.zone)))
        return
    click.echo(f"{day:%A, %Y-%m-%d}, {resolved.zone}")
    click.echo("\n".join(table(found, resolved, "%H:%M", is_zone_named=True)) or "Nothing is due.")
    if is_near:
        warn("\n".join(known.remarks(resolved)))


COMMANDS: Final = {"next": next_command, "plan": plan_command}
"""The commands of this module by name."""


def load_resolved_plan(home: Home, plan_file: Path | None = None) -> ResolvedPlan:
    """The person's plan, or that in `plan_file`, with its routines; warnings go to stderr.

    Raises `FileError` when there is no plan or it has mistakes, `JournalError` when the journal is needed for
    the first day of a prescription and cannot be read.
    """
    from coach.plan.reading import examine_plan
    from coach.routine.library import entries

    if plan_file is not None and not plan_file.exists():
        raise FileError(f"{plan_file}: file not found")
    plan = resolve(examine_plan(plan_file or home.plan, [entry.id for entry in entries(home)]), home)
    return with_history(replace(plan, done=_done(plan, home)), home)


def with_busy_hours(plan: ResolvedPlan, folder: Path, start: datetime, end: datetime) -> ResolvedPlan:
    """The plan with the busy hours of its calendars between these instants; problems go to stderr.

    `folder`: where the plan's file is.
    """
    if not plan.plan.calendars:
        return plan
    import asyncio

    from coach.daemon.calendar_watch import busy_hours_of

    reading = asyncio.run(busy_hours_of(plan, folder, start, end))
    for problem in reading.problems:
        warn(problem)
    return replace(plan, busy_hours=reading.busy)


def resolve(
    examined: ExaminedPlan, home: Home, known: Mapping[str, RoutineSummary] | None = None
) -> ResolvedPlan:
    """That plan with its routines; warnings go to stderr. Raises as `load_resolved_plan` does.

    `known`: routines by id that are not looked for in the library.
    """
    from coach.plan.routine_cache import dose_problems, read_summaries

    if examined.plan is None:
        raise BadFile([problem for problem in examined.problems if problem.severity == "error"])
    plan = examined.plan
    known = known or {}
    names = (id_ for each in plan.reminders for id_ in each.all_routines if id_ not in known)
    summaries, unreadable = read_summaries(names, home, estimated_seconds, plan.voice.language)
    summaries = {**summaries, **known}
    for problem in (*examined.problems, *unreadable, *dose_problems(plan, summaries)):
        warn(problem)
    return _with_precautions(
        ResolvedPlan(plan, zone_of(plan), summaries, _prescriptions(plan, summaries, home)), home
    )


def _with_precautions(plan: ResolvedPlan, home: Home) -> ResolvedPlan:
    if not home.profile.exists():
        return plan
    from coach.care.precautions import with_precautions  # the list of signs only where there is a profile

    plan, problems = with_precautions(plan, home)
    for problem in problems:
        warn(problem)
    return plan


def to_json(foreseen: Sequence[ForecastEntry], plan: ResolvedPlan, assumed: Mapping[str, JSON]) -> str:
    """The documented JSON document; `assumed`: what the forecast goes by."""
    occurrences = [to_dict(one, plan) for one in foreseen]
    return json.dumps({"occurrences": occurrences, "assumed": assumed}, indent=2)


def table(
    foreseen: Sequence[ForecastEntry],
    plan: ResolvedPlan,
    moment: str = _DAY_AND_TIME,
    *,
    is_zone_named: bool = False,
) -> list[str]:
    """A line for each occurrence; `moment`: the format of its time for `strftime`.

    `is_zone_named`: the zone is shown above, and not repeated as an offset.
    """
    clock = partial(local_text, zone=plan.zone, is_zone_named=is_zone_named)
    return aligned([_row(one, plan, clock, moment) for one in foreseen])


def to_dict(one: ForecastEntry, plan: ResolvedPlan) -> dict[str, str | None]:
    """An occurrence as documented for `--json`."""
    decision, zone = one.decision, plan.zone
    return {
        "at": one.occurrence.at.astimezone(zone).isoformat(),
        "reminder": one.occurrence.reminder,
        "routine": one.occurrence.routine,
        "title": plan.summary(one.occurrence).title,
        "decision": _DECISIONS[type(decision)],
        "reason": None if isinstance(decision, Speak) else decision.reason.code,
        "until": decision.until.astimezone(zone).isoformat() if isinstance(decision, Defer) else None,
    }


def _row(
    one: ForecastEntry, plan: ResolvedPlan, clock: Callable[..., str], moment: str
) -> tuple[str, str, str, str]:
    at = one.occurrence.at
    when = clock(at, form=f"{moment}:%S" if at.second else moment)
    return when, one.occurrence.reminder, printable(plan.summary(one.occurrence).title), _decision(one, clock)


def _decision(one: ForecastEntry, clock: Callable[..., str]) -> str:
    decision = one.decision
    if isinstance(decision, Defer):
        if clock(decision.until, form=_DAY_AND_TIME) == clock(one.occurrence.at, form=_DAY_AND_TIME):
            return "spoken"  # by some seconds later, which are not shown
        return f"postponed until {clock(decision.until)}: {decision.reason.sentence}"
    if isinstance(decision, Skip):
        is_spoken = decision.reason.code == "merged"
        return f"{'spoken' if is_spoken else 'skipped'}: {decision.reason.sentence}"
    others = " and ".join(other.reminder for other in decision.together)
    return f"spoken with {others}" if others else "spoken"


def _sound_problems(home: Home, plan: Plan) -> list[str]:
    """What is wrong with the sound files of the plan."""
    from coach.daemon.chimes import calls_with_chimes, make_chimes, sound_file

    is_needed = any(sound_file(home, call.sound) for _, call in calls_with_chimes(plan))
    return make_chimes(home, plan) if is_needed else []


def with_history(plan: ResolvedPlan, home: Home) -> ResolvedPlan:
    """The plan with what was done of the routines of which a reminder has several."""
    from coach.plan.choice import HISTORY, choices_in

    routines = choices_in(plan.plan)
    if not routines:
        return plan
    from coach.journal.statistics import done_recently

    now = SystemClock().now()
    history = _in_journal(home, lambda journal: done_recently(journal, routines, now - HISTORY))
    return replace(plan, history=history, history_at=now)


def _done(plan: ResolvedPlan, home: Home) -> Mapping[str, datetime]:
    """What was done unprompted in the last day, where an interval begins again with it."""
    if not any(isinstance(reminder.cadence, AtIntervals) for reminder in plan.plan.reminders):
        return {}
    from coach.journal.day_events import last_done  # sqlite only where an interval asks for it

    since = SystemClock().now() - timedelta(days=1)
    return _in_journal(home, lambda journal: last_done(journal, since))


def _in_journal(home: Home, read: Callable[[Journal], dict[str, Found]]) -> dict[str, Found]:
    """What that function reads in the journal; nothing, with a warning, where it cannot be read."""
    from coach.journal.store import read_journal

    try:
        with read_journal(home, SystemClock()) as journal:
            return {} if journal is None else read(journal)
    except JournalError as problem:
        warn(problem)
        return {}


def _prescriptions(
    plan: Plan, summaries: Mapping[str, RoutineSummary], home: Home
) -> dict[str, Prescription]:
    found = {}
    for reminder in plan.reminders:
        summary = summaries.get(reminder.routine)
        if summary is not None and isinstance(reminder.cadence, AsPrescribed):
            is_open = reminder.first_day is None and (summary.dose.weeks or summary.dose.rest_days)
            begun = _first_day(home, reminder.routine, plan.zone) if is_open else None
            found[reminder.routine] = Prescription(summary.dose, begun)
    return found


def _first_day(home: Home, routine: str, zone: tzinfo | None) -> date | None:
    from coach.journal.statistics import first_day_in  # sqlite only where a prescription asks for it

    return first_day_in(home.journal, routine, zone)


def titles_of(ids: Iterable[str], home: Home, language: str | None = None) -> dict[str, str]:
    """The titles of these routines by id; one that cannot be read is called by its id."""
    from coach.plan.routine_cache import read_summaries

    wanted = set(ids)
    summaries, _ = read_summaries(wanted, home, estimated_seconds, language)
    return {id_: summaries[id_].title if id_ in summaries else id_ for id_ in wanted}


def estimated_seconds(routine: Routine) -> float:
    """How long that routine takes, in seconds."""
    from coach.voice import estimate  # only where a routine is new or was edited

    return estimate.estimated_seconds(routine)
