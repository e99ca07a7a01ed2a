"""Reads what a file says of its course: the weeks, levels and times of day, and what changes in each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from coach.document import Fields, Items, Text
from coach.problems import quoted
from coach.routine.course import TIMES_OF_DAY, Course, Weeks, parse_level, parse_time_of_day, parse_weeks
from coach.routine.stages import BLOCKS, OF_THE_HEADING, ONLY_IN, OnlyIn, StagedDocument, plain_name
from coach.spelling import nearest
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.document import Node
    from coach.fields.findings import Findings
    from coach.routine.course import TimeOfDay

Part = TypeVar("Part")

MOST_STAGES = 100
_SINCE = 2
_CODE = "course"
_CHANGE = "write what changes, such as 'Heel drop: {load: …}'"
_ADD = "write the exercise under 'steps', with 'only_in: weeks 3-4'"
_ONLY_HINT = "write 'weeks 3-4', 'level B' or 'morning'"


def staged(root: Fields, findings: Findings) -> StagedDocument:
    """The file with its course; what is wrong with the course itself is noted."""
    document = StagedDocument(root)
    steps = list(_all_steps(root))
    if not any(name in root.fields for name in BLOCKS) and not any(ONLY_IN in step.fields for step in steps):
        return document
    for step in steps:
        name = step.fields.get("name")
        if isinstance(name, Text):
            document.named.setdefault(plain_name(name.text), []).append(step)
    for block in BLOCKS:
        if block in root.fields:
            findings.needs_format(root.names[block], f"'{block}'", _SINCE)
    document.weeks = sorted(_block(document, "course", parse_weeks, findings), key=lambda one: one[0].first)
    document.levels = _block(document, "levels", parse_level, findings)
    document.times = _block(document, "time_of_day", parse_time_of_day, findings)
    _check_weeks(document.weeks, root, findings)
    levels = tuple(level for level, _ in document.levels)
    document.only = {
        id(step): only
        for step in steps
        if ONLY_IN in step.fields and (only := _only_in(step, levels, findings)) is not None
    }
    document.course = _course(document, findings)
    return document


def _course(document: StagedDocument, findings: Findings) -> Course:
    """The course, its weeks cut wherever something changes."""
    written = [weeks for weeks, _ in document.weeks]
    only = document.only.values()
    asked = [weeks for one in only for weeks in one.weeks]
    end = written[-1].last if written else None
    starts = {1, *(one.first for one in (*written, *asked))}
    starts |= {one.last + 1 for one in asked if one.last is not None}
    cuts = sorted(start for start in starts if end is None or start <= end)
    weeks = [Weeks(first, following - 1) for first, following in pairwise(cuts)]
    times = {*(time for time, _ in document.times), *(time for one in only for time in one.times)}
    course = Course(
        weeks=(*weeks, Weeks(cuts[-1], end)) if written or asked else (),
        levels=tuple(level for level, _ in document.levels),
        times_of_day=tuple(time for time in TIMES_OF_DAY if time in times),
    )
    number = len(course.stages())
    if number > MOST_STAGES:
        message = f"this course has {number} stages: levels, weeks and times of day together"
        hint = f"at most {MOST_STAGES} are allowed: make two files of it"
        findings.error(document.root, "too-many", message, hint)
        return Course()
    return course


def _block(
    document: StagedDocument, name: str, parse: Callable[[str], Part], findings: Findings
) -> list[tuple[Part, Fields]]:
    """The parts under that field, each with its changes; problems with the others are noted."""
    node = document.root.fields.get(name)
    example = {"course": "weeks 1-2", "levels": "A", "time_of_day": "morning"}[name]
    if node is None:
        return []
    if isinstance(node, Items) and all(isinstance(item, Text) for item in node.items):
        listed = {item.text: Text("", item.line, item.column, "", 0) for item in node.items}  # type: ignore[union-attr] # all are texts
        node = Fields(dict(listed), {}, node.line, node.column, node.flow)
    if not isinstance(node, Fields) or not node.fields:
        hint = f"write '{example}:' on a line below it, and below that what changes"
        findings.error(node, "wrong-shape", f"'{name}' has parts, each with its changes", hint)
        return []
    parts: list[tuple[Part, Fields]] = []
    for written, change in node.fields.items():
        place = node.names.get(written, change)
        try:
            part = parse(written)
        except ParseError as error:
            findings.error(place, _CODE, error.what, error.hint)
            continue
        nothing = Fields({}, {}, change.line, change.column, False)
        if isinstance(change, Fields):
            _check_change(change, document, findings)
            parts.append((part, change))
        elif isinstance(change, Text) and not change.text:
            parts.append((part, nothing))
        else:
            findings.error(change, "wrong-shape", f"'{written}' has no changes that can be read", _CHANGE)
    return parts


def _check_change(change: Fields, document: StagedDocument, findings: Findings) -> None:
    """Note the steps that a change names and that are not there, or that it does not say anything about."""
    for name, node in change.fields.items():
        place = change.names[name]
        steps = document.named.get(plain_name(name), [])
        if name not in OF_THE_HEADING and not steps:
            findings.error(
                place,
                "unknown-step",
                f"no step has the name {quoted(name)}",
                _meant(name, document, findings),
            )
        elif not isinstance(node, Fields):
            findings.error(node, "wrong-shape", f"{quoted(name)} needs the fields that change", _CHANGE)
        elif len(steps) > 1 and not all(ONLY_IN in step.fields for step in steps):
            message = f"{len(steps)} steps have the name {quoted(name)}"
            findings.error(place, "unknown-step", message, "give each a name of its own")


def _meant(name: str, document: StagedDocument, findings: Findings) -> str:
    """What to write instead of the name of a step that is not there."""
    names = {plain: step.fields["name"].text for plain, (step, *_) in document.named.items()}  # type: ignore[union-attr] # only steps whose name is a text are in it
    near = nearest(plain_name(name), names)
    if near:
        return f"did you mean '{names[near]}'?"
    if name in findings.vocabulary.names:
        exercise = next(iter(names.values()), "Heel drop")
        return f"write the exercise's name before it, such as '{exercise}: {{{name}: …}}'"
    if plain_name(name).replace(" ", "_") in {"leave_out", "left_out", "without", "add", "new", "only"}:
        return _ADD
    return f"the steps are {', '.join(names.values())}; for another one, {_ADD}" if names else _ADD


def _check_weeks(parts: list[tuple[Weeks, Fields]], root: Fields, findings: Findings) -> None:
    """Note weeks that are there twice, or that are missing between two others."""
    block = root.fields.get("course")
    places = block.names if isinstance(block, Fields) else {}
    place_of = {parse_weeks(written): place for written, place in places.items() if _is_weeks(written)}
    for (before, _), (after, change) in pairwise(parts):
        place = place_of.get(after, change)
        if before.last is None or after.first <= before.last:
            hint = f"begin with week {before.last + 1}" if before.last else f"write when '{before}' ends"
            findings.error(place, _CODE, f"'{before}' and '{after}' overlap", hint)
        elif after.first > before.last + 1:
            missing = Weeks(before.last + 1, after.first - 1)
            hint = f"write '{Weeks(before.first, after.first - 1)}' if nothing changes in between"
            findings.error(place, _CODE, f"{missing} of the course {_are(missing)} missing", hint)


def _are(weeks: Weeks) -> str:
    return "is" if weeks.first == weeks.last else "are"


def _is_weeks(text: str) -> bool:
    try:
        parse_weeks(text)
    except ParseError:
        return False
    return True


def _only_in(step: Fields, levels: tuple[str, ...], findings: Findings) -> OnlyIn | None:
    """When a step is done; None, with the problem noted, if that cannot be read."""
    node, place = step.fields[ONLY_IN], step.names[ONLY_IN]
    findings.needs_format(place, f"'{ONLY_IN}'", _SINCE)
    texts = node.items if isinstance(node, Items) else [node]
    weeks: list[Weeks] = []
    times: list[TimeOfDay] = []
    chosen: list[str] = []
    for text in texts:
        if not isinstance(text, Text):
            findings.error(
                node, "wrong-shape", f"'{ONLY_IN}' takes weeks, levels or times of day", _ONLY_HINT
            )
            return None
        for part in text.text.split(","):
            level = next((one for one in levels if one.casefold() == _level_of(part)), None)
            if level is not None:
                chosen.append(level)
            elif _is_weeks(part):
                weeks.append(parse_weeks(part))
            else:
                try:
                    times.append(parse_time_of_day(part))
                except ParseError:
                    known = f"; the levels are {', '.join(levels)}" if levels else ""
                    message = f"{quoted(part.strip())} is not part of a course"
                    findings.error(text, _CODE, message, f"{_ONLY_HINT}{known}")
                    return None
    return OnlyIn(tuple(weeks), tuple(chosen), tuple(times))


def _level_of(part: str) -> str:
    words = part.casefold().split()
    return " ".join(words[1:] if words[:1] in (["level"], ["levels"]) and len(words) > 1 else words)


def _all_steps(fields: Fields) -> Iterator[Fields]:
    """The steps that have fields, those within repeats too."""
    waiting: list[Node | None] = [fields.fields.get("steps")]
    while waiting:
        listed = waiting.pop()
        for step in listed.items if isinstance(listed, Items) else ():
            if isinstance(step, Fields):
                yield step
                waiting.append(step.fields.get("steps"))
