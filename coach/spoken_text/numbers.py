"""Numbers in words, by num2words, which is imported when the first number is met."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

_LONGEST = 15
"""Digits of a number; what is longer is read digit by digit."""


@lru_cache(maxsize=4096)
def number_in_words(
    value: int, language: str, kind: Literal["cardinal", "ordinal", "year"] = "cardinal"
) -> str:
    """The number as it is said, without commas: 1500 is "one thousand five hundred"."""
    from num2words import num2words  # noqa: PLC0415 — takes 50 ms, and most texts have no digit

    words = str(num2words(value, lang=language, to=kind))
    return words.replace(",", "")


def digits_in_words(digits: str, language: str) -> str:
    """The digits one by one."""
    return " ".join(number_in_words(int(digit), language) for digit in digits if digit.isdecimal())


def decimal_in_words(written: str, language: str, point: str) -> str:
    """A plain decimal number (`1234`, `2.50`, `.5`) as it is said, the digits after the point one by one."""
    whole, _, fraction = written.partition(".")
    if len(whole) > _LONGEST:
        said = digits_in_words(whole, language)
    else:
        said = number_in_words(int(whole or "0"), language)
    return f"{said} {point} {digits_in_words(fraction, language)}" if fraction else said
