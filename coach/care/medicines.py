"""Medicines and conditions as a person or their clinician entered them: names, doses and dates only.

A dose is the person's own text. Nothing here knows a medicine, compares doses or proposes one.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coach.care.model import Dose, Entered
from coach.clock_times import parse_date
from coach.fields.scalar_types import ParsedText
from coach.fields.structured_types import ListOf, Nested, PlainText
from coach.fields.table import Field, Table
from coach.problems import quoted
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

MOST_LETTERS = 80
"""Of a name, and of a dose: several have room on a page."""
_DATE = ParsedText(parse_date, "date", "a date such as 2026-11-01")
_DOSE = Table(
    "a dose",
    (
        Field("text", PlainText(), "The dose, in your own words.", "one tablet"),
        Field("since", _DATE, "The day from which on.", '"2026-10-01"'),
    ),
)
_ENTERED = Table(
    "a medicine or condition",
    (
        Field("name", PlainText("a name"), "Its name, as you write it.", "Magnesium", is_required=True),
        Field(
            "doses", ListOf(Nested(_DOSE, Dose)), "Its doses, one after another.", '[{since: "2026-10-01"}]'
        ),
        Field("until", _DATE, "The last day.", '"2026-11-01"'),
    ),
)


def _as_entered(name: str, doses: tuple[Dose, ...] = (), until: date | None = None) -> Entered:
    return Entered(name=name, doses=doses or (Dose(),), until=until)


ENTERED_LIST = ListOf(Nested(_ENTERED, _as_entered), meaning="a list of names with their dates")


def enter(
    known: tuple[Entered, ...], name: str, *, dose: str, since: date | None, today: date
) -> tuple[Entered, ...]:
    """These with that one: entered, with another dose from a day on, or with its first day.

    `since` None: of a new one the first day is not known; another dose is from today on. Raises `ParseError`.
    """
    name, dose = _checked(name), _checked(dose, may_be_empty=True)
    found = find(known, name)
    if found is None:
        return (*known, Entered(name=name, doses=(Dose(dose, since),)))
    changed = replace(found, until=None)
    *earlier, last = found.doses
    if dose and last.text and dose != last.text:
        changed = replace(changed, doses=(*found.doses, Dose(dose, since or today)))
    elif dose or since:
        changed = replace(changed, doses=(*earlier, Dose(dose or last.text, since or last.since)))
    return tuple(changed if each is found else each for each in known)


def end(known: tuple[Entered, ...], name: str, until: date) -> tuple[Entered, ...]:
    """What was entered, with the entry of that name ended on that day."""
    found = find(known, name)
    return tuple(replace(each, until=until) if each is found else each for each in known)


def find(known: tuple[Entered, ...], name: str) -> Entered | None:
    """The one of that name, however its capitals and spaces are written."""
    return next((each for each in known if _plain(each.name) == _plain(name)), None)


def own_text(each: Entered, day_text: Callable[[date], str] = str) -> str:
    """As "Amlodipine: 5 mg since 2026-10-01, 10 mg since 2026-11-02, until 2026-11-03"."""
    doses = [
        f"{dose.text} since {day_text(dose.since)}".strip() if dose.since else dose.text
        for dose in each.doses
    ]
    parts = [dose for dose in doses if dose]
    if each.doses[0].since is None:
        parts.append("no first day entered")
    if each.until is not None:
        parts.append(f"until {day_text(each.until)}")
    return f"{each.name}: {', '.join(parts)}"


def written(kind: str, known: tuple[Entered, ...]) -> list[str]:
    """The lines of the profile's file for these, in the field `kind`."""
    lines = [f"{kind}:"] if known else []
    return lines + [
        f"  - {json.dumps(to_dict(each, leave_out=(None, '')), ensure_ascii=False)}" for each in known
    ]


def to_dict(each: Entered, *, leave_out: tuple[str | None, ...] = ()) -> dict[str, Any]:
    """One as documented for JSON, without fields whose value is one of those."""
    doses = [
        _without(leave_out, text=dose.text, since=None if dose.since is None else dose.since.isoformat())
        for dose in each.doses
    ]
    until = None if each.until is None else each.until.isoformat()
    return {"name": each.name, "doses": doses, **_without(leave_out, until=until)}


def _without(values: tuple[str | None, ...], **fields: str | None) -> dict[str, str | None]:
    return {name: value for name, value in fields.items() if value not in values}


def _checked(text: str, *, may_be_empty: bool = False) -> str:
    plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    if not plain and not may_be_empty:
        raise ParseError("a name is missing", "write it as it is on the packet or in a letter")
    if len(plain) > MOST_LETTERS:
        raise ParseError(f"{quoted(plain)} is too long", f"write {MOST_LETTERS} characters at most")
    return plain


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
