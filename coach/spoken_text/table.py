"""What one language needs so that a text in it can be made speakable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from coach.spoken_text.lexicon import Entries


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpokenWords:
    """One language's words for what is written as signs and digits, as in `coach/spoken_text/english.py`."""

    language: str
    """As num2words calls it."""
    decimal_mark: str
    """`.` or `,`; the other one groups thousands."""
    point: str
    """How it is said in a number."""
    units: Mapping[str, tuple[str, str]]
    """By what is written after a number: the word for one, and for more. Longer ones in any case."""
    per: str
    """How `/` is said between a unit and another."""
    per_what: Mapping[str, str]
    """What can follow that `/`, and how it is said."""
    counted: tuple[str, ...]
    """Words before such a `/`, besides units."""
    signs: Mapping[str, str]
    """Signs between words or before a number: `+`, `&`, `<`, …"""
    minus: str
    """Before a number below zero."""
    degree: tuple[str, str]
    degree_scales: Mapping[str, str]
    """By the letter after the sign of a degree: `C` is "Celsius"."""
    currencies: Mapping[str, tuple[str, str]]
    range_to: str
    """Between the two numbers of a range."""
    ratio: str
    """How `:` is said between two numbers."""
    alternative: str
    """How `/` is said between two words."""
    times: tuple[str, str]
    """`1x`, `3x`: the word for one, and for more."""
    multiplied: str
    """The `x` of `3x10`."""
    then: str
    """How an arrow is said between two words."""
    fractions: Mapping[int, tuple[str, str]]
    """By denominator: one of them, and several."""
    mixed: Callable[[str, int, int], str]
    """A whole number in words and a fraction: `1 1/2` is "one and a half"."""
    fraction_of_unit: Callable[[str, str], str]
    """A fraction in words and the unit for one: "half a kilogram"."""
    mixed_of_unit: Callable[[str, int, int, tuple[str, str]], str]
    """Both of a unit: "one and a half minutes"."""
    out_of: str
    over: str
    clock: Callable[[int, int], str]
    """A time of day, hour and minute."""
    ordinal: re.Pattern[str]
    """An ordinal in digits; its first group is the number."""
    abbreviations: Mapping[str, str]
    """By what is written, in any case, with its full stops."""
    weekdays: tuple[tuple[str, str], ...]
    """Abbreviations, as a pattern without the full stop, and the days, from Monday."""
    spelled: frozenset[str]
    """Words in capitals that are said letter by letter, however they look."""
    short_words: frozenset[str]
    """Words of two or three letters, which in capitals are emphasis."""
    vowels: str
    rules: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str], ...] = field(default=())
    """What only this language has; carried out in order, after the abbreviations."""
    homographs: tuple[tuple[re.Pattern[str], str], ...] = field(default=())
    """Words that are said in two ways, spelt so that a voice says the right one; carried out last."""
    espeak_spellings: tuple[tuple[re.Pattern[str], str], ...] = field(default=())
    """Spellings with which eSpeak NG is understood better, and no other voice needs."""
    lexicon: Entries = ()
    """Words that voices of this language misread."""
