"""The coach's own words, one table a language; what an author writes is never in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.routine.model import Position, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's table. Sentences end with a full stop, so that a voice lets its pitch fall."""

    language: str
    number: Callable[[int], str]
    duration: Callable[[float], str]
    sides: Mapping[Side, str]
    """Inside a sentence: "left"."""
    on_side: Mapping[Side, str]
    both_sides: str
    next_side: Mapping[Side, str]
    side_of: Callable[[str, str, str], str]
    """Where sides take turns: turns "left", "two", "three" into "Left, two of three."."""
    again: str
    of: Callable[[str, str], str]
    """Turns "two", "three" into "Two of three."."""
    set_of: Callable[[str, str], str]
    round_of: Callable[[str, str], str]
    halfway: str
    release: str
    let_go: str
    """The release where nothing counts: relaxation and breathing."""
    ready: str
    last_one: str
    own_pace: Callable[[int | None], str]
    """With the number of repetitions, if there is one."""
    rest: str
    position: Callable[[Position, Position], str]
    """From the position that the person is in to the next."""
    breathe_out: str
    breathing: Mapping[str, str]
    breathe_normally: str
    questions: Mapping[str, str]
    finished: str
    stop_rules: tuple[str, ...]
    """Fixed and reviewed: the stop rules of DOMAIN.md, short enough to leave a routine's own some room."""
    breathing_rules: str
    no_holds: str
    """Before breath is held: who should not, and what to do instead."""
    not_for: str
    stop_if: str
    pain_limit: Callable[[str], str]
    """Where an author ends a routine earlier than the stop rules do."""
    listing: Callable[[tuple[str, ...]], str]
    hurts: str
    make_smaller: str
    stop_here: str
    no_answer: str
    """Shown, not spoken."""
    journal_failed: str


def words_for(language: str) -> Words:
    """That language's table; English where there is none (`check` warns the author)."""
    from coach.timeline.english import ENGLISH  # noqa: PLC0415 — the tables need `Words` first

    tables = {ENGLISH.language: ENGLISH}
    return tables.get(language.split("-", maxsplit=1)[0].lower(), ENGLISH)


def aside_utterances(words: Words) -> tuple[str, ...]:
    """What may be said outside any timeline: when it hurts, and when nothing can be written down."""
    return (words.hurts, words.questions["pain"], words.make_smaller, words.stop_here, words.journal_failed)
