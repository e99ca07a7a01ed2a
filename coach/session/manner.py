"""How much is said this time: what the person wishes, and what the journal knows they have heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from coach.journal.sessions import completed_count, notice_given
from coach.timeline.model import Manner
from coach.timeline.notices import notice_texts, notice_version

if TYPE_CHECKING:
    from coach.journal.store import Journal
    from coach.routine.model import Routine
    from coach.timeline.model import Detail, Notice

Wished = Literal["full", "always-full", "brief", "tones"]

KNOWN_AFTER = 5
"""Completed sessions of a routine after which its explanations are left out (ROUTINES.md)."""


def detail_for(wished: Wished, completed: int) -> Detail:
    """`full` becomes `brief` by itself once the routine is known; `always-full` never does."""
    if wished == "full":
        return "brief" if completed >= KNOWN_AFTER else "full"
    return "full" if wished == "always-full" else wished


def notices_due(routine: Routine, journal: Journal, language: str) -> frozenset[Notice]:
    """The safety notices that this person has not been given in these words."""
    texts = notice_texts(routine, language)
    return frozenset(
        notice
        for notice, said in texts.items()
        if not notice_given(journal, notice, notice_version(notice, routine, said))
    )


def manner_for(
    routine: Routine, journal: Journal, wished: Wished, *, language: str, holds: bool, ask_seconds: float
) -> Manner:
    """The manner of the next session of this routine; `language`: of the coach's own words."""
    return Manner(
        language=language,
        detail=detail_for(wished, completed_count(journal, routine.id)),
        notices=notices_due(routine, journal, language),
        holds=holds,
        ask_seconds=ask_seconds,
    )
