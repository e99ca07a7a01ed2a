"""What each repetition of a movement begins with: its number or side, as often as the tempo allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.timeline.fill import capitalized
from coach.timeline.score import GAP, on_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.routine.model import Side
    from coach.timeline.score import Score
    from coach.timeline.words import Words

WORDED_REPS = 2
"""The phases are named in so many repetitions, then numbered."""
STRIDES = (1, 2, 5, 10, 20, 50, 100, 200)
"""Every repetition is numbered; where there is no time for that, every second, fifth, tenth …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The words of one repetition's first beat: the first of `texts` that fits into `seconds`.

    `left_out`: words that there is no time for at this tempo.
    """

    seconds: float
    texts: tuple[str, ...] = ()
    left_out: str = ""


def numbered(
    score: Score, words: Words, row: Sequence[tuple[Side | None, int]], seconds: float
) -> tuple[Beginning, ...]:
    """The number of every repetition, or of every so many; `seconds` is how long one takes."""
    texts = [words.number(rep) for _, rep in row]
    return _patterned(score, texts, seconds, [rep for _, rep in row])


def sided(
    score: Score, words: Words, row: Sequence[tuple[Side | None, int]], seconds: float, *, counted: bool
) -> tuple[Beginning, ...]:
    """The side of every repetition that takes turns, with the number where that fits too."""
    sides = [capitalized(f"{words.sides[side]}.") if side else "" for side, _ in row]
    both = [
        capitalized(f"{words.sides[side]}, {words.number(rep)}.") if side and counted else ""
        for side, rep in row
    ]
    # All are asked for, whichever is said: so their clips are ready.
    each = max(score.length(text) for text in dict.fromkeys(sides))
    of_pairs = both if counted else sides
    pairs = _patterned(score, of_pairs[::2], 2 * seconds, [rep for _, rep in row[::2]])
    if on_grid(each + GAP) > on_grid(seconds):
        others = (Beginning(seconds=seconds, left_out=text) for text in sides[1::2])
        return tuple(one for pair in zip(pairs, others, strict=True) for one in pair)
    # The first side's turns tell the number, once the phases are known.
    is_numbered = [counted and index % 2 == 0 and rep > WORDED_REPS for index, (_, rep) in enumerate(row)]
    return tuple(
        Beginning(seconds=seconds, texts=(number, side) if has_number else (side,))
        for side, number, has_number in zip(sides, both, is_numbered, strict=True)
    )


def _patterned(
    score: Score, texts: Sequence[str], seconds: float, numbers: Sequence[int]
) -> tuple[Beginning, ...]:
    lengths = [score.length(text) for text in texts]
    stride = _stride(zip(numbers, lengths, strict=True), seconds)
    return tuple(
        Beginning(seconds=on_grid(stride * seconds), texts=(text,))
        if number % stride == 0
        else Beginning(seconds=seconds, left_out=text)
        for text, number in zip(texts, numbers, strict=True)
    )


def _stride(lengths: Iterable[tuple[int, float]], seconds: float) -> int:
    """The smallest one with which each of the words is over before the next begins."""
    known = tuple(lengths)
    for stride in STRIDES:
        longest = max((length for number, length in known if number % stride == 0), default=0.0)
        if on_grid(longest + GAP) <= on_grid(stride * seconds):
            return stride
    return STRIDES[-1]
