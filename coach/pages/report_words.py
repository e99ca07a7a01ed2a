"""Words for the counts of a report, and the parts of the pages behind its first one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from coach.pages.report import Area, Counted, Spread

_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with a table or a list; `text` stands above it."""

    heading: str
    text: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()


def day_text(day: date) -> str:
    """A day as "2 Nov 2026"."""
    return f"{day.day} {day:%b %Y}"


def dates(days: Iterable[date], most: int = 4) -> str:
    """Days without those that come twice; of many the latest ones, and how many more."""
    found = sorted(set(days), reverse=True)
    return listed([day_text(day) for day in found], most, "more")


def listed(texts: Sequence[str], most: int, more: str) -> str:
    """The texts behind one another; of many the first ones, and how many there are besides."""
    shown = "; ".join(texts[:most])
    return f"{shown}; {len(texts) - most} {more}" if len(texts) > most else shown


def many(number: int, what: str) -> str:
    """As "1 day" or "3 days"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def helping(each: Counted) -> str:
    """What helped, without the word for it: "stretching" of "Stretching helped"."""
    return each.label.removesuffix(" helped").lower()


def counted(each: Counted) -> str:
    """As "3 times on 2 days, last 12 Nov"."""
    times = "once" if each.count == 1 else f"{each.count} times"
    days = "" if each.days == each.count else f" on {each.days} day{'s' if each.days > 1 else ''}"
    last = "" if each.last is None else f", last {each.last.day} {each.last:%b}"
    return f"{times}{days}{last}"


def amount(found: Spread, of: int) -> str:
    """As "median 6, highest 8 (noted for 3 of 4)"."""
    if found.median is None or found.highest is None:
        return "not noted"
    known = f" (noted for {found.count} of {of})" if of and found.count < of else ""
    return f"median {found.median:g}, highest {found.highest:g}{known}"


def minutes_text(found: Spread, of: int) -> str:
    """The same of lengths in minutes."""
    if found.median is None or found.highest is None:
        return "not noted"
    known = f" (noted for {found.count} of {of})" if found.count < of else ""
    return f"median {length(found.median)}, longest {length(found.highest)}{known}"


def length(minutes: float) -> str:
    """As "30 s", "2 min" or "1 h 30 min"."""
    if minutes < 1:
        return f"{round(minutes * 60)} s"
    if minutes < _HOUR:
        return f"{round(minutes, 1):g} min"
    hours, rest = divmod(round(minutes), _HOUR)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def area_text(area: str) -> str:
    """The name of an area of the list, as a person reads it."""
    return area.replace("_", " ")


def place_counts(area: Area) -> str:
    """As "Calf 7: left 5, right 1, side not noted 1"."""
    sides = (("left", area.left), ("right", area.right), ("side not noted", area.no_side))
    texts = [f"{side} {number}" for side, number in sides if number]
    return f"{area_text(area.name).capitalize()} {area.count}: {', '.join(texts)}"
