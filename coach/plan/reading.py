"""Reading a plan file: everything that is wrong with it at once, or the plan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from coach.clock_times import EVERY_DAY
from coach.document import Fields, Text, parse
from coach.errors import BadFile, FileError
from coach.files import read_source
from coach.plan.fields import (
    PLAN,
    REMINDER,
    VOICE,
    nearest_id,
    read_fields,
    under_right_names,
)
from coach.plan.model import SPACING, Plan, Reminder, VoiceSettings
from coach.plan.rules import cadence_of, check_days, check_due, check_when
from coach.plan.values import reminder_id
from coach.problems import printable
from coach.routine.findings import Findings
from coach.routine.limits import fits
from coach.routine.model import Mark
from coach.units import Misread

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.document import Document, Node
    from coach.files import SourceText
    from coach.problems import Problem

MOST_REMINDERS = 100


@dataclass(frozen=True, slots=True)
class ExaminedPlan:
    """What came of a file: the plan, unless there are errors, and all problems in the file's order."""

    plan: Plan | None
    problems: tuple[Problem, ...] = ()


def read_plan(path: Path, routines: Iterable[str] | None = None) -> Plan:
    """The plan of a file.

    `routines`: the ids there are; None: whether a reminder's routine exists is not looked at. Raises
    `BadFile` with all errors, `FileError` when there is no such file.
    """
    examined = examine_plan(path, routines)
    if examined.plan is None:
        raise BadFile([problem for problem in examined.problems if problem.severity == "error"])
    return examined.plan


def examine_plan(path: Path, routines: Iterable[str] | None = None) -> ExaminedPlan:
    """The plan of a file with the warnings about it, or all that is wrong with it.

    `routines` as above. Raises `FileError` when there is no such file.
    """
    try:
        source = read_source(path)
    except BadFile as refusal:
        return ExaminedPlan(None, refusal.problems)
    except FileError:
        raise FileError(
            f"There is no plan yet: nothing is at {printable(str(path))}.", hint="`coach init` writes one."
        ) from None
    return examine_text(source, routines)


def examine_text(source: SourceText, routines: Iterable[str] | None = None) -> ExaminedPlan:
    """The same for a text that was read already."""
    findings = Findings(source)
    document = _parsed(source, findings)
    if document is None:
        return ExaminedPlan(None, findings.in_order())
    known = None if routines is None else frozenset(routines)
    plan = _Reader(findings, known).plan(document.root)
    return ExaminedPlan(None if findings.has_errors else plan, findings.in_order())


def _parsed(source: SourceText, findings: Findings) -> Document | None:
    try:
        document = parse(source)
    except BadFile:
        # Read over again with its slips mended, so that what stands behind them is looked at too.
        from coach.routine.misreadings import parse_mended  # noqa: PLC0415 — imports pydantic

        mended = parse_mended(source)
        findings.problems += mended.problems
        return mended.document
    findings.problems += document.problems
    return document


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the levels of one file; what is wrong goes to `findings`."""

    findings: Findings
    known: frozenset[str] | None

    def plan(self, root: Fields) -> Plan | None:
        outside = root._replace(
            fields={name: node for name, node in root.fields.items() if name != "reminders"}
        )
        if not fits(outside, self.findings):
            return None
        fields = under_right_names(root, "a plan", self.findings)
        read = read_fields(fields, PLAN, self.findings)
        voice = self._voice(fields.fields.get("voice"))
        reminders = self._reminders(fields)
        return Plan(
            reminders=reminders,
            quiet=read.get("quiet", ()),
            spacing=read.get("spacing", SPACING),
            voice=voice,
            zone=read.get("zone"),
            file=self.findings.source.file,
            digest=self.findings.source.digest,
        )

    def _voice(self, node: Node | None) -> VoiceSettings:
        if node is None:
            return VoiceSettings()
        if not isinstance(node, Fields):
            hint = "write 'voice: {rate: 150, volume: 0.8}'"
            self.findings.error(node, "wrong-shape", "'voice' has fields of its own", hint)
            return VoiceSettings()
        fields = under_right_names(node, "the voice", self.findings)
        return VoiceSettings(**read_fields(fields, VOICE, self.findings))

    def _reminders(self, root: Fields) -> tuple[Reminder, ...]:
        node = root.fields.get("reminders")
        example = "write 'reminders:', and below it 'water: {routine: sip-water, at: \"10:00\"}'"
        if node is None:
            self.findings.error(root, "missing-field", "'reminders' is missing", example)
            return ()
        if not isinstance(node, Fields) or not node.fields:
            self.findings.error(node, "wrong-shape", "'reminders' names no reminder", example)
            return ()
        if len(node.fields) > MOST_REMINDERS:
            message = f"there are {len(node.fields)} reminders, and {MOST_REMINDERS} are the most"
            self.findings.error(node, "too-many", message, "leave some out")
            return ()
        found = (self._reminder(id_, inner, node) for id_, inner in node.fields.items())
        return tuple(reminder for reminder in found if reminder is not None)

    def _reminder(self, id_: str, node: Node, among: Fields) -> Reminder | None:
        place = among.names[id_]
        try:
            reminder_id(id_)
        except Misread as error:
            self.findings.error(place, "id", error.what, error.hint)
        if not isinstance(node, Fields):
            hint = f"write '{id_[:40]}: {{routine: sip-water, every: 90 min, between: \"09:00-17:30\"}}'"
            self.findings.error(node, "wrong-shape", "a reminder has fields of its own", hint)
            return None
        if not fits(node, self.findings):
            return None
        before = len(self.findings.problems)
        fields = under_right_names(node, "a reminder", self.findings)
        read = read_fields(fields, REMINDER, self.findings)
        check_when(fields, self.findings)
        check_days(read, fields, self.findings)
        self._check_routine(fields)
        if len(self.findings.problems) > before:
            return None
        reminder = _reminder_of(id_, read, Mark(place.line, place.column))
        check_due(reminder, fields, self.findings)
        return reminder

    def _check_routine(self, fields: Fields) -> None:
        node = fields.fields.get("routine")
        if node is None:
            hint = "write its id, such as 'routine: sip-water'"
            self.findings.error(fields, "missing-field", "'routine' is missing", hint)
        elif isinstance(node, Text) and node.text.strip() and self.known is not None:
            id_ = node.text.strip()
            if id_ not in self.known and "/" not in id_ and "." not in id_:
                message = f"there is no routine called '{id_[:40]}'"
                self.findings.error(node, "unknown-routine", message, nearest_id(id_, self.known))


def _reminder_of(id_: str, read: dict[str, Any], mark: Mark) -> Reminder:
    on = tuple(sorted(set(chain.from_iterable(read.get("on", (EVERY_DAY,))))))
    return Reminder(
        id=id_,
        routine=read["routine"],
        cadence=cadence_of(read),
        on=on,
        first_day=read.get("from"),
        last_day=read.get("until"),
        missed=read.get("missed", "skip"),
        begin=read.get("begin"),
        jitter=read.get("jitter", 0.0),
        mark=mark,
    )
