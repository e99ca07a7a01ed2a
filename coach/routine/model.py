"""A routine: one exercise programme, as frozen values. docs/routine-format.md says what each field means.

All durations are seconds, on a grid of one millisecond. Lines and columns count from 1; they
take no part in comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from coach.problems import TextPosition

if TYPE_CHECKING:
    from coach.routine.course import Course, Stage
    from coach.spoken_text.lexicon import Entries

RoutineKind = Literal[
    "stretch", "strength", "balance", "movement", "breathing",
    "relaxation", "posture", "hydration", "eyes", "habit",
]  # fmt: skip
Position = Literal[
    "seated", "long-sitting", "standing", "lying", "prone",
    "side-lying", "kneeling", "half-kneeling", "all-fours", "any", "as-said",
]  # fmt: skip
StepKind = Literal["say", "hold", "move", "breathe", "rest", "ask", "wait"]
Side = Literal["left", "right"]
SideRule = Literal["left", "right", "both", "each", "alternate"]
PhaseWords = Literal["first", "every"]
AnswerKind = Literal["0-10", "number", "yes-or-no"]
LieOn = Literal["side", "other_side"]
Count = Literal["last-3", "every", "none"]
Tones = Literal["all", "none"]
Provoked = Literal["dizziness"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

SECONDS_OF_A_BREATH = 6.0
"""Of an easy breath at rest, in holds that are written in breaths: ten a minute (docs/evidence.md)."""
HIGHEST_PAIN_LIMIT = 6
"""The pain (0-10) at which the stop rules end a routine (docs/evidence.md); an author may only lower it."""


@dataclass(frozen=True, slots=True)
class SidedText:
    """A text with different words for each side, for languages that inflect."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Variants:
    """Several texts, of which each time another is said."""

    any: tuple[str | SidedText, ...]


Wording = str | SidedText | Variants


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a repetition's tempo: `2 s up` is `Phase("up", 2.0)`."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class BreathPattern:
    """Seconds of each phase of one breath; 0 if a phase is absent."""

    inhale: float
    exhale: float
    sip: float = 0.0
    hold: float = 0.0
    pause: float = 0.0

    @property
    def seconds(self) -> float:
        """The length of one cycle."""
        return round(self.inhale + self.sip + self.hold + self.exhale + self.pause, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a step can show and never speaks; `image` is the name of a file in the routine's folder."""

    note: str = ""
    figure: str = ""
    image: str = ""
    link: str = ""
    mark: TextPosition = field(default_factory=TextPosition, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Shown):
    """A text that the person only listens to."""

    kind: ClassVar[StepKind] = "say"
    text: Wording
    position: Position | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise(Shown):
    """What holds and moves have in common: texts, sides, sets, repetitions and rests."""

    name: Wording = ""
    cue: Wording = ""
    remind: tuple[Wording, ...] = ()
    release: Wording | None = None
    """None: the coach's own line."""
    caution: Wording = ""
    side: SideRule | None = None
    """None: the exercise has no side."""
    sets: int = 1
    least_sets: int | None = None
    """As able: the sets from this number on are the person's choice; None: all are prescribed."""
    rest: float = 0.0
    set_rest: float = 0.0
    setup: float | None = None
    """None: 4 s on the first repetition of a side, 2 s later."""
    count: Count | None = None
    """None: `last-3`, or `none` in relaxation and breathing."""
    tones: Tones = "all"
    load: str = ""
    """Spoken once in a file of format 2, else only shown."""
    position: Position | None = None
    lie_on: LieOn = "other_side"
    """In side-lying with a side: the one that is down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Exercise):
    """A stretch or a static effort, held for an exact time."""

    kind: ClassVar[StepKind] = "hold"
    seconds: float
    breaths: int | None = None
    """So many breaths are `seconds` long, each of `SECONDS_OF_A_BREATH`; they are counted instead."""
    as_able: bool = False
    """The person may end it before."""
    reps: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Exercise):
    """Repetitions, by number or by time: exactly one of `reps` and `seconds` is set."""

    kind: ClassVar[StepKind] = "move"
    reps: int | None = None
    most_reps: int | None = None
    """As able: from `reps` to this number the person chooses; None: `reps` are prescribed."""
    seconds: float | None = None
    tempo: tuple[Phase, ...] = ()
    pace: float | Literal["own"] | None = None
    """Seconds a repetition; `own` waits for the person, at most `up_to`; None: the tempo, else 4 s."""
    up_to: float | None = None
    """For `pace: own` only; None: 90 s."""
    words: PhaseWords = "first"
    """In which repetitions the phases of the tempo are named: the first two, or all."""

    @property
    def is_free(self) -> bool:
        """Whether it has no repetitions: it goes on for its time, without a beat."""
        return self.reps is None and self.pace is None and not self.tempo

    @property
    def as_able(self) -> bool:
        """Whether the person may end it before the last repetition."""
        return self.most_reps is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breathe(Shown):
    """Whole cycles of one breathing pattern: exactly one of `cycles` and `seconds` is set."""

    kind: ClassVar[StepKind] = "breathe"
    pattern: BreathPattern
    cycles: int | None = None
    seconds: float | None = None
    without_holds: BreathPattern | None = None
    name: Wording = ""
    cue: Wording = ""
    caution: Wording = ""
    setup: float | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A rest between two steps."""

    kind: ClassVar[StepKind] = "rest"
    seconds: float
    mark: TextPosition = field(default_factory=TextPosition, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Shown):
    """A wait for the person, who ends it with a key; at most `up_to` seconds."""

    kind: ClassVar[StepKind] = "wait"
    text: Wording = ""
    up_to: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows from an answer: of the three conditions one is set, and of what is done another one.

    `yes`: the answer to a yes-or-no question; there 1 is yes and 0 is no.
    """

    at_least: int | None = None
    at_most: int | None = None
    yes: bool | None = None
    stop: bool = False
    skip_to: str = ""
    """The name of a later step."""
    say: str = ""

    def follows_from(self, answer: int) -> bool:
        """Whether the condition holds for that answer."""
        if self.at_least is not None:
            return answer >= self.at_least
        if self.at_most is not None:
            return answer <= self.at_most
        return self.yes is not None and answer == int(self.yes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question: `pain`, `effort`, or the author's own words."""

    kind: ClassVar[StepKind] = "ask"
    question: str
    answer: AnswerKind = "0-10"
    then: Consequence | None = None
    mark: TextPosition = field(default_factory=TextPosition, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Steps done several times; its side applies to the steps within that have none of their own."""

    kind: ClassVar = "repeat"
    times: int
    steps: tuple[Step, ...]
    name: Wording = ""
    side: SideRule | None = None
    rest: float = 0.0
    every: float = 0.0
    """Seconds from the start of one round to the start of the next; 0: as long as they take."""
    mark: TextPosition = field(default_factory=TextPosition, compare=False)


Leaf = Say | Hold | Move | Breathe | Rest | Ask | Wait
Step = Leaf | Repeat
KINDS: tuple[str, ...] = tuple(step.kind for step in get_args(Step))
"""The kinds of steps: each is also the field that says the kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How often a routine is prescribed; a field that was not written is None."""

    per_day: int | None = None
    days_per_week: int | None = None
    weeks: int | None = None
    every: float | None = None
    days: tuple[Weekday, ...] = ()
    rest_days: int | None = None
    at_least_apart: float | None = None
    as_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One exercise programme. `digest` is the SHA-256 of the file it was read from, in hex."""

    id: str
    title: str
    steps: tuple[Step, ...]
    format: int = 1
    kind: RoutineKind | None = None
    language: str = "en"
    summary: str = ""
    position: Position = "any"
    areas: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    author: str = ""
    reviewed: str = ""
    sources: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()
    pain_limit: int = HIGHEST_PAIN_LIMIT
    pain_rise: int | None = None
    provokes: Provoked | None = None
    """What the exercise itself brings about, so that it is no reason to stop."""
    motivation: str = ""
    starting_level: str = ""
    progression: str = ""
    tailoring: str = ""
    dose: Dose = field(default_factory=Dose)
    first: Side = "left"
    say_as: Entries = ()
    """Words with their pronunciations."""
    between: float = 0.0
    """Seconds of rest between exercises."""
    note: str = ""
    figure: str = ""
    image: str = ""
    link: str = ""
    course: Course | None = None
    stage: Stage | None = None
    """The course that the file writes, and the stage of it that this is; None for a routine without one."""
    digest: str = field(default="", compare=False)
    mark: TextPosition = field(default_factory=TextPosition, compare=False)
    """Where the longest of its safety texts is: `cautions`, `not_for` or `stop_if`."""

    @property
    def helps_a_cramp(self) -> bool:
        """Whether it is a stretch for a bad moment: it hurts from the start, and must not end for that."""
        return self.dose.as_needed and self.kind == "stretch"

    @property
    def stops_at_pain(self) -> int | None:
        """The pain at which it ends; None if no pain ends it, unless its author says so."""
        return None if self.helps_a_cramp and self.pain_limit == HIGHEST_PAIN_LIMIT else self.pain_limit
