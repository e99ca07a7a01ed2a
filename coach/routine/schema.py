"""What a routine file may say, described with pydantic; importing this module imports pydantic.

Each step is checked by the description of its kind, so that one bad step does not hide what is
wrong with the next. Every value arrives as text, with its place kept in the tree it came from.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field
from pydantic.json_schema import models_json_schema

from coach.routine.fields import (
    Amount,
    BySide,
    Day,
    Days,
    Format,
    Interval,
    Language,
    List,
    Pace,
    Seconds,
    Tempo,
    Times,
    Truth,
    Wording,
    Wordings,
    Words,
    Written,
    number,
)
from coach.routine.model import BreathPattern, Count, Kind, Position, Side, SideRule


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

    move: Amount
    tempo: Tempo | None = None
    pace: Pace | None = None
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
    tempo: Tempo | None = None
    pace: Pace | None = None
    up_to: Seconds | None = None


class DoseFields(Written):
    """How often a routine is prescribed."""

    per_day: Annotated[int | None, *number(48)] = None
    days_per_week: Annotated[int | None, *number(7)] = None
    weeks: Annotated[int | None, *number(104)] = None
    every: Interval | None = None
    days: Days | None = None
    rest_days: Annotated[int | None, *number(31)] = None
    at_least_apart: Interval | None = None
    as_needed: Truth | None = None


class RoutineFields(Written):
    """Everything of a routine but its steps."""

    format: Format = 1
    title: Words
    kind: Kind | None = None
    language: Language = "en"
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
    pain_limit: Annotated[int | None, *number(6)] = None
    pain_rise: Annotated[int | None, *number(10)] = None
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
