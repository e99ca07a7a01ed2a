"""Durations and counts as people write them, and the grid that every time lies on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE_RATE = 48_000
"""Samples a second of every sound in the program."""

LONGEST_SECONDS = 3_600_000.0
"""A thousand hours: longer than anything that a person plans with a unit of hours."""

LARGEST_COUNT = 1_000_000

_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
}
_REPS = ("reps", "rep", "repetitions", "repetition")
_SHORT = {1: "s", 60: "min", 3600: "h"}
_LONGEST_TEXT = 60
"""Characters; whatever is longer is not a duration, and need not be searched for slips."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\t\n\u00a0\u2007\u2009\u202f", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        "\u00d7": "x",
        "*": "x",
    }
)
"""Spaces, dashes, primes and the multiplication sign, as a keyboard has them."""

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_PART = re.compile(rf"({_NUMBER}) *([^\W\d_]+)")
_DURATION = re.compile(rf"{_PART.pattern}(?: *{_PART.pattern})*")
_RANGE = re.compile(rf"({_NUMBER}) *([^\W\d_]*) *(?:-|\.\.+|\bto\b|\bor\b) *{_NUMBER} *([^\W\d_]*)")
_TIMES = re.compile(r"([0-9]+) *x *(.+)")
_TIMES_BEHIND = re.compile(r"([^x]+?) *x *([0-9]+)")
_EACH = re.compile(rf"({_NUMBER}) *([^\W\d_]*)(?: each)?")
_PRIMES = re.compile(r"(?:([0-9]{1,4}) *')? *(?:([0-9]{1,4}) *(?:\"|'')?)?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])")

_EXAMPLE = "write a number and its unit, such as '20 s', '1 min 30 s' or '2 min'"
_COUNT_EXAMPLE = "write a whole number, such as 8"


class Misread(ValueError):
    """Text that is not what it should be: `what` is wrong, and `hint` says what to write instead."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}; {hint}")
        self.what = what
        self.hint = hint


def parse_duration(text: str) -> float:
    """The seconds of `20 s`, `1 min 30 s` or `1.5 h`, rounded to the millisecond; always above 0.

    Any unit may be written out (`20 seconds`), joined (`20s`) or set off by a non-breaking space.
    Raises `Misread` with the right form where one can be guessed.
    """
    written = _plain(text)
    parts = _PART.findall(written) if _DURATION.fullmatch(written) else []
    factors = [_factor(unit) for _, unit in parts]
    if not parts or 0 in factors:
        raise _slip(text, written)
    total = sum(float(number) * factor for (number, _), factor in zip(parts, factors, strict=True))
    if total > LONGEST_SECONDS:
        raise Misread(f"{_quoted(text)} is longer than anything here may last", _EXAMPLE)
    seconds = round(total, 3)
    if seconds <= 0:
        raise Misread(f"{_quoted(text)} lasts no time at all", _EXAMPLE)
    if sorted(set(factors), reverse=True) != factors:
        raise Misread(f"{_quoted(text)} has its units out of order", f"write '{format_duration(seconds)}'")
    return seconds


def format_duration(seconds: float) -> str:
    """The seconds as people write them: `1 min 30 s`; `parse_duration` reads it back to the millisecond."""
    milliseconds = round(seconds * 1000)
    hours, milliseconds = divmod(milliseconds, 3_600_000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    whole, thousandths = divmod(milliseconds, 1000)
    shown = f"{whole}.{thousandths:03}".rstrip("0") if thousandths else str(whole)
    parts = ((str(hours), "h"), (str(minutes), "min"), (shown, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number != "0") or "0 s"


def parse_count(text: str) -> int:
    """A whole number from 1 up. Raises `Misread`."""
    written = _plain(text)
    if written.isascii() and written.isdecimal():
        return _counted(text, written)
    ranged = _RANGE.fullmatch(written)
    if ranged:
        raise Misread(f"{_quoted(text)} is a range", f"write one number: {_whole(ranged[1])}")
    with_unit = re.match(r"([0-9]+) *(?:x|[^\W\d_]{2,})", written)
    hint = f"write {_whole(with_unit[1])}" if with_unit else _COUNT_EXAMPLE
    raise Misread(f"{_quoted(text)} is not a whole number from 1 up", hint)


def parse_reps(text: str) -> int:
    """The number of `8 reps`. Raises `Misread`."""
    written = _plain(text)
    found = re.fullmatch(r"([0-9]+) *([^\W\d_]*)", written)
    if found and found[2].lower() in _REPS:
        return _counted(text, found[1])
    if found:
        hint = f"write '{_whole(found[1])} reps'"
        raise Misread(f"{_quoted(text)} is not a number of repetitions", hint)
    ranged = _RANGE.fullmatch(written)
    if ranged:
        raise Misread(f"{_quoted(text)} is a range", f"write one number: '{_whole(ranged[1])} reps'")
    times = _TIMES.fullmatch(written)
    reps = _EACH.fullmatch(times[2]) if times else None
    if times and reps:
        hint = f"write '{_whole(reps[1])} reps' here, and 'sets: {_whole(times[1])}' beside it"
        raise Misread(f"{_quoted(text)} is two things in one", hint)
    raise Misread(f"{_quoted(text)} is not a number of repetitions", "write a whole number, such as '8 reps'")


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of these words that was probably meant, if any is near."""
    from difflib import get_close_matches  # noqa: PLC0415 — only where something is misspelt

    close = get_close_matches(word[:_LONGEST_TEXT].lower(), list(words), n=1, cutoff=0.6)
    return close[0] if close else None


def _plain(text: str) -> str:
    """The text with plain signs; one that is far too long is cut, and stays too long."""
    return text[: _LONGEST_TEXT + 1].translate(_PLAIN).strip()


def _factor(unit: str) -> int:
    """Seconds in one of that unit; 0 where it is none."""
    return _SECONDS.get(unit.lower(), 0)


def _counted(text: str, digits: str) -> int:
    """The number of these digits; the length is looked at first, as `int` refuses thousands of them."""
    if not digits.strip("0"):
        raise Misread(f"{_quoted(text)} is not a whole number from 1 up", _COUNT_EXAMPLE)
    if len(digits) > len(str(LARGEST_COUNT)) or int(digits) > LARGEST_COUNT:
        raise Misread(f"{_quoted(text)} is more than anybody can do", _COUNT_EXAMPLE)
    return int(digits)


def _slip(text: str, written: str) -> Misread:
    """What was probably meant by something that is not a duration."""
    if not written:
        return Misread("a duration is missing", _EXAMPLE)
    if len(written) > _LONGEST_TEXT:
        return Misread(f"{_quoted(text)} is not a duration", _EXAMPLE)
    if written.lower() in {"none", "no", "off"}:
        return Misread(f"{_quoted(text)} is not a duration", "leave the field out where there is none")
    if written.startswith("-"):
        return Misread(f"{_quoted(text)} is negative", _EXAMPLE)
    return (
        _without_unit(text, written)
        or _several(text, written)
        or _with_comma(text, written)
        or _with_primes(text, written)
        or _with_unknown_unit(text, written)
        or _without_last_unit(text, written)
        or _with_more(text, written)
        or Misread(f"{_quoted(text)} is not a duration", _EXAMPLE)
    )


def _without_unit(text: str, written: str) -> Misread | None:
    if not re.fullmatch(_NUMBER, written):
        return None
    if float(written) == 0:
        return Misread(f"{_quoted(text)} lasts no time at all", _EXAMPLE)
    hint = f"write '{written} s' for seconds or '{written} min' for minutes"
    return Misread(f"{_quoted(text)} has no unit", hint if len(written) <= len("99999") else _EXAMPLE)


def _several(text: str, written: str) -> Misread | None:
    ranged = _RANGE.fullmatch(written)
    if ranged:
        unit = ranged[2] or ranged[3]
        return Misread(f"{_quoted(text)} is a range", f"write one figure: '{_guessed(ranged[1], unit)}'")
    times = _TIMES.fullmatch(written)
    behind = None if times else _TIMES_BEHIND.fullmatch(written)
    if times:
        number, each = times[1], times[2]
    elif behind:
        number, each = behind[2], behind[1]
    else:
        return None
    single = _EACH.fullmatch(each)
    if single is None:
        return None
    hint = f"write '{_guessed(single[1], single[2])}' here, and 'reps: {_whole(number)}' beside it"
    return Misread(f"{_quoted(text)} is two things in one", hint)


def _with_comma(text: str, written: str) -> Misread | None:
    pointed = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", written)
    if pointed == written:
        return None
    found = _EACH.fullmatch(pointed)
    hint = f"write '{_guessed(found[1], found[2])}'" if found else "write a decimal point: '1.5 s'"
    return Misread(f"{_quoted(text)} has a decimal comma", hint)


def _with_primes(text: str, written: str) -> Misread | None:
    found = _CLOCK.fullmatch(written) or _PRIMES.fullmatch(written)
    if found is None:
        return None
    seconds = int(found[1] or 0) * 60 + int(found[2] or 0)
    if seconds == 0:
        return Misread(f"{_quoted(text)} lasts no time at all", _EXAMPLE)
    return Misread(f"{_quoted(text)} has its unit in signs", f"write '{format_duration(seconds)}'")


def _with_unknown_unit(text: str, written: str) -> Misread | None:
    if _DURATION.fullmatch(written) is None:
        return None
    number, unit = next(part for part in _PART.findall(written) if not _factor(part[1]))
    meant = nearest(unit, _SECONDS) if len(unit) > 1 else None
    if meant is None:
        hint = f"write '{_whole(number)} s', '{_whole(number)} min' or '{_whole(number)} h'"
        return Misread(f"{_quoted(text)}: '{unit}' is not a unit of time", hint)
    hint = f"did you mean '{written.replace(unit, meant, 1)}'?"
    return Misread(f"{_quoted(text)}: '{unit}' is not a unit of time", hint)


def _without_last_unit(text: str, written: str) -> Misread | None:
    """`1 min 30`: the last number means the next smaller unit."""
    found = re.fullmatch(rf"({_DURATION.pattern}) *({_NUMBER})", written)
    parts = _PART.findall(found[1]) if found else []
    if not found or not parts or 0 in (factors := [_factor(unit) for _, unit in parts]):
        return None
    smaller = {3600: 60, 60: 1}.get(factors[-1])
    if smaller is None:
        return None
    number = found[found.re.groups]
    seconds = sum(float(amount) * factor for (amount, _), factor in zip(parts, factors, strict=True))
    seconds += float(number) * smaller
    if not 0 < seconds <= LONGEST_SECONDS:
        return None
    return Misread(f"{_quoted(text)}: '{number}' has no unit", f"write '{format_duration(seconds)}'")


def _with_more(text: str, written: str) -> Misread | None:
    """A duration with something before or behind it: `about 20 s`, `20 s each`, `20 sec.`."""
    if written.startswith("."):
        return Misread(f"{_quoted(text)} begins with a point", "write '0.5 s'")
    found = list(re.finditer(rf"(?<![0-9.,-]){_DURATION.pattern}", written))
    parts = _PART.findall(found[0][0]) if len(found) == 1 else []
    seconds = sum(float(number) * _factor(unit) for number, unit in parts)
    if not 0 < seconds <= LONGEST_SECONDS:
        return None
    return Misread(f"{_quoted(text)} is more than a duration", f"write '{format_duration(seconds)}' alone")


def _guessed(number: str, unit: str) -> str:
    """That number with its unit, in seconds where none is known, as it should be written."""
    return f"{number} {_SHORT.get(_factor(unit), 's')}"


def _whole(digits: str) -> str:
    """Digits for a hint: no leading zeros, and a number that can be done."""
    number = digits.partition(".")[0].lstrip("0")
    return number if 0 < len(number) <= len("999") else "8"


def _quoted(text: str) -> str:
    cut = text if len(text) <= _LONGEST_TEXT else f"{text[:40]}…"
    return f"'{''.join(character if character.isprintable() else ' ' for character in cut)}'"
