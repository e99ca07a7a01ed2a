"""The languages that the coach speaks: each has a module like `english.py`, listed in `LANGUAGES`."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from coach.spoken_text.scripts import primary_subtag
from coach.timeline.english import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.timeline.words import CoachWords

LANGUAGES: Final[Mapping[str, str]] = {"en": "english", "de": "german", "es": "spanish", "fr": "french"}
"""By ISO 639-1 code, the module of each language's table, such as `GERMAN`; imported when it is used."""
FIRST_LANGUAGE: Final = next(iter(LANGUAGES))
"""That of the commands, and of a plan that names none."""


def words_for(language: str) -> CoachWords:
    """The words in a BCP 47 tag's language; English if there are none (`coach check` warns the author)."""
    primary = primary_subtag(language)
    return _table(LANGUAGES[primary]) if primary in LANGUAGES else ENGLISH


@lru_cache
def _table(module: str) -> CoachWords:
    table: CoachWords = getattr(import_module(f"coach.timeline.{module}"), module.upper())
    return table
