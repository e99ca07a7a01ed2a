"""The tables of the fields of each kind of step, and of the defaults for all steps."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from coach.fields.scalar_types import Choices, ParsedText, WholeNumber, YesOrNo
from coach.fields.structured_types import Nested, PlainText, ReadElsewhere
from coach.fields.table import Field, FieldType, Table
from coach.routine.exercise_fields import (
    AMOUNT,
    CAUTION,
    COUNT,
    CUE,
    HOLD_LENGTH,
    LIE_ON,
    LOAD,
    NAME,
    ONLY_IN_FIELD,
    PACE_FIELD,
    PATTERN,
    POSITION_FIELD,
    RELEASE,
    REMIND,
    REPS,
    REST,
    SECONDS,
    SET_REST,
    SETS,
    SETUP,
    SIDE,
    SIDE_RULE,
    TEMPO_FIELD,
    TIMES,
    TONES,
    UP_TO,
    VARIED,
    WORDS_FIELD,
    WORKING_SIDE,
)
from coach.routine.model import KINDS, AnswerKind, Consequence
from coach.routine.shown_fields import SHOWN
from coach.routine.values import parse_stop
from coach.scales import HIGHEST_NUMBER

MOST_STEPS = 200
"""Steps of one routine, as they are written."""


def _kind(name: str, type_: FieldType, description: str, example: str, attribute: str = "") -> Field:
    """The field that says what kind of step it is."""
    return Field(name, type_, description, example, attribute=attribute, is_required=True)


_WORDS = (NAME, CUE, REMIND, RELEASE, CAUTION)
_EXERCISE = (*_WORDS, WORKING_SIDE, SETS, REST, SET_REST, SETUP, COUNT, TONES, LOAD, POSITION_FIELD, LIE_ON)

CONSEQUENCE = Table(
    "what follows from an answer",
    (
        Field("at_least", WholeNumber(0, HIGHEST_NUMBER), "If the answer is this or more.", "5"),
        Field("at_most", WholeNumber(0, HIGHEST_NUMBER), "If the answer is this or less.", "3"),
        Field("is", YesOrNo(), "If the answer is yes, or no.", "yes", attribute="yes"),
        Field(
            "then",
            ParsedText(parse_stop, "unknown-word", "stop"),
            "End the routine.",
            "stop",
            attribute="stop",
        ),
        Field("skip_to", PlainText(), "Go on with the later step of this name.", "Bridge"),
        Field("say", PlainText(), "Say these words, and go on.", "Take the lighter band next time."),
    ),
)
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

_STEPS = {
    "say": Table(
        "a say step",
        (
            _kind("say", VARIED, "The words; the next step follows when they are over.", "Sit tall.", "text"),
            POSITION_FIELD,
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
            _kind("hold", HOLD_LENGTH, "How long each repetition is held, exactly.", "20 s"),
            REPS,
        ),
    ),
    "move": Table(
        "a move step",
        (
            *_EXERCISE,
            _kind("move", AMOUNT, "How many repetitions in each set, or for how long.", "8 reps"),
            TEMPO_FIELD,
            PACE_FIELD,
            UP_TO,
            WORDS_FIELD,
        ),
    ),
    "breathe": Table(
        "a breathe step",
        (
            _kind("breathe", PATTERN, "The phases of one breath.", "{in: 4 s, out: 6 s}", "pattern"),
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
                PATTERN,
                "The pattern for people who must not hold their breath.",
                "{in: 4 s, out: 6 s}",
            ),
            NAME,
            CUE,
            CAUTION,
            SETUP,
            POSITION_FIELD,
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
            Field(
                "answer",
                Choices(get_args(AnswerKind)),
                "How it is answered: on the scale, with a number up to 99, or with yes or no.",
                "number",
                default="0-10",
                since=2,
            ),
            Field(
                "if",
                Nested(CONSEQUENCE, Consequence),
                "What follows from the answer.",
                "{at_least: 5, then: stop}",
                attribute="then",
                since=2,
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
                VARIED,
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
            Field("name", VARIED, "What is said before each round.", "Round"),
            Field(
                "side",
                SIDE_RULE,
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
_IN_PLAIN_SIGHT = frozenset({"say", "hold", "move", "breathe", "wait"})
"""The kinds of step that can show something beside what is said."""
STEPS = {
    kind: replace(table, fields=(*table.fields, *(SHOWN if kind in _IN_PLAIN_SIGHT else ()), ONLY_IN_FIELD))
    for kind, table in _STEPS.items()
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
        SETUP, REST, SET_REST, SETS, REPS, WORKING_SIDE, COUNT, TONES, REMIND, RELEASE, CAUTION, LOAD,
        TEMPO_FIELD, PACE_FIELD, UP_TO, _BETWEEN,
    ),
)  # fmt: skip
