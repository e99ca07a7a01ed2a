"""The builder of a timeline, which keeps words apart; and the approach from a release to the next start."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from coach.spoken_text.sentences import sentences
from coach.timeline.model import TONE_SECONDS, Cue, DroppedWords, GrownRest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.problems import TextPosition
    from coach.routine.model import Side
    from coach.timeline.model import BreathPhase, CueKind, ToneName

GRID = 0.001
"""Seconds: every instant of a timeline is a whole number of these."""
GAP = 0.15
"""Seconds of silence between two spoken cues, at least (docs/architecture.md)."""
SENTENCE_GAP = 0.35
"""Seconds between two sentences where there is time enough: a breath of the speaker.

It is also what engines leave between two sentences of one text.
"""


@dataclass(frozen=True, slots=True)
class CuePosition:
    """The step, side, set and repetition that a cue belongs to."""

    step: int | None = None
    side: Side | None = None
    set: int | None = None
    rep: int | None = None


def round_to_grid(seconds: float) -> float:
    """The seconds rounded to whole milliseconds."""
    return round(seconds, 3)


class TimelineBuilder:
    """Collects cues, in any order; `now` is where the next one goes, in seconds from the start."""

    def __init__(self, speaking_times: Mapping[str, float]) -> None:
        self.now = 0.0
        self.quiet_from = 0.0
        """From here on words may begin."""
        self.released = 0.0
        """When the person last let go: rests run from here."""
        self.back_at = 0.0
        """When the person is back from the last hold: until then only its release line is said."""
        self.cues: list[Cue] = []
        self.dropped: list[DroppedWords] = []
        self.grown_rests: list[GrownRest] = []
        self.has_tones = True
        """Whether short tones are written."""
        self._speaking_times = speaking_times
        self._lengths: dict[str, float] = {}

    def length(self, text: str) -> float:
        """Seconds that these words take, rounded up to the millisecond."""
        seconds = self._lengths.get(text)
        if seconds is None:
            seconds = math.ceil(round(self._speaking_times[text] * 1000, 3)) / 1000
            self._lengths[text] = seconds
        return seconds

    def move_to(self, at: float) -> None:
        """Move `now` forward to that instant; never back."""
        self.now = round_to_grid(max(self.now, at))

    def wait(self, seconds: float) -> None:
        """Add that much silence."""
        self.now = round_to_grid(self.now + seconds)

    def write(
        self,
        kind: CueKind,
        at: float,
        seconds: float,
        place: CuePosition,
        *,
        text: str = "",
        phase: BreathPhase | None = None,
    ) -> Cue:
        """Add a cue at that instant; `now` stays."""
        cue = Cue(
            at=round_to_grid(at),
            seconds=round_to_grid(seconds),
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

    def tone(self, name: ToneName, at: float, place: CuePosition) -> Cue:
        """Add a short tone, unless there are none; `now` stays."""
        if not self.has_tones:
            return Cue(at=round_to_grid(at), seconds=0.0, kind="tone", text=name)
        return self.write("tone", at, TONE_SECONDS[name], place, text=name)

    def say_at(self, text: str, at: float, place: CuePosition, kind: CueKind = "say") -> Cue:
        """Add words that are known to fit at that instant; `now` stays."""
        cue = self.write(kind, at, self.length(text), place, text=text)
        if cue.at < self.quiet_from:
            raise AssertionError(f"{text!r} at {cue.at} s would overlap words until {self.quiet_from} s")
        self.quiet_from = round_to_grid(cue.end + GAP)
        return cue

    def say(self, text: str, place: CuePosition, gap: float = SENTENCE_GAP) -> None:
        """Add words as soon as `now` and the previous words allow; `now` moves to their end."""
        if not text:
            return
        self.move_to(max(self.back_at, self.quiet_from - GAP + gap if self.quiet_from else 0.0))
        self.now = self.say_at(text, self.now, place).end

    def say_sentences(self, text: str, language: str, place: CuePosition) -> None:
        """Add a text in that language as words for each of its sentences: the first is soon made."""
        for sentence in sentences(text, language):
            self.say(sentence, place)

    def announce(
        self, announcement: tuple[Announced, ...], place: CuePosition, gap: float = SENTENCE_GAP
    ) -> None:
        """Say these words one after the other, and give the time to change position where they ask for it."""
        for one in announcement:
            self.say(one if isinstance(one, str) else one.text, place, gap)
            if isinstance(one, PositionChange):
                self.write("wait", self.now, one.seconds, place)
                self.wait(one.seconds)

    def fits(self, text: str, at: float, until: float) -> bool:
        """Whether words at that instant keep their distance to other words and to the instant `until`."""
        return round_to_grid(at) >= self.quiet_from and round_to_grid(
            at + self.length(text) + GAP
        ) <= round_to_grid(until)

    def drop(self, text: str, at: float, place: CuePosition, reason: str) -> None:
        """Record that words were left out, and why."""
        self.dropped.append(DroppedWords(round_to_grid(at), text, place.step or 0, reason))


@dataclass(frozen=True, slots=True)
class PositionChange:
    """The sentence that leads into another position, and the seconds of silence to get there."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RepeatedCue:
    """The cue of an exercise, said again for the other side; the rest there lasts as long as it takes."""

    text: str


Announced = str | PositionChange | RepeatedCue
"""One thing that is announced before an exercise."""

FIRST_SETUP = 4.0
LATER_SETUP = 2.0
"""Seconds to get into position, on the first repetition of a side and later (docs/routine-format.md)."""
LEAST_FIRST_SETUP = 2.0
LEAST_LATER_SETUP = 1.0
"""Seconds of them that are left at least, however short a rest is: with less, nobody is in position."""
WAY_BACK = 2.0
"""Seconds from the end of a hold in which only its release line is said (docs/routine-format.md)."""
LEAD_IN = 1.0
"""Seconds from the low tick, or from the word "Ready", to the start (docs/routine-format.md)."""


@dataclass(frozen=True, slots=True)
class WrittenRest:
    """A rest that the author wrote; it lasts from the last release to the next start."""

    seconds: float
    what: Literal["rest", "set_rest", "between", "every"]
    mark: TextPosition
    of_repeat: bool = False


@dataclass(frozen=True, slots=True)
class SetupTime:
    """The silence in which the person gets into position: `seconds`, or `least` in a short rest."""

    seconds: float
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """How the next start is reached.

    `setup`: the silence after the announcement; if a rest is written, it takes what is left of the rest,
    which grows if that is less than the least. `closing`: one short word right before the lead-in, `trailing`
    seconds before the start.
    """

    announcement: tuple[Announced, ...]
    setup: SetupTime
    closing: str = ""
    trailing: float = LEAD_IN
    pause: WrittenRest | None = None


def approach(builder: TimelineBuilder, way: Approach, place: CuePosition) -> float:
    """Write the approach and return the start; a rest grows if words and setup do not fit into it."""
    tail = _tail(builder, way)
    if way.pause is None:
        builder.announce(way.announcement, place)
        start = round_to_grid(
            max(builder.now + way.setup.seconds, builder.quiet_from if way.closing else 0.0) + tail
        )
    else:
        start = _rest(builder, way, way.pause, tail, place)
    if way.closing:
        builder.say_at(way.closing, start - tail, place)
    builder.move_to(start)
    return start


def with_reminders(builder: TimelineBuilder, way: Approach, texts: tuple[str, ...]) -> Approach:
    """The same with these words, too, if the written rest has time for all of them."""
    longer = replace(way, announcement=(*way.announcement, *texts))
    return longer if way.pause is not None and _fits(builder, longer, way.pause) else way


def _tail(builder: TimelineBuilder, way: Approach) -> float:
    """Seconds from the last word of the announcement and the setup to the start."""
    return round_to_grid(way.trailing + (builder.length(way.closing) if way.closing else 0.0))


def _fits(builder: TimelineBuilder, way: Approach, pause: WrittenRest) -> bool:
    """Whether all that is said, with its silences, fits into the rest."""
    due = round_to_grid(builder.released + pause.seconds)
    return _least(builder, way, _tail(builder, way), SENTENCE_GAP) <= due


def _rest(
    builder: TimelineBuilder, way: Approach, pause: WrittenRest, tail: float, place: CuePosition
) -> float:
    due = round_to_grid(builder.released + pause.seconds)
    others = tuple(one for one in way.announcement if not isinstance(one, RepeatedCue))
    without = replace(way, announcement=others)
    by_design = _least(builder, without, tail, GAP) <= due < _least(builder, way, tail, GAP)
    # A rest that has to grow for the cue of the other side has room for its silences, too.
    gap = SENTENCE_GAP if by_design or _fits(builder, way, pause) else GAP
    least = _least(builder, way, tail, gap)
    start = max(due, least)
    if least > due:
        grown = GrownRest(
            step=place.step or 0,
            what=pause.what,
            written=pause.seconds,
            seconds=round_to_grid(least - due),
            setup=way.setup.least,
            waited=seconds_to_move(way.announcement),
            of_repeat=pause.of_repeat,
            by_design=by_design,
            mark=pause.mark,
        )
        builder.grown_rests.append(grown)
    builder.write("rest", builder.released, start - builder.released, place)
    speaking = _length(builder, way.announcement, gap)
    wanted = start - tail - way.setup.seconds - speaking
    latest = start - tail - _silence(way, gap) - speaking
    builder.now = round_to_grid(min(max(_earliest(builder, gap), builder.back_at, wanted), latest))
    builder.back_at = min(builder.back_at, builder.now)
    builder.announce(way.announcement, place, gap)
    return start


def _least(builder: TimelineBuilder, way: Approach, tail: float, gap: float) -> float:
    """The earliest possible start with that much silence between the sentences."""
    if not way.announcement:
        free = builder.now + way.setup.least
        return round_to_grid((max(free, _earliest(builder, gap)) if way.closing else free) + tail)
    return round_to_grid(
        _earliest(builder, gap) + _length(builder, way.announcement, gap) + _silence(way, gap) + tail
    )


def _silence(way: Approach, gap: float) -> float:
    """The least silence between the announcement and the lead-in, in seconds."""
    return max(way.setup.least, gap if way.closing else 0.0)


def _earliest(builder: TimelineBuilder, gap: float) -> float:
    """When words may begin; `quiet_from` is 0 while nothing has been said.

    Where time is short, they begin before the person is back.
    """
    back_at = builder.back_at if gap == SENTENCE_GAP else 0.0
    return max(builder.now, back_at, builder.quiet_from - GAP + gap if builder.quiet_from else 0.0)


def _length(builder: TimelineBuilder, announcement: tuple[Announced, ...], gap: float) -> float:
    """Seconds that the announcement takes; after a change of position its words need no gap."""
    seconds = 0.0
    for number, one in enumerate(announcement):
        if number and not isinstance(announcement[number - 1], PositionChange):
            seconds += gap
        seconds += builder.length(one if isinstance(one, str) else one.text)
        seconds += one.seconds if isinstance(one, PositionChange) else 0.0
    return round_to_grid(seconds)


def seconds_to_move(announcement: tuple[Announced, ...]) -> float:
    """The seconds of an announcement in which the person changes position."""
    return sum(one.seconds for one in announcement if isinstance(one, PositionChange))
