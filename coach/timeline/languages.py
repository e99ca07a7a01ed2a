"""The languages that the coach speaks: a new one is a module like `english.py`, listed in `LANGUAGES`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.timeline.english import ENGLISH

if TYPE_CHECKING:
    from coach.timeline.words import CoachWords

LANGUAGES = {words.language: words for words in (ENGLISH,)}
"""Each language's table, by its ISO 639-1 code."""
FIRST_LANGUAGE = next(iter(LANGUAGES))
"""That of the set-up and of the plan that it writes."""


def words_for(language: str) -> CoachWords:
    """The words in a BCP 47 tag's language; English if there are none (`coach check` warns the author)."""
    return LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), ENGLISH)
