"""The coach's own words in each language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from coach.spoken_text.languages import table_of
from coach.timeline.english import ENGLISH

if TYPE_CHECKING:
    from coach.timeline.words import CoachWords


@lru_cache
def words_for(language: str) -> CoachWords:
    """The words in a BCP 47 tag's language; English if there are none (`coach check` warns the author)."""
    return table_of(language, "coach.timeline.{}") or ENGLISH
