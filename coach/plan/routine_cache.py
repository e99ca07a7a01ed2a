"""The cache of what a plan needs to know of its routines: title, length and dose.

Reading a routine and laying it out takes longer than everything else in `coach next`, so the result is cached
by the digest of the routine's file, for this version of the program. Losing it costs only that time.

Most of it goes into imports: whenever one routine must be read, all bundled ones are, so that an edited plan
which names another of them has it already.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from coach.digest_cache import load_cache, store_cache
from coach.errors import FileError
from coach.files import read_source
from coach.plan.model import AsPrescribed, RoutineSummary
from coach.problems import Problem
from coach.routine.library import entries
from coach.routine.model import Dose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from coach.home import Home
    from coach.plan.model import Plan
    from coach.routine.model import Routine

NAME = "routines.json"
MOST_CACHED = 200
"""Twice as many as a plan may have reminders; those that no plan has asked for longest go first."""


def read_summaries(
    ids: Iterable[str], home: Home, estimate: Callable[[Routine], float], language: str | None = None
) -> tuple[dict[str, RoutineSummary], tuple[FileError, ...]]:
    """The summaries of these routines by id, and the problems of those that cannot be read.

    `estimate` gives how long a routine takes; it is called only for new and edited ones. `language`: of
    bundled ones that are translated. Unknown ids are left out.
    """
    wanted = frozenset(ids)
    library = entries(home, language)
    cached = load_cache(home.state / NAME, _from_dict)
    used: dict[str, RoutineSummary] = {}
    summaries: dict[str, RoutineSummary] = {}
    problems = []
    for entry in library:
        if entry.id not in wanted:
            continue
        try:
            digest = read_source(entry.path).digest
            used[digest] = summaries[entry.id] = cached.get(digest) or _read(entry.path, estimate)
        except FileError as error:
            problems.append(error)
    if not used.keys() <= cached.keys():
        others = [entry.path for entry in library if entry.source == "bundled" and entry.id not in wanted]
        unused = {digest: summary for digest, summary in cached.items() if digest not in used}
        _store(home, unused | _read_unasked(others, cached, estimate) | used)
    return summaries, tuple(problems)


def dose_problems(plan: Plan, summaries: Mapping[str, RoutineSummary]) -> tuple[Problem, ...]:
    """Warnings about reminders with `times: dose` whose routine has no dose, or no regular one."""
    found = []
    for reminder in plan.reminders:
        summary = summaries.get(reminder.routine)
        if summary is None or not isinstance(reminder.cadence, AsPrescribed):
            continue
        if summary.dose.as_needed:
            what, hint = (
                "is done as needed, so it is never due",
                "write 'at' or 'every' to be reminded of it",
            )
        elif summary.dose == Dose():
            what, hint = "prescribes nothing; it is due once a day", "write 'times: 1' to mean that"
        else:
            continue
        message = f"'times: dose' of {reminder.id}: {reminder.routine} {what}"
        mark = reminder.mark
        found.append(Problem(plan.file, mark.line, mark.column, "warning", "dose", message, hint))
    return tuple(found)


def _read(path: Path, estimate: Callable[[Routine], float]) -> RoutineSummary:
    from coach.routine.reading import read_routine  # noqa: PLC0415 — only where a file changed

    routine = read_routine(path)
    return RoutineSummary(routine.title, estimate(routine), routine.dose, routine.language)


def _read_unasked(
    paths: Iterable[Path], cached: Mapping[str, RoutineSummary], estimate: Callable[[Routine], float]
) -> dict[str, RoutineSummary]:
    """Those of these files that are not cached yet, by digest; their mistakes are not reported now."""
    summaries: dict[str, RoutineSummary] = {}
    for path in paths:
        with suppress(FileError):
            digest = read_source(path).digest
            if digest not in cached:
                summaries[digest] = _read(path, estimate)
    return summaries


def _from_dict(tree: dict[str, Any]) -> RoutineSummary:
    dose = tree["dose"] | {"days": tuple(tree["dose"]["days"])}
    return RoutineSummary(str(tree["title"]), float(tree["seconds"]), Dose(**dose), str(tree["language"]))


def _store(home: Home, summaries: Mapping[str, RoutineSummary]) -> None:
    newest = list(summaries.items())[-MOST_CACHED:]
    store_cache(home.state / NAME, {digest: asdict(summary) for digest, summary in newest})
