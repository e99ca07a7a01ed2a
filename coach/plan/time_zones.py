"""Time zones by name: of a plan, and of this machine, also where TZ holds rules instead of a name."""

from __future__ import annotations

import io
import os
import re
import struct
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coach.errors import CoachError
from coach.problems import printable, quoted, shortened
from coach.spelling import nearest
from coach.units import ParseError

if TYPE_CHECKING:
    from datetime import tzinfo

    from coach.plan.model import Plan

_LONGEST_NAME = 64
_OF_THE_MACHINE = frozenset({"local", "localtime", "system", "machine", "here", "home"})
_OFFSET = re.compile(r"(?:utc|gmt)? *[+-] *[0-9]{1,2}(?::?[0-9]{2})?", re.IGNORECASE)
_EXAMPLE = "write its name, such as Europe/Berlin"


def parse_zone(text: str) -> ZoneInfo:
    """The zone of that name, such as `Europe/Berlin`. Raises `ParseError` with the likely name."""
    name = text.strip()
    try:
        if len(name) <= _LONGEST_NAME:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder, a file that is no zone
        pass
    raise ParseError(f"there is no time zone {quoted(text)}", _suggestion(name))


def machine_zone() -> tzinfo:
    """The zone that is set on this machine now. Raises `CoachError` when it is unknown."""
    from tzlocal import reload_localzone  # noqa: PLC0415 — a plan with a zone of its own does without

    set_to = os.environ.get("TZ", "")
    try:
        return reload_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = _zone_by_rules(set_to)
    if zone is not None:
        return zone
    why = (
        f": TZ is '{printable(shortened(set_to, _LONGEST_NAME))}', which is not a zone's name"
        if set_to
        else ""
    )
    raise CoachError(
        f"The time zone of this machine is not known{why}.",
        hint="Set it, or write a line such as 'zone: Europe/Berlin' into the plan.",
    )


def zone_of(plan: Plan) -> tzinfo:
    """The zone of the plan's days: its own, else the machine's. Raises `CoachError`."""
    return plan.zone or machine_zone()


def zone_named(name: str) -> tzinfo:
    """The zone whose name another process of the coach gave; raises `ValueError` for an unknown one.

    Besides the names of the database these are those of `machine_zone`: rules, or a file of its own.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = _zone_by_rules(name) or machine_zone()
    if str(zone) != name:
        raise ValueError(f"there is no time zone {quoted(name)}")
    return zone


_TYPES = struct.Struct(">4s c 15x 6L")
"""The head of a TZif file (RFC 8536): magic, version, and six counts."""
_NO_RULES = re.compile(r"(?:[A-Za-z]+|<[A-Za-z0-9+-]+>)[-+0-9:]+(?:[A-Za-z]+|<[A-Za-z0-9+-]+>)[-+0-9:]*")
_USUAL_RULES = ",M3.2.0,M11.1.0"
"""What the C library assumes where a summer time is named without its rules: those of the United States."""


@lru_cache(maxsize=8)
def _zone_by_rules(text: str) -> ZoneInfo | None:
    """The zone of a POSIX string such as `UTC0` or `CET-1CEST,M3.5.0,M10.5.0/3`; None if it is none.

    `zoneinfo` reads such a string only as the last line of a zone's file, so that it is given a file of it.
    """
    rules = text.removeprefix(":")
    if not rules.strip() or not rules.isprintable():
        return None
    if _NO_RULES.fullmatch(rules):
        rules += _USUAL_RULES
    block = _TYPES.pack(b"TZif", b"2", 0, 0, 0, 0, 1, 4) + bytes(6) + b"UTC\0"
    try:
        return ZoneInfo.from_file(io.BytesIO(block * 2 + f"\n{rules}\n".encode("ascii")), key=text)
    except ValueError:
        return None


def _suggestion(name: str) -> str:
    if name.lower() in _OF_THE_MACHINE:
        return "for the time zone of this machine, leave the field out"
    if _OFFSET.fullmatch(name[:_LONGEST_NAME]):
        return f"an offset has no summer time: {_EXAMPLE}"
    from zoneinfo import available_timezones  # noqa: PLC0415 — reads many files

    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    written = name.replace(" ", "_").lower()
    same = [name for name in names if written in {name.lower(), name.rpartition("/")[2].lower()}]
    if len(same) == 1:
        return f"write '{same[0]}'"
    near = nearest(name, names)
    if near is None:
        city = nearest(name, {name.rpartition("/")[2] for name in names})
        of_city = [name for name in names if name.rpartition("/")[2] == city]
        near = of_city[0] if len(of_city) == 1 else None
    return f"did you mean '{near}'?" if near else _EXAMPLE
