"""Variants: where an author wrote several texts, each time another one is said.

Which one follows from the routine's id and the number of the wording, so that it can be known beforehand.
The first round takes the variants in their written order; each later one in an order of its own, that never
begins with what ended the round before: no text is said twice running.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from coach.problems import TextPosition
from coach.routine.model import SidedText, Variants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.routine.model import Routine, Wording

_WITHOUT_VARIANTS = frozenset({str, int, float, bool, type(None), TextPosition, SidedText})
"""Nearly everything that a routine is made of."""
_LEAST_SHUFFLED = 3
"""Two variants can only alternate."""


def in_one_wording(routine: Routine, wording: int) -> Routine:
    """The routine with one text in place of each of its variants; `wording` counts the times, from 0."""
    places = count()

    def choose(variants: Variants) -> Wording:
        return variants.any[chosen(len(variants.any), wording, f"{routine.id}/{next(places)}")]

    steps = _replaced(routine.steps, choose)
    return routine if steps is routine.steps else replace(routine, steps=steps)


def wordings(routine: Routine) -> int:
    """So many times differ before every variant has been said; 1 where there are no variants."""
    most = 1

    def measure(variants: Variants) -> Variants:
        nonlocal most
        most = max(most, len(variants.any))
        return variants

    _replaced(routine.steps, measure)
    return most


def texts_of(wording: Wording) -> tuple[str, ...]:
    """Every text that it may be, on each side."""
    return tuple(_texts(wording))


def _texts(wording: Wording) -> Iterator[str]:
    if isinstance(wording, Variants):
        for variant in wording.any:
            yield from _texts(variant)
    elif isinstance(wording, SidedText):
        yield from (wording.left, wording.right)
    else:
        yield wording


def chosen(number: int, wording: int, seed: str) -> int:
    """Which of that many variants is said, from 0; never the same for two wordings that follow each other."""
    if number < _LEAST_SHUFFLED:
        return wording % number
    round_, place = divmod(wording, number)
    order = _shuffled(number, round_, seed)
    if round_ and order[0] == _shuffled(number, round_ - 1, seed)[-1]:
        order[:2] = order[1::-1]
    return order[place]


def _shuffled(number: int, round_: int, seed: str) -> list[int]:
    """All of them in the order of that round; the first is the written one."""

    def rank(variant: int) -> bytes:
        return hashlib.sha256(f"{seed}/{round_}/{variant}".encode()).digest()

    return sorted(range(number), key=rank) if round_ else list(range(number))


def _replaced(value: Any, replacement: Callable[[Variants], Any]) -> Any:  # noqa: ANN401 — as it was given
    """The value with each of its variants replaced, however deep; the same object where there are none."""
    if type(value) in _WITHOUT_VARIANTS:
        return value
    if isinstance(value, Variants):
        return replacement(value)
    if isinstance(value, tuple):
        items = tuple(_replaced(item, replacement) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    changed = {
        name: new
        for name in _field_names(value.__class__)
        if (new := _replaced(old := getattr(value, name), replacement)) is not old
    }
    return replace(value, **changed) if changed else value


@cache
def _field_names(type_: type) -> tuple[str, ...]:
    """The fields of a dataclass; of any other type, none."""
    return tuple(field.name for field in fields(type_)) if is_dataclass(type_) else ()
