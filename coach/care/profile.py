"""The profile file: what a person or their clinician entered, as far as the list of signs asks for it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from coach.care.model import FLUID_LIMIT, Profile
from coach.document import parse
from coach.errors import BadFile, FileError
from coach.fields.findings import Findings
from coach.fields.reading import read_fields, with_corrected_names
from coach.fields.scalar_types import Choices, FormatNumber, ParsedText
from coach.fields.structured_types import ListOf
from coach.fields.table import Field, Table
from coach.files import read_source
from coach.problems import quoted
from coach.units import ParseError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.care.model import SignRules

_NUMBER = re.compile(r"\+?[0-9]{2,15}")


def parse_number(text: str) -> str:
    """A telephone number without its spaces. Raises `ParseError`."""
    number = re.sub(r"[\s/()-]", "", text)
    if _NUMBER.fullmatch(number):
        return number
    raise ParseError(f"{quoted(text)} is not a telephone number", "write its digits, such as 112, 911 or 000")


def entry_names(rules: SignRules) -> tuple[str, ...]:
    """What can be entered; not yet a limit for drinks, which the reminders would have to honour, too."""
    return tuple(entry.id for entry in rules.profile if entry.id != FLUID_LIMIT)


def read_profile(path: Path, rules: SignRules) -> Profile:
    """The profile in that file; an empty one where there is none. Raises `BadFile` with all its mistakes."""
    try:
        source = read_source(path)
    except BadFile:
        raise
    except FileError:
        return Profile()
    document = parse(source)
    findings = Findings(source)
    findings.problems += document.problems
    table = profile_table(rules)
    values = read_fields(with_corrected_names(document.root, table, findings), table, findings)
    if findings.has_errors:
        raise BadFile(findings.in_order())
    return Profile(
        entries=frozenset(values.get("entries", ())), emergency_number=values.get("emergency_number", "")
    )


def profile_text(profile: Profile, rules: SignRules) -> str:
    """The file with that profile, as `read_profile` reads it."""
    entered = [name for name in entry_names(rules) if name in profile.entries]
    lines = [
        "# What the coach's list of signs takes into account: `coach profile` changes it, and explains it.",
        "format: 1",
    ]
    if profile.emergency_number:
        lines.append(f"emergency_number: {json.dumps(profile.emergency_number)}")
    lines.append(f"entries: [{', '.join(entered)}]")
    return "\n".join(lines) + "\n"


def profile_table(rules: SignRules) -> Table:
    """The fields of the file."""
    number = ParsedText(parse_number, "number", "a telephone number", is_number=True)
    entries = ListOf(Choices(entry_names(rules)), distinct=True)
    return Table(
        "a profile",
        (
            Field("format", FormatNumber(), "The file's format.", "1", is_required=True),
            Field("emergency_number", number, "The emergency number where you live.", '"112"'),
            Field("entries", entries, "What you or your clinician entered.", "[pregnant]"),
        ),
    )
