"""Zones: by their name in a plan, or the machine's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coach.errors import CoachError
from coach.units import Misread

if TYPE_CHECKING:
    from datetime import tzinfo

    from coach.plan.model import Plan

_LONGEST_NAME = 64


def parse_zone(text: str) -> ZoneInfo:
    """The zone of that name, such as `Europe/Berlin`. Raises `Misread` with the nearest name."""
    try:
        if len(text) <= _LONGEST_NAME:
            return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder, a file that is no zone
        pass
    raise Misread(f"there is no time zone '{text[:40]}'", _suggestion(text))


def machine_zone() -> tzinfo:
    """The zone of this machine as it is set now. Raises `CoachError` when that cannot be told."""
    from tzlocal import reload_localzone  # noqa: PLC0415 — a plan with a zone of its own does without

    try:
        return reload_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CoachError(
            f"The time zone of this machine cannot be told: {error}.",
            hint="Set it, or write a line such as 'zone: Europe/Berlin' into the plan.",
        ) from error


def zone_of(plan: Plan) -> tzinfo:
    """Where the plan's days are lived: its own zone, else the machine's. Raises `CoachError`."""
    return plan.zone or machine_zone()


def _suggestion(text: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 — only where a name is misspelt
    from zoneinfo import available_timezones  # noqa: PLC0415 — reads many files

    written = text[:_LONGEST_NAME].strip().replace(" ", "_").lower()
    names = {name.lower(): name for name in sorted(available_timezones()) if "/" in name or name == "UTC"}
    cities = {name.rpartition("/")[2]: full for name, full in names.items()}
    if written in names or written in cities:
        return f"write '{names.get(written) or cities[written]}'"
    near = get_close_matches(written, names, n=1) or get_close_matches(written, cities, n=1)
    is_continent = any(name.startswith(f"{written}/") for name in names)
    if near and not is_continent:
        return f"did you mean '{names.get(near[0]) or cities[near[0]]}'?"
    return "write its name, such as Europe/Berlin"
