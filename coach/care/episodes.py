"""Notes grouped into episodes: all that was noted of one cramp, spasm or twitch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.care.model import HELPED
from coach.care.words import STILL_GOING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.care.model import Note, Place

EPISODE_KINDS = ("cramp", "spasm", "twitch", "unsure")
"""The facts that make an episode; `unsure` only where none of the others was noted."""
HELP_ROUTINE = "cramp-now"
"""The routine that helps with a cramp, now."""
PAIN = "pain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One episode. `began`: aware. `pain`: the strongest noted, from 0 to 10; `minutes`: the longest noted.

    Both are None if nothing was noted. `facts`: whatever else was noted of it, by name. `own_words`:
    what else helped.
    """

    id: str
    began: datetime
    kind: str
    places: tuple[Place, ...] = ()
    pain: float | None = None
    minutes: float | None = None
    facts: frozenset[str] = frozenset()
    own_words: tuple[str, ...] = ()

    @property
    def helped(self) -> frozenset[str]:
        """The facts that say what helped."""
        return frozenset(fact for fact in self.facts if fact.startswith(HELPED))


def episodes_of(notes: Iterable[Note]) -> tuple[Episode, ...]:
    """The episodes in these notes, oldest first; notes that belong to none are left out."""
    groups: dict[str, list[Note]] = {}
    for note in notes:
        groups.setdefault(note.in_episode, []).append(note)
    found = [episode for name, group in groups.items() if (episode := _episode(name, group)) is not None]
    return tuple(sorted(found, key=lambda episode: (episode.began, episode.id)))


def _episode(name: str, notes: list[Note]) -> Episode | None:
    kinds = [note for note in notes if not note.names.isdisjoint(EPISODE_KINDS)]
    if not kinds:
        return None
    named = [kind for note in kinds for kind in EPISODE_KINDS[:-1] if kind in note.names]
    lengths = {*EPISODE_KINDS, STILL_GOING}
    return Episode(
        id=name,
        began=min(note.began for note in kinds),
        kind=named[-1] if named else EPISODE_KINDS[-1],
        places=tuple(sorted({place for note in notes for place in note.places})),
        pain=_highest(notes, {PAIN}),
        minutes=_highest(notes, lengths),
        facts=frozenset(fact for note in notes for fact in note.names).difference(EPISODE_KINDS, {PAIN}),
        own_words=tuple(dict.fromkeys(note.own_words for note in notes if note.own_words)),
    )


def _highest(notes: Iterable[Note], facts: set[str]) -> float | None:
    amounts = (fact.amount for note in notes for fact in note.facts if fact.name in facts)
    return max((amount for amount in amounts if amount is not None), default=None)
