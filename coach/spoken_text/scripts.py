"""Which letters a voice of a language can say."""

from __future__ import annotations

import unicodedata
from typing import Final

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
