"""The report in words: headings, lists, tables and drawings that an HTML page and a PDF show alike.

What stands on the first page is cut to what has room there; the pages behind have all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from coach.care.medicines import own_text
from coach.care.model import Place
from coach.care.rules import NOTHING_ON_THE_LIST
from coach.pages.body_chart import body_chart
from coach.pages.report_details import details
from coach.pages.report_words import (
    amount,
    counted,
    dates,
    day_text,
    helping,
    listed,
    many,
    minutes_text,
    place_counts,
)
from coach.pages.svg import drawing, element

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from markupsafe import Markup

    from coach.care.model import Entered, SignRules
    from coach.pages.report import Area, KindPattern, Report
    from coach.pages.report_words import Section

LEVELS = {"emergency": "Emergency", "same-day": "Same day", "book": "Visit", "help": "Help"}
KINDS = {"cramp": "Cramps", "spasm": "Spasms", "twitch": "Twitches", "unsure": "Unsure"}
_MOST_FLAGS, _MOST_AREAS, _MOST_ITEMS, _MOST_ROUTINES = 4, 7, 3, 4
_BEHIND = "more on the next pages"
NOTHING = "Nothing noted."
_AT_FULL_SIZE, _OF_A_LINE, _OF_A_CELL = 3350, 40, 18
"""Letters that fit on Letter in full size, each line and each cell of the table counted as so many more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the first page: its heading, and its texts."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole: the first page with its rows, table and drawings, its footer, and the sections behind it."""

    title: str
    subtitle: str
    flags: Row
    pattern: tuple[tuple[str, ...], ...]
    pattern_headings: tuple[str, ...]
    areas: Row
    chart: Markup
    hours: Markup
    rows: tuple[Row, ...]
    footer: tuple[str, ...]
    details: tuple[Section, ...]

    @property
    def fit(self) -> float:
        """The share of the full type with which the first page is one sheet: area grows with its square."""
        texts = [*self.flags.lines, *(line for row in self.rows for line in row.lines)]
        letters = sum(len(text) + _OF_A_LINE for text in texts)
        letters += _OF_A_CELL * sum(map(len, self.pattern))
        return min(1.0, sqrt(_AT_FULL_SIZE / max(letters, 1)))


def document_of(report: Report, rules: SignRules) -> Document:
    """The report in English words."""
    return Document(
        title="Notes for an appointment",
        subtitle=f"{day_text(report.since)} to {day_text(report.until)}. Written down by the person; made on"
        f" {day_text(report.made.date())}.",
        flags=Row(heading="Flags", lines=tuple(_flags(report, rules))),
        pattern_headings=("", *(KINDS[each.kind] for each in report.kinds)),
        pattern=tuple(_pattern(report.kinds)) if report.kinds else (),
        areas=Row(heading="Where", lines=tuple(_areas(report.areas))),
        chart=body_chart(_marks(report.areas)),
        hours=_hours_chart(report.hours),
        rows=tuple(_rows(report)),
        footer=tuple(_footer(report, rules)),
        details=details(report, rules),
    )


def _marks(areas: tuple[Area, ...]) -> dict[Place, int]:
    found = {}
    for area in areas:
        found[Place(area.name, "left")] = area.left
        found[Place(area.name, "right")] = area.right
        found[Place(area.name)] = area.no_side
    return {place: number for place, number in found.items() if number}


def _flags(report: Report, rules: SignRules) -> Iterator[str]:
    """The rows that fired, in their form with the condition first: an order is for the moment alone."""
    cautions = {rule.id: rule.caution for rule in rules.rules}
    for each in report.flags[:_MOST_FLAGS]:
        shown = dates(at.date() for at in each.shown)
        text = cautions.get(each.rule, each.text)
        yield f"{LEVELS.get(each.level, each.level)} ({shown}): {text}"
    left = len(report.flags) - _MOST_FLAGS
    if left > 0:
        yield f"{left} {_BEHIND}."
    if report.signs:
        signs = [f"{each.label} ({counted(each)})" for each in report.signs]
        yield f"Signs chosen from the list: {listed(signs, _MOST_ITEMS, _BEHIND)}."
    elif not report.flags:
        yield "None in these days."


def _pattern(kinds: tuple[KindPattern, ...]) -> Iterator[tuple[str, ...]]:
    def row(heading: str, *cells: str) -> tuple[str, ...]:
        return (heading, *cells)

    yield row("First noted", *(day_text(each.first) for each in kinds))
    yield row("Episodes, days", *(f"{each.count} on {each.days} d" for each in kinds))
    yield row("Days a week", *(f"{each.days_a_week:g}" for each in kinds))
    yield row("Most often at", *(_busiest(each.hours) for each in kinds))
    yield row("Length", *(minutes_text(each.minutes, each.count) for each in kinds))
    yield row("Pain, 0 to 10", *(amount(each.pain, each.count) for each in kinds))
    yield row("Side", *(_sides(each) for each in kinds))
    names = list(dict.fromkeys(each.label for kind in kinds for each in kind.circumstances))
    for label in names:
        of_kind = [{each.label: each.count for each in kind.circumstances} for kind in kinds]
        yield row(label, *(str(each.get(label, "-")) for each in of_kind))


def _busiest(hours: tuple[int, ...]) -> str:
    most = max(hours)
    found = [f"{hour:02}" for hour, number in enumerate(hours) if number == most]
    return f"{listed(found, 3, 'more')} h ({most} each)" if len(found) > 1 else f"{found[0]} h ({most})"


def _sides(kind: KindPattern) -> str:
    return f"left {kind.left}, right {kind.right}, not noted {kind.no_side}"


def _areas(areas: tuple[Area, ...]) -> Iterator[str]:
    for area in areas[:_MOST_AREAS]:
        yield place_counts(area)
    if len(areas) > _MOST_AREAS:
        yield f"{len(areas) - _MOST_AREAS} {_BEHIND}"


def _rows(report: Report) -> Iterator[Row]:
    for heading, found in report.changes.items():
        texts = [f"{each.label}: {counted(each)}" for each in found]
        yield _row(heading.capitalize(), texts)
    texts = [f"{each.label}: {counted(each)}" for each in report.given_up]
    for name, label in (
        ("pain_next_day", "Pain the next day"),
        ("pain_after_three_days", "Pain after three days"),
    ):
        if name in report.next_day:
            found_pain = report.next_day[name]
            texts.append(f"{label}: {amount(found_pain, found_pain.count)}, {found_pain.count} answers")
    yield _row("Sleep, tasks, exercise given up", texts, most=4)
    changes = [f"{label} {day_text(day)}" for day, label in report.medicine_changes]
    taken = [own_text(each, day_text) for each in _lately(report.medicines, report.since)]
    taken += [f"{each} (no dates)" for each in report.listed_medicines]
    yield _row("Medicines", [*taken, *changes], nothing="None entered or noted.", most=6)
    pregnant = ["Pregnant"] if report.pregnant else []
    conditions = [own_text(each, day_text) for each in _lately(report.conditions, report.since)]
    conditions += report.listed_conditions
    yield _row("Conditions, pregnancy", [*pregnant, *conditions], nothing="None entered.", most=9)
    caffeine, alcohol = report.amounts["caffeine_taken"], report.alcohol
    taken = (
        []
        if not caffeine.count
        else [f"caffeine {amount(caffeine, 0)} mg a day, noted on {caffeine.count} days"]
    )
    taken += [f"alcohol {counted(alcohol)}"] if alcohol else []
    yield _row("Caffeine, alcohol", taken)
    yield Row(heading="What helped", lines=tuple(_helped(report)))
    if report.redacted:
        yield Row(heading="Questions", lines=("Left out.",))
    else:
        questions = tuple(f"{number}. {each}" for number, each in enumerate(report.questions, 1))
        yield Row(heading="Questions", lines=questions or ("None written down.",))
    yield Row(heading="Programme", lines=tuple(_programme(report)))


def _lately(entered: tuple[Entered, ...], since: date) -> Iterator[Entered]:
    """Those that were not over before these days; the pages behind have the others too."""
    return (each for each in entered if each.until is None or each.until >= since)


def _helped(report: Report) -> Iterator[str]:
    """What helped as it was noted, with the episodes that it rests on; nothing is concluded from it."""
    if not report.helped:
        yield NOTHING
        return
    noted = [f"{helping(each)} {each.count}" for each in report.helped]
    of = f"{report.helped_episodes} of {many(len(report.episodes), 'episode')}"
    yield f"Noted for {of}: {listed(noted, 6, _BEHIND)}."
    if report.helped_otherwise:
        words = [f'"{each}"' for each in report.helped_otherwise]
        yield f"In their own words: {listed(words, 2, _BEHIND)}"


def _row(heading: str, texts: list[str], *, nothing: str = NOTHING, most: int = _MOST_ITEMS) -> Row:
    return Row(heading=heading, lines=(f"{listed(texts, most, _BEHIND)}." if texts else nothing,))


def _programme(report: Report) -> Iterator[str]:
    for each in report.programme[:_MOST_ROUTINES]:
        part = f", {each.part} in part" if each.part else ""
        if each.prescribed is None:
            yield f"{each.title}: confirmed {each.confirmed}{part}, not prescribed in these days"
        else:
            yield f"{each.title}: confirmed {each.confirmed} of {each.prescribed} prescribed{part}"
    if len(report.programme) > _MOST_ROUTINES:
        yield f"{len(report.programme) - _MOST_ROUTINES} {_BEHIND}"
    if not report.programme:
        yield "Nothing prescribed or confirmed in these days."


def _footer(report: Report, rules: SignRules) -> Iterator[str]:
    yield (
        f"Self-noted on {report.noted_days} of {report.days} days; not verified;"
        " no entry does not mean no cramp."
    )
    if not report.flags and not report.signs:
        yield rules.rule(NOTHING_ON_THE_LIST).caution
    yield (
        "The list of signs is one printed list, the same for everybody; no clinician has reviewed it."
        " It is at the end."
    )
    if report.redacted:
        yield (
            "Left out on purpose: what is in the person's own words, such as questions, names and doses of"
            " medicines, names of conditions and of their own routines."
        )


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
        _text(hour * width + 5, height - number * (height - 10) / most - 2, str(number))
        for hour, number in enumerate(hours)
        if number
    ]
    labels = [_text(hour * width + 5, height + 9, f"{hour:02}") for hour in range(0, 24, 3)]
    line = element("rect", x=0, y=height, width=240, height=0.6, fill="currentColor")
    return drawing(
        240, height + 12, *bars, *numbers, *labels, line, title="Episodes by the hour at which they began"
    )


def _text(x: float, y: float, text: str) -> Markup:
    return element("text", text, x=x, y=y, text_anchor="middle", font_size=7.5, fill="currentColor")
