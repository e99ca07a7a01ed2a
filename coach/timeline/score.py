"""The sheet that a timeline is written on: a pen that moves forward, and words that keep their distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.timeline.model import Cue, Dropped, Strain
from coach.timeline.tone_lengths import TONE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.routine.model import Side
    from coach.timeline.model import BreathPhase, CueKind, ToneName

GRID = 0.001
"""Seconds: every instant of a timeline is a whole number of these."""
GAP = 0.15
"""Seconds of silence between two spoken cues, at least (DESIGN.md, Sound)."""
SENTENCE_GAP = 0.35
"""Seconds between two sentences where nothing presses: a breath of the speaker."""


@dataclass(frozen=True, slots=True)
class Place:
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
        place: Place,
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

    def tone(self, name: ToneName, at: float, place: Place) -> Cue:
        """Put down a short tone; the pen stays."""
        return self.write("tone", at, TONE_SECONDS[name], place, text=name)

    def speak(self, text: str, at: float, place: Place, kind: CueKind = "say") -> Cue:
        """Put down words that are known to fit there; the pen stays."""
        cue = self.write(kind, at, self.length(text), place, text=text)
        if cue.at < self.quiet_from:
            raise AssertionError(f"{text!r} at {cue.at} s would overlap words until {self.quiet_from} s")
        self.quiet_from = on_grid(cue.end + GAP)
        return cue

    def say(self, text: str, place: Place, gap: float = SENTENCE_GAP) -> None:
        """Say words as soon as the pen and the words before allow; the pen moves to their end."""
        if not text:
            return
        self.move_to(self.quiet_from - GAP + gap if self.quiet_from else 0.0)
        self.now = self.speak(text, self.now, place).end

    def fits(self, text: str, at: float, until: float) -> bool:
        """Whether words begun there keep their distance, to those before and to the instant `until`."""
        return on_grid(at) >= self.quiet_from and on_grid(at + self.length(text) + GAP) <= on_grid(until)

    def drop(self, text: str, at: float, place: Place, reason: str) -> None:
        """Note words that were left out, and why."""
        self.dropped.append(Dropped(on_grid(at), text, place.step or 0, reason))
