"""Words for the counts of a report, and the parts of the pages behind its first one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.problems import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from coach.pages.report import Area, Counted, RoutineLine, Spread

_HOUR = 60
_FEW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with a table or a list; `text` is above it."""

    heading: str
    text: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()


def day_text(day: date) -> str:
    """A day as "2 Nov 2026"."""
    return f"{day.day} {day:%b %Y}"


def dates(days: Iterable[date], most: int = 4) -> str:
    """Days without those that come twice, the latest first; of many the latest ones, and how many more."""
    found = sorted(set(days), reverse=True)
    return listed([day_text(day) for day in found], most, "more", ", ")


def listed(texts: Sequence[str], most: int, more: str, between: str = "; ") -> str:
    """The texts behind one another; of many the first ones, and how many there are besides."""
    shown = between.join(texts[:most])
    return f"{shown}{between}{len(texts) - most} {more}" if len(texts) > most else shown


def helping(each: Counted) -> str:
    """What helped, without the word for it: "stretching" of "Stretching helped"."""
    return each.label.removesuffix(" helped").lower()


def counted(each: Counted) -> str:
    """As "3 times on 2 days, last on 12 Nov 2026" or "once on 12 Nov 2026"."""
    times = "once" if each.count == 1 else f"{each.count} times"
    if each.last is None:
        return times
    if each.days == 1:
        return f"{times} on {day_text(each.last)}"
    on = "" if each.days == each.count else f" on {each.days} days"
    return f"{times}{on}, last on {day_text(each.last)}"


def amount(found: Spread, of: int, unit: str = "") -> str:
    """As "median 6, highest 8 (noted for 3 of 4)"; a single one is neither."""
    return _spread_text(found, of, lambda value: f"{value:g}{unit}", "highest")


def minutes_text(found: Spread, of: int) -> str:
    """As "median 2 min, longest 8 min (noted for 3 of 4)"."""
    return _spread_text(found, of, length, "longest")


def _spread_text(found: Spread, of: int, written: Callable[[float], str], highest: str) -> str:
    if found.median is None or found.highest is None:
        return "not noted"
    known = f" (noted for {found.count} of {of})" if found.count < of else ""
    if found.count == 1:
        return f"{written(found.median)}{known}"
    return f"median {written(found.median)}, {highest} {written(found.highest)}{known}"


def answers(found: Spread) -> str:
    """As "median 6, highest 8 (3 answers)" or "6 (1 answer)"."""
    return f"{amount(found, 0)} ({count_of(found.count, 'answer')})"


def pain_text(line: RoutineLine) -> str:
    """Pain before and after a routine, each with the answers that it rests on; empty without any."""
    texts = [
        f"{when} {answers(found)}"
        for when, found in (("before", line.pain_before), ("after", line.pain_after))
        if found.count
    ]
    return f"pain {', '.join(texts)}" if texts else ""


def length(minutes: float) -> str:
    """As "30 s", "2 min" or "1 h 30 min"."""
    if minutes < 1:
        return f"{round(minutes * 60)} s"
    if minutes < _HOUR:
        return f"{round(minutes, 1):g} min"
    hours, rest = divmod(round(minutes), _HOUR)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def busiest(hours: Sequence[int]) -> str:
    """The hour in which most of them began, as "03:00 to 04:00 (12)"."""
    most = max(hours)
    found = [
        f"{hour:02}:00 to {(hour + 1) % 24:02}:00" for hour, number in enumerate(hours) if number == most
    ]
    if len(found) > _FEW:
        return f"{len(found)} different hours ({most} each)"
    return f"{' and '.join(found)} ({most}{' each' if len(found) > 1 else ''})"


def area_text(area: str) -> str:
    """The name of an area of the list, as a person reads it."""
    return area.replace("_", " ")


def place_counts(area: Area) -> str:
    """As "Calf: 7 (5 left, 1 right, 1 without a side)"."""
    sides = ((area.left, "left"), (area.right, "right"), (area.no_side, "without a side"))
    texts = [f"{number} {side}" for number, side in sides if number]
    return f"{area_text(area.name).capitalize()}: {area.count} ({', '.join(texts)})"
