"""From the last release to the next start: the announcement, the setup silence, the lead-in, the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coach.timeline.model import Strain
from coach.timeline.score import GAP, SENTENCE_GAP, on_grid

if TYPE_CHECKING:
    from coach.routine.model import Mark
    from coach.timeline.score import Place, Score

FIRST_SETUP = 4.0
LATER_SETUP = 2.0
"""Seconds to get into position, on the first repetition of a side and later (ROUTINES.md)."""
LEAST_FIRST_SETUP = 2.0
LEAST_LATER_SETUP = 1.0
"""Seconds that are left of them where a rest presses: below that nobody is in position in time."""
LEAD_IN = 1.0
"""Seconds from the low tick, or from the word "Ready", to the start (ROUTINES.md)."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A rest that the author wrote; it runs from the last release to the next start."""

    seconds: float
    what: Literal["rest", "set_rest"]
    mark: Mark
    of_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """The silence in which the person gets into position: `seconds`, or `least` where a rest presses."""

    seconds: float
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """How the next start is reached.

    `setup`: the silence after the announcement; where a rest is written, the setup takes what is left
    of it, and the rest grows when that is less than the least. `closing`: one short word right before
    the lead-in, `trailing` seconds before the start. `waited`: seconds in which the position was changed.
    """

    announcement: tuple[str, ...]
    setup: Setup
    closing: str = ""
    trailing: float = LEAD_IN
    pause: Pause | None = None
    waited: float = 0.0


def approach(score: Score, way: Approach, place: Place) -> float:
    """Write it, and give the instant of the start; a rest grows when the words and the setup do not fit."""
    tail = on_grid(way.trailing + (score.length(way.closing) if way.closing else 0.0))
    if way.pause is None:
        for text in way.announcement:
            score.say(text, place)
        start = on_grid(max(score.now + way.setup.seconds, score.quiet_from if way.closing else 0.0) + tail)
    else:
        start = _rest(score, way, way.pause, tail, place)
    if way.closing:
        score.speak(way.closing, start - tail, place)
    score.move_to(start)
    return start


def _rest(score: Score, way: Approach, pause: Pause, tail: float, place: Place) -> float:
    due = on_grid(score.released + pause.seconds)
    gap = SENTENCE_GAP
    if _least(score, way, tail, gap) > due:
        gap = GAP
    least = _least(score, way, tail, gap)
    start = max(due, least)
    if least > due:
        strain = Strain(
            step=place.step or 0,
            what=pause.what,
            written=pause.seconds,
            seconds=on_grid(least - due),
            setup=way.setup.least,
            waited=way.waited,
            of_repeat=pause.of_repeat,
            mark=pause.mark,
        )
        score.strains.append(strain)
    score.write("rest", score.released, start - score.released, place)
    speaking = _length(score, way.announcement, gap)
    wanted = start - tail - way.setup.seconds - speaking
    latest = start - tail - _silence(way, gap) - speaking
    score.now = on_grid(min(max(_earliest(score, gap), wanted), latest))
    for text in way.announcement:
        score.say(text, place, gap)
    return start


def _least(score: Score, way: Approach, tail: float, gap: float) -> float:
    """The earliest start with that much silence between the sentences."""
    if not way.announcement:
        free = score.now + way.setup.least
        return on_grid((max(free, _earliest(score, gap)) if way.closing else free) + tail)
    return on_grid(_earliest(score, gap) + _length(score, way.announcement, gap) + _silence(way, gap) + tail)


def _silence(way: Approach, gap: float) -> float:
    """Seconds between the announcement and the lead-in, at least."""
    return max(way.setup.least, gap if way.closing else 0.0)


def _earliest(score: Score, gap: float) -> float:
    """Where words may begin; nothing has been said yet where `quiet_from` is 0."""
    return max(score.now, score.quiet_from - GAP + gap if score.quiet_from else 0.0)


def _length(score: Score, texts: tuple[str, ...], gap: float) -> float:
    return on_grid(sum(score.length(text) for text in texts) + gap * max(0, len(texts) - 1))
