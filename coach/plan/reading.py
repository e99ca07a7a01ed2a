"""Reading a plan file: everything that is wrong with it at once, or the plan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from coach.clock_times import EVERY_DAY
from coach.document import Fields, Text
from coach.errors import BadFile, FileError
from coach.fields.findings import Findings
from coach.fields.misreadings import parse_corrected
from coach.fields.reading import read_fields, with_corrected_names
from coach.files import read_source
from coach.plan.model import Plan, Reminder
from coach.plan.reminder_table import REMINDER
from coach.plan.rules import (
    CADENCE_FIELDS,
    cadence_of,
    check_call,
    check_days,
    check_due,
    check_routines,
    check_when,
)
from coach.plan.tables import MOST_REMINDERS, PLAN, PLAN_VOCABULARY
from coach.plan.values import check_reminder_id
from coach.problems import TextPosition, printable, quoted
from coach.routine.limits import is_small_enough
from coach.spelling import nearest
from coach.spoken_text.languages import LANGUAGES
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.document import Node
    from coach.files import SourceText
    from coach.problems import Problem


@dataclass(frozen=True, slots=True)
class ExaminedPlan:
    """The result of reading a file: the plan, unless there are errors, and all problems in file order."""

    plan: Plan | None
    problems: tuple[Problem, ...] = ()


def read_plan(path: Path, routines: Iterable[str] | None = None) -> Plan:
    """The plan in a file.

    `routines`: the existing ids; None: it is not checked whether a reminder's routine exists. Raises
    `BadFile` with all errors, `FileError` when there is no such file.
    """
    examined = examine_plan(path, routines)
    if examined.plan is None:
        raise BadFile([problem for problem in examined.problems if problem.severity == "error"])
    return examined.plan


def examine_plan(path: Path, routines: Iterable[str] | None = None) -> ExaminedPlan:
    """The plan in a file with its warnings, or all that is wrong with it; `routines` as for `read_plan`.

    Raises `FileError` when there is no such file.
    """
    try:
        source = read_source(path)
    except BadFile as refusal:
        if path.is_symlink() and not path.exists():
            raise broken_link(path) from None
        return ExaminedPlan(None, refusal.problems)
    except FileError:
        if path.is_symlink():
            raise broken_link(path) from None
        raise FileError(
            f"There is no plan yet: {printable(str(path))} does not exist.", hint="`coach init` creates one."
        ) from None
    return examine_text(source, routines)


def broken_link(path: Path) -> FileError:
    """What to say if the plan is a symbolic link to itself, or to nothing."""
    name, target = printable(str(path)), printable(str(path.readlink()))
    return FileError(
        f"{name} is a link to {target}, but there is no file.",
        hint="Put the plan there, or delete the link and run `coach init`.",
    )


def examine_text(source: SourceText, routines: Iterable[str] | None = None) -> ExaminedPlan:
    """The plan in a text that was read already; otherwise as `examine_plan`."""
    corrected = parse_corrected(source, PLAN_VOCABULARY)
    findings = Findings(source, PLAN_VOCABULARY)
    findings.problems += corrected.problems
    if corrected.document is None:
        return ExaminedPlan(None, findings.in_order())
    known = None if routines is None else frozenset(routines)
    plan = _Reader(findings, known).plan(corrected.document.root)
    return ExaminedPlan(None if findings.has_errors else plan, findings.in_order())


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the levels of one file; problems go to `findings`."""

    findings: Findings
    known: frozenset[str] | None

    def plan(self, root: Fields) -> Plan | None:
        outside = root._replace(
            fields={name: node for name, node in root.fields.items() if name != "reminders"}
        )
        if not is_small_enough(outside, self.findings):
            return None
        named = with_corrected_names(root, PLAN, self.findings)
        values = read_fields(named, PLAN, self.findings)
        values.pop("format", None)
        self._check_language(named.fields.fields.get("voice"))
        source = self.findings.source
        return Plan(
            reminders=self._reminders(named.fields),
            file=source.file,
            digest=source.digest,
            **PLAN.attributes(values),
        )

    def _check_language(self, voice: Node | None) -> None:
        """Warn of a language in which the coach has no words."""
        written = voice.fields.get("language") if isinstance(voice, Fields) else None
        tag = written.text.strip().split("-")[0].lower() if isinstance(written, Text) else ""
        if isinstance(written, Text) and tag not in LANGUAGES and len(tag) in (2, 3):  # others are no tags
            message = f"the coach has no words of its own in {quoted(written.text.strip())}"
            self.findings.warning(
                written,
                "unknown-language",
                f"{message}; it speaks English",
                f"they exist in {', '.join(LANGUAGES)}",
            )

    def _reminders(self, root: Fields) -> tuple[Reminder, ...]:
        node = root.fields.get("reminders")
        example = "write 'reminders:', and below it 'water: {routine: sip-water, at: \"10:00\"}'"
        if node is None:
            self.findings.error(root, "missing-field", "'reminders' is missing", example)
            return ()
        if not isinstance(node, Fields) or not node.fields:
            self.findings.error(node, "wrong-shape", "'reminders' has no reminder in it", example)
            return ()
        if len(node.fields) > MOST_REMINDERS:
            message = f"there are {len(node.fields)} reminders; at most {MOST_REMINDERS} are allowed"
            self.findings.error(node, "too-many", message, "leave some out")
            return ()
        found = (self._reminder(id_, inner, node) for id_, inner in node.fields.items())
        return tuple(reminder for reminder in found if reminder is not None)

    def _reminder(self, id_: str, node: Node, among: Fields) -> Reminder | None:
        place = among.names[id_]
        try:
            check_reminder_id(id_)
        except ParseError as error:
            self.findings.error(place, "id", error.what, error.hint)
        if not isinstance(node, Fields):
            hint = f"write '{id_[:40]}: {{routine: sip-water, every: 90 min, between: \"09:00-17:30\"}}'"
            self.findings.error(node, "wrong-shape", "a reminder has fields of its own", hint)
            return None
        if not is_small_enough(node, self.findings):
            return None
        before = len(self.findings.problems)
        named = with_corrected_names(node, REMINDER, self.findings)
        values = read_fields(named, REMINDER, self.findings)
        fields = named.fields
        check_when(fields, self.findings)
        check_days(values, fields, self.findings)
        check_routines(values, fields, self.findings)
        check_call(values, fields, self.findings)
        self._check_routine(values, fields)
        if len(self.findings.problems) > before:
            return None
        reminder = _reminder_of(id_, values, TextPosition(place.line, place.column))
        check_due(reminder, fields, self.findings)
        return reminder

    def _check_routine(self, values: dict[str, Any], fields: Fields) -> None:
        for id_ in values.get("routine", ()):
            if self.known is None or id_ in self.known or "." in id_:
                continue
            near = nearest(id_, self.known)
            hint = f"did you mean '{near}'?" if near else "`coach routines` lists them all"
            message = f"there is no routine called {quoted(id_)}"
            self.findings.error(fields.fields["routine"], "unknown-routine", message, hint)


def _reminder_of(id_: str, values: dict[str, Any], mark: TextPosition) -> Reminder:
    cadence = cadence_of(values)
    on = tuple(sorted(set(chain.from_iterable(values.pop("on", (EVERY_DAY,))))))
    first, *rest = dict.fromkeys(values.pop("routine"))
    routines = (first, *rest) if rest else ()
    others = {name: value for name, value in values.items() if name not in CADENCE_FIELDS}
    others = REMINDER.attributes(others) | {"routine": first, "routines": routines}
    return Reminder(id=id_, cadence=cadence, on=on, mark=mark, **others)
