"""The fields that steps share, and the tables of what is written within them: a text by side, a breath."""

from __future__ import annotations

from typing import get_args

from coach.fields.scalar_types import Choices, Duration, ParsedText, WholeNumber
from coach.fields.structured_types import ListOf, Nested, PlainText, ReadElsewhere, SpokenText
from coach.fields.table import Field, Table
from coach.routine import values
from coach.routine.model import (
    BreathPattern,
    Count,
    LieOn,
    PhaseWords,
    Position,
    Side,
    SidedText,
    SideRule,
    Tones,
    Variants,
)
from coach.routine.stages import ONLY_IN
from coach.routine.suggestions import WORD_SYNONYMS

SECONDS = Duration(values.SHORTEST, values.LONGEST)
TIMES = WholeNumber(1, values.MOST_TIMES)
_SET_AMOUNT = ParsedText(
    values.parse_sets, "number", f"a whole number from 1 to {values.MOST_TIMES}, or a range", is_number=True
)
SIDE = Choices(get_args(Side), WORD_SYNONYMS)
POSITION = Choices(get_args(Position), WORD_SYNONYMS)
SIDE_RULE = Choices(get_args(SideRule), WORD_SYNONYMS)
AMOUNT = ParsedText(
    values.parse_amount, "amount", "a number of repetitions, or a time", pattern=r"^\s*[0-9]+"
)
HOLD_LENGTH = ParsedText(
    values.parse_hold, "duration", "a time from 0.5 s to 30 min, or breaths", pattern=r"^\s*([0-9.]|[Uu]p to)"
)
_TEMPO = ParsedText(values.parse_tempo, "tempo", "phases, each with its time", pattern=r"^\s*[0-9]")
_PACE = ParsedText(values.parse_pace, "duration", "a time from 0.5 s to 30 min, or own")

_TEXT = PlainText()
BY_SIDE = Table(
    "a text by side",
    (
        Field("left", _TEXT, "The text on the left side.", '"…"', is_required=True),
        Field("right", _TEXT, "The text on the right side.", '"…"', is_required=True),
    ),
)
_SPOKEN = SpokenText(by_side=Nested(BY_SIDE, SidedText))
MOST_VARIANTS = 50
VARIANTS = Table(
    "a choice of texts",
    (
        Field(
            "any",
            ListOf(_SPOKEN, most=MOST_VARIANTS, least=2, distinct=True, meaning="a list of texts"),
            "The variants; each session says another one, never the same twice running.",
            '["Time for water.", "How about a few sips?"]',
            is_required=True,
            since=2,
        ),
    ),
)
VARIED = SpokenText(
    "a text, or variants", by_side=Nested(BY_SIDE, SidedText), variants=Nested(VARIANTS, Variants)
)
_REMINDERS = ListOf(VARIED, meaning="a text, or a list of texts")


def _phase(
    name: str, example: str, description: str, *, attribute: str = "", is_required: bool = False
) -> Field:
    return Field(name, SECONDS, description, example, attribute=attribute, is_required=is_required)


BREATH = Table(
    "a breath",
    (
        _phase("in", "4 s", "How long to breathe in.", attribute="inhale", is_required=True),
        _phase("sip", "1 s", "How long a second, shorter breath in takes."),
        _phase("hold", "7 s", "How long the breath is held."),
        _phase("out", "6 s", "How long to breathe out.", attribute="exhale", is_required=True),
        _phase("pause", "1 s", "How long to wait before the next breath in."),
    ),
)
PATTERN = Nested(BREATH, BreathPattern)

NAME = Field("name", VARIED, "What the exercise is called; spoken first.", "Calf stretch")
CUE = Field("cue", VARIED, "What the person is asked to do.", '"Let your {side} heel sink."')
REMIND = Field(
    "remind",
    _REMINDERS,
    "What is said in a hold, spread out evenly; of repetitions, before them.",
    '["Breathe normally.", "Keep your back long."]',
)
RELEASE = Field(
    "release",
    _SPOKEN,
    "What is said at the end of each hold.",
    "Slowly come back.",
    without="the coach's own words",
)
CAUTION = Field(
    "caution", _SPOKEN, "A warning before the first repetition, which is never left out.", "Not into pain."
)
WORKING_SIDE = Field(
    "side",
    SIDE_RULE,
    "Which side works: one, `both` at once, `each` in turn, or `alternate` from rep to rep.",
    "each",
    without="no side",
)
SETS = Field("sets", _SET_AMOUNT, "How many sets.", "3", default="1")
REPS = Field("reps", TIMES, "How many repetitions in each set, on each side.", "2", default="1")
REST = Field(
    "rest",
    SECONDS,
    "The time between repetitions and between sides, from one release to the next start.",
    "5 s",
    without="only as long as the words take",
)
SET_REST = Field(
    "set_rest", SECONDS, "The time between sets.", "60 s", without="only as long as the words take"
)
SETUP = Field(
    "setup",
    SECONDS,
    "The silence in which the person gets into position.",
    "6 s",
    without="4 s the first time on a side, then 2 s",
)
COUNT = Field(
    "count",
    Choices(get_args(Count), WORD_SYNONYMS),
    "Which seconds of a hold are counted aloud.",
    "every",
    without="`last-3`; `none` in relaxation and breathing",
)
LOAD = Field("load", _TEXT, "The weight or band; shown, and in a file of format 2 spoken once.", "2 kg")
POSITION_FIELD = Field(
    "position",
    POSITION,
    "The position it is done in; when it changes, the coach says so and waits.",
    "all-fours",
    without="as in the step before",
)
TONES = Field(
    "tones",
    Choices(get_args(Tones), WORD_SYNONYMS),
    "Whether its start, its end and its beats have tones.",
    "none",
    default="all",
    since=2,
)
LIE_ON = Field(
    "lie_on",
    Choices(get_args(LieOn), WORD_SYNONYMS),
    "In side-lying, the side to lie on: the one that works, or the other.",
    "side",
    default="other_side",
    since=2,
)
TEMPO_FIELD = Field(
    "tempo",
    _TEMPO,
    "The phases of one repetition, each with its time and its word.",
    "2 s up, 1 s pause, 3 s down",
)
PACE_FIELD = Field(
    "pace",
    _PACE,
    "The time of one repetition; with `own`, the person sets the pace.",
    "2 s",
    without="4 s, if there is no `tempo` either",
)
WORDS_FIELD = Field(
    "words",
    Choices(get_args(PhaseWords), WORD_SYNONYMS),
    "In which repetitions the words of the tempo are said: the `first` two, or `every` one.",
    "every",
    default="first",
    since=2,
)
UP_TO = Field("up_to", SECONDS, "How long `pace: own` waits for the person.", "60 s", without="90 s")
ONLY_IN_FIELD = Field(
    ONLY_IN,
    ReadElsewhere("weeks, levels or times of day", {"type": ["string", "number", "array"]}),
    "When in a course it is done; always, unless written.",
    "weeks 3-4",
    since=2,
)
