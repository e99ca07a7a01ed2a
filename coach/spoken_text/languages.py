"""Languages: those that the coach speaks, their tables, tags of any, and which letters its voices can say."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.spoken_text.table import SpokenWords

LANGUAGES: Final[Mapping[str, str]] = {"en": "english", "de": "german", "es": "spanish", "fr": "french"}
"""By ISO 639-1 code, the name that each room's module of the language begins with."""
FIRST_LANGUAGE: Final = next(iter(LANGUAGES))
"""That of the commands, and of a plan that names none."""

_CYRILLIC: Final = ("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk")
_LATIN: Final = (
    "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "id",
    "is", "it", "lt", "lv", "ms", "nb", "nl", "nn", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sv", "sw",
    "tr", "vi",
)  # fmt: skip
_SCRIPTS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(_LATIN, ()),
    **dict.fromkeys(_CYRILLIC, ("CYRILLIC",)),
    "ar": ("ARABIC",), "el": ("GREEK",), "fa": ("ARABIC",), "he": ("HEBREW",), "hi": ("DEVANAGARI",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH"), "ka": ("GEORGIAN",), "ko": ("HANGUL", "CJK"),
    "ur": ("ARABIC",), "zh": ("CJK",), "yue": ("CJK",), "cmn": ("CJK",),
}  # fmt: skip
"""The scripts of languages besides Latin, which voices of all of them can say, as Unicode's names begin."""


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


def primary_subtag(language: str) -> str:
    """The language of a BCP 47 tag or a locale, without region and script: `en_GB.UTF-8` is `en`."""
    return language.partition(".")[0].replace("_", "-").partition("-")[0].strip().lower()


def regional(language: str, preferred: str | None) -> str:
    """The preferred tag, such as `en-GB`, if it is of that language; else the language."""
    is_same = preferred is not None and primary_subtag(preferred) == primary_subtag(language)
    return preferred if preferred and is_same else language


def without_other_scripts(text: str, language: str) -> str:
    """The text without letters that no voice of the language can say; all of it where that is unknown."""
    if text.isascii():
        return text
    return "".join(" " if is_of_another_script(letter, language) else letter for letter in text)


def is_of_another_script(letter: str, language: str) -> bool:
    """Whether that is a letter, or a mark on one, that a voice of the language cannot say."""
    if letter.isascii() or unicodedata.category(letter)[0] not in "LM":
        return False
    scripts = _SCRIPTS.get(primary_subtag(language))
    name = unicodedata.name(letter, "")
    return scripts is not None and not name.startswith(
        ("LATIN", "COMBINING", "MODIFIER", "FEMININE", "MASCULINE", *scripts)
    )
