"""Counts for the report what was noted in some days. Nothing is weighed and nothing is concluded.

Days are those of the calendar in the person's own zone; an episode counts once, whatever the number of its
notes.
"""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from coach.care.episodes import EPISODE_KINDS, episodes_of
from coach.care.model import LEVELS
from coach.journal.period_counts import WENT_BEFORE
from coach.pages.report import MOST_QUESTIONS, Area, Counted, Fired, KindPattern, Report, Spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from coach.care.episodes import Episode
    from coach.care.model import Note, SignRules
    from coach.journal.notes import RecordedFlag
    from coach.pages.report import ReportSource

CIRCUMSTANCES = (
    "at_rest", "in_exercise", "when_walking_gone_with_rest", "at_night", "with_a_period", "in_the_gut",
)  # fmt: skip
CHANGES: Mapping[str, tuple[str, ...]] = {
    "weakness": (
        "weak", "arm_weak_sudden", "one_side_weak", "both_legs_weak", "both_hands_clumsy", "getting_worse",
        "weak_next_day",
    ),
    "numbness": ("numb", "tingling", "tingling_lips_or_fingers", "face_numb", "seat_numb"),
    "swelling": ("swollen_muscle", "tight_swollen", "calf_swollen", "one_leg_swollen", "both_legs_swollen"),
    "change": (
        "thinner", "looks_changed", "calf_hot", "calf_colour_changed", "limb_cold_or_pale_sudden",
        "new_or_stronger", "suddenly_much_worse",
    ),
}  # fmt: skip
"""The facts of the list of signs that are listed under each of the four headings."""
GIVEN_UP = ("sleep_lost", "task_not_done", "exercise_given_up")
MEDICINE_CHANGES = (
    "medicine_new", "medicine_raised", "medicine_mixed", "stopped_alcohol_or_sedative", "street_drugs",
)  # fmt: skip
MEDICINES, PREGNANT = ("statin", "diuretic"), "pregnant"
"""The profile's entries that are medicines, and the one that is no condition."""
AMOUNTS = ("drink", "caffeine_taken", "slept", "stress_level")
"""What is noted of a day with an amount; the first two are summed for each day."""


def report_of(source: ReportSource, rules: SignRules, since: date, until: date, made: datetime) -> Report:
    """The report on the days from `since` to `until`, both counted; `made`: now, in the person's zone."""
    labels = {option.id: option.label for option in (*rules.signs, *rules.facts, *rules.profile)}
    days = (until - since).days + 1
    notes = [note for note in source.notes if since <= note.began.date() <= until]
    every = episodes_of(source.notes)
    episodes = tuple(each for each in every if since <= each.began.date() <= until)
    count = _counter(notes, labels)
    return Report(
        since=since,
        until=until,
        days=days,
        made=made,
        noted_days=len({note.began.date() for note in notes}),
        flags=_fired(source.flags, since, until),
        signs=count(sign.id for sign in rules.signs),
        kinds=tuple(_pattern(kind, episodes, every, days, labels) for kind in _kinds(episodes)),
        hours=_hours(episodes),
        areas=_areas(episodes),
        changes={heading: count(names) for heading, names in CHANGES.items()},
        given_up=count(GIVEN_UP),
        next_day=_next_day(notes),
        medicines=source.medicines,
        listed_medicines=tuple(labels[name] for name in MEDICINES if name in source.entries),
        medicine_changes=_medicine_changes(notes, labels),
        conditions=source.conditions,
        listed_conditions=tuple(
            option.label
            for option in rules.profile
            if option.id in source.entries and option.id not in (*MEDICINES, PREGNANT)
        ),
        pregnant=PREGNANT in source.entries,
        amounts=_amounts(notes),
        alcohol=next(iter(count(["alcohol"])), None),
        before=_most_first(count(sorted(WENT_BEFORE))),
        helped=_most_first(
            _in_episodes({name for each in episodes for name in each.helped}, episodes, labels)
        ),
        helped_episodes=sum(bool(each.helped) for each in episodes),
        helped_otherwise=tuple(dict.fromkeys(words for each in episodes for words in each.own_words)),
        questions=source.questions[:MOST_QUESTIONS],
        programme=source.programme,
        weeks=_weeks(episodes, since, until),
        episodes=episodes,
    )


def spread(amounts: Iterable[float | None]) -> Spread:
    """The amounts that were noted; what was not noted is no 0."""
    found = [amount for amount in amounts if amount is not None]
    return Spread(len(found), median(found), max(found)) if found else Spread()


def _kinds(episodes: Iterable[Episode]) -> list[str]:
    found = {episode.kind for episode in episodes}
    return [kind for kind in EPISODE_KINDS if kind in found]


def _counter(
    notes: Iterable[Note], labels: Mapping[str, str]
) -> Callable[[Iterable[str]], tuple[Counted, ...]]:
    """A function that counts facts by their names; a fact that was not noted is left out."""
    found: dict[str, list[tuple[str, date]]] = {}
    for note in notes:
        for name in note.names:
            found.setdefault(name, []).append((note.in_episode, note.began.date()))

    def count(names: Iterable[str]) -> tuple[Counted, ...]:
        return tuple(
            Counted(
                name=name,
                label=labels.get(name, name),
                count=len({episode for episode, _ in found[name]}),
                days=len({day for _, day in found[name]}),
                last=max(day for _, day in found[name]),
            )
            for name in names
            if name in found
        )

    return count


def _most_first(counted: Iterable[Counted]) -> tuple[Counted, ...]:
    return tuple(sorted(counted, key=lambda each: (-each.count, each.name)))


def _pattern(
    kind: str, episodes: Iterable[Episode], every: Iterable[Episode], days: int, labels: Mapping[str, str]
) -> KindPattern:
    of_kind = [each for each in episodes if each.kind == kind]
    with_one = {each.began.date() for each in of_kind}
    sides = [{place.side for place in each.places} for each in of_kind]
    return KindPattern(
        kind=kind,
        first=min(each.began.date() for each in every if each.kind == kind),
        count=len(of_kind),
        days=len(with_one),
        days_a_week=round(len(with_one) * 7 / days, 1),
        hours=_hours(of_kind),
        minutes=spread(each.minutes for each in of_kind),
        pain=spread(each.pain for each in of_kind),
        circumstances=_in_episodes(CIRCUMSTANCES, of_kind, labels),
        left=sum("left" in each for each in sides),
        right=sum("right" in each for each in sides),
        no_side=sum(not each & {"left", "right"} for each in sides),
    )


def _in_episodes(
    names: Iterable[str], episodes: Iterable[Episode], labels: Mapping[str, str]
) -> tuple[Counted, ...]:
    """Facts by their names as they were noted of these episodes; a fact that was not noted is left out."""
    days = {name: [each.began.date() for each in episodes if name in each.facts] for name in names}
    return tuple(
        Counted(
            name=name,
            label=labels.get(name, name),
            count=len(found),
            days=len(set(found)),
            last=max(found),
        )
        for name, found in days.items()
        if found
    )


def _hours(episodes: Iterable[Episode]) -> tuple[int, ...]:
    hours = [0] * 24
    for each in episodes:
        hours[each.began.hour] += 1
    return tuple(hours)


def _areas(episodes: tuple[Episode, ...]) -> tuple[Area, ...]:
    names = {place.area for each in episodes for place in each.places}
    found = []
    for name in names:
        sides = [{place.side for place in each.places if place.area == name} for each in episodes]
        found.append(
            Area(
                name=name,
                count=sum(bool(each) for each in sides),
                left=sum("left" in each for each in sides),
                right=sum("right" in each for each in sides),
                no_side=sum("" in each for each in sides),
            )
        )
    return tuple(sorted(found, key=lambda area: (-area.count, area.name)))


def _fired(flags: Iterable[RecordedFlag], since: date, until: date) -> tuple[Fired, ...]:
    """The flags of the period by row and text, the most urgent first."""
    groups: dict[tuple[str, str], list[RecordedFlag]] = {}
    for flag in flags:
        if since <= flag.at.date() <= until:
            groups.setdefault((flag.rule, flag.text), []).append(flag)
    found = [
        Fired(
            rule=rule,
            level=group[0].level,
            text=text,
            version=group[-1].version,
            shown=tuple(sorted(flag.at for flag in group)),
            acknowledged=sum(flag.acknowledged is not None for flag in group),
        )
        for (rule, text), group in groups.items()
    ]
    latest_first = sorted(found, key=lambda each: each.shown[-1], reverse=True)
    return tuple(
        sorted(
            latest_first, key=lambda each: LEVELS.index(each.level) if each.level in LEVELS else len(LEVELS)
        )
    )


def _next_day(notes: Iterable[Note]) -> dict[str, Spread]:
    """How often it was asked, and what was answered, a day and three days later."""
    of_name: dict[str, list[float | None]] = {}
    for note in notes:
        for fact in note.facts:
            of_name.setdefault(fact.name, []).append(fact.amount)
    return {
        name: spread(of_name[name]) for name in ("pain_next_day", "pain_after_three_days") if name in of_name
    }


def _medicine_changes(notes: Iterable[Note], labels: Mapping[str, str]) -> tuple[tuple[date, str], ...]:
    found = {
        (note.began.date(), labels.get(name, name))
        for note in notes
        for name in MEDICINE_CHANGES
        if name in note.names
    }
    return tuple(sorted(found))


def _amounts(notes: Iterable[Note]) -> dict[str, Spread]:
    """For each amount, over the days on which it was noted: drinks and caffeine are summed for a day."""
    by_day: dict[str, dict[date, list[float]]] = {name: {} for name in AMOUNTS}
    for note in notes:
        for fact in note.facts:
            if fact.name in by_day and fact.amount is not None:
                by_day[fact.name].setdefault(note.began.date(), []).append(fact.amount)
    summed = AMOUNTS[:2]
    return {
        name: spread(sum(each) if name in summed else max(each) for each in days.values())
        for name, days in by_day.items()
    }


def _weeks(episodes: Iterable[Episode], since: date, until: date) -> tuple[tuple[date, int, int], ...]:
    """The weeks of the period, each from the weekday of its first day."""
    found = []
    first = since
    while first <= until:
        days = [
            each.began.date() for each in episodes if first <= each.began.date() < first + timedelta(days=7)
        ]
        found.append((first, len(days), len(set(days))))
        first += timedelta(days=7)
    return tuple(found)
