"""The tables of the fields of each kind of step, and of the defaults for all steps."""

from __future__ import annotations

from typing import get_args

from coach.fields.scalar_types import Choices, Duration, ParsedText, WholeNumber
from coach.fields.structured_types import ListOf, Nested, PlainText, ReadElsewhere, SpokenText
from coach.fields.table import Field, FieldType, Table
from coach.routine import values
from coach.routine.model import (
    KINDS,
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
from coach.routine.suggestions import WORD_SYNONYMS

MOST_STEPS = 200
"""Steps of one routine, as they are written."""

SECONDS = Duration(values.SHORTEST, values.LONGEST)
TIMES = WholeNumber(1, values.MOST_TIMES)
SIDE = Choices(get_args(Side), WORD_SYNONYMS)
POSITION = Choices(get_args(Position), WORD_SYNONYMS)
_SIDE_RULE = Choices(get_args(SideRule), WORD_SYNONYMS)
_AMOUNT = ParsedText(
    values.parse_amount, "amount", "a number of repetitions, or a time", pattern=r"^\s*[0-9]+"
)
_HOLD = ParsedText(
    values.parse_hold, "duration", "a time from 0.5 s to 30 min, or breaths", pattern=r"^\s*[0-9.]"
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
            "The variants; each time another one is said, never the same twice running.",
            '["Time for water.", "How about a few sips?"]',
            is_required=True,
            since=2,
        ),
    ),
)
_VARIED = SpokenText(
    "a text, or variants", by_side=Nested(BY_SIDE, SidedText), variants=Nested(VARIANTS, Variants)
)
_REMINDERS = ListOf(_VARIED, meaning="a text, or a list of texts")


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
_PATTERN = Nested(BREATH, BreathPattern)

_NAME = Field("name", _VARIED, "What the exercise is called; spoken first.", "Calf stretch")
_CUE = Field("cue", _VARIED, "What the person is asked to do.", '"Let your {side} heel sink."')
_REMIND = Field(
    "remind",
    _REMINDERS,
    "What is said while it lasts, spread out evenly.",
    '["Breathe normally.", "Keep your back long."]',
)
_RELEASE = Field(
    "release",
    _SPOKEN,
    "What is said at the end of each hold.",
    "Slowly come back.",
    without="the coach's own words",
)
_CAUTION = Field(
    "caution", _SPOKEN, "A warning before the first repetition, which is never left out.", "Not into pain."
)
_SIDE = Field(
    "side",
    _SIDE_RULE,
    "Which side works: one, `both` at once, `each` in turn, or `alternate` from rep to rep.",
    "each",
    without="no side",
)
_SETS = Field("sets", TIMES, "How many sets.", "3", default="1")
_REPS = Field("reps", TIMES, "How many repetitions in each set, on each side.", "2", default="1")
_REST = Field(
    "rest",
    SECONDS,
    "The time between repetitions and between sides, from one release to the next start.",
    "5 s",
    without="only as long as the words take",
)
_SET_REST = Field(
    "set_rest", SECONDS, "The time between sets.", "60 s", without="only as long as the words take"
)
_SETUP = Field(
    "setup",
    SECONDS,
    "The silence in which the person gets into position.",
    "6 s",
    without="4 s the first time on a side, then 2 s",
)
_COUNT = Field(
    "count",
    Choices(get_args(Count), WORD_SYNONYMS),
    "Which seconds of a hold are counted aloud.",
    "every",
    without="`last-3`; `none` in relaxation and breathing",
)
_LOAD = Field("load", _TEXT, "The weight or band; shown, and in a file of format 2 spoken once.", "2 kg")
_POSITION = Field(
    "position",
    POSITION,
    "The position it is done in; when it changes, the coach says so and waits.",
    "all-fours",
    without="as in the step before",
)
_TONES = Field(
    "tones",
    Choices(get_args(Tones), WORD_SYNONYMS),
    "Whether its start, its end and its beats have tones.",
    "none",
    default="all",
    since=2,
)
_LIE_ON = Field(
    "lie_on",
    Choices(get_args(LieOn), WORD_SYNONYMS),
    "In side-lying, the side to lie on: the one that works, or the other.",
    "side",
    default="other_side",
    since=2,
)
_TEMPO_FIELD = Field(
    "tempo",
    _TEMPO,
    "The phases of one repetition, each with its time and its word.",
    "2 s up, 1 s pause, 3 s down",
)
_PACE_FIELD = Field(
    "pace",
    _PACE,
    "The time of one repetition; with `own`, the person sets the pace.",
    "2 s",
    without="4 s, if there is no `tempo` either",
)
_WORDS_FIELD = Field(
    "words",
    Choices(get_args(PhaseWords), WORD_SYNONYMS),
    "In which repetitions the words of the tempo are said: the `first` two, or `every` one.",
    "every",
    default="first",
    since=2,
)
_UP_TO = Field("up_to", SECONDS, "How long `pace: own` waits for the person.", "60 s", without="90 s")


def _kind(name: str, type_: FieldType, description: str, example: str, attribute: str = "") -> Field:
    """The field that says what kind of step it is."""
    return Field(name, type_, description, example, attribute=attribute, is_required=True)


_WORDS = (_NAME, _CUE, _REMIND, _RELEASE, _CAUTION)
_EXERCISE = (*_WORDS, _SIDE, _SETS, _REST, _SET_REST, _SETUP, _COUNT, _TONES, _LOAD, _POSITION, _LIE_ON)

STEPS_FIELD = Field(
    "steps",
    ReadElsewhere(
        "a list of steps",
        {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_STEPS,
            "items": {"anyOf": [{"$ref": f"#/definitions/{kind}-step"} for kind in KINDS]},
        },
    ),
    "What is done, one step after the other.",
    '[{say: "Sit tall."}, {hold: 20 s}]',
    is_required=True,
)

STEPS = {
    "say": Table(
        "a say step",
        (
            _kind(
                "say", _VARIED, "The words; the next step follows when they are over.", "Sit tall.", "text"
            ),
            _POSITION,
            Field(
                "side",
                SIDE,
                "The side that `{side}` stands for.",
                "left",
                without="that of the repeat around it",
            ),
        ),
    ),
    "hold": Table(
        "a hold step",
        (
            *_EXERCISE,
            _kind("hold", _HOLD, "How long each repetition is held, exactly.", "20 s"),
            _REPS,
        ),
    ),
    "move": Table(
        "a move step",
        (
            *_EXERCISE,
            _kind("move", _AMOUNT, "How many repetitions in each set, or for how long.", "8 reps"),
            _TEMPO_FIELD,
            _PACE_FIELD,
            _UP_TO,
            _WORDS_FIELD,
        ),
    ),
    "breathe": Table(
        "a breathe step",
        (
            _kind("breathe", _PATTERN, "The phases of one breath.", "{in: 4 s, out: 6 s}", "pattern"),
            Field(
                "for",
                SECONDS,
                "How long, in whole breaths; instead of `cycles`.",
                "5 min",
                attribute="seconds",
            ),
            Field("cycles", TIMES, "How many breaths; instead of `for`.", "30"),
            Field(
                "without_holds",
                _PATTERN,
                "The pattern for people who must not hold their breath.",
                "{in: 4 s, out: 6 s}",
            ),
            _NAME,
            _CUE,
            _CAUTION,
            _SETUP,
            _POSITION,
        ),
    ),
    "rest": Table("a rest step", (_kind("rest", SECONDS, "How long the rest lasts.", "10 s", "seconds"),)),
    "ask": Table(
        "an ask step",
        (
            _kind(
                "ask",
                PlainText("`pain`, `effort`, or a question of your own"),
                "What is asked; the answer is a number from 0 to 10.",
                "pain",
                "question",
            ),
        ),
    ),
    "wait": Table(
        "a wait step",
        (
            Field(
                "wait",
                Choices(("go",)),
                "The coach waits until the person goes on with a key.",
                "go",
                is_required=True,
                since=2,
            ),
            Field(
                "say",
                _VARIED,
                "What the person is asked to do meanwhile.",
                "Fetch the weight.",
                attribute="text",
                without="the coach's own words",
            ),
            Field("up_to", SECONDS, "How long it waits at most.", "2 min", default="60 s"),
        ),
    ),
    "repeat": Table(
        "a repeat step",
        (
            _kind("repeat", TIMES, "How many rounds.", "2", "times"),
            Field("name", _VARIED, "What is said before each round.", "Round"),
            Field(
                "side",
                _SIDE_RULE,
                "The side of the steps within that have none of their own.",
                "each",
                without="no side",
            ),
            Field("rest", SECONDS, "The time between the rounds.", "20 s", without="no rest"),
            Field(
                "every",
                SECONDS,
                "The time from the start of one round to the start of the next; instead of `rest`.",
                "60 s",
                without="as long as a round takes",
                since=2,
            ),
            STEPS_FIELD,
        ),
    ),
}
"""The fields of each kind of step, by the field that says the kind."""

_BETWEEN = Field(
    "between",
    SECONDS,
    "The rest between one exercise and the next.",
    "60 s",
    without="only as long as the words take",
    since=2,
)
DEFAULTS = Table(
    "the defaults",
    (
        _SETUP, _REST, _SET_REST, _SETS, _REPS, _SIDE, _COUNT, _TONES, _REMIND, _RELEASE, _CAUTION, _LOAD,
        _TEMPO_FIELD, _PACE_FIELD, _UP_TO, _BETWEEN,
    ),
)  # fmt: skip
