"""Parses a whole routine file: from its text to the routine, or to everything that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coach.document import Fields, Items, Text
from coach.fields.findings import Findings
from coach.fields.misreadings import parse_corrected
from coach.fields.reading import RenamedFields, read_fields, with_corrected_names
from coach.problems import TextPosition, quoted
from coach.routine.course import Stage
from coach.routine.course_reading import staged
from coach.routine.limits import check_size, is_small_enough
from coach.routine.model import HIGHEST_PAIN_LIMIT, Routine
from coach.routine.placeholders import check_texts
from coach.routine.rules import (
    check_dose,
    check_pain_rise,
    check_phrases,
    check_skips,
    lower_pain_limit,
    safety_mark,
)
from coach.routine.steps import StepContext, listed_steps, read_steps
from coach.routine.tables import FORMATS, ROUTINE, ROUTINE_VOCABULARY

if TYPE_CHECKING:
    from datetime import date

    from coach.files import SourceText
    from coach.problems import Problem
    from coach.routine.stages import StagedDocument

_LONGEST_ID = 80
_BEGINNING = TextPosition(1, 1)


def parse_routine(
    source: SourceText, id_: str, languages: frozenset[str] | None = None, today: date | None = None
) -> tuple[Routine | None, tuple[Problem, ...]]:
    """The routine in that text, of a course its first stage, with warnings; none if there are errors.

    `today`: the day for which the guide for authors is checked as well; None: it is not.
    """
    routines, problems = parse_stages(source, id_, languages, today)
    return next(iter(routines), None), problems


def parse_stages(
    source: SourceText, id_: str, languages: frozenset[str] | None = None, today: date | None = None
) -> tuple[tuple[Routine, ...], tuple[Problem, ...]]:
    """The routine in that text at each stage of its course, with warnings; nothing if there are errors."""
    corrected = parse_corrected(source, ROUTINE_VOCABULARY)
    findings = Findings(corrected.source, ROUTINE_VOCABULARY)
    findings.problems += corrected.problems
    _check_id(id_, findings)
    if corrected.document is None or not is_small_enough(corrected.document.root, findings):
        return (), findings.in_order()
    named = with_corrected_names(corrected.document.root, ROUTINE, findings)
    root = named.fields
    findings.format = _format(root)
    findings.language = _language(root)
    document = staged(root, findings)
    routines = _at_every_stage(document, named.guessed, id_, findings)
    if routines and languages and routines[0].language.split("-")[0].lower() not in languages:
        language = routines[0].language
        message = (
            f"the coach has no words of its own in {quoted(language)}; "
            "it says them in English, by an English voice"
        )
        hint = f"they exist in {', '.join(sorted(languages))}"
        findings.warning(root.fields["language"], "unknown-language", message, hint)
    if today:
        from coach.routine.guide import check_guide  # noqa: PLC0415 — only `coach check` asks for it

        for routine in routines:
            check_guide(document.at(routine.stage or Stage()), routine, today, findings)
    return () if findings.has_errors else routines, findings.in_order()


def _at_every_stage(
    document: StagedDocument, guessed: frozenset[str], id_: str, findings: Findings
) -> tuple[Routine, ...]:
    """The routine at each stage; a problem that only a later stage has, and not in its changes, names it."""
    course = document.course
    if course is None:
        routine = _routine(RenamedFields(document.root, guessed), id_, findings)
        return () if routine is None else (routine,)
    routines: list[Routine] = []
    known, lines = set(findings.problems), document.lines()
    for number, stage in enumerate(course.stages()):
        before = len(findings.problems)
        routine = _routine(RenamedFields(_with_steps(document, stage, findings), guessed), id_, findings)
        new = [problem for problem in findings.problems[before:] if problem not in known]
        known.update(new)
        findings.problems[before:] = [
            replace(each, message=f"{each.message} ({stage})") if number and each.line not in lines else each
            for each in new
        ]
        if routine is not None:
            routines.append(replace(routine, course=course, stage=stage))
    return tuple(routines)


def _with_steps(document: StagedDocument, stage: Stage, findings: Findings) -> Fields:
    """The tree at that stage; one without any step is noted, and has all of them to be checked."""
    tree, written = document.at(stage), document.root.fields.get("steps")
    left = tree.fields.get("steps")
    if isinstance(left, Items) and not left.items and isinstance(written, Items) and written.items:
        message, hint = f"there is nothing to do at this stage: {stage}", "leave 'only_in' out of a step"
        findings.error(written, "course", message, hint)
        return tree._replace(fields={**tree.fields, "steps": written})
    return tree


def _routine(named: RenamedFields, id_: str, findings: Findings) -> Routine | None:
    root = named.fields
    own = root._replace(fields={name: node for name, node in root.fields.items() if name != "steps"})
    values = read_fields(named, ROUTINE, findings)
    defaults = values.pop("defaults", None)
    certain = own._replace(
        fields={name: node for name, node in own.fields.items() if name not in named.guessed}
    )
    check_texts(certain, "routine", sided=False, findings=findings)
    check_phrases(certain, findings)
    dose = certain.fields.get("dose")
    if isinstance(dose, Fields):
        check_dose(dose, findings)
    items = listed_steps(root, findings)
    if items is None:
        return None
    before = len(findings.problems)
    steps = read_steps(items, StepContext(_defaults(root, defaults)), findings)
    if all(problem.severity != "error" for problem in findings.problems[before:]):
        check_pain_rise(steps, root, findings)
        check_skips(steps, findings)
    if findings.has_errors:
        return None
    check_size(steps, root.names["steps"], findings)
    values["pain_limit"] = lower_pain_limit(steps, values.get("pain_limit", HIGHEST_PAIN_LIMIT), findings)
    between = (defaults or {}).get("between", 0.0)
    return Routine(
        id=id_, steps=steps, between=between, digest=findings.source.digest, mark=safety_mark(own), **values
    )


def _format(root: Fields) -> int:
    """The version of the format that is written; the last one where that cannot be read, and is noted."""
    written = root.fields.get("format")
    text = written.text.strip() if isinstance(written, Text) else "1" if written is None else ""
    return int(text) if text in map(str, FORMATS) else FORMATS[-1]


def _language(root: Fields) -> str:
    """The language of the texts as it is written; a mistake in it is noted elsewhere."""
    written = root.fields.get("language")
    return written.text.strip() if isinstance(written, Text) and written.text.strip() else "en"


def _defaults(root: Fields, values: dict[str, Any] | None) -> Fields | None:
    """The valid defaults; the others are noted here, as they would be noted at each step."""
    node = root.fields.get("defaults")
    if not isinstance(node, Fields) or values is None:
        return None
    return node._replace(fields={name: each for name, each in node.fields.items() if name in values})


def _check_id(id_: str, findings: Findings) -> None:
    """Note an error if a file's name cannot be typed as an id."""
    if not id_[:1].isalnum() or not id_.isprintable() or len(id_) > _LONGEST_ID:
        message = f"{quoted(id_)} cannot be the id of a routine"
        hint = "give the file a short name of letters, digits and hyphens, such as knee-week-2.yaml"
        findings.error(_BEGINNING, "id", message, hint)
    elif re.search(r"[\s\"'\\:*?<>|]", id_):
        better = re.sub(r"\W+", "-", id_).strip("-").lower()
        message = f"{quoted(id_)} is awkward to type as an id"
        findings.warning(_BEGINNING, "id", message, f"name the file {better}.yaml")
