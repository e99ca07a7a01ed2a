"""What one field of a plan file may hold: text to a value, or `Misread` with what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from coach.units import Misread, format_duration, nearest, parse_count, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE, HOUR = 60.0, 3600.0
MOST_TIMES = 48
"""Of one reminder in a day; as many as a dose may have."""
SLOWEST, FASTEST = 80, 400
"""Words a minute: eSpeak NG's own lower limit, and the fastest that is still understood."""

_LONGEST_ID = 40
_ID = re.compile(r"[^\W_][\w-]*")


def lasting(shortest: float, longest: float) -> Callable[[str], float]:
    """What reads a duration from `shortest` to `longest` seconds."""

    def read(text: str) -> float:
        seconds = parse_duration(text)
        if shortest <= seconds <= longest:
            return seconds
        length = "short" if seconds < shortest else "long"
        hint = f"write from '{format_duration(shortest)}' to '{format_duration(longest)}'"
        raise Misread(f"'{text.strip()[:40]}' is too {length}", hint)

    return read


def one_of(field: str, *words: str) -> Callable[[str], str]:
    """What reads one of these words, the values of that field."""

    def read(text: str) -> str:
        if text in words:
            return text
        near = nearest(text, words)
        hint = f"did you mean '{near}'?" if near else f"write one of {', '.join(words)}"
        raise Misread(f"'{field}' cannot be '{text[:40]}'", hint)

    return read


def times(text: str) -> int | Literal["dose"]:
    """How many times a day: a number, or `dose`, as the routine prescribes."""
    if text == "dose":
        return "dose"
    if re.search(r"[^\W\d_]", text):
        near = nearest(text, ("dose",))
        hint = f"did you mean '{near}'?" if near else "write a whole number, such as 3, or 'dose'"
        raise Misread(f"'{text[:40]}' is no number of times a day", hint)
    number = parse_count(text)
    if number > MOST_TIMES:
        raise Misread(f"'{text.strip()[:40]}' is too often", f"write from 1 to {MOST_TIMES}, or 'every'")
    return number


def routine_id(text: str) -> str:
    """A routine's id, as `coach routines` lists them."""
    if "/" in text or "\\" in text or text.endswith((".yaml", ".yml")):
        name = re.split(r"[/\\]", text)[-1].removesuffix(".yaml").removesuffix(".yml")[:40]
        hint = f"put the file into your own folder of routines, and write '{name}'"
        raise Misread(f"'{text[:40]}' is a file, and not the id of a routine", hint)
    return text


def reminder_id(text: str) -> str:
    """What a reminder is called: letters, digits and hyphens."""
    if _ID.fullmatch(text) and len(text) <= _LONGEST_ID:
        return text
    better = re.sub(r"[^\w-]+", "-", text[:_LONGEST_ID]).strip("-_").lower()
    raise Misread(f"'{text[:40]}' cannot be the name of a reminder", f"write '{better or 'water'}'")


def words_a_minute(text: str) -> int:
    """How fast the voice speaks."""
    try:
        rate = parse_count(text)
    except Misread as error:
        raise Misread(error.what, "write words a minute, such as 150") from None
    if SLOWEST <= rate <= FASTEST:
        return rate
    speed = "slow" if rate < SLOWEST else "fast"
    raise Misread(
        f"'{text.strip()[:40]}' is too {speed}", f"write from {SLOWEST} to {FASTEST} words a minute"
    )


def volume(text: str) -> float:
    """How loud: from 0 to 1."""
    percent = re.fullmatch(r"([0-9]{1,3}) *%", text)
    if percent and int(percent[1]) <= 100:  # noqa: PLR2004 — the whole of it
        raise Misread(f"'{text}' is a percentage", f"write {int(percent[1]) / 100:g}")
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+", text[:_LONGEST_ID]) and float(text[:_LONGEST_ID]) <= 1:
        return float(text[:_LONGEST_ID])
    raise Misread(f"'{text[:40]}' is no loudness", "write a number from 0 to 1, such as 0.8")
