"""The words on the first beat of each repetition: its number or its side, where there is time for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.timeline.builder import GAP, round_to_grid
from coach.timeline.words import capitalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.routine.model import Side
    from coach.timeline.builder import TimelineBuilder
    from coach.timeline.words import CoachWords

    Row = Sequence[tuple[Side | None, int]]
    """The side and the number of each repetition of one turn."""

WORDED_REPS = 2
"""The phases are named in so many repetitions, then numbered."""
STRIDES = (1, 2, 5, 10, 20, 50, 100, 200)
"""Every repetition is numbered; where there is no time for that, every second, fifth, tenth …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstBeat:
    """The words on one repetition's first beat: the first of `texts` that fits into `seconds`.

    `left_out`: words that there is no time for at this tempo.
    """

    seconds: float
    texts: tuple[str, ...] = ()
    left_out: str = ""


def numbered(builder: TimelineBuilder, words: CoachWords, row: Row, seconds: float) -> tuple[FirstBeat, ...]:
    """The words for the number of every repetition, or of every so many; each lasts `seconds`."""
    texts = [words.number(rep) for _, rep in row]
    return _patterned(builder, texts, seconds, [rep for _, rep in row])


def sided(
    builder: TimelineBuilder, words: CoachWords, row: Row, seconds: float, *, counted: bool
) -> tuple[FirstBeat, ...]:
    """The words for the side of every repetition that takes turns, with the number if that fits too."""
    sides = [capitalized(f"{words.sides[side]}.") if side else "" for side, _ in row]
    both = [
        capitalized(f"{words.sides[side]}, {words.number(rep)}.") if side and counted else ""
        for side, rep in row
    ]
    # All are asked for, whichever is said: so their clips are ready.
    each = max(builder.length(text) for text in dict.fromkeys(sides))
    of_pairs = both if counted else sides
    pairs = _patterned(builder, of_pairs[::2], 2 * seconds, [rep for _, rep in row[::2]])
    if round_to_grid(each + GAP) > round_to_grid(seconds):
        others = (FirstBeat(seconds=seconds, left_out=text) for text in sides[1::2])
        return tuple(one for pair in zip(pairs, others, strict=True) for one in pair)
    # The first side's turns say the number, once the phases are known.
    is_numbered = [counted and index % 2 == 0 and rep > WORDED_REPS for index, (_, rep) in enumerate(row)]
    return tuple(
        FirstBeat(seconds=seconds, texts=(number, side) if has_number else (side,))
        for side, number, has_number in zip(sides, both, is_numbered, strict=True)
    )


def _patterned(
    builder: TimelineBuilder, texts: Sequence[str], seconds: float, numbers: Sequence[int]
) -> tuple[FirstBeat, ...]:
    lengths = [builder.length(text) for text in texts]
    stride = _stride(zip(numbers, lengths, strict=True), seconds)
    return tuple(
        FirstBeat(seconds=round_to_grid(stride * seconds), texts=(text,))
        if number % stride == 0
        else FirstBeat(seconds=seconds, left_out=text)
        for text, number in zip(texts, numbers, strict=True)
    )


def _stride(lengths: Iterable[tuple[int, float]], seconds: float) -> int:
    """The smallest stride with which each word is over before the next begins."""
    known = tuple(lengths)
    for stride in STRIDES:
        longest = max((length for number, length in known if number % stride == 0), default=0.0)
        if round_to_grid(longest + GAP) <= round_to_grid(stride * seconds):
            return stride
    return STRIDES[-1]
