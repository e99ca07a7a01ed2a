"""Digits and the signs around them in words: amounts with units, ranges, fractions, times, ordinals."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from coach.spoken_text.numbers import decimal_in_words, digits_in_words, number_in_words

if TYPE_CHECKING:
    from coach.spoken_text.table import SpokenWords

_DASH = "[-\u2010-\u2015\u2212]"
_TENTHS = 10
_PHONE = re.compile(
    r"(?<![\w.,/])(?<!\d[ \u00a0\u202f])(?:\+\d{1,3}[ -]?)?0\d{2,}(?:[ -]\d{2,})*(?![\w/]|[.,]\d)"
)
_ABROAD = re.compile(r"(?<!\w)\+(?=(?:\D*\d){7})\d{1,3}(?:[ -]\(?\d{1,9}\)?){2,}(?!\w)")
"""A telephone number with the country's: seven digits at least."""
_CHAIN = re.compile(rf"(?<![\w.,/])\d+(?:{_DASH}\d+){{2,}}(?![\w/]|[.,]\d)")
_CLOCK = re.compile(r"(?<![\w.,:/])([01]?\d|2[0-4])[:]([0-5]\d)(?![\d:]|\s?(?:min|h)\b)")
_BETWEEN_TIMES = re.compile(rf"(?<=\d:[0-5]\d)\s?{_DASH}\s?(?=\d{{1,2}}:[0-5]\d)")
_MINUTES = re.compile(r"(?<![\w.,:/])(\d{1,3}):([0-5]\d)(?=\s?min\b)\s?min\b\.?")
_SCORES = re.compile(rf"(?<![\d.,/-])(\d+)\s?{_DASH}\s?(\d+)\s?/\s?10(?![\d/])")
_RATIO = re.compile(r"(?<=\d):(?=\d)")
_HALF_DAY = re.compile(r"(?<=\d)\s?([ap])\.?m\b\.?(?!\w)", re.IGNORECASE)
_FULL_HOUR = re.compile(r"(?<=\d):00(?=\s?[ap]\.?m\b)", re.IGNORECASE)
_TIMES = re.compile(r"(?<=\d)\s?[xX\u00d7*]\s?(?=\d)")
_TIMES_AFTER = re.compile(r"(?<=\d)\s?[xX\u00d7](?![\w])")
_TIMES_BEFORE = re.compile(r"(?<![\w])[xX\u00d7]\s?(?=\d)")
_WHOLE = r"(?:\d{1,3}(?:%s\d{3})+(?!\d)|\d+)"


class _Patterns(NamedTuple):
    number: str
    amount: re.Pattern[str]
    currency: re.Pattern[str]
    per: re.Pattern[str]
    signs: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(words: SpokenWords) -> _Patterns:
    mark = re.escape(words.decimal_mark)
    grouping = "[,\u2019 \u00a0\u202f]" if words.decimal_mark == "." else "[.\u2019 \u00a0\u202f]"
    other = "," if words.decimal_mark == "." else r"\."
    decimal = rf"(?:{_WHOLE % grouping}(?:{mark}\d+|{other}\d{{1,2}}(?!\d))?|{mark}\d+)"
    fraction = r"(?:\d+[ \u00a0])?\d+/\d+(?![\d/])"
    number = rf"(?:{fraction}|{decimal})"
    small = (
        rf"(?i:{'|'.join(re.escape(u) for u in sorted(words.units, key=len, reverse=True) if len(u) > 1)})"
    )
    letters = "|".join(re.escape(u) for u in words.units if len(u) == 1)
    unit = rf"(?:{small}|{letters})(?!\w|['\u2019]\w)"
    scales = "|".join(map(re.escape, words.degree_scales))
    degree = rf"(?:[°º]\s?(?P<scale>{scales})?(?![\w]))"
    amount = re.compile(
        rf"(?P<sign>(?<![\w.,)\u2019'-])[-\u2212](?=\d|{mark}\d))?"
        rf"(?<![\d])(?P<first>{number})"
        rf"(?:(?:\s?(?P<mid>{unit}))?\s?{_DASH}\s?(?P<second>{number})(?!{_DASH}\d))?"
        rf"(?:\s?(?P<degree>{degree})|(?P<hyphen>-|\s?)(?P<unit>{unit})(?P<stop>\.(?=\s+[a-z(\d]|[,;:)]))?)?"
    )
    what = "|".join(map(re.escape, sorted(words.per_what, key=len, reverse=True)))
    signs = "".join(map(re.escape, words.signs))
    currency = "".join(map(re.escape, words.currencies))
    return _Patterns(
        number=number,
        amount=amount,
        currency=re.compile(rf"([{currency}])\s?({decimal})(?:\s?{_DASH}\s?({decimal}))?"),
        per=re.compile(
            rf"(\d\s?(?:{unit}|[xX\u00d7°º])?|\b(?:{'|'.join(words.counted)}))\s?/\s?({what})(?!\w)"
        ),
        signs=re.compile(rf"\s?([{signs}])\s?"),
    )


def in_words(text: str, words: SpokenWords) -> str:
    """The text without digits, and without signs that have a word in this language."""
    patterns = _patterns(words)
    text = text.replace("<=", "\u2264").replace(">=", "\u2265").replace("+/-", "\u00b1")
    text = re.sub(r"[<>~](?!\s?[\d.$£€])", " ", text)
    text = patterns.per.sub(lambda found: f"{found[1]} {words.per} {words.per_what[found[2]]}", text)
    if re.search(r"\d", text):
        text = _digits_in_words(text, words, patterns)
    return patterns.signs.sub(lambda found: f" {words.signs[found[1]]} ", text)


def _digits_in_words(text: str, words: SpokenWords, patterns: _Patterns) -> str:
    language = words.language
    text = _ABROAD.sub(lambda found: _by_digits(found[0], words), text)
    text = _PHONE.sub(lambda found: _by_digits(found[0], words), text)
    text = _CHAIN.sub(
        lambda found: ", ".join(_decimal(part, words) for part in re.split(_DASH, found[0])), text
    )
    text = _MINUTES.sub(lambda found: f"{found[1]} min {int(found[2])} s", text)
    text = _BETWEEN_TIMES.sub(f" {words.range_to} ", text)
    text = _FULL_HOUR.sub("", text)
    text = _CLOCK.sub(lambda found: words.clock(int(found[1]), int(found[2])), text)
    text = _HALF_DAY.sub(lambda found: f" {found[1].upper()}-M", text)
    text = words.ordinal.sub(lambda found: number_in_words(int(found[1]), language, "ordinal"), text)
    text = patterns.currency.sub(partial(_money, words=words), text)
    text = _SCORES.sub(rf"\1 {words.range_to} \2 {words.out_of} 10", text)
    text = _RATIO.sub(f" {words.ratio} ", text)
    text = _TIMES.sub(f" {words.multiplied} ", text)
    text = _TIMES_AFTER.sub(lambda found: f" {_times(found, words)}", text)
    text = _TIMES_BEFORE.sub(f"{words.multiplied} ", text)
    text = patterns.amount.sub(partial(_amount, words=words), text)
    return re.sub(r"\d+", lambda found: f" {_decimal(found[0], words)} ", text)


def _times(found: re.Match[str], words: SpokenWords) -> str:
    is_one = re.search(r"(?<![\d.,/-])1$", found.string[: found.start()]) is not None
    return words.times[0] if is_one else words.times[1]


def _by_digits(written: str, words: SpokenWords) -> str:
    sign = f"{words.signs['+']} " if written.startswith("+") else ""
    groups = re.findall(r"\d+", written)
    return sign + ", ".join(digits_in_words(group, words.language) for group in groups)


def _money(found: re.Match[str], words: SpokenWords) -> str:
    one, many = words.currencies[found[1]]
    if found[3]:
        return f"{_decimal(found[2], words)} {words.range_to} {_decimal(found[3], words)} {many}"
    whole, _, cents = _plain(found[2], words).partition(".")
    said = f"{_decimal(whole, words)} {one if whole == '1' else many}"
    return f"{said} {number_in_words(int(cents), words.language)}" if cents and int(cents) else said


def _amount(found: re.Match[str], words: SpokenWords) -> str:
    first, second = found["first"], found["second"]
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    head = " " if before.isalpha() else ""
    tail = " " if after.isalpha() else ""
    sign = f"{words.minus} " if found["sign"] else ""
    if second:
        between = (
            f" {words.range_to} "
            if _is_range(first, second, words, has_unit=bool(found["unit"] or found["degree"]))
            else ", "
        )
        middle = f" {_unit(found['mid'], words)[1]}" if found["mid"] and found["mid"] != found["unit"] else ""
        said = f"{_number(first, words)}{middle}{between}{_number(second, words)}"
    elif found["unit"] and found["unit"] != "%" and "/" in first and not found["degree"]:
        part = _fraction_of_unit(first, _unit(found["unit"], words), words)
        if part:
            return f"{head}{sign}{part}{tail}"
        said = _number(first, words)
    else:
        said = _number(first, words)
    is_one = _plain(second or first, words) == "1"
    if found["degree"]:
        scale = f" {words.degree_scales[found['scale']]}" if found["scale"] else ""
        said = f"{said} {words.degree[not is_one]}{scale}"
    elif found["unit"]:
        one, many = _unit(found["unit"], words)
        said = f"{said}-{one}" if found["hyphen"] == "-" else f"{said} {one if is_one else many}"
    return f"{head}{sign}{said}{tail}"


def _unit(written: str, words: SpokenWords) -> tuple[str, str]:
    units = words.units
    if written in units:
        return units[written]
    return next(said for unit, said in units.items() if unit.lower() == written.lower())


def _plain(written: str, words: SpokenWords) -> str:
    """A decimal number with a point and no groups; a comma before one or two digits is one too."""
    mark, other = (".", ",") if words.decimal_mark == "." else (",", ".")
    if mark not in written and re.fullmatch(rf"\d+{re.escape(other)}\d{{1,2}}", written):
        return written.replace(other, ".")
    return re.sub(rf"[{re.escape(other)}\u2019\s]", "", written).replace(mark, ".")


def _decimal(written: str, words: SpokenWords) -> str:
    return decimal_in_words(_plain(written, words), words.language, words.point)


def _number(written: str, words: SpokenWords) -> str:
    if "/" not in written:
        return _decimal(written, words)
    whole, numerator, denominator = _parts(written)
    if numerator < denominator and denominator in words.fractions:
        if whole:
            return words.mixed(_decimal(whole, words), numerator, denominator)
        return f"{_decimal(str(numerator), words)} {words.fractions[denominator][numerator != 1]}"
    first, second = (_decimal(str(number), words) for number in (numerator, denominator))
    head = f"{_decimal(whole, words)} " if whole else ""
    if numerator == denominator:
        return f"{head}{first} {second}"
    out_of = words.out_of if denominator == _TENTHS and numerator < denominator else words.over
    return f"{head}{first} {out_of} {second}"


def _fraction_of_unit(written: str, unit: tuple[str, str], words: SpokenWords) -> str:
    whole, numerator, denominator = _parts(written)
    if denominator not in words.fractions or numerator >= denominator:
        return ""
    if whole:
        return words.mixed_of_unit(_decimal(whole, words), numerator, denominator, unit)
    return words.fraction_of_unit(_number(written, words), unit[0])


def _parts(written: str) -> tuple[str, int, int]:
    whole, _, fraction = written.replace("\u00a0", " ").rpartition(" ")
    numerator, _, denominator = fraction.partition("/")
    return whole, int(numerator), int(denominator)


def _is_range(first: str, second: str, words: SpokenWords, *, has_unit: bool) -> bool:
    return has_unit or _value(first, words) < _value(second, words)


def _value(written: str, words: SpokenWords) -> float:
    if "/" in written:
        whole, numerator, denominator = _parts(written)
        return int(whole or 0) + numerator / max(denominator, 1)
    return float(_plain(written, words))
