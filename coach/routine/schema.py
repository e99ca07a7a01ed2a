"""What a routine file may say, described with pydantic; importing this module imports pydantic.

Each step is checked by the description of its kind, so that one bad step does not hide what is
wrong with the next. Every value arrives as text, with its place kept in the tree it came from.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, LiteralString

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    StringConstraints,
    Tag,
    WithJsonSchema,
)
from pydantic.json_schema import models_json_schema
from pydantic_core import PydanticCustomError

from coach.routine import values
from coach.routine.model import (
    BreathPattern,
    Count,
    Kind,
    Phase,
    Position,
    Side,
    SidedText,
    SideRule,
    Weekday,
)
from coach.units import Misread

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LISTED = 100
"""Entries of one list of texts."""


def _read(parse: Callable[[str], Any], code: LiteralString) -> PlainValidator:
    """Checks a field by that function; its `Misread` becomes an error of that code."""

    def read(written: object) -> Any:  # noqa: ANN401 — whatever `parse` gives
        if not isinstance(written, str):
            raise PydanticCustomError("wrong-shape", "{what}", {"what": "one value is wanted here"})
        try:
            return parse(written)
        except Misread as error:
            raise PydanticCustomError(code, "{what}", {"what": error.what, "hint": error.hint}) from None

    return PlainValidator(read)


def _number(highest: int) -> tuple[PlainValidator, WithJsonSchema]:
    described = WithJsonSchema({"type": "integer", "minimum": 1, "maximum": highest})
    return _read(partial(values.whole, highest=highest), "number"), described


def _one_line(text: str) -> str:
    """Folded text as it is spoken: line breaks and runs of spaces mean nothing."""
    return " ".join(text.split())


def _form(written: object) -> str | None:
    """Which form a text has: one for both sides, or one for each."""
    if isinstance(written, str):
        return "text"
    return "sided" if isinstance(written, dict) and ("left" in written or "right" in written) else None


def _as_list(written: object) -> object:
    return written if isinstance(written, list) else [written]


class Written(BaseModel):
    """Fields as they stand in a file; None where a field was not written."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_Stripped = StringConstraints(strip_whitespace=True, min_length=1, max_length=values.LONGEST_TEXT)
Words = Annotated[str, _Stripped, AfterValidator(_one_line)]


class BySide(Written):
    """A text that differs by side."""

    left: Words
    right: Words


_Sided = Annotated[BySide, AfterValidator(lambda written: SidedText(written.left, written.right))]
Wording = Annotated[
    Annotated[Words, Tag("text")] | Annotated[_Sided, Tag("sided")], Discriminator(_form)
]  # fmt: skip
List = Annotated[list[Words], Field(max_length=MOST_LISTED), BeforeValidator(_as_list)]
Wordings = Annotated[list[Wording], Field(max_length=MOST_LISTED), BeforeValidator(_as_list)]

_DURATION = {"type": "string", "examples": ["20 s", "1 min 30 s"]}
Seconds = Annotated[float, _read(values.duration, "duration"), WithJsonSchema(_DURATION)]
Interval = Annotated[float, _read(values.interval, "duration"), WithJsonSchema(_DURATION)]
_Amount = WithJsonSchema({"type": "string", "examples": ["8 reps", "60 s"]})
_Tempo = WithJsonSchema({"type": "string", "examples": ["2 s up, 1 s pause, 3 s down"]})
_Pace = WithJsonSchema({"type": "string", "examples": ["2 s", "own"]})
Times = Annotated[int, *_number(values.MOST_TIMES)]
Truth = Annotated[bool, _read(values.truth, "truth"), WithJsonSchema({"type": "boolean"})]
Day = Annotated[str, _read(values.day, "date"), WithJsonSchema({"type": "string", "format": "date"})]


class Breath(Written):
    """The phases of one breath."""

    inhale: Annotated[Seconds, Field(alias="in")]
    exhale: Annotated[Seconds, Field(alias="out")]
    sip: Seconds | None = None
    hold: Seconds | None = None
    pause: Seconds | None = None

    def pattern(self) -> BreathPattern:
        """The same as a value."""
        rest = {name: getattr(self, name) or 0.0 for name in ("sip", "hold", "pause")}
        return BreathPattern(self.inhale, self.exhale, **rest)


Pattern = Annotated[Breath, AfterValidator(Breath.pattern)]


class SayStep(Written):
    """Words, and nothing to do but listen."""

    say: Wording
    position: Position | None = None
    side: Side | None = None


class ExerciseStep(Written):
    """What a hold and a move share."""

    name: Wording | None = None
    cue: Wording | None = None
    remind: Wordings | None = None
    release: Wording | None = None
    caution: Wording | None = None
    side: SideRule | None = None
    sets: Times | None = None
    rest: Seconds | None = None
    set_rest: Seconds | None = None
    setup: Seconds | None = None
    count: Count | None = None
    load: Words | None = None
    position: Position | None = None


class HoldStep(ExerciseStep):
    """A stretch or a static effort, held for an exact time."""

    hold: Seconds
    reps: Times | None = None


class MoveStep(ExerciseStep):
    """Repetitions, by number or by time."""

    move: Annotated[values.Amount, _read(values.amount, "amount"), _Amount]
    tempo: Annotated[tuple[Phase, ...] | None, _read(values.tempo, "tempo"), _Tempo] = None
    pace: Annotated[float | Literal["own"] | None, _read(values.pace, "duration"), _Pace] = None
    up_to: Seconds | None = None


class BreatheStep(Written):
    """Whole cycles of one breathing pattern."""

    breathe: Pattern
    seconds: Annotated[Seconds | None, Field(alias="for")] = None
    cycles: Times | None = None
    without_holds: Pattern | None = None
    name: Wording | None = None
    cue: Wording | None = None
    caution: Wording | None = None
    setup: Seconds | None = None
    position: Position | None = None


class RestStep(Written):
    """A pause of its own."""

    rest: Seconds


class AskStep(Written):
    """A question answered 0-10: pain, effort, or the author's own."""

    ask: Words


class RepeatStep(Written):
    """Steps done several times over."""

    repeat: Times
    name: Wording | None = None
    side: SideRule | None = None
    rest: Seconds | None = None


class Defaults(Written):
    """What holds for every exercise that does not say otherwise."""

    setup: Seconds | None = None
    rest: Seconds | None = None
    set_rest: Seconds | None = None
    sets: Times | None = None
    reps: Times | None = None
    side: SideRule | None = None
    count: Count | None = None
    remind: Wordings | None = None
    release: Wording | None = None
    caution: Wording | None = None
    load: Words | None = None
    tempo: Annotated[tuple[Phase, ...] | None, _read(values.tempo, "tempo"), _Tempo] = None
    pace: Annotated[float | Literal["own"] | None, _read(values.pace, "duration"), _Pace] = None
    up_to: Seconds | None = None


class DoseFields(Written):
    """How often a routine is prescribed."""

    per_day: Annotated[int | None, *_number(48)] = None
    days_per_week: Annotated[int | None, *_number(7)] = None
    weeks: Annotated[int | None, *_number(104)] = None
    every: Interval | None = None
    days: Annotated[list[Weekday], Field(max_length=7), BeforeValidator(_as_list)] | None = None
    rest_days: Annotated[int | None, *_number(31)] = None
    at_least_apart: Interval | None = None
    as_needed: Truth | None = None


class RoutineFields(Written):
    """Everything of a routine but its steps."""

    format: Annotated[
        int, _read(values.format_number, "format"), WithJsonSchema({"type": "integer", "const": 1})
    ] = 1
    title: Words
    kind: Kind | None = None
    language: Annotated[str, _read(values.language, "language"), WithJsonSchema({"type": "string"})] = "en"
    summary: Words | None = None
    position: Position | None = None
    areas: List | None = None
    equipment: List | None = None
    author: Words | None = None
    reviewed: Day | None = None
    sources: List | None = None
    cautions: List | None = None
    not_for: List | None = None
    stop_if: List | None = None
    pain_limit: Annotated[int | None, *_number(6)] = None
    pain_rise: Annotated[int | None, *_number(10)] = None
    dose: DoseFields | None = None
    first: Side | None = None
    defaults: Defaults | None = None


STEPS: dict[str, type[Written]] = {
    "say": SayStep,
    "hold": HoldStep,
    "move": MoveStep,
    "breathe": BreatheStep,
    "rest": RestStep,
    "ask": AskStep,
    "repeat": RepeatStep,
}
"""The description of each kind of step, by the field that tells the kind."""


@cache
def field_names(description: type[Written]) -> tuple[str, ...]:
    """The fields' names as they are written."""
    return tuple(field.alias or name for name, field in description.model_fields.items())


@cache
def every_field() -> frozenset[str]:
    """The names of all fields that may stand anywhere in a routine file."""
    models: list[type[Written]] = [RoutineFields, DoseFields, Defaults, Breath, BySide, *STEPS.values()]
    return frozenset({"steps"}.union(*(field_names(model) for model in models)))


def routine_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a routine file, for editors that complete and check as one types."""
    models: list[type[BaseModel]] = [RoutineFields, *STEPS.values()]
    references, schema = models_json_schema([(model, "validation") for model in models])
    definitions = schema["$defs"]
    one_of = {"oneOf": [references[model, "validation"] for model in STEPS.values()]}
    steps = {"type": "array", "minItems": 1, "maxItems": 200, "items": one_of}
    for model in (RoutineFields, RepeatStep):
        definition = definitions[model.__name__]
        definition["properties"]["steps"] = steps
        definition["required"] = [*definition.get("required", []), "steps"]
    for value in ("Amount", "Phase"):  # what is written as text is described as text
        definitions.pop(value)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Routine",
        "$ref": f"#/$defs/{RoutineFields.__name__}",
        "$defs": definitions,
    }
