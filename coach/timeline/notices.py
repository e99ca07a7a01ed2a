"""The safety notices of a routine: which there are, in whose words, and which version of them."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from coach.routine.model import HIGHEST_PAIN_LIMIT
from coach.timeline.words import capitalized, words_for

if TYPE_CHECKING:
    from coach.routine.model import Routine
    from coach.timeline.model import NoticeKind
    from coach.timeline.words import CoachWords, SafetyTexts

WITHOUT_STOP_RULES = frozenset({"hydration", "habit"})
"""Kinds of routine before which the stop rules need not be heard (docs/architecture.md)."""
CALM = frozenset({"breathing", "relaxation"})
"""Kinds of routine that have stop rules of their own."""


def notice_texts(routine: Routine, language: str) -> dict[NoticeKind, tuple[str, ...]]:
    """The notices that belong to this routine, in the order they are spoken; one without words is absent."""
    words = words_for(language)
    rules = "" if routine.kind in WITHOUT_STOP_RULES else _stop_rules(routine, words.safety)
    own = _own(routine, words)
    limit = routine.stops_at_pain
    if limit is not None and "{limit}" not in rules and limit < HIGHEST_PAIN_LIMIT:
        own.append(words.safety.pain_limit)
    said = "" if limit is None else words.number(limit)
    texts: dict[NoticeKind, tuple[str, ...]] = {}
    if rules:
        texts["stop-rules"] = (rules.replace("{limit}", said),)
    if own:
        texts["routine"] = tuple(text.replace("{limit}", said) for text in own)
    return texts


def _stop_rules(routine: Routine, safety: SafetyTexts) -> str:
    """The stop rules that fit the routine, so that nothing it asks for is forbidden in the same breath."""
    if routine.helps_a_cramp:
        return safety.stretch_as_needed
    if routine.kind in CALM:
        return safety.breathing
    return safety.general_where_dizziness_is_provoked if routine.provokes == "dizziness" else safety.general


def _own(routine: Routine, words: CoachWords) -> list[str]:
    """What is said because of this routine alone: who leaves it out first, when to stop last."""
    safety = words.safety
    own = []
    if routine.kind in CALM:
        own.append(safety.not_while)
    if routine.not_for:
        own.append(capitalized(safety.not_for.format(_phrases(routine.not_for, words))))
    own += routine.cautions
    if routine.stop_if:
        own.append(capitalized(safety.stop_if.format(_phrases(routine.stop_if, words))))
    if any(safety.neck_areas & set(re.findall(r"\w+", area.casefold())) for area in routine.areas):
        own.append(
            safety.neck_where_dizziness_is_provoked if routine.provokes == "dizziness" else safety.neck
        )
    return own


def _phrases(phrases: tuple[str, ...], words: CoachWords) -> str:
    """Noun phrases as one; the coach's sentence around them goes on behind it."""
    return words.listing(tuple(phrase.rstrip(" .") for phrase in phrases))


def notice_version(notice: NoticeKind, routine: Routine, texts: tuple[str, ...]) -> str:
    """Changes whenever the words do; what belongs to one routine alone is heard once for each.

    That is its own notice, and the stop rules where its pain limit is lower than usual.
    """
    is_its_own = notice == "routine" or routine.pain_limit < HIGHEST_PAIN_LIMIT
    return text_version(routine.id if is_its_own else "", *texts)


def text_version(*texts: str) -> str:
    """A short name of exactly these words."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def begins_without_rules(routine: Routine) -> bool:
    """Whether nothing about safety comes before it: it is as harmless as a sip of water, or help at once."""
    return routine.kind in WITHOUT_STOP_RULES or routine.dose.as_needed


SAFETY_LIST = "safety-list"
"""What the journal calls the whole list, shown and acknowledged once."""


def safety_list_version(safety: SafetyTexts) -> str:
    """Changes whenever the list does."""
    return text_version("", *safety.whole_list)
