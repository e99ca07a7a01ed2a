"""What a report for a clinician says, as plain values: counts of what was noted in some days, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from coach.care.episodes import Episode
    from coach.care.model import Entered, Note
    from coach.journal.notes import RecordedFlag

MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """Amounts that were noted: how many, and of those the median and the highest; None without any."""

    count: int = 0
    median: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often something was noted (once for each episode), on how many days, and on which day last."""

    name: str
    label: str
    count: int = 0
    days: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """How many episodes were noted in an area: in all, on each side, and without a side."""

    name: str
    count: int
    left: int
    right: int
    no_side: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPattern:
    """What was noted of one kind of episode. `first`: in the whole journal. `hours`: episodes by hour."""

    kind: str
    first: date
    count: int
    days: int
    days_a_week: float
    hours: tuple[int, ...]
    minutes: Spread
    pain: Spread
    circumstances: tuple[Counted, ...]
    left: int
    right: int
    no_side: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """A row of the list of signs that answered notes: its text as it was shown, and each time."""

    rule: str
    level: str
    text: str
    version: int
    shown: tuple[datetime, ...]
    acknowledged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineLine:
    """A routine in the period. `prescribed`: times; None if nothing prescribed it. `part`: done in part.

    `pain_before`, `pain_after`: the answers in its sessions, from 0 to 10; a single question counts as one
    afterwards. `is_own`: it is a file of the person or their clinician, so that its name is free text.
    """

    routine: str
    title: str
    prescribed: int | None
    confirmed: int
    pain_before: Spread = Spread()
    pain_after: Spread = Spread()
    is_own: bool = False
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All of it. `since`, `until`: the first and the last day. `noted_days`: days with a note, of `days`."""

    since: date
    until: date
    days: int
    made: datetime
    noted_days: int
    redacted: bool = False
    flags: tuple[Fired, ...] = ()
    signs: tuple[Counted, ...] = ()
    kinds: tuple[KindPattern, ...] = ()
    hours: tuple[int, ...] = (0,) * 24
    areas: tuple[Area, ...] = ()
    changes: Mapping[str, tuple[Counted, ...]] = field(default_factory=dict)
    given_up: tuple[Counted, ...] = ()
    next_day: Mapping[str, Spread] = field(default_factory=dict)
    medicines: tuple[Entered, ...] = ()
    listed_medicines: tuple[str, ...] = ()
    """Labels of the list's entries, which have no dates."""
    medicine_changes: tuple[tuple[date, str], ...] = ()
    conditions: tuple[Entered, ...] = ()
    listed_conditions: tuple[str, ...] = ()
    pregnant: bool = False
    amounts: Mapping[str, Spread] = field(default_factory=dict)
    alcohol: Counted | None = None
    before: tuple[Counted, ...] = ()
    helped: tuple[Counted, ...] = ()
    helped_episodes: int = 0
    """Of how many episodes it was noted what helped, be it nothing."""
    helped_otherwise: tuple[str, ...] = ()
    """The person's own words for it."""
    questions: tuple[str, ...] = ()
    programme: tuple[RoutineLine, ...] = ()
    weeks: tuple[tuple[date, int, int], ...] = ()
    """The first day of each, its episodes and the days with one."""
    episodes: tuple[Episode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSource:
    """What a report is made of. `notes`: all there are, in the person's zone; `flags`: all there are, too.

    `entries`, `medicines`, `conditions`: those of the profile.
    """

    notes: tuple[Note, ...] = ()
    flags: tuple[RecordedFlag, ...] = ()
    entries: frozenset[str] = frozenset()
    medicines: tuple[Entered, ...] = ()
    conditions: tuple[Entered, ...] = ()
    questions: tuple[str, ...] = ()
    programme: tuple[RoutineLine, ...] = ()


def redacted(report: Report) -> Report:
    """The report without what somebody wrote in their own words, such as questions."""
    own = [line for line in report.programme if line.is_own]
    names = {line.routine: f"own routine {number}" for number, line in enumerate(own, 1)}
    programme = tuple(
        replace(line, routine=names[line.routine], title=names[line.routine].capitalize())
        if line.routine in names
        else line
        for line in report.programme
    )
    return replace(
        report,
        redacted=True,
        questions=(),
        programme=programme,
        medicines=_without_words("Medicine", report.medicines),
        conditions=_without_words("Condition", report.conditions),
        helped_otherwise=(),
        episodes=tuple(replace(each, own_words=()) for each in report.episodes),
    )


def _without_words(kind: str, entered: tuple[Entered, ...]) -> tuple[Entered, ...]:
    """Only the dates are left of what was entered, under a number."""
    return tuple(
        replace(
            each,
            name=f"{kind} {number}",
            doses=tuple(replace(dose, text="") for dose in each.doses),
        )
        for number, each in enumerate(entered, 1)
    )
