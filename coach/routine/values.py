"""What one field of a routine file may hold: text to a value, or `Misread` with what to write instead."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from coach.routine.model import Phase
from coach.units import Misread, format_duration, nearest, parse_count, parse_duration, parse_reps

SHORTEST = 0.5
LONGEST = 1800.0
"""Seconds of one duration inside a routine (DESIGN.md)."""
MOST_TIMES = 200
"""Repetitions, sets, cycles, rounds (DESIGN.md)."""
LONGEST_TEXT = 500
"""Characters of one text (DESIGN.md)."""
MOST_PHASES = 10

_SHORTEST_APART = 60.0
_LONGEST_APART = 7 * 24 * 3600.0
_UNITS = ("s", "sec", "seconds", "min", "minutes", "h", "hours")
_PHASE = re.compile(r"((?:[0-9][0-9.,]*\s*[^\W\d_]+\s+)+)([^0-9;{}]+)")
_TURNED_PHASE = re.compile(r"(\D+?)\s+([0-9][0-9.]*\s*(?:[^\W\d_]+)?)")
_FIGURES = re.compile(r"[0-9.]+(?:\s*[-:/]\s*[0-9.]+){1,3}|[0-9]{4}")
_TEMPO_WORDS = ("down", "pause", "up", "pause")
"""The order in which a tempo in figures is read: lowering, at the bottom, lifting, at the top."""
_TEMPO_EXAMPLE = "write each phase with its time, such as '2 s up, 1 s pause, 3 s down'"


_remembered = lru_cache(maxsize=1024)
"""A thousand routines hold some fifty different durations; what is bad is read again each time."""


class Amount(NamedTuple):
    """How much of a movement: exactly one of the two."""

    reps: int | None = None
    seconds: float | None = None


@_remembered
def duration(text: str) -> float:
    """Seconds of a hold, a rest, a phase: from half a second to half an hour."""
    return _within(text, parse_duration(text), SHORTEST, LONGEST)


def interval(text: str) -> float:
    """Seconds between two performances, as a dose has them: from a minute to a week."""
    return _within(text, parse_duration(text), _SHORTEST_APART, _LONGEST_APART)


def whole(text: str, highest: int) -> int:
    """A whole number from 1 to `highest`."""
    return _not_above(text, parse_count(text), highest)


@_remembered
def amount(text: str) -> Amount:
    """What `move` says: `8 reps`, or a time."""
    unit = "".join(re.findall(r"([^\W\d_]+)\W*$", text))
    if unit == "reps":
        return Amount(reps=_not_above(text, parse_reps(text), MOST_TIMES))
    if re.fullmatch(r"\s*[0-9]{1,5}\s*", text):
        number = text.strip()
        raise Misread(f"'{number}' has no unit", f"write '{number} reps', or '{number} s' by time")
    timed = nearest(unit, _UNITS) if len(unit) > 1 else unit in {"s", "m", "h"}
    if timed or re.fullmatch(r"[0-9: ]*['\"′″’”:][0-9 '\"′″’”]*", text):  # noqa: RUF001 — they are what is meant
        return Amount(seconds=_timed(text))
    return Amount(reps=_not_above(text, parse_reps(text), MOST_TIMES))


def _timed(text: str) -> float:
    try:
        return duration(text)
    except Misread as error:
        # A movement has no `reps` field: how many times it is done by time are its sets.
        raise Misread(error.what, error.hint.replace("'reps: ", "'sets: ")) from None


def pace(text: str) -> float | str:
    """Seconds a repetition, or `own`."""
    if text == "own":
        return text
    if nearest(text, ("own",)):
        raise Misread(f"'{text}' is not a pace", "did you mean 'own'?")
    return duration(text)


@_remembered
def tempo(text: str) -> tuple[Phase, ...]:
    """The phases of `2 s up, 1 s pause, 3 s down`."""
    written = text.strip()
    if _FIGURES.fullmatch(written):
        figures = re.findall(r"[0-9.]+", written) if re.search(r"[-:/]", written) else list(written)
        hint = f"write the phases out, such as '{_spelled(figures)}'"
        raise Misread(f"'{written}' does not say what is done when", hint)
    if re.search(r"[0-9],[0-9]", written):
        pointed = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", written)
        raise Misread(f"'{written}' has a decimal comma", f"write '{pointed}'")
    phases = tuple(_phase(part.strip()) for part in written.split(","))
    if len(phases) > MOST_PHASES:
        raise Misread(f"a tempo has at most {MOST_PHASES} phases, not {len(phases)}", _TEMPO_EXAMPLE)
    return phases


def day(text: str) -> str:
    """A date such as `2026-11-01`, as it stands."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise Misread(f"'{text[:40]}' is not a date", "write year, month and day: 2026-11-01")


def truth(text: str) -> bool:
    """`true` or `false`, `yes` or `no`."""
    if text.lower() in {"true", "yes"}:
        return True
    if text.lower() in {"false", "no"}:
        return False
    raise Misread(f"'{text[:40]}' is neither true nor false", "write yes or no")


def language(text: str) -> str:
    """A language tag: `en`, `pt-BR`."""
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text) and len(text) <= len("xxx-xxxx-xxxx-xxxx"):
        return text
    raise Misread(f"'{text[:40]}' is not a language", "write its short name, such as en, de or pt-BR")


def format_number(text: str) -> int:
    """The format of the file; there is one."""
    if text != "1":
        raise Misread(f"this coach reads format 1, not '{text[:40]}'", "write 'format: 1'")
    return 1


def _within(text: str, seconds: float, lowest: float, highest: float) -> float:
    if lowest <= seconds <= highest:
        return seconds
    length = "short" if seconds < lowest else "long"
    hint = f"write from '{format_duration(lowest)}' to '{format_duration(highest)}'"
    raise Misread(f"'{text.strip()}' is too {length}", hint)


def _not_above(text: str, number: int, highest: int) -> int:
    if number > highest:
        raise Misread(f"'{text.strip()}' is too much", f"write from 1 to {highest}")
    return number


def _phase(part: str) -> Phase:
    found = _PHASE.fullmatch(part)
    if found:
        return Phase(" ".join(found[2].split()), duration(found[1]))
    if not part:
        raise Misread("a phase of the tempo is empty", _TEMPO_EXAMPLE)
    turned = _TURNED_PHASE.fullmatch(part)
    if turned:
        seconds = turned[2] if re.search(r"[^\W\d_]", turned[2]) else f"{turned[2]} s"
        raise Misread(f"'{part[:40]}' is not a phase", f"write the time first: '{seconds} {turned[1]}'")
    bare = re.fullmatch(r"([0-9.]+)\s+([^\d{}]+)", part)
    if bare and bare[2].split()[0].lower() not in _UNITS:
        raise Misread(f"'{part[:40]}' has no unit", f"write '{bare[1]} s {bare[2]}'")
    if re.fullmatch(r"[0-9.]+\s*[^\W\d_]*", part):
        hint = "write what is done in it, such as '2 s up'; for one time in all, 'pace: 2 s'"
        raise Misread(f"'{part[:40]}' does not say what is done", hint)
    raise Misread(f"'{part[:40]}' is not a phase", _TEMPO_EXAMPLE)


def _spelled(figures: list[str]) -> str:
    up_and_down = 2
    words = ("up", "down") if len(figures) == up_and_down else _TEMPO_WORDS
    pairs = zip(figures, words, strict=False)
    return (
        ", ".join(f"{figure} s {word}" for figure, word in pairs if figure.strip("0.")) or "2 s up, 2 s down"
    )
