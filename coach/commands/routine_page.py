"""Everything about one routine, as `coach routines show` prints it: as text, or as JSON."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from coach.problems import printable
from coach.routine.model import Step
from coach.timeline.description import describe_dose, describe_steps, programme_lines, shown_lines
from coach.timeline.difference import changes_by_stage
from coach.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.routine.library import RoutineSource
    from coach.routine.model import Routine

LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
"""Of the bundled routines; any other is under the licence that its author chose."""

_WIDTH = 100
_LABEL = 13
_ABSENT = (None, "", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutinePage:
    """A routine, its origin and its estimated length; `source` is None for a file given by its path."""

    routine: Routine
    path: Path
    source: RoutineSource | None
    seconds: float
    stages: tuple[Routine, ...] = ()
    """Of its course, if it has one."""

    @property
    def licence(self) -> str:
        """The licence, if it is known."""
        return LICENCE if self.source == "bundled" else ""


def page_lines(page: RoutinePage) -> tuple[str, ...]:
    """The page as lines of text, made harmless for a terminal."""
    return tuple(printable(line) for line in _lines(page))


def page_json(page: RoutinePage) -> str:
    """The page as JSON: the fields of the routine file, with times in seconds.

    Absent fields are left out; `steps` are as in the file, with repeats unexpanded.
    """
    document: dict[str, Any] = {"id": page.routine.id, "title": page.routine.title}
    if page.source:
        document["source"] = page.source
    document |= {"path": str(page.path), "seconds": page.seconds}
    document |= {
        name: value
        for name, value in _to_json(page.routine).items()
        if name not in ("id", "title", "steps", "digest")
    }
    if page.licence:
        document["licence"] = page.licence
    document["digest"] = page.routine.digest
    document["steps"] = _to_json(page.routine.steps)
    return json.dumps(document, indent=2)


def _lines(page: RoutinePage) -> Iterator[str]:
    routine = page.routine
    yield routine.title
    if routine.summary:
        yield from textwrap.wrap(routine.summary, _WIDTH)
    yield from shown_lines(routine)
    yield ""
    yield from _labelled("Id", routine.id)
    yield from _labelled("Source", f"{page.source}, {page.path}" if page.source else str(page.path))
    yield from _labelled("Kind", routine.kind or "")
    yield from _labelled("Language", routine.language)
    yield from _labelled("Takes", f"about {format_duration(round(page.seconds))}")
    yield from _labelled("Dose", describe_dose(routine.dose))
    yield from _labelled("Position", routine.position)
    yield from _labelled("Areas", ", ".join(routine.areas))
    yield from _labelled("Equipment", ", ".join(routine.equipment))
    yield from _labelled("Pain", _pain(routine))
    yield from _items("If you have one of these, leave it out", routine.not_for)
    yield from _items("Cautions", routine.cautions)
    yield from _items(
        "If you notice one of these, stop; the coach's own stop rules hold as well", routine.stop_if
    )
    yield ""
    yield "Steps"
    yield from describe_steps(routine)
    yield ""
    if routine.course is not None:
        yield "Course (the steps above are those of its beginning)"
        for name, changes in changes_by_stage(page.stages):
            yield f"  {name}: {'; '.join(changes) or 'as above'}"
        yield ""
    for label, text in programme_lines(routine):
        yield from _labelled(label, text)
    yield from _labelled("Author", routine.author)
    yield from _labelled("Reviewed", routine.reviewed or "no review stated")
    yield from _labelled("Licence", page.licence or "ask its author")
    yield from _items("Sources", routine.sources)


def _labelled(label: str, value: str) -> Iterator[str]:
    if value:
        yield f"{label:<{_LABEL}}{value}"


def _items(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield title
    for item in items:
        yield from textwrap.wrap(item, _WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _pain(routine: Routine) -> str:
    rise = f", or when it rises by {routine.pain_rise}" if routine.pain_rise else ""
    limit = routine.stops_at_pain
    return f"ends at {limit} of 10 or more{rise}" if limit else "does not end it"


def _to_json(value: object) -> Any:  # noqa: ANN401 — any JSON value
    """A value as JSON; absent fields are left out."""
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if not is_dataclass(value):
        return value
    content = {field.name: getattr(value, field.name) for field in fields(value) if field.name != "mark"}
    named = {"step": value.kind} if isinstance(value, Step) else {}
    return named | {name: _to_json(item) for name, item in content.items() if item not in _ABSENT}
