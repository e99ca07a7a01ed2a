"""Histories of a person for the rows of the list of signs.

A history is written as notes, the oldest first: the hours ago, the facts with their amounts, and the places;
`@n0` puts a note into the episode that the first note began.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from coach.care.model import Fact, Note, Place

NOW = datetime(2026, 11, 4, 14, 0, tzinfo=UTC)
"""A Wednesday afternoon."""
DAY = 24
WEEK = 7 * DAY


class History(NamedTuple):
    """A person's notes and the entries of their profile."""

    notes: tuple[Note, ...]
    profile: frozenset[str] = frozenset()


def place(text: str) -> Place:
    """A place from 'left calf' or 'calf'."""
    side, _, area = text.rpartition(" ")
    return Place(area, side)


def fact(text: str) -> Fact:
    """A fact from 'fever' or 'pain=7'."""
    name, _, amount = text.partition("=")
    return Fact(name, float(amount) if amount else None)


def noted(*notes: tuple, profile: str = "") -> History:
    """A history from (hours ago, facts, places) each; the notes' ids count up."""
    made = []
    for number, (ago, words, *places) in enumerate(notes):
        facts, _, episode = words.partition("@")
        made.append(
            Note(
                id=f"n{number}",
                began=NOW - timedelta(hours=ago),
                facts=tuple(map(fact, facts.split())),
                places=tuple(map(place, places)),
                episode=episode,
                source="session" if facts.endswith(("routine_begun", "breathing_routine")) else "person",
            )
        )
    return History(tuple(made), frozenset(profile.split()))


def daily(days: tuple[int, ...], facts: str, *places: str) -> History:
    """The same note on each of those days ago, the oldest first."""
    return noted(*((day * DAY, facts, *places) for day in sorted(days, reverse=True)))
