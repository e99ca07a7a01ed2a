"""The languages in which signs and digits are put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coach.spoken_text.english import ENGLISH
from coach.spoken_text.scripts import primary_subtag

if TYPE_CHECKING:
    from coach.spoken_text.table import SpokenWords

TABLES: Final = {table.language: table for table in (ENGLISH,)}


def words_of(language: str) -> SpokenWords | None:
    """The table of that language, such as `en` or `en-GB`; None if it has none: digits then stay digits."""
    return TABLES.get(primary_subtag(language))
