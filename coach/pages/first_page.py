"""The first page of a report, which is read in two minutes: rows of texts in a fixed order.

Of whatever is much, `Room` says how much is shown there; the pages behind have all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.care.medicines import own_text
from coach.care.rules import NOTHING_ON_THE_LIST
from coach.pages.report_words import (
    amount,
    answers,
    busiest,
    counted,
    dates,
    day_text,
    helping,
    listed,
    minutes_text,
    pain_text,
    place_counts,
)
from coach.problems import count_of, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from coach.care.model import Entered, SignRules
    from coach.pages.report import Area, KindPattern, Report

LEVELS = {"emergency": "Emergency", "same-day": "The same day", "book": "A visit", "help": "Help"}
KINDS = {"cramp": "Cramps", "spasm": "Spasms", "twitch": "Twitches", "unsure": "Unsure"}
_BEHIND = "more on the next pages"
_NOTHING = "Nothing noted."


class Row(NamedTuple):
    """A heading, and its texts, each on a line of its own."""

    heading: str
    lines: tuple[str, ...]


class Room(NamedTuple):
    """How many of each are shown: flags, signs, areas, facts of a row, medicines or conditions, routines.

    `letters`: of a name or other words of the person, of which the pages behind have the rest.
    """

    flags: int
    signs: int
    areas: int
    facts: int
    entered: int
    routines: int
    letters: int = 400


def flags(report: Report, rules: SignRules, room: Room) -> Row:
    """The rows that fired, in their form with the condition first: an order is for the moment alone."""
    cautions = {rule.id: rule.caution for rule in rules.rules}
    lines = [
        f"{LEVELS.get(each.level, each.level)}, shown on {dates(at.date() for at in each.shown)}:"
        f" {cautions.get(each.rule, each.text)}"
        for each in report.flags
    ]
    signs = [f"{each.label} ({counted(each)})" for each in report.signs]
    found = list(_cut(lines, room.flags))
    if signs:
        found.append(f"Signs chosen from the list: {listed(signs, room.signs, _BEHIND)}.")
    return Row("Flags", tuple(found) or ("None in these days.",))


def pattern(kinds: tuple[KindPattern, ...]) -> Iterator[tuple[str, ...]]:
    """The table of the kinds: a heading, and a cell for each."""

    def row(heading: str, *cells: str) -> tuple[str, ...]:
        return (heading, *cells)

    yield row("First noted", *(day_text(each.first) for each in kinds))
    yield row("Episodes", *(f"{each.count} on {count_of(each.days, 'day')}" for each in kinds))
    yield row("Days a week", *(f"{each.days_a_week:g}" for each in kinds))
    yield row("Most often", *(busiest(each.hours) for each in kinds))
    yield row("Length", *(minutes_text(each.minutes, each.count) for each in kinds))
    yield row("Pain, 0 to 10", *(amount(each.pain, each.count) for each in kinds))
    yield row("Side", *(_sides(each) for each in kinds))
    names = list(dict.fromkeys(each.label for kind in kinds for each in kind.circumstances))
    for label in names:
        of_kind = [{each.label: each.count for each in kind.circumstances} for kind in kinds]
        yield row(label, *(str(each.get(label, "-")) for each in of_kind))


def areas(found: tuple[Area, ...], room: Room) -> tuple[str, ...]:
    """The list that says what the chart of the body shows."""
    return tuple(_cut([place_counts(area) for area in found], room.areas))


def rows(report: Report, room: Room) -> Iterator[Row]:
    """The rows below the pattern, in the order in which a clinician asks for them."""
    yield _changes(report, room)
    texts = [f"{each.label}: {counted(each)}" for each in report.given_up]
    texts += [
        f"{label}, 0 to 10: {answers(report.next_day[name])}"
        for name, label in (
            ("pain_next_day", "Pain the next day"),
            ("pain_after_three_days", "Pain after three days"),
        )
        if name in report.next_day
    ]
    yield _joined("Sleep, tasks, exercise given up", texts, room)
    yield _medicines(report, room)
    pregnant = ["Pregnant"] if report.pregnant else []
    conditions = _own(report.conditions, report.since, room)
    entered = [*pregnant, *conditions, *report.listed_conditions]
    lines = (f"{listed(entered, room.entered, _BEHIND)}.",) if entered else ("None entered.",)
    yield Row("Conditions, pregnancy", lines)
    yield _caffeine_and_alcohol(report)
    yield Row("What helped, as noted", tuple(_helped(report, room)))
    if report.redacted:
        yield Row("Questions", ("Left out.",))
    else:
        questions = tuple(f"{number}. {each}" for number, each in enumerate(report.questions, 1))
        yield Row("Questions", questions or ("None written down.",))
    yield Row("Programme", tuple(_cut(list(_programme(report, room)), room.routines)))


def footer(report: Report, rules: SignRules) -> Iterator[str]:
    """What the page rests on, and what it is not."""
    yield (
        f"Self-noted on {report.noted_days} of {count_of(report.days, 'day')}; not verified;"
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


def _changes(report: Report, room: Room) -> Row:
    """Weakness, numbness, swelling and change: what was noted of each, and of which nothing was."""
    lines, nothing = [], []
    for name, found in report.changes.items():
        if found:
            texts = [f"{each.label}: {counted(each)}" for each in found]
            lines.append(f"{listed(texts, room.facts, _BEHIND)}.")
        else:
            nothing.append(name)
    if not lines:
        return Row("Weakness, numbness, swelling, change", (_NOTHING,))
    if nothing:
        lines.append(f"Nothing noted of {', '.join(nothing)}.")
    return Row("Weakness, numbness, swelling, change", tuple(lines))


def _medicines(report: Report, room: Room) -> Row:
    lines = _own(report.medicines, report.since, room)
    if report.listed_medicines:
        lines.append(f"{', '.join(report.listed_medicines)} (no days entered).")
    found = list(_cut(lines, room.entered))
    if report.medicine_changes:
        changes = [f"{label} on {day_text(day)}" for day, label in report.medicine_changes]
        found.append(f"Noted: {listed(changes, room.facts, _BEHIND)}.")
    return Row("Medicines", tuple(found) or ("None entered or noted.",))


def _own(entered: tuple[Entered, ...], since: date, room: Room) -> list[str]:
    """Those that were not over before these days; the pages behind have the others too."""
    current = (each for each in entered if each.until is None or each.until >= since)
    return [shortened(own_text(each, day_text), room.letters) for each in current]


def _caffeine_and_alcohol(report: Report) -> Row:
    caffeine, alcohol = report.amounts["caffeine_taken"], report.alcohol
    taken = []
    if caffeine.count:
        on = count_of(caffeine.count, "day")
        taken.append(f"Caffeine: {amount(caffeine, 0, ' mg')} a day, noted on {on}")
    if alcohol:
        taken.append(f"Alcohol: noted {counted(alcohol)}")
    return Row("Caffeine, alcohol", (f"{'; '.join(taken)}.",) if taken else (_NOTHING,))


def _helped(report: Report, room: Room) -> Iterator[str]:
    """What helped as it was noted, with the episodes that it rests on; nothing is concluded from it."""
    if not report.helped:
        yield _NOTHING
        return
    noted = [f"{helping(each)} {each.count}" for each in report.helped]
    of = f"{report.helped_episodes} of {count_of(len(report.episodes), 'episode')}"
    yield f"Noted for {of}: {listed(noted, room.facts + 5, _BEHIND, ', ')}."
    if report.helped_otherwise:
        words = [f'"{shortened(each, room.letters)}"' for each in report.helped_otherwise]
        yield f"In their own words: {listed(words, max(1, room.facts - 1), _BEHIND)}."


def _programme(report: Report, room: Room) -> Iterator[str]:
    for each in report.programme:
        part = f", {each.part} in part" if each.part else ""
        of = (
            f"{part}, not prescribed in these days"
            if each.prescribed is None
            else f" of {each.prescribed} prescribed{part}"
        )
        pain = f"; {text}" if (text := pain_text(each)) else ""
        yield f"{shortened(each.title, room.letters)}: confirmed {each.confirmed}{of}{pain}"
    if not report.programme:
        yield "Nothing prescribed or confirmed in these days."


def _sides(kind: KindPattern) -> str:
    texts = ((kind.left, "left"), (kind.right, "right"), (kind.no_side, "not noted"))
    return ", ".join(f"{number} {side}" for number, side in texts)


def _joined(heading: str, texts: list[str], room: Room) -> Row:
    return Row(heading, (f"{listed(texts, room.facts, _BEHIND)}.",) if texts else (_NOTHING,))


def _cut(lines: list[str], most: int) -> Iterable[str]:
    return lines if len(lines) <= most else [*lines[:most], f"{len(lines) - most} {_BEHIND}."]
