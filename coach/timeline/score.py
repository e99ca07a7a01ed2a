"""The sheet that a timeline is written on, words apart; and what leads from a release to the next start."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coach.timeline.model import TONE_SECONDS, Cue, Dropped, Strain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.routine.model import Mark, Side
    from coach.timeline.model import BreathPhase, CueKind, ToneName

GRID = 0.001
"""Seconds: every instant of a timeline is a whole number of these."""
GAP = 0.15
"""Seconds of silence between two spoken cues, at least (DESIGN.md, Sound)."""
SENTENCE_GAP = 0.35
"""Seconds between two sentences where nothing presses: a breath of the speaker."""


@dataclass(frozen=True, slots=True)
class ScorePosition:
    """Where in the routine a cue belongs."""

    step: int | None = None
    side: Side | None = None
    set: int | None = None
    rep: int | None = None


def on_grid(seconds: float) -> float:
    """The nearest whole millisecond."""
    return round(seconds, 3)


class Score:
    """Cues being written, in any order; `now` is the pen, in seconds from the start."""

    def __init__(self, speaking_times: Mapping[str, float]) -> None:
        self.now = 0.0
        self.quiet_from = 0.0
        """From here on words may begin."""
        self.released = 0.0
        """When the person last let go: rests run from here."""
        self.cues: list[Cue] = []
        self.dropped: list[Dropped] = []
        self.strains: list[Strain] = []
        self._speaking_times = speaking_times

    def length(self, text: str) -> float:
        """Seconds that these words take, rounded up to the millisecond."""
        return math.ceil(round(self._speaking_times[text] * 1000, 3)) / 1000

    def move_to(self, at: float) -> None:
        """Put the pen further on."""
        self.now = on_grid(max(self.now, at))

    def wait(self, seconds: float) -> None:
        """Leave that much silence."""
        self.now = on_grid(self.now + seconds)

    def write(
        self,
        kind: CueKind,
        at: float,
        seconds: float,
        place: ScorePosition,
        *,
        text: str = "",
        phase: BreathPhase | None = None,
    ) -> Cue:
        """Put down one cue at that instant; the pen stays."""
        cue = Cue(
            at=on_grid(at),
            seconds=on_grid(seconds),
            kind=kind,
            text=text,
            step=place.step,
            side=place.side,
            set=place.set,
            rep=place.rep,
            phase=phase,
        )
        self.cues.append(cue)
        return cue

    def tone(self, name: ToneName, at: float, place: ScorePosition) -> Cue:
        """Put down a short tone; the pen stays."""
        return self.write("tone", at, TONE_SECONDS[name], place, text=name)

    def speak(self, text: str, at: float, place: ScorePosition, kind: CueKind = "say") -> Cue:
        """Put down words that are known to fit there; the pen stays."""
        cue = self.write(kind, at, self.length(text), place, text=text)
        if cue.at < self.quiet_from:
            raise AssertionError(f"{text!r} at {cue.at} s would overlap words until {self.quiet_from} s")
        self.quiet_from = on_grid(cue.end + GAP)
        return cue

    def say(self, text: str, place: ScorePosition, gap: float = SENTENCE_GAP) -> None:
        """Say words as soon as the pen and the words before allow; the pen moves to their end."""
        if not text:
            return
        self.move_to(self.quiet_from - GAP + gap if self.quiet_from else 0.0)
        self.now = self.speak(text, self.now, place).end

    def fits(self, text: str, at: float, until: float) -> bool:
        """Whether words begun there keep their distance, to those before and to the instant `until`."""
        return on_grid(at) >= self.quiet_from and on_grid(at + self.length(text) + GAP) <= on_grid(until)

    def drop(self, text: str, at: float, place: ScorePosition, reason: str) -> None:
        """Note words that were left out, and why."""
        self.dropped.append(Dropped(on_grid(at), text, place.step or 0, reason))


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


def approach(score: Score, way: Approach, place: ScorePosition) -> float:
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


def _rest(score: Score, way: Approach, pause: Pause, tail: float, place: ScorePosition) -> float:
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
