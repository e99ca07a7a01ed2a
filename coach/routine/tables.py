"""The tables of a routine file's fields: those of its heading and its dose; the steps have their own."""

from __future__ import annotations

from itertools import chain
from typing import Any, get_args

from coach.clock_times import WEEKDAYS, parse_date, parse_weekdays
from coach.fields.scalar_types import (
    LANGUAGE,
    Choices,
    Duration,
    FormatNumber,
    ParsedText,
    WholeNumber,
    YesOrNo,
)
from coach.fields.structured_types import ListOf, Nested, PlainText, ReadElsewhere
from coach.fields.table import Field, Table, vocabulary_of
from coach.routine.exercise_fields import BREATH, BY_SIDE, POSITION, SIDE, VARIANTS
from coach.routine.model import HIGHEST_PAIN_LIMIT, KINDS, Dose, Provoked, RoutineKind
from coach.routine.pronunciation import PRONUNCIATION, SAY_AS
from coach.routine.shown_fields import PROGRAMME, SHOWN
from coach.routine.step_tables import CONSEQUENCE, DEFAULTS, STEPS, STEPS_FIELD
from coach.routine.suggestions import FIELD_SYNONYMS, WORD_SYNONYMS

FORMATS = (1, 2)
"""The versions of the format that can be read."""
_INTERVAL = Duration(60.0, 7 * 24 * 3600.0)
"""Between two performances: from a minute to a week."""
_TEXT = PlainText()
_TEXTS = ListOf(_TEXT, meaning="a text, or a list of texts")
_SENTENCES = ListOf(_TEXT, meaning="a list of whole sentences")
_PHRASES = ListOf(_TEXT, meaning="a list of noun phrases")
DAYS = ListOf(
    ParsedText(parse_weekdays, "weekday", "a day of the week"),
    most=7,
    meaning="days such as `[mon, wed, fri]`",
)
_CHANGE = {"type": "object", "additionalProperties": {"type": "object"}}
_CHANGES = ReadElsewhere(
    "parts, each with its changes",
    {
        "anyOf": [
            {"type": "object", "additionalProperties": {"anyOf": [_CHANGE, {"type": "null"}]}},
            {"type": "array", "items": {"type": ["string", "number"]}},
        ]
    },
)


def _dose(*, days: tuple[tuple[int, ...], ...] = (), **fields: Any) -> Dose:
    """The dose with these fields, its days in the order of the week."""
    return Dose(days=tuple(WEEKDAYS[day] for day in sorted(set(chain(*days)))), **fields)  # type: ignore[misc] # each is one of WEEKDAYS


DOSE = Table(
    "a dose",
    (
        Field("per_day", WholeNumber(1, 48), "How many times a day.", "2"),
        Field("days_per_week", WholeNumber(1, 7), "On how many days of the week.", "5"),
        Field("weeks", WholeNumber(1, 104), "For how many weeks.", "4", without="no end"),
        Field("every", _INTERVAL, "The time from one performance to the next; instead of `per_day`.", "1 h"),
        Field("days", DAYS, "On which days; instead of `days_per_week`.", "[mon, wed, fri]"),
        Field("rest_days", WholeNumber(1, 31), "Days off in between.", "1"),
        Field("at_least_apart", _INTERVAL, "The least time between two performances.", "4 h"),
        Field(
            "as_needed",
            YesOrNo(),
            "Help for a bad moment: it begins at once, and the safety words come after it.",
            "yes",
            default="no",
        ),
    ),
)

ROUTINE = Table(
    "a routine",
    (
        Field("format", FormatNumber(FORMATS), "The version of this format.", "1", default="1"),
        Field(
            "title",
            _TEXT,
            "What lists, the screen and the log call it.",
            "Desk neck and shoulders",
            is_required=True,
        ),
        Field(
            "kind",
            Choices(get_args(RoutineKind), WORD_SYNONYMS),
            "What kind of exercise it is; see below for what follows from it.",
            "stretch",
        ),
        Field("language", LANGUAGE, "The language of its texts, and so of the voice.", "en", default="en"),
        Field(
            "summary",
            _TEXT,
            "One sentence about it; shown, not spoken.",
            "Ease the neck and shoulders after a spell of sitting.",
        ),
        Field(
            "position",
            POSITION,
            "The position it begins in; shown, and the coach speaks when a step changes it.",
            "seated",
            default="any",
        ),
        Field(
            "areas",
            _TEXTS,
            "The parts of the body it moves; shown, and by them it is left out for who must not move one.",
            "[neck, shoulders]",
        ),
        Field("equipment", _TEXTS, "What is needed for it; shown.", "[chair]"),
        Field("author", _TEXT, "Your name and profession; shown.", "A. Physio, physiotherapist"),
        Field(
            "reviewed",
            ParsedText(lambda text: parse_date(text).isoformat(), "date", "a date such as 2026-11-01"),
            "The day a clinician last went through it; leave it out until one has.",
            "2026-11-01",
        ),
        Field(
            "sources",
            _TEXTS,
            "Where the figures come from; shown, not spoken.",
            '["Garber et al. 2011, ACSM position stand"]',
        ),
        Field(
            "cautions",
            _SENTENCES,
            "Spoken as written before the person's first session, and shown.",
            '["Stay clear of full neck circles."]',
        ),
        Field(
            "not_for",
            _PHRASES,
            'Spoken within "If you have …: leave this out".',
            '["a recent neck injury"]',
        ),
        Field(
            "stop_if",
            _PHRASES,
            'Spoken within "If you notice …: stop", besides the coach\'s own stop rules.',
            '["numbness or electric pain"]',
        ),
        Field(
            "pain_limit",
            WholeNumber(1, HIGHEST_PAIN_LIMIT),
            "The pain at which, or above, the coach ends the routine.",
            "5",
            default=str(HIGHEST_PAIN_LIMIT),
        ),
        Field(
            "pain_rise",
            WholeNumber(1, 10),
            "The rise in pain above the first answer at which the coach ends the routine.",
            "2",
        ),
        Field(
            "provokes",
            Choices(get_args(Provoked)),
            "What the exercise brings about on purpose; the stop rules then do not call it a reason to stop.",
            "dizziness",
            since=2,
        ),
        Field("dose", Nested(DOSE, _dose), "How often it is prescribed.", "{per_day: 2, weeks: 4}"),
        Field("first", SIDE, "The side that begins.", "left", default="left"),
        SAY_AS,
        Field(
            "defaults",
            Nested(DEFAULTS, dict),
            "What holds for every step that does not say otherwise.",
            "{setup: 4 s, rest: 5 s}",
        ),
        Field(
            "course",
            _CHANGES,
            "What changes with the weeks, each step by its name; a change lasts until a later one.",
            "{weeks 1-2: {}, weeks 3-4: {Heel drop: {load: 5 kg}}}",
            since=2,
        ),
        Field(
            "levels",
            _CHANGES,
            "What changes with the person's level; each level builds on the one before.",
            "{A: {}, B: {Knee bend: {sets: 2}}}",
            since=2,
        ),
        Field(
            "time_of_day",
            _CHANGES,
            "What is different in the `morning`, the `afternoon` or the `evening`.",
            "{morning: {Knee bend: {reps: 10}}}",
            since=2,
        ),
        *SHOWN,
        *PROGRAMME,
        STEPS_FIELD,
    ),
)

ROUTINE_PARTS = (*STEPS.values(), DOSE, DEFAULTS, BREATH, BY_SIDE, VARIANTS, CONSEQUENCE, PRONUNCIATION)
"""The tables of the parts of a routine."""
ROUTINE_VOCABULARY = vocabulary_of((ROUTINE, *ROUTINE_PARTS), FIELD_SYNONYMS, frozenset(KINDS))
"""The words of a routine file."""
