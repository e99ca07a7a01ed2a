"""The safety notices of a routine: which there are, in whose words, and which version of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from coach.timeline.languages import words_for

if TYPE_CHECKING:
    from coach.routine.model import Routine
    from coach.timeline.model import NoticeKind
    from coach.timeline.words import Words

WITHOUT_STOP_RULES = frozenset({"hydration", "habit"})
"""Kinds of routine before which the stop rules need not be heard (docs/architecture.md)."""
STOP_FROM = 6
"""The pain at which the stop rules end a routine (docs/evidence.md); an author may only lower it."""


def notice_texts(routine: Routine, language: str) -> dict[NoticeKind, tuple[str, ...]]:
    """The notices that belong to this routine, in the order they are spoken; one without words is absent."""
    words = words_for(language)
    own: list[str] = []
    if routine.kind in ("breathing", "relaxation"):
        own.append(words.breathing_rules)
    if routine.not_for:
        own.append(words.not_for.format(_phrases(routine.not_for, words)))
    own += routine.cautions
    if routine.stop_if:
        own.append(words.stop_if.format(_phrases(routine.stop_if, words)))
    if routine.pain_limit < STOP_FROM:
        own.append(words.pain_limit(words.number(routine.pain_limit)))
    texts: dict[NoticeKind, tuple[str, ...]] = {}
    if routine.kind not in WITHOUT_STOP_RULES:
        texts["stop-rules"] = words.stop_rules
    if own:
        texts["routine"] = tuple(own)
    return texts


def _phrases(phrases: tuple[str, ...], words: Words) -> str:
    """Noun phrases as one; the coach's sentence around them has its own full stop."""
    return words.listing(tuple(phrase.rstrip(" .") for phrase in phrases))


def notice_version(notice: NoticeKind, routine: Routine, texts: tuple[str, ...]) -> str:
    """Changes whenever the words do; a routine's own notice is heard once for each routine."""
    whose = routine.id if notice == "routine" else ""
    return hashlib.sha256("\n".join((whose, *texts)).encode()).hexdigest()[:12]
