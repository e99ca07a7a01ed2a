"""The languages that the coach speaks, and the table that a room has of each."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from coach.spoken_text.scripts import primary_subtag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.spoken_text.table import SpokenWords

LANGUAGES: Final[Mapping[str, str]] = {"en": "english", "de": "german", "es": "spanish", "fr": "french"}
"""By ISO 639-1 code, the name that each room's module of the language begins with."""
FIRST_LANGUAGE: Final = next(iter(LANGUAGES))
"""That of the commands, and of a plan that names none."""


def table_of(language: str, modules: str) -> Any:  # noqa: ANN401 — each room has a type of its own
    """The table of a BCP 47 tag's language; None where the coach does not speak it.

    `modules`: those of a room, such as `coach.care.{}_orders`, whose `german_orders` has `GERMAN_ORDERS`;
    each is imported when it is used.
    """
    name = LANGUAGES.get(primary_subtag(language))
    if name is None:
        return None
    module = modules.format(name)
    return getattr(import_module(module), module.rpartition(".")[2].upper())


@lru_cache
def words_of(language: str) -> SpokenWords | None:
    """How signs and digits are said in that language, such as `en` or `en-GB`; None: digits stay digits."""
    words: SpokenWords | None = table_of(language, "coach.spoken_text.{}")
    return words
