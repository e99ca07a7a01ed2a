"""The profile file: what a person or their clinician entered, for the list of signs and for the reminders."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from coach.care.medicines import ENTERED_LIST, written
from coach.care.model import LeftOutPart, Profile
from coach.care.words import area_of
from coach.clock_times import parse_date
from coach.document import parse
from coach.errors import BadFile, FileError
from coach.fields.findings import Findings
from coach.fields.reading import read_fields, with_corrected_names
from coach.fields.scalar_types import Choices, Duration, FormatNumber, ParsedText, YesOrNo
from coach.fields.structured_types import ListOf
from coach.fields.table import Field, Table
from coach.files import read_source
from coach.problems import quoted
from coach.spelling import nearest
from coach.units import ParseError, format_duration

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.care.model import SignRules
    from coach.problems import Problem

SHORTEST_WAIT, LONGEST_WAIT = 0.5, 10.0
"""Seconds that a 1 can wait for a 0 behind it."""
_DIGIT_WAIT = Duration(SHORTEST_WAIT, LONGEST_WAIT)
_NUMBER = re.compile(r"\+?[0-9]{2,15}")


def parse_number(text: str) -> str:
    """A telephone number without its spaces. Raises `ParseError`."""
    number = re.sub(r"[\s/()-]", "", text)
    if _NUMBER.fullmatch(number):
        return number
    raise ParseError(f"{quoted(text)} is not a telephone number", "write its digits, such as 112, 911 or 000")


_PERSON = (
    Field("format", FormatNumber(), "The file's format.", "1", is_required=True),
    Field(
        "emergency_number",
        ParsedText(parse_number, "number", "a telephone number", is_number=True),
        "The emergency number where you live.",
        '"112"',
    ),
)
_IN_OWN_WORDS = (
    Field("medicines", ENTERED_LIST, "Medicines as you entered them.", "[{name: Magnesium}]"),
    Field("conditions", ENTERED_LIST, "Conditions as you entered them.", "[{name: Asthma}]"),
)
_SWITCHES = (
    Field("drink_prompts", YesOrNo(), "Remind me to drink in spite of a limit.", "yes", default="no"),
    Field("breath_holds", YesOrNo(), "no: no pattern holds the breath.", "no", default="yes"),
    Field(
        "private_voice",
        YesOrNo(),
        "No symptom, part of the body or routine is named aloud.",
        "yes",
        default="no",
    ),
    Field("emergency_aloud", YesOrNo(), "An emergency text is spoken anyway.", "no", default="yes"),
    Field(
        "shown_as_text",
        YesOrNo(),
        "I do not hear what is spoken: show it as text until I have read it.",
        "yes",
        default="no",
    ),
    Field(
        "plain_lines",
        YesOrNo(),
        "Lines only, without a screen that is redrawn, for a screen reader.",
        "yes",
        default="no",
    ),
)
_CAREFUL = {"private_voice": True, "breath_holds": False}
"""The cautious value for a field that cannot be read, where the default would be less cautious."""
YES_OR_NO = tuple(field.name for field in _SWITCHES)
"""The fields of a profile that are yes or no."""
_WAIT = Field("digit_wait", _DIGIT_WAIT, "How long a 1 waits for a 0 behind it.", "3 s", without="1.5 s")


def parse_left_out(rules: SignRules, text: str) -> LeftOutPart:
    """The part of the body, and until when, in `calf until 2026-12-10`. Raises `ParseError`."""
    part, _, day = text.strip().partition(" until ")
    area = area_of(rules, part)
    if area is None:
        meant = nearest(part.strip().lower(), sorted(a for areas in rules.areas.values() for a in areas))
        hint = f"did you mean '{meant}'?" if meant else "write, for example: calf until 2026-12-10"
        raise ParseError(f"{quoted(part)} is not a part of the body", hint)
    return LeftOutPart(area, parse_date(day) if day else None)


def parse_digit_wait(text: str) -> float:
    """Seconds from `3s`. Raises `ParseError`."""
    return _DIGIT_WAIT.parse(text)


def entry_names(rules: SignRules) -> tuple[str, ...]:
    """The conditions and medicines that can be entered."""
    return tuple(entry.id for entry in rules.profile)


def read_profile(path: Path, rules: SignRules) -> Profile:
    """The profile in that file; an empty one where there is none. Raises `BadFile` with all its mistakes."""
    profile, problems = examine_profile(path, rules)
    if problems:
        raise BadFile(problems)
    return profile


def examine_profile(path: Path, rules: SignRules) -> tuple[Profile, list[Problem]]:
    """What can be read of the profile, and its mistakes: a wrong number does not lift a limit for drinks.

    Of what cannot be read the careful side is taken: a private voice, no breath holds (see `Profile.unread`).
    """
    table = profile_table(rules)
    try:
        source = read_source(path)
        document = parse(source)
    except BadFile as unreadable:
        return _profile_from({}, table.names), list(unreadable.problems)
    except FileError:
        return Profile(), []
    findings = Findings(source)
    findings.problems += document.problems
    named = with_corrected_names(document.root, table, findings)
    values = read_fields(named, table, findings)
    if not findings.has_errors:
        return _profile_from(values, ()), []
    given = table.names if document.problems else named.fields.fields
    return _profile_from(values, given), list(findings.in_order())


def _profile_from(values: dict[str, Any], given: Iterable[str]) -> Profile:
    """The profile with these values. `given`: the fields that the file has, or may have."""
    known = {name: value for name, value in values.items() if name != "format"}
    unread = frozenset(given) - values.keys() - {"format"}
    known |= {name: careful for name, careful in _CAREFUL.items() if name in unread}
    known["entries"] = frozenset(known.get("entries", ()))
    known["left_out"] = known.pop("leave_out", ())
    return Profile(**known, unread=unread)


def profile_text(profile: Profile, rules: SignRules) -> str:
    """The file with that profile, as `read_profile` reads it."""
    entered = [name for name in entry_names(rules) if name in profile.entries]
    lines = ["# What the coach takes into account: `coach profile` changes it, and explains it.", "format: 1"]
    if profile.emergency_number:
        lines.append(f"emergency_number: {json.dumps(profile.emergency_number)}")
    lines.append(f"entries: [{', '.join(entered)}]")
    for kind in ("medicines", "conditions"):
        lines += written(kind, getattr(profile, kind))
    if profile.left_out:
        lines.append(f"leave_out: [{', '.join(json.dumps(str(part)) for part in profile.left_out)}]")
    lines += [
        f"{name}: {'yes' if getattr(profile, name) else 'no'}"
        for name in YES_OR_NO
        if getattr(profile, name) != getattr(Profile(), name)
    ]
    if profile.digit_wait is not None:
        lines.append(f"digit_wait: {format_duration(profile.digit_wait)}")
    return "\n".join(lines) + "\n"


def profile_table(rules: SignRules) -> Table:
    """The fields of the file."""
    entries = ListOf(Choices(entry_names(rules)), distinct=True)
    part = ParsedText(partial(parse_left_out, rules), "part", "a part of the body, and until when")
    return Table(
        "a profile",
        (
            *_PERSON,
            Field("entries", entries, "Conditions and medicines, and a limit for drinks.", "[pregnant]"),
            *_IN_OWN_WORDS,
            Field(
                "leave_out",
                ListOf(part, distinct=True),
                "Parts that no routine is to move, up to and including a day.",
                '["calf until 2026-12-10"]',
            ),
            *_SWITCHES,
            _WAIT,
        ),
    )


_EUROPE = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI CH GE UA TR"
NUMBERS = {
    **dict.fromkeys(_EUROPE.split(), "112"),
    **dict.fromkeys(("US", "CA", "MX"), "911"),
    "GB": "999",
    "AU": "000",
    "NZ": "111",
    "IN": "112",
    "JP": "119",
    "KR": "119",
    "CN": "120",
    "BR": "192",
}
"""By ISO 3166 country: the number for an ambulance, which the person confirms. docs/evidence.md has the page
behind each, and says where none was found."""
_ZONES = {
    "Europe/London": "GB", "Europe/Belfast": "GB", "Pacific/Auckland": "NZ", "Asia/Kolkata": "IN",
    "Asia/Tokyo": "JP", "Asia/Seoul": "KR", "Asia/Shanghai": "CN", "America/Sao_Paulo": "BR",
    "America/New_York": "US", "America/Chicago": "US", "America/Denver": "US", "America/Los_Angeles": "US",
    "America/Toronto": "CA", "America/Vancouver": "CA", "America/Mexico_City": "MX",
    "Europe/Berlin": "DE", "Europe/Paris": "FR", "Europe/Madrid": "ES", "Europe/Rome": "IT",
    "Europe/Vienna": "AT", "Europe/Zurich": "CH", "Europe/Amsterdam": "NL", "Europe/Brussels": "BE",
    "Europe/Warsaw": "PL", "Europe/Stockholm": "SE", "Europe/Dublin": "IE", "Europe/Lisbon": "PT",
}  # fmt: skip
"""The country of a time zone, where many people live."""


def guessed_number(locales: Iterable[str], zone: str) -> str:
    """The number of the region: of the time zone, which travels, else of a locale such as `en_GB.UTF-8`.

    Empty if neither says it.
    """
    country = _ZONES.get(zone) or ("AU" if zone.startswith("Australia/") else "")
    named = (re.match(r"[a-z]{2,3}_([A-Z]{2})\b", name) for name in locales)
    countries = [country, *(found[1] for found in named if found)]
    return next((NUMBERS[each] for each in countries if each in NUMBERS), "")
