"""Parsers for the values of a routine's own fields; each raises `ParseError` with what to write instead."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from coach.fields.scalar_types import Duration, WholeNumber
from coach.problems import quoted
from coach.routine.model import SECONDS_OF_A_BREATH, Phase
from coach.spelling import nearest
from coach.units import ParseError, is_unit_of_time, parse_reps

SHORTEST = 0.5
LONGEST = 1800.0
"""Seconds of one duration inside a routine."""
MOST_TIMES = 200
"""Repetitions, sets, cycles, rounds."""
MOST_PHASES = 20
MOST_BREATHS = 50

_SECONDS = Duration(SHORTEST, LONGEST)
_TIMES = WholeNumber(1, MOST_TIMES)
_PHASE = re.compile(r"((?:[0-9][0-9.,]*\s*[^\W\d_]+\s+)+)([^0-9;{}]+)")
_TURNED_PHASE = re.compile(r"(\D+?)\s+([0-9][0-9.]*\s*(?:[^\W\d_]+)?)")
_FIGURES = re.compile(r"[0-9.]+(?:\s*[-:/]\s*[0-9.]+){1,3}|[0-9]{4}")
_TEMPO_WORDS = ("down", "pause", "up", "pause")
"""The order in which a tempo in figures is read: lowering, at the bottom, lifting, at the top."""
_TEMPO_EXAMPLE = "write each phase with its time, such as '2 s up, 1 s pause, 3 s down'"


_remembered = lru_cache(maxsize=1024)
"""A thousand routines hold few different ones; what is bad is read again each time."""


class MoveAmount(NamedTuple):
    """The amount of a movement: exactly one of `reps` and `seconds` is set; `most_reps` ends a range."""

    reps: int | None = None
    seconds: float | None = None
    most_reps: int | None = None


class SetAmount(NamedTuple):
    """The number of sets; `least` of them are prescribed, the others are as the person is able."""

    sets: int
    least: int | None = None


_REPS_RANGE = re.compile(r"\s*([0-9]{1,3})\s*(?:-|–|—|to)\s*([0-9]{1,3})\s*(?:reps?|repetitions?)\s*")  # noqa: RUF001 — they are what people type
_SETS_RANGE = re.compile(r"\s*([0-9]{1,3})\s*(?:-|–|—|to)\s*([0-9]{1,3})\s*")  # noqa: RUF001 — as above
_UP_TO = re.compile(r"\s*up to\s+(.+)", re.IGNORECASE)


def _range(text: str, low: str, high: str) -> tuple[int, int]:
    least, most = int(low), int(high)
    if not 1 <= least < most <= MOST_TIMES:
        hint = f"write the smaller number first, from 1 to {MOST_TIMES}, such as '8-12'"
        raise ParseError(f"{quoted(text.strip())} is not a range", hint)
    return least, most


@_remembered
def parse_sets(text: str) -> SetAmount:
    """The sets: `3`, or as able `2-3`. Raises `ParseError`."""
    ranged = _SETS_RANGE.fullmatch(text)
    if ranged:
        least, most = _range(text, ranged[1], ranged[2])
        return SetAmount(most, least)
    return SetAmount(_TIMES.parse(text))


class HoldAmount(NamedTuple):
    """The length of a hold; in breaths, if it was written so."""

    seconds: float
    breaths: int | None = None
    as_able: bool = False


@_remembered
def parse_hold(text: str) -> HoldAmount:
    """The length in `hold`: a time, `up to 10 s`, or `5 breaths`. Raises `ParseError`."""
    most = _UP_TO.fullmatch(text)
    if most:
        return HoldAmount(_SECONDS.parse(most[1]), as_able=True)
    written = re.fullmatch(r"\s*([0-9]{1,3})\s*breaths?\s*", text, re.IGNORECASE)
    if written is None:
        return HoldAmount(_SECONDS.parse(text))
    breaths = int(written[1])
    if not 1 <= breaths <= MOST_BREATHS:
        raise ParseError(f"{quoted(text.strip())} is not allowed", f"write from 1 to {MOST_BREATHS} breaths")
    return HoldAmount(breaths * SECONDS_OF_A_BREATH, breaths)


@_remembered
def parse_amount(text: str) -> MoveAmount:
    """The amount in `move`: `8 reps`, as able `8-12 reps`, or a time. Raises `ParseError`."""
    ranged = _REPS_RANGE.fullmatch(text)
    if ranged:
        least, most = _range(text, ranged[1], ranged[2])
        return MoveAmount(reps=least, most_reps=most)
    unit = "".join(re.findall(r"([^\W\d_]+)\W*$", text))
    if unit == "reps":
        return MoveAmount(reps=_reps(text))
    if re.fullmatch(r"\s*[0-9]{1,5}\s*", text):
        number = text.strip()
        raise ParseError(f"{quoted(number)} has no unit", f"write '{number} reps', or '{number} s' by time")
    if is_unit_of_time(unit) or unit == "m" or re.fullmatch(r"[0-9: ]*['\"′″’”:][0-9 '\"′″’”]*", text):  # noqa: RUF001 — they are what is meant
        return MoveAmount(seconds=_timed(text))
    return MoveAmount(reps=_reps(text))


def parse_stop(text: str) -> bool:
    """True for the word `stop`. Raises `ParseError`."""
    if text.strip() == "stop":
        return True
    hint = "write 'then: stop', or 'skip_to' or 'say' instead of it"
    raise ParseError(f"'then' cannot be {quoted(text.strip())}", hint)


def _timed(text: str) -> float:
    try:
        return _SECONDS.parse(text)
    except ParseError as error:
        # A movement has no `reps` field: how many times it is done by time are its sets.
        raise ParseError(error.what, error.hint.replace("'reps: ", "'sets: ")) from None


def parse_pace(text: str) -> float | str:
    """Seconds for each repetition, or `own`. Raises `ParseError`."""
    if text.strip() == "own":
        return "own"
    if nearest(text, ("own",)):
        raise ParseError(f"{quoted(text)} is not a pace", "did you mean 'own'?")
    return _SECONDS.parse(text)


@_remembered
def parse_tempo(text: str) -> tuple[Phase, ...]:
    """The phases of `2 s up, 1 s pause, 3 s down`. Raises `ParseError`."""
    written = text.strip()
    if _FIGURES.fullmatch(written):
        figures = re.findall(r"[0-9.]+", written) if re.search(r"[-:/]", written) else list(written)
        hint = f"write the phases out, such as '{_spelled(figures)}'"
        raise ParseError(f"{quoted(written)} does not say what is done when", hint)
    if re.search(r"[0-9],[0-9]", written):
        pointed = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", written)
        raise ParseError(f"{quoted(written)} has a decimal comma", f"write '{pointed}'")
    phases = tuple(_phase(part.strip()) for part in written.split(","))
    if len(phases) > MOST_PHASES:
        raise ParseError(f"a tempo has at most {MOST_PHASES} phases, not {len(phases)}", _TEMPO_EXAMPLE)
    return phases


def _reps(text: str) -> int:
    reps = parse_reps(text)
    if reps > MOST_TIMES:
        raise ParseError(f"{quoted(text.strip())} is too many", f"write from 1 to {MOST_TIMES}")
    return reps


def _phase(part: str) -> Phase:
    found = _PHASE.fullmatch(part)
    if found:
        return Phase(" ".join(found[2].split()), _SECONDS.parse(found[1]))
    if not part:
        raise ParseError("a phase of the tempo is empty", _TEMPO_EXAMPLE)
    turned = _TURNED_PHASE.fullmatch(part)
    if turned:
        seconds = turned[2] if re.search(r"[^\W\d_]", turned[2]) else f"{turned[2]} s"
        raise ParseError(f"{quoted(part)} is not a phase", f"write the time first: '{seconds} {turned[1]}'")
    bare = re.fullmatch(r"([0-9.]+)\s+([^\d{}]+)", part)
    if bare and not is_unit_of_time(bare[2].split()[0]):
        raise ParseError(f"{quoted(part)} has no unit", f"write '{bare[1]} s {bare[2]}'")
    if re.fullmatch(r"[0-9.]+\s*[^\W\d_]*", part):
        hint = "name the phase, such as '2 s up'; for the time of a whole repetition write 'pace: 2 s'"
        raise ParseError(f"{quoted(part)} does not say what is done", hint)
    raise ParseError(f"{quoted(part)} is not a phase", _TEMPO_EXAMPLE)


def _spelled(figures: list[str]) -> str:
    up_and_down = 2
    words = ("up", "down") if len(figures) == up_and_down else _TEMPO_WORDS
    pairs = zip(figures, words, strict=False)
    return (
        ", ".join(f"{figure} s {word}" for figure, word in pairs if figure.strip("0.")) or "2 s up, 2 s down"
    )
