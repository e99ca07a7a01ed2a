"""A routine as a chart of blocks: one row for each step, one column for each part of its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.timeline.model import SPOKEN

if TYPE_CHECKING:
    from coach.timeline.model import Cue, StepSpan, Timeline


class Signs(NamedTuple):
    """The sign for a column in which a person does something, hears words, or waits."""

    words: str
    hold: str
    move: str
    breathe: str
    rest: str
    ask: str
    silence: str


BLOCKS = Signs("░", "█", "▓", "▒", "·", "?", " ")
LETTERS = Signs(":", "#", "=", "~", ".", "?", " ")
"""For terminals that cannot show blocks."""


class ChartRow(NamedTuple):
    """One step: when it begins in seconds, its name, how long it takes, and its columns."""

    at: float
    name: str
    seconds: float
    columns: str


def chart(timeline: Timeline, width: int, signs: Signs = BLOCKS) -> tuple[ChartRow, ...]:
    """The steps of a timeline, the longest of them `width` columns wide, and one column at the least.

    A column shows what takes most of its time, silence aside; words during a hold are not shown.
    """
    longest = max((step.seconds for step in timeline.steps), default=0.0)
    second = longest / width if longest else 1.0
    cues = _by_step(timeline)
    return tuple(
        ChartRow(step.at, step.name, step.seconds, _columns(step, cues[step.index], second, signs))
        for step in timeline.steps
    )


def legend(signs: Signs = BLOCKS) -> str:
    """What the signs mean, in one line."""
    meanings = ("words", "hold", "movement", "breathing", "rest", "question or wait")
    return ", ".join(f"{sign} {meaning}" for sign, meaning in zip(signs, meanings, strict=False))


def _by_step(timeline: Timeline) -> dict[int, list[Cue]]:
    found: dict[int, list[Cue]] = {step.index: [] for step in timeline.steps}
    for cue in timeline.cues:
        if cue.step is not None:
            found[cue.step].append(cue)
    return found


def _columns(step: StepSpan, cues: list[Cue], second: float, signs: Signs) -> str:
    columns = max(1, round(step.seconds / second))
    part = step.seconds / columns
    return "".join(_fills_most(cues, step.at + part * number, part, signs) for number in range(columns))


def _fills_most(cues: list[Cue], start: float, length: float, signs: Signs) -> str:
    """The sign of what takes most of these seconds; what is done goes before what is said."""
    kinds = {"hold": signs.hold, "move": signs.move, "breathe": signs.breathe, "rest": signs.rest}
    kinds |= {"ask": signs.ask, "wait": signs.ask, **dict.fromkeys(SPOKEN, signs.words)}
    shares: dict[str, float] = {}
    for cue in cues:
        share = min(cue.end, start + length) - max(cue.at, start)
        if share > 0 and cue.kind in kinds:
            shares[kinds[cue.kind]] = shares.get(kinds[cue.kind], 0.0) + share
    done = sum(share for sign, share in shares.items() if sign not in {signs.words, signs.rest})
    if done and signs.words in shares:
        shares[signs.words] = 0.0  # said while something is done
    return max(shares, key=lambda sign: shares[sign], default=signs.silence)
