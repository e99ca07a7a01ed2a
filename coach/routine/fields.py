"""The kinds of fields that a routine file has, each read from text and described for editors.

Importing this module imports pydantic.
"""

from __future__ import annotations

from functools import partial
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
from pydantic_core import PydanticCustomError

from coach.routine import values
from coach.routine.model import Phase, SidedText, Weekday
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


def number(highest: int) -> tuple[PlainValidator, WithJsonSchema]:
    """What checks and describes a whole number from 1 to `highest`."""
    described = WithJsonSchema({"type": "integer", "minimum": 1, "maximum": highest})
    return _read(partial(values.whole, highest=highest), "number"), described


def _text(*examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": list(examples)})


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
"""A duration inside a routine."""
Interval = Annotated[float, _read(values.interval, "duration"), WithJsonSchema(_DURATION)]
"""A time between performances."""
Amount = Annotated[values.Amount, _read(values.amount, "amount"), _text("8 reps", "60 s")]
Tempo = Annotated[tuple[Phase, ...], _read(values.tempo, "tempo"), _text("2 s up, 1 s pause, 3 s down")]
Pace = Annotated[float | Literal["own"], _read(values.pace, "duration"), _text("2 s", "own")]
Times = Annotated[int, *number(values.MOST_TIMES)]
Language = Annotated[str, _read(values.language, "language"), _text("en", "pt-BR")]
Truth = Annotated[bool, _read(values.truth, "truth"), WithJsonSchema({"type": "boolean"})]
Day = Annotated[str, _read(values.day, "date"), WithJsonSchema({"type": "string", "format": "date"})]
Days = Annotated[list[Weekday], Field(max_length=7), BeforeValidator(_as_list)]
Format = Annotated[
    int, _read(values.format_number, "format"), WithJsonSchema({"type": "integer", "const": 1})
]  # fmt: skip
