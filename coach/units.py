"""Durations and counts as people write them, and the sampling grid of all times."""

from __future__ import annotations

import re

from coach.problems import quoted
from coach.spelling import nearest

LONGEST_SECONDS = 3_600_000.0
"""A thousand hours: longer than anything that a person plans with a unit of hours."""

LARGEST_COUNT = 1_000_000

_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
}
_OTHER_UNITS = {
    **dict.fromkeys(("ms", "msec"), 0.001),
    **dict.fromkeys(("sekunde", "sekunden", "segundo", "segundos", "seconde", "secondes"), 1.0),
    **dict.fromkeys(("minuten", "minuto", "minutos"), 60.0),
    **dict.fromkeys(("std", "stunde", "stunden", "hora", "horas", "heure", "heures"), 3600.0),
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "día", "días", "dias", "jour", "jours"), 86_400.0),
    **dict.fromkeys(
        ("week", "weeks", "woche", "wochen", "semana", "semanas", "semaine", "semaines"), 604_800.0
    ),
}
"""Units that are not accepted, but whose length in seconds is known."""
_REPS = ("reps", "rep", "repetitions", "repetition")
_TIMES_WORDS = (*_REPS, "x", "times")
_LONGEST_TEXT = 60
"""Characters; whatever is longer is not a duration, and need not be searched for mistakes."""

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
_RANGE = re.compile(rf"({_NUMBER}) *([^\W\d_]*) *(?:-|\.\.+|\bto\b|\bor\b) *({_NUMBER}) *([^\W\d_]*)")
_TIMES = re.compile(r"([0-9]+) *x *(.+)")
_TIMES_BEHIND = re.compile(r"([^x]+?) *x *([0-9]+)")
_EACH = re.compile(rf"({_NUMBER}) *([^\W\d_]*)(?: each)?")
_PRIMES = re.compile(r"(?:([0-9]{1,4}) *')? *(?:([0-9]{1,4}) *(?:\"|'')?)?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?: *(min|mins|minutes|h|hr|hours))?")
_AROUND = re.compile(
    r"(?:about|around|approx\.?|approximately|ca\.?|circa|for|~)? *(?P<duration>.*?[^\W\d_])"
    r"(?:\.| *(?:each|per side|each side|each time))?",
    re.IGNORECASE,
)
"""Words around a duration that leave it as it is."""

_EXAMPLE = "write a number and its unit, such as '20 s', '1 min 30 s' or '2 min'"
_COUNT_EXAMPLE = "write a whole number, such as 8"
_REPS_EXAMPLE = "write a whole number, such as '8 reps'"


class ParseError(ValueError):
    """Text that is not in the expected form: `what` is wrong, and `hint` says what to write instead."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}; {hint}")
        self.what = what
        self.hint = hint

    @property
    def better(self) -> str:
        """What to write instead, where the hint says exactly one thing; else nothing."""
        only = re.fullmatch(r"write '([^']+)'|write ([0-9]+)|did you mean '([^']+)'\?", self.hint)
        return next(filter(None, only.groups()), "") if only else ""


def parse_duration(text: str) -> float:
    """The seconds in `20 s`, `1 min 30 s` or `1.5 h`, rounded to the millisecond; always above 0.

    Any unit may be written out (`20 seconds`), joined (`20s`) or set off by a non-breaking space. Raises
    `ParseError`, with the right form if what was written can mean one thing only.
    """
    written = _plain(text)
    parts = _PART.findall(written) if _DURATION.fullmatch(written) else []
    factors = [_factor(unit) for _, unit in parts]
    if not parts or 0 in factors:
        raise _mistake(text, written)
    total = sum(float(number) * factor for (number, _), factor in zip(parts, factors, strict=True))
    if total > LONGEST_SECONDS:
        raise ParseError(f"{quoted(text)} is longer than any time allowed here", _EXAMPLE)
    seconds = round(total, 3)
    if seconds <= 0:
        raise ParseError(f"{quoted(text)} is zero", _EXAMPLE)
    if sorted(set(factors), reverse=True) != factors:
        raise ParseError(f"{quoted(text)} has its units out of order", f"write '{format_duration(seconds)}'")
    return seconds


def format_duration(seconds: float) -> str:
    """The duration as people write it: `1 min 30 s`; `parse_duration` reads it back to the millisecond."""
    milliseconds = round(seconds * 1000)
    hours, milliseconds = divmod(milliseconds, 3_600_000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    whole, thousandths = divmod(milliseconds, 1000)
    shown = f"{whole}.{thousandths:03}".rstrip("0") if thousandths else str(whole)
    parts = ((str(hours), "h"), (str(minutes), "min"), (shown, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number != "0") or "0 s"


def parse_count(text: str) -> int:
    """A whole number from 1 up. Raises `ParseError`."""
    written = _plain(text)
    if written.isascii() and written.isdecimal():
        return _counted(text, written)
    ranged = _RANGE.fullmatch(written)
    if ranged:
        raise ParseError(f"{quoted(text)} is a range", f"write one number: {ranged[1]} or {ranged[3]}")
    counted = re.fullmatch(r"([0-9]{1,6}) *([^\W\d_]+)", written)
    meant = counted is not None and counted[2].lower() in _TIMES_WORDS and counted[1].strip("0")
    hint = f"write {int(counted[1])}" if counted and meant else _COUNT_EXAMPLE
    raise ParseError(f"{quoted(text)} is not a whole number from 1 up", hint)


def parse_reps(text: str) -> int:
    """The number of `8 reps`. Raises `ParseError`."""
    written = _plain(text)
    found = re.fullmatch(r"([0-9]+) *([^\W\d_]*)", written)
    if found and found[2].lower() in _REPS:
        return _counted(text, found[1])
    what = f"{quoted(text)} is not a number of repetitions"
    if found and found[1].strip("0") and len(found[1]) <= len("999"):
        unit = found[2].lower()
        is_meant = not unit or unit in _TIMES_WORDS or nearest(unit, _REPS)
        raise ParseError(what, f"write '{int(found[1])} reps'" if is_meant else _REPS_EXAMPLE)
    ranged = _RANGE.fullmatch(written)
    if ranged:
        hint = f"write one number: '{ranged[1]} reps' or '{ranged[3]} reps'"
        raise ParseError(f"{quoted(text)} is a range", hint)
    times = _TIMES.fullmatch(written)
    reps = re.fullmatch(r"([0-9]+) *([^\W\d_]*)(?: each)?", times[2]) if times else None
    if times and reps and (not reps[2] or reps[2].lower() in _REPS):
        hint = f"write '{reps[1]} reps' here, and 'sets: {times[1]}' beside it"
        raise ParseError(f"{quoted(text)} is two things in one", hint)
    raise ParseError(what, _REPS_EXAMPLE)


def is_unit_of_time(word: str) -> bool:
    """Whether the word is a unit of time, a misspelling of one, or one in another language."""
    unit = word.lower()
    return unit in _SECONDS or unit in _OTHER_UNITS or nearest(unit, _SECONDS) is not None


def _plain(text: str) -> str:
    """The text with plain signs; one that is far too long is cut, but remains too long."""
    return text[: _LONGEST_TEXT + 1].translate(_PLAIN).strip()


def _factor(unit: str) -> int:
    """Seconds in one of that unit; 0 if it is not a unit."""
    return _SECONDS.get(unit.lower(), 0)


def _counted(text: str, digits: str) -> int:
    """The number with these digits; its length is limited first, as `int` refuses thousands of digits."""
    if not digits.strip("0"):
        raise ParseError(f"{quoted(text)} is not a whole number from 1 up", _COUNT_EXAMPLE)
    if len(digits) > len(str(LARGEST_COUNT)) or int(digits) > LARGEST_COUNT:
        raise ParseError(f"{quoted(text)} is far too many", _COUNT_EXAMPLE)
    return int(digits)


def _mistake(text: str, written: str) -> ParseError:
    """The hint for text that is not a duration: what was meant."""
    if not written:
        return ParseError("a duration is missing", _EXAMPLE)
    if len(written) > _LONGEST_TEXT:
        return ParseError(f"{quoted(text)} is not a duration", _EXAMPLE)
    if written.lower() in {"none", "no", "off"}:
        return ParseError(f"{quoted(text)} is not a duration", "leave the field out if there is none")
    if written.startswith("-"):
        return ParseError(f"{quoted(text)} is negative", _EXAMPLE)
    return (
        _without_unit(text, written)
        or _several(text, written)
        or _with_comma(text, written)
        or _with_signs(text, written)
        or _with_unknown_unit(text, written)
        or _without_last_unit(text, written)
        or _with_more(text, written)
        or ParseError(f"{quoted(text)} is not a duration", _EXAMPLE)
    )


def _without_unit(text: str, written: str) -> ParseError | None:
    if not re.fullmatch(_NUMBER, written):
        return None
    if float(written) == 0:
        return ParseError(f"{quoted(text)} is zero", _EXAMPLE)
    hint = f"write '{written} s' for seconds or '{written} min' for minutes"
    return ParseError(f"{quoted(text)} has no unit", hint if len(written) <= len("99999") else _EXAMPLE)


def _several(text: str, written: str) -> ParseError | None:
    ranged = _RANGE.fullmatch(written)
    if ranged:
        unit = ranged[2] or ranged[4]
        ends = (_with_unit(ranged[1], unit), _with_unit(ranged[3], ranged[4] or unit))
        hint = f"write one of the two, such as {ends[0]} or {ends[1]}" if _factor(unit) else _EXAMPLE
        return ParseError(f"{quoted(text)} is a range", hint)
    times = _TIMES.fullmatch(written)
    behind = None if times else _TIMES_BEHIND.fullmatch(written)
    if times:
        number, each = times[1], times[2]
    elif behind:
        number, each = behind[2], behind[1]
    else:
        return None
    single = _EACH.fullmatch(each)
    if single is None or not number.strip("0"):
        return None
    hint = f"write {_with_unit(single[1], single[2])} here, and 'reps: {number}' beside it"
    return ParseError(f"{quoted(text)} is two things in one", hint)


def _with_comma(text: str, written: str) -> ParseError | None:
    pointed = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", written)
    if pointed == written:
        return None
    found = _EACH.fullmatch(pointed)
    hint = f"write {_with_unit(found[1], found[2])}" if found else "write a decimal point: '1.5 s'"
    return ParseError(f"{quoted(text)} has a decimal comma", hint)


def _with_signs(text: str, written: str) -> ParseError | None:
    clock = _CLOCK.fullmatch(written)
    found = clock or _PRIMES.fullmatch(written)
    if found is None:
        return None
    seconds = int(found[1] or 0) * 60 + int(found[2] or 0)
    if clock and clock[3]:  # 1:30 min is 90 s, 1:30 h is 90 min
        seconds = seconds * _factor(clock[3]) // 60
    if not 0 < seconds <= LONGEST_SECONDS:
        return ParseError(f"{quoted(text)} is not a length of time", _EXAMPLE)
    what = "with a colon" if clock else "with signs for its units"
    hint = f"write '{format_duration(seconds)}'"
    if clock and not clock[3]:
        hint += f" or '{format_duration(seconds * 60)}'"
    return ParseError(f"{quoted(text)} is written {what}", hint)


def _with_unknown_unit(text: str, written: str) -> ParseError | None:
    if _DURATION.fullmatch(written) is None:
        return None
    parts = _PART.findall(written)
    number, unit = next(part for part in parts if not _factor(part[1]))
    what = f"{quoted(text)}: {quoted(unit)} is not a unit of time"
    if len(parts) > 1:
        return ParseError(what, _EXAMPLE)
    if unit.lower() in _OTHER_UNITS:
        seconds = float(number) * _OTHER_UNITS[unit.lower()]
        is_meant = 0 < seconds <= LONGEST_SECONDS
        return ParseError(what, f"write '{format_duration(seconds)}'" if is_meant else _EXAMPLE)
    meant = nearest(unit, _SECONDS)
    if meant is None:
        return ParseError(what, f"write '{number} s', '{number} min' or '{number} h'")
    return ParseError(what, f"did you mean '{number} {meant}'?")


def _without_last_unit(text: str, written: str) -> ParseError | None:
    """The hint for `1 min 30`, whose last number means the next smaller unit."""
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
    return ParseError(f"{quoted(text)}: '{number}' has no unit", f"write '{format_duration(seconds)}'")


def _with_more(text: str, written: str) -> ParseError | None:
    """The hint for a duration with words that do not change it: `about 20 s`, `20 s each`, `20 sec.`."""
    if re.fullmatch(r"\.[0-9]+ *[^\W\d_]+", written):
        return ParseError(f"{quoted(text)} begins with a point", f"write '0{written}'")
    found = _AROUND.fullmatch(written)
    if found is None or found["duration"] == written:
        return None
    try:
        seconds = parse_duration(found["duration"])
    except ParseError:
        return None
    return ParseError(f"{quoted(text)} is more than a duration", f"write '{format_duration(seconds)}' alone")


def _with_unit(number: str, unit: str) -> str:
    """The number with its unit in quotes; without one, with each of two possible units."""
    if _factor(unit):
        return f"'{number} {unit}'"
    return f"'{number} s' or '{number} min'"
