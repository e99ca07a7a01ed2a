"""A course: how a routine changes with the weeks, the person's level and the time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from coach.problems import quoted
from coach.units import ParseError

TimeOfDay = Literal["morning", "afternoon", "evening"]
TIMES_OF_DAY: tuple[TimeOfDay, ...] = get_args(TimeOfDay)

MOST_WEEKS = 104
"""The last week of a course."""
_LONGEST_LEVEL = 20
"""Characters of a level's name."""
_NOON, _EVENING, _NIGHT_ENDS = 12, 17, 4
"""Hours at which the times of day change."""
_WEEKS = re.compile(
    r"(from\s+)?(?:weeks?\s*)?([0-9]{1,3})\s*(?:(?:-|–|—|to)\s*([0-9]{1,3})|(\+|on|onwards?))?",  # noqa: RUF001 — they are what people type
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Weeks:
    """Weeks of a course, counted from 1, both included; `last` None: from there on."""

    first: int
    last: int | None = None

    def __str__(self) -> str:
        if self.last is None:
            return f"week {self.first} on"
        return f"week {self.first}" if self.last == self.first else f"weeks {self.first}-{self.last}"

    def includes(self, other: Weeks) -> bool:
        """Whether all the other weeks are among these."""
        ends_in_time = self.last is None or (other.last is not None and other.last <= self.last)
        return self.first <= other.first and ends_in_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Which part of a course a routine was read for; None or empty if the course has no such parts.

    `time_of_day` is also None at a time of day for which the course says nothing.
    """

    weeks: Weeks | None = None
    level: str = ""
    time_of_day: TimeOfDay | None = None

    def __str__(self) -> str:
        level = f"level {self.level}" if self.level else ""
        return ", ".join(str(part) for part in (level, self.weeks, self.time_of_day) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePlace:
    """Where a person is in a course. `level` empty: at the first one."""

    week: int = 1
    level: str = ""
    time_of_day: TimeOfDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The parts of a course, each in its order; those that a file does not write are empty."""

    weeks: tuple[Weeks, ...] = ()
    levels: tuple[str, ...] = ()
    times_of_day: tuple[TimeOfDay, ...] = ()

    def stages(self) -> tuple[Stage, ...]:
        """Every stage: the levels, within them the weeks, and within them the times of day."""
        return tuple(
            Stage(weeks=weeks, level=level, time_of_day=time)
            for level in self.levels or ("",)
            for weeks in self.weeks or (None,)
            for time in self._times()
        )

    def _times(self) -> tuple[TimeOfDay | None, ...]:
        """The times of day, and None for the others if there are any."""
        return self.times_of_day if self.times_of_day == TIMES_OF_DAY else (None, *self.times_of_day)

    def stage_at(self, place: CoursePlace) -> Stage:
        """The stage for a person at that place; after the last week the last weeks stay.

        Raises `KeyError` for a level that the course does not have.
        """
        level = self.level_named(place.level) if place.level else next(iter(self.levels), "")
        weeks = [weeks for weeks in self.weeks if weeks.first <= place.week]
        time = place.time_of_day if place.time_of_day in self.times_of_day else self._times()[0]
        return Stage(weeks=weeks[-1] if weeks else None, level=level, time_of_day=time)

    def level_named(self, name: str) -> str:
        """The level of that name, in capital or small letters. Raises `KeyError`."""
        for level in self.levels:
            if level.casefold() == name.strip().casefold():
                return level
        raise KeyError(name)

    def is_over(self, place: CoursePlace) -> bool:
        """Whether the person is past the last week."""
        last = self.weeks[-1].last if self.weeks else None
        return last is not None and place.week > last


def parse_weeks(text: str) -> Weeks:
    """The weeks in `weeks 1-2`, `week 3` or `week 5 on`. Raises `ParseError`."""
    found = _WEEKS.fullmatch(text.strip())
    if found is None:
        raise ParseError(
            f"{quoted(text)} does not say which weeks", "write 'weeks 1-2', 'week 3' or 'week 5 on'"
        )
    first = int(found[2])
    last = int(found[3]) if found[3] else None if found[1] or found[4] else first
    if not 1 <= first <= (last or first) <= MOST_WEEKS:
        raise ParseError(
            f"{quoted(text)} does not name weeks", f"write the first week first, from 1 to {MOST_WEEKS}"
        )
    return Weeks(first, last)


def parse_level(text: str) -> str:
    """The name of a level, as it is written; `level B` is `B`. Raises `ParseError`."""
    name = re.sub(r"^level\s+", "", text.strip(), flags=re.IGNORECASE)
    if not name or len(name) > _LONGEST_LEVEL:
        raise ParseError(f"{quoted(text)} is not the name of a level", "write a short one, such as 'A'")
    return name


def parse_time_of_day(text: str) -> TimeOfDay:
    """The time of day in `morning`, or `mornings`. Raises `ParseError`."""
    written = text.strip().lower().removesuffix("s")
    for time in TIMES_OF_DAY:
        if time == written:
            return time
    raise ParseError(f"{quoted(text)} is not a time of day", f"write one of {', '.join(TIMES_OF_DAY)}")


def time_of_day_at(hour: int) -> TimeOfDay:
    """The time of day at that local hour, 0 to 23; after midnight it is still evening until four."""
    if _NIGHT_ENDS <= hour < _NOON:
        return "morning"
    return "afternoon" if _NOON <= hour < _EVENING else "evening"
