"""The pages behind the first one of a report: everything that was counted, and the list of signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.care.medicines import own_text
from coach.care.model import ASKED
from coach.pages.report_words import (
    Section,
    answers,
    area_text,
    counted,
    day_text,
    helping,
    length,
    place_counts,
)
from coach.problems import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.care.episodes import Episode
    from coach.care.model import SignRules
    from coach.pages.report import Report

_AMOUNTS = {
    "drink": "Drinks, ml a day", "caffeine_taken": "Caffeine, mg a day", "slept": "Sleep, minutes a day",
    "stress_level": "Stress, 0 to 10, the day's highest",
}  # fmt: skip
_LEVELS = {
    "emergency": "Emergency", "same-day": "The same day", "book": "A visit", "help": "Helping texts",
}  # fmt: skip


def details(report: Report, rules: SignRules) -> tuple[Section, ...]:
    """The sections, without those that would be empty."""
    labels = {option.id: option.label for option in (*rules.signs, *rules.facts)}
    found = (
        _flags(report),
        Section(
            heading="Signs chosen from the list",
            items=tuple(f"{each.label}: {counted(each)}" for each in report.signs),
        ),
        Section(heading="By area", items=tuple(map(place_counts, report.areas))),
        Section(
            heading="Week by week",
            headings=("Seven days from", "Episodes", "Days with one"),
            rows=tuple(
                (day_text(first), str(number), str(days))
                for first, number, days in report.weeks
                if report.episodes
            ),
        ),
        Section(
            heading="What was noted to have gone before",
            text="Counts are not causes.",
            items=tuple(f"{each.label}: {counted(each)}" for each in report.before),
        ),
        *(
            Section(
                heading=heading.capitalize(), items=tuple(f"{each.label}: {counted(each)}" for each in found)
            )
            for heading, found in report.changes.items()
        ),
        Section(
            heading="Medicines and conditions",
            items=(
                *(own_text(each, day_text) for each in report.medicines),
                *report.listed_medicines,
                *(f"{label}: {day_text(day)}" for day, label in report.medicine_changes),
                *(own_text(each, day_text) for each in report.conditions),
                *report.listed_conditions,
            ),
        ),
        Section(
            heading="What helped, as it was noted",
            text=f"Noted for {report.helped_episodes} of {count_of(len(report.episodes), 'episode')}.",
            items=(
                *(f"{helping(each).capitalize()}: {counted(each)}" for each in report.helped),
                *(f'In their own words: "{words}"' for words in report.helped_otherwise),
            ),
        ),
        Section(
            heading="Amounts",
            text="Over the days on which they were noted.",
            headings=("", "Days", "Median", "Highest"),
            rows=tuple(
                (_AMOUNTS[name], str(found.count), f"{found.median:g}", f"{found.highest:g}")
                for name, found in report.amounts.items()
                if found.median is not None and found.highest is not None
            ),
        ),
        Section(
            heading="Programme",
            text="Pain from 0 to 10, as it was answered before and after.",
            headings=("Routine", "Prescribed", "Confirmed", "Pain before", "Pain after"),
            rows=tuple(
                (
                    each.title,
                    "-" if each.prescribed is None else str(each.prescribed),
                    f"{each.confirmed}, {each.part} in part" if each.part else str(each.confirmed),
                    answers(each.pain_before) if each.pain_before.count else "-",
                    answers(each.pain_after) if each.pain_after.count else "-",
                )
                for each in report.programme
            ),
        ),
        Section(
            heading="Each episode",
            headings=("Began", "What", "Where", "Pain", "Length", "Noted with it"),
            rows=tuple(_episode(each, labels) for each in report.episodes),
        ),
        *_list(rules),
    )
    return tuple(section for section in found if section.rows or section.items)


def _flags(report: Report) -> Section:
    return Section(
        heading="Each flag",
        headings=("Shown", "Level", "Row", "Text as it was shown"),
        rows=tuple(
            (f"{day_text(at.date())} {at:%H:%M}", _LEVELS.get(each.level, each.level), each.rule, each.text)
            for each in report.flags
            for at in each.shown
        ),
    )


def _episode(each: Episode, labels: dict[str, str]) -> tuple[str, ...]:
    places = [f"{area_text(place.area)} {place.side}".strip() for place in each.places]
    return (
        f"{day_text(each.began.date())} {each.began:%H:%M}",
        each.kind,
        ", ".join(places),
        "" if each.pain is None else f"{each.pain:g}",
        "" if each.minutes is None else length(each.minutes),
        "; ".join(sorted(labels.get(name, name).removesuffix(", 0 to 10") for name in each.facts - {ASKED})),
    )


def _list(rules: SignRules) -> Iterator[Section]:
    """The printed list, every row with its condition first; the last level is no line for a sign."""
    for level, title in _LEVELS.items():
        rows = tuple(
            (rule.id, rule.caution) for rule in rules.rules if rule.level == level and rule.fires is not None
        )
        text = "The same for everybody; no clinician has reviewed it."
        yield Section(
            heading=f"The list of signs: {title.lower()}", text=text, headings=("Row", "Line"), rows=rows
        )
