"""Where the person is in a course: by `--week`, `--level` and `--time-of-day`, the plan and the journal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from coach.clock import SystemClock
from coach.commands import options
from coach.commands.printing import warn
from coach.commands.usage import Number
from coach.plan.local_time import local_day
from coach.routine.course import MOST_WEEKS, TIMES_OF_DAY, CoursePlace, time_of_day_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from coach.home import Home
    from coach.journal.events import JSON
    from coach.routine.model import Routine

_week = click.option(
    "--week", type=Number("--week", 1, MOST_WEEKS), metavar="NUMBER", help="The week of its course."
)
_level = click.option("--level", metavar="LEVEL", help="The level of its course.")
_time = click.option(
    "--time-of-day", type=click.Choice(TIMES_OF_DAY), help="The time of day, if its course has several."
)

_FIRST = CoursePlace()


def place(function: Any) -> Any:  # noqa: ANN401 — any command, as click's own decorators take it
    """The options that say where in a course to be."""
    return _week(_level(_time(function)))


def one_hearing(function: Any) -> Any:  # noqa: ANN401 — as `place`
    """The options of a command that shows or saves a routine as it is heard at one place, in one wording."""
    return options.how_it_is_heard(options.wording(place(options.as_known(function))))


def routine_at(path: Path, chosen: Mapping[str, Any]) -> Routine:
    """The routine in that file at the chosen stage of its course; what was not chosen is the first.

    Raises `FileError`, and `UsageError` for a part that the routine does not have.
    """
    from coach.routine.reading import read_stages

    return at_place(read_stages(path), chosen_place(chosen), chosen)


def at_place(stages: tuple[Routine, ...], place: CoursePlace, chosen: Mapping[str, Any]) -> Routine:
    """The stage of the routine at that place. Raises `UsageError` for a chosen part that it does not have."""
    course = stages[0].course
    for option, parts in (
        ("week", course and course.weeks),
        ("level", course and course.levels),
        ("time_of_day", course and course.times_of_day),
    ):
        if chosen.get(option) is not None and not parts:
            name = f"--{option.replace('_', '-')}"
            raise click.UsageError(f"{name}: this routine has no course with a {option.replace('_', ' ')}.")
    if course is None:
        return stages[0]
    try:
        stage = course.stage_at(place)
    except KeyError:
        levels = ", ".join(course.levels)
        raise click.UsageError(f"This routine has no level '{place.level}'; it has: {levels}.") from None
    return next(each for each in stages if each.stage == stage)


def routine_for_today(
    home: Home, path: Path, chosen: Mapping[str, Any]
) -> tuple[Routine, str, dict[str, JSON]]:
    """The routine at the stage that is the person's now, a sentence about it, and facts for the journal.

    The sentence is empty, and there are no facts, for a routine without a course. Raises as `routine_at`.
    """
    from coach.routine.reading import read_stages

    stages = read_stages(path)
    course = stages[0].course
    if course is None:
        return at_place(stages, _FIRST, chosen), "", {}
    today = _place_today(home, stages[0])
    if today.level and chosen.get("level") is None:
        try:
            course.level_named(today.level)
        except KeyError:
            warn(f"This routine has no level '{today.level}', as your plan says; it begins with the first.")
            today = replace(today, level="")
    now = chosen_place(chosen, today)
    routine = at_place(stages, now, chosen)
    stage = routine.stage
    assert stage is not None, "a routine with a course is always at one of its stages"
    facts: dict[str, JSON] = {}
    if stage.weeks is not None:
        facts["week"] = now.week
    if stage.level:
        facts["level"] = stage.level
    if stage.time_of_day is not None:
        facts["time_of_day"] = stage.time_of_day
    return routine, sentence(routine, now), facts


def sentence(routine: Routine, place: CoursePlace) -> str:
    """What the person reads about the stage: "Week 3, level B."; after the last week, that it goes on."""
    course, stage = routine.course, routine.stage
    if course is None or stage is None:
        return ""
    parts = (
        f"week {place.week}" if stage.weeks else "",
        f"level {stage.level}" if stage.level else "",
        stage.time_of_day or "",
    )
    said = ", ".join(part for part in parts if part)
    said = said[:1].upper() + said[1:]
    if not course.is_over(place):
        return f"{said}." if said else ""
    return f"{said}. The course ended with week {course.weeks[-1].last}; {stage.weeks} go on."


def chosen_place(chosen: Mapping[str, Any], place: CoursePlace = _FIRST) -> CoursePlace:
    """The place, with what was chosen in the options."""
    given = {name: chosen.get(name) for name in ("week", "level", "time_of_day")}
    return replace(place, **{name: value for name, value in given.items() if value is not None})


def _place_today(home: Home, routine: Routine) -> CoursePlace:
    """Where the person is now: by the plan, else by the first and the last session in the journal."""
    from coach.journal.statistics import course_so_far

    plan = options.planned(home, "where you are in a course is taken from your sessions")
    written = [each for each in plan.reminders if routine.id in each.all_routines] if plan else []
    zone = options.zone_of_days()
    now = SystemClock().now().astimezone(zone)
    first_day, last_level = course_so_far(home.journal, routine.id, zone)
    began = next((each.course_began for each in written if each.course_began), first_day)
    level = next((each.level for each in written if each.level), last_level)
    days = (local_day(now, zone) - began).days if began else 0
    return CoursePlace(
        week=max(0, days) // 7 + 1,
        level=level,
        time_of_day=time_of_day_at(now.hour),
    )
