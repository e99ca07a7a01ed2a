"""Whether a condition of the list is true, and which notes make it so.

A condition is asked about the instant at which one note, the anchor, began, and looks back from there.
Silence is no answer: a note without an amount reaches no amount.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.care.model import ASKED, All, AnyOf, First, InProfile, Not, Noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from coach.care.model import Condition, Note, Profile

_WEEK = timedelta(days=7)
_NOON = timedelta(hours=12)
Supporters = frozenset[str]
"""The ids of the notes that make a condition true."""
_NONE: Supporters = frozenset()


def supporters(
    condition: Condition, notes: Sequence[Note], at: datetime, profile: Profile
) -> Supporters | None:
    """The ids of the notes that make it true at that instant, which may be none at all; None: it is not true.

    `notes`: those that began no later than `at`, oldest first.
    """
    if isinstance(condition, Noted):
        return _noted(condition, notes, at)
    if isinstance(condition, First):
        return _first(condition, notes)
    if isinstance(condition, InProfile):
        return _NONE if condition.entries & profile.entries else None
    if isinstance(condition, Not):
        return _NONE if supporters(condition.condition, notes, at, profile) is None else None
    if isinstance(condition, All) and condition.same_area:
        return _in_one_area(condition, notes, at, profile)
    found = [supporters(each, notes, at, profile) for each in condition.conditions]
    true = [each for each in found if each is not None]
    is_true = len(true) == len(found) if isinstance(condition, All) else bool(true)
    return _NONE.union(*true) if is_true else None


def mentioned(condition: Condition) -> frozenset[str]:
    """The facts that a condition asks for; not those that it rules out."""
    if isinstance(condition, Noted | First):
        return condition.facts
    if isinstance(condition, All | AnyOf):
        return frozenset[str]().union(*map(mentioned, condition.conditions))
    return frozenset()


def _areas(notes: Iterable[Note]) -> list[str]:
    return sorted({place.area for note in notes for place in note.places})


def _in_one_area(condition: All, notes: Sequence[Note], at: datetime, profile: Profile) -> Supporters | None:
    whole = replace(condition, same_area=False)
    true = [
        found
        for area in _areas(notes)
        if (found := supporters(whole, _of_area(notes, area), at, profile)) is not None
    ]
    return _NONE.union(*true) if true else None


def _of_area(notes: Iterable[Note], area: str) -> list[Note]:
    return [note for note in notes if any(place.area == area for place in note.places)]


def _first(condition: First, notes: Sequence[Note]) -> Supporters | None:
    first = next((note for note in notes if _has(note, condition.facts)), None)
    if first is None:
        return None
    causes = [
        note.id
        for note in notes
        if _has(note, condition.after) and timedelta(0) <= first.began - note.began <= condition.within
    ]
    return frozenset((first.id, *causes)) if causes else None


def _noted(condition: Noted, notes: Sequence[Note], at: datetime) -> Supporters | None:
    beside = {note.in_episode for note in notes if _has(note, condition.beside)}
    found = [
        note
        for note in notes
        if note.began >= at - condition.within
        and _matches(condition, note)
        and (not condition.beside or note.in_episode in beside)
    ]
    groups = [_of_area(found, area) for area in _areas(found)] if condition.same_area else [found]
    if condition.areas_noted > 1:
        by_area = [_of_area(found, area) for area in _areas(found)]
        enough = [each for each in by_area if len(_days(condition, each)) >= condition.days]
        if len(enough) < condition.areas_noted:
            return None
        return frozenset(note.id for group in enough for note in group)
    true = [group for group in groups if group and _is_enough(condition, group, at)]
    return frozenset(note.id for group in true for note in group) if true else None


def _matches(condition: Noted, note: Note) -> bool:
    if not condition.facts:
        return note.source != "session" and note.names != {ASKED} and _is_in(condition.areas, note)
    amounts = [fact.amount for fact in note.facts if fact.name in condition.facts]
    return any(_reaches(condition, amount) for amount in amounts) and (
        not condition.areas or _is_in(condition.areas, note)
    )


def _reaches(condition: Noted, amount: float | None) -> bool:
    least = condition.least
    if least is None:
        return True
    return amount is not None and (amount > least if condition.is_over else amount >= least)


def _is_in(areas: frozenset[str], note: Note) -> bool:
    return any(place.area in areas for place in note.places)


def _is_enough(condition: Noted, notes: Sequence[Note], at: datetime) -> bool:
    return (
        len(_days(condition, notes)) >= condition.days
        and len(_episodes(notes)) >= condition.notes
        and _places(notes) >= condition.places
        and (not condition.spanning or notes[-1].began - notes[0].began > condition.spanning)
        and (not condition.weeks or _weeks_running(notes, at, condition))
        and (not condition.days_running or _days_running(notes, at, condition))
        and (condition.total_over is None or _most(condition, notes) > condition.total_over)
    )


def _weeks_running(notes: Sequence[Note], at: datetime, condition: Noted) -> bool:
    for week in range(condition.weeks):
        end = at - week * _WEEK
        of_week = [note for note in notes if end - _WEEK < note.began <= end]
        if len(_days(condition, of_week)) < condition.days_a_week:
            return False
    return True


def _days_running(notes: Sequence[Note], at: datetime, condition: Noted) -> bool:
    a_day: defaultdict[date, set[str]] = defaultdict(set)
    for note in notes:
        a_day[note.began.date()].add(note.in_episode)
    running = (at.date() - timedelta(days=back) for back in range(condition.days_running))
    return all(len(a_day[day]) >= condition.a_day for day in running)


def _episodes(notes: Iterable[Note]) -> set[str]:
    return {note.in_episode for note in notes}


def _days(condition: Noted, notes: Iterable[Note]) -> set[date]:
    since = _NOON if condition.by_night else timedelta(0)
    return {(note.began - since).date() for note in notes}


def _places(notes: Iterable[Note]) -> int:
    """How many different places; one without its side may be any of the same area."""
    places = {place for note in notes for place in note.places}
    with_side = {place.area for place in places if place.side}
    return sum(1 for place in places if place.side or place.area not in with_side)


def _most(condition: Noted, notes: Sequence[Note]) -> float:
    """What the amounts come to at most within the condition's time."""
    amounts = [
        (note.began, fact.amount or 0.0)
        for note in notes
        for fact in note.facts
        if fact.name in condition.facts
    ]
    return max(
        sum(amount for at, amount in amounts if last - condition.during <= at <= last) for last, _ in amounts
    )


def _has(note: Note, facts: frozenset[str]) -> bool:
    return any(fact.name in facts for fact in note.facts)
