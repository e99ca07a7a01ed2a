"""The report as a document that fits its first page, as an HTML page, as a PDF and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from coach.care.model import Place
from coach.pages.body_chart import body_chart
from coach.pages.first_page import KINDS, Room, Row, areas, flags, footer, pattern, rows
from coach.pages.page import html_page
from coach.pages.report_details import details
from coach.pages.report_words import day_text
from coach.pages.svg import centred_text, drawing, element
from coach.pages.typesetting import pdf_of, standalone
from coach.problems import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from coach.care.model import SignRules
    from coach.pages.report import Area, Report
    from coach.pages.report_words import Section

SIZES = (9.4, 9.0, 8.6, 8.3, 8.0)
"""Of the type in points, the largest first; a smaller one is no longer read at a glance."""
_ROOMS = (
    Room(6, 6, 10, 6, 12, 10),
    Room(4, 4, 7, 4, 6, 6),
    Room(3, 3, 5, 3, 4, 4, 200),
    Room(2, 2, 4, 2, 3, 3, 80),
    Room(2, 1, 3, 1, 2, 2, 50),
)
"""The first page with ever less on it; the last one has room for whatever is on it."""
_WIDTH, _HEIGHT = 190.0, 254.0
"""What A4 and Letter both have between margins of 10 mm, and 5 mm of reserve."""
_LETTER, _WIDE_LETTER, _LINE = 0.185, 0.345, 0.4375
"""Millimetres for each point of the type: of an ordinary letter, of a wide one, and of a line's height."""
_GAP = 2.0
"""Of each row, in millimetres: its padding and its line."""
LABEL, CHART = 40.0, 58.0
"""Millimetres: the headings of the rows, and the chart with its list."""
_DRAWING = 50.0 * 282 / 260
"""The chart's height."""
_HOURS = 13.0
"""The height of the drawing of the hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole: the first page with its rows, table and drawings, its footer, and the sections behind it.

    `size`: of the type on the first page, in points, with which it is one sheet of A4 or Letter.
    """

    title: str
    subtitle: str
    flags: Row
    pattern: tuple[tuple[str, ...], ...]
    pattern_headings: tuple[str, ...]
    areas: tuple[str, ...]
    chart: Markup
    hours: Markup
    rows: tuple[Row, ...]
    footer: tuple[str, ...]
    details: tuple[Section, ...] = ()
    size: float = SIZES[-1]


def document_of(report: Report, rules: SignRules) -> Document:
    """The report in English words, with as much on the first page as has room there in a legible type."""
    behind = details(report, rules)
    document = _with(report, rules, _ROOMS[-1])
    for room in _ROOMS:
        document = _with(report, rules, room)
        for size in SIZES:
            if _height(document, size) <= _HEIGHT:
                return replace(document, size=size, details=behind)
    return replace(document, details=behind)


def _with(report: Report, rules: SignRules, room: Room) -> Document:
    return Document(
        title="Notes for an appointment",
        subtitle=f"{day_text(report.since)} to {day_text(report.until)}, {count_of(report.days, 'day')}."
        f" Written down by the person; page made on {day_text(report.made.date())}.",
        flags=flags(report, rules, room),
        pattern_headings=("", *(KINDS[each.kind] for each in report.kinds)),
        pattern=tuple(pattern(report.kinds)) if report.kinds else (),
        areas=areas(report.areas, room),
        chart=body_chart(_marks(report.areas)),
        hours=_hours_chart(report.hours),
        rows=tuple(rows(report, room)),
        footer=tuple(footer(report, rules)),
    )


def _height(document: Document, size: float) -> float:
    """About how many millimetres the first page is high in that type, rather too many than too few."""
    line = _LINE * size

    def lines(text: str, width: float) -> int:
        wide = sum(letter in "mwMW@%" for letter in text)
        return max(1, ceil((_LETTER * (len(text) - wide) + _WIDE_LETTER * wide) * size / width))

    def block(texts: Iterable[str], width: float) -> float:
        return line * sum(lines(text, width) for text in texts)

    def row(each: Row) -> float:
        return _GAP + max(block(each.lines, _WIDTH - LABEL), block([each.heading], LABEL - 8))

    height = 3.5 * line + row(document.flags) + sum(map(row, document.rows))
    height += block(document.footer, _WIDTH) + _GAP
    if not document.pattern:
        return height + 2 * line + _GAP
    width = (_WIDTH - CHART - 4) / (len(document.pattern_headings) + 0.2)
    table = line + sum(
        line * max(lines(cell, width - 2) for cell in cells) + 1.1 for cells in document.pattern
    )
    beside = _DRAWING + _HOURS + line + block(document.areas, CHART - 2)
    return height + _GAP + line + max(table, beside)


def _marks(areas: tuple[Area, ...]) -> dict[Place, int]:
    found = {}
    for area in areas:
        found[Place(area.name, "left")] = area.left
        found[Place(area.name, "right")] = area.right
        found[Place(area.name)] = area.no_side
    return {place: number for place, number in found.items() if number}


def _hours_chart(hours: tuple[int, ...]) -> Markup:
    """A bar for each hour of the day."""
    most = max(*hours, 1)
    width, height = 10, 34
    bars = [
        element(
            "rect",
            x=hour * width + 1,
            y=height - number * (height - 10) / most,
            width=width - 2,
            height=number * (height - 10) / most,
            fill="currentColor",
        )
        for hour, number in enumerate(hours)
    ]
    numbers = [
        centred_text(hour * width + 5, height - number * (height - 10) / most - 2, str(number), size=7.5)
        for hour, number in enumerate(hours)
        if number
    ]
    labels = [centred_text(hour * width + 5, height + 9, f"{hour:02}", size=7.5) for hour in range(0, 24, 3)]
    line = element("rect", x=0, y=height, width=240, height=0.6, fill="currentColor")
    return drawing(
        240, height + 12, *bars, *numbers, *labels, line, title="Episodes by the hour at which they began"
    )


def report_page(report: Report, rules: SignRules) -> str:
    """The report as one HTML file."""
    document = document_of(report, rules)
    return html_page("report.html", language="en", title=document.title, document=document)


def report_pdf(report: Report, rules: SignRules, *, paper: str) -> bytes:
    """The report as a PDF on A4 or Letter. Raises `CoachError` where Typst is not installed."""
    document = document_of(report, rules)
    content = {each.name: getattr(document, each.name) for each in fields(document)} | {
        "flags": document.flags._asdict(),
        "rows": [row._asdict() for row in document.rows],
        "details": [asdict(section) for section in document.details],
        "chart": standalone(document.chart),
        "hours": standalone(document.hours),
    }
    return pdf_of("report.typ", content, paper)


def report_json(report: Report) -> str:
    """The report as documented for JSON: every count by name, days and instants in ISO 8601."""
    return json.dumps(asdict(report), indent=2, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, date):  # an instant is one, too
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is nothing that a report holds")
