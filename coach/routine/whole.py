"""A whole routine file: from its text to the routine, or to everything that is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from coach.document import Fields
from coach.files import TextPosition
from coach.problems import printable
from coach.routine.explain import put_right
from coach.routine.findings import Findings
from coach.routine.limits import check_size, fits
from coach.routine.misreadings import parse_mended
from coach.routine.model import Dose, Routine
from coach.routine.reading import Examined
from coach.routine.rules import check_dose, check_pain_rise, check_phrases, safety_mark
from coach.routine.schema import Defaults, RoutineFields, field_names
from coach.routine.steps import Surroundings, as_values, listed_steps, plain, read_steps, validated
from coach.routine.wording import check_texts

if TYPE_CHECKING:
    from coach.document import Node
    from coach.files import SourceText

_LONGEST_ID = 80
_BEGINNING = TextPosition(1, 1)


def read_whole(source: SourceText, id_: str, languages: frozenset[str]) -> Examined:
    """The routine of that text, with warnings; without a routine where there are errors."""
    mended = parse_mended(source)
    findings = Findings(mended.source, [*mended.problems])
    _check_id(id_, findings)
    if mended.document is None or not fits(mended.document.root, findings):
        return Examined(None, findings.in_order())
    routine = _read(mended.document.root, id_, findings)
    if routine is not None and routine.language.split("-")[0].lower() not in languages:
        known = ", ".join(sorted(languages))
        message = f"the coach has no words of its own in '{routine.language}', and says them in English"
        place = mended.document.root.fields["language"]
        findings.warning(place, "unknown-language", message, f"it has them in {known}")
    return Examined(None if findings.has_errors else routine, findings.in_order())


def _read(root: Fields, id_: str, findings: Findings) -> Routine | None:
    root = put_right(root, "a routine", (*field_names(RoutineFields), "steps"), findings)
    own = root._replace(fields={name: node for name, node in root.fields.items() if name != "steps"})
    written = validated(own, RoutineFields, findings)
    check_texts(own, "routine", sided=False, findings=findings)
    check_phrases(own, findings)
    dose = root.fields.get("dose")
    if written is not None and written.dose is not None and isinstance(dose, Fields):
        check_dose(written.dose, dose, findings)
    items = listed_steps(root, findings)
    if items is None:
        return None
    before = len(findings.problems)
    steps = read_steps(items, Surroundings(_defaults(root, checked=written is not None)), findings)
    if all(problem.severity == "warning" for problem in findings.problems[before:]):
        check_pain_rise(steps, root, findings)
    if written is None or findings.has_errors:
        return None
    check_size(steps, root.names["steps"], findings)
    digest, mark = findings.source.digest, safety_mark(own)
    return Routine(id=id_, steps=steps, digest=digest, mark=mark, **_values(written))


def _defaults(root: Fields, *, checked: bool) -> Fields | None:
    """The defaults that are well formed: all, if they have been checked; the bad ones have been noted."""
    node = root.fields.get("defaults")
    if checked or not isinstance(node, Fields):
        return node if isinstance(node, Fields) else None
    fields = {name: value for name, value in node.fields.items() if _is_default(name, value)}
    return node._replace(fields=fields)


def _is_default(name: str, node: Node) -> bool:
    try:
        Defaults.model_validate({name: plain(node)})
    except ValidationError:
        return False
    return True


def _values(written: RoutineFields) -> dict[str, Any]:
    """Only what was written, as the value has it."""
    values = as_values(written)
    values.pop("format")
    values.pop("defaults", None)
    if written.dose is not None:
        values["dose"] = Dose(**as_values(written.dose))
    return values


def _check_id(id_: str, findings: Findings) -> None:
    """Note a file's name that cannot be typed as an id."""
    if not id_[:1].isalnum() or not id_.isprintable() or len(id_) > _LONGEST_ID:
        message = f"'{printable(id_[:40])}' cannot be the id of a routine"
        hint = "give the file a short name of letters, digits and hyphens, such as knee-week-2.yaml"
        findings.error(_BEGINNING, "id", message, hint)
    elif re.search(r"[\s\"'\\:*?<>|]", id_):
        better = re.sub(r"\W+", "-", id_).strip("-").lower()
        message = f"'{id_}' is awkward to type as an id"
        findings.warning(_BEGINNING, "id", message, f"name the file {better}.yaml")
