"""A guess at the emergency number where a person lives, from the region of their settings. Never dialled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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

    Empty where neither says it.
    """
    country = _ZONES.get(zone) or ("AU" if zone.startswith("Australia/") else "")
    named = (re.match(r"[a-z]{2,3}_([A-Z]{2})\b", name) for name in locales)
    countries = [country, *(found[1] for found in named if found)]
    return next((NUMBERS[each] for each in countries if each in NUMBERS), "")
