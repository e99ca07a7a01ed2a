"""A timeline: a routine laid out in time, every cue with its start and length in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from coach.problems import TextPosition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.routine.model import AnswerKind, Side, StepKind

TONE_SECONDS: Final[Mapping[ToneName, float]] = {
    "tick": 0.15,
    "start": 0.3,
    "end": 0.5,
    "beat": 0.15,
    "attention": 0.4,
    "announcement": 0.9,
}
"""Seconds of each tone that has a length of its own; the breathing tones last as long as their phase.

The shortest hold a gentle attack of 100 ms and a release of 50 ms without a click; `end` is two notes,
`announcement` three.
"""

CueKind = Literal["say", "tone", "count", "hold", "move", "breathe", "rest", "ask", "wait"]
BreathPhase = Literal["in", "sip", "hold", "out", "pause"]
Detail = Literal["full", "brief", "tones"]
NoticeKind = Literal["stop-rules", "routine"]
ToneSet = Literal["soft", "clear", "wooden"]
ToneName = Literal["tick", "start", "end", "beat", "in", "sip", "hold", "out", "attention", "announcement"]

SPOKEN = frozenset({"say", "count"})
"""Kinds that are heard as words, and never overlap each other; a `count` is one second of a count-down."""
SOUNDING = SPOKEN | {"tone"}
"""Kinds that are heard."""
SPANS = frozenset({"hold", "move", "breathe", "rest", "ask"})
"""Kinds that say what the person is doing; they make no sound, and never overlap.

A `wait` is silent, too, ends when the person says so, and may lie within a rest: to get into a position, say.
"""
ACTIVE = SPANS - {"rest"}
"""Kinds in which the person does something; a rest only leads to the next of them."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a routine is led: the language of the coach's own words, how much is explained, which notices.

    `breath_holds`: False offers breathing without breath holds where the author wrote such a pattern.
    `wording`: which of the variants are said, counted from 0; each session says the next.
    `welcomes_back`: whether it begins with a greeting, after a long time without a session.
    `feedback`: one true sentence for the end of a session that is completed; empty: none.
    """

    language: str = "en"
    detail: Detail = "full"
    notices: frozenset[NoticeKind] = frozenset()
    breath_holds: bool = True
    wording: int = 0
    welcomes_back: bool = False
    ask_seconds: float = 15.0
    """How long an `ask` waits for its answer; 0 in a render and where time is consumed flat out."""
    feedback: str = ""
    tones: ToneSet = "soft"
    """Which set of tones is heard."""
    speaks_rules: bool = False
    """Whether what follows from an answer is spoken after a question, as nobody is there to act on it."""


class Cue(NamedTuple):
    """What happens at one instant; a tuple, as a routine has hundreds.

    `text` is the words of a spoken cue, the `ToneName` of a tone, the question of an ask, the name
    of what is held or moved. `step` counts from 0 over the unrolled steps; `set` and `rep` from 1.
    """

    at: float
    seconds: float
    kind: CueKind
    text: str = ""
    step: int | None = None
    side: Side | None = None
    set: int | None = None
    rep: int | None = None
    phase: BreathPhase | None = None

    @property
    def end(self) -> float:
        """The instant at which it ends."""
        return round(self.at + self.seconds, 3)


def is_paced(cue: Cue) -> bool:
    """Whether it is a repetition or a phase of a breath: every instant has its own movement, and its word."""
    return cue.kind == "breathe" or (cue.kind == "move" and cue.rep is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSpan:
    """The time from a step's first cue to the first cue of the next; there are no gaps between steps.

    `own_pace`: the step waits for the person, who ends it by asking for the next. `as_able`: asking for the
    next ends what is under way, which counts as done. `enough_at`: from here on the step counts as done.
    """

    index: int
    kind: StepKind
    name: str
    at: float
    seconds: float
    question: str = ""
    answer: AnswerKind = "0-10"
    own_pace: bool = False
    as_able: bool = False
    enough_at: float | None = None
    shown: tuple[str, ...] = ()
    """A note, the name of an image, a link: on the screen, never spoken."""
    mark: TextPosition = field(default_factory=TextPosition, compare=False)

    @property
    def end(self) -> float:
        """The instant at which the next step begins."""
        return round(self.at + self.seconds, 3)


@dataclass(frozen=True, slots=True)
class DroppedWords:
    """Words that were left out, when they would have begun, and why."""

    at: float
    text: str
    step: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrownRest:
    """A written rest into which its contents did not fit; it grew by `seconds`.

    Besides the words it had to hold `setup` seconds to get into position, and `waited` to change it.
    `of_repeat`: it lies between the rounds of a repeat. `by_design`: it grew only for the cue of the other
    side, which is said again when its turn comes for the first time.
    """

    step: int
    what: Literal["rest", "set_rest", "between", "every"]
    written: float
    seconds: float
    setup: float = 0.0
    waited: float = 0.0
    of_repeat: bool = False
    by_design: bool = False
    mark: TextPosition = field(default_factory=TextPosition, compare=False)


@dataclass(frozen=True, slots=True)
class NoticeSpan:
    """When a safety notice is spoken; `version` changes with its words."""

    notice: NoticeKind
    version: str
    at: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A routine laid out in time; cues are in the order of their start.

    `gentle`: tones attack over 100 ms instead of 20.
    """

    routine: str
    title: str
    language: str
    seconds: float
    cues: tuple[Cue, ...]
    steps: tuple[StepSpan, ...] = ()
    dropped: tuple[DroppedWords, ...] = ()
    grown_rests: tuple[GrownRest, ...] = ()
    notices: tuple[NoticeSpan, ...] = ()
    gentle: bool = False
    tones: ToneSet = "soft"


def counted_steps(timeline: Timeline) -> frozenset[int]:
    """The steps that count as done: exercises, breaths and rests; of words alone only the last one."""
    done = frozenset(step.index for step in timeline.steps if step.kind not in ("say", "ask", "wait"))
    return done or frozenset(step.index for step in timeline.steps[-1:])


def opening_end(timeline: Timeline) -> float:
    """When the opening ends, in seconds: what is heard wherever a session begins.

    That is the safety notices at the beginning, and the author's words before the first exercise.
    """
    steps = timeline.steps
    return next((step.at for step in steps if step.kind != "say"), steps[0].at if steps else 0.0)
