"""The languages in which signs and digits are put into words."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from coach.spoken_text.scripts import primary_subtag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.spoken_text.table import SpokenWords

TABLES: Final[Mapping[str, str]] = {"en": "english", "de": "german", "es": "spanish", "fr": "french"}
"""By ISO 639-1 code, the module of each language's table, such as `GERMAN`; imported when it is used."""


def words_of(language: str) -> SpokenWords | None:
    """The table of that language, such as `en` or `en-GB`; None if it has none: digits then stay digits."""
    primary = primary_subtag(language)
    return _table(TABLES[primary]) if primary in TABLES else None


@lru_cache
def _table(module: str) -> SpokenWords:
    table: SpokenWords = getattr(import_module(f"coach.spoken_text.{module}"), module.upper())
    return table
