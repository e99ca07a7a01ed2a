"""Types of fields that occur only in requests, where a JSON number is a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coach.fields.table import FieldType

if TYPE_CHECKING:
    from coach.fields.table import Schema

RFC_3339 = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$"
"""Narrower than ISO 8601: what every language writes, and nothing that can be read in two ways."""


@dataclass(frozen=True, slots=True)
class Instant(FieldType):
    """An instant with its offset from UTC; read as an aware datetime in UTC."""

    @property
    def wanted(self) -> str:
        """The expected form, with an example."""
        return "an instant with its offset, such as 2026-11-02T15:00:00+01:00"

    def accept(self, value: object) -> datetime:
        """The instant. Raises `ValueError`."""
        if not isinstance(value, str) or re.fullmatch(RFC_3339, value, re.ASCII) is None:
            raise ValueError(f"must be {self.wanted}")
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError("must be an instant that exists in the calendar") from None

    def json_schema(self) -> Schema:
        """A string with a pattern."""
        return {"type": "string", "format": "date-time", "pattern": RFC_3339}


@dataclass(frozen=True, slots=True)
class Seconds(FieldType):
    """A length of time in seconds, both limits included."""

    least: float
    most: float

    @property
    def wanted(self) -> str:
        """The allowed range."""
        return f"a number of seconds from {self.least:g} to {self.most:.0f}"

    def accept(self, value: object) -> float:
        """The seconds. Raises `ValueError`."""
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and self.least <= value <= self.most
        ):
            return float(value)
        raise ValueError(f"must be {self.wanted}")

    def json_schema(self) -> Schema:
        """A number within the limits."""
        return {"type": "number", "minimum": self.least, "maximum": self.most}


_ID = r"^[A-Za-z0-9-]{1,100}$"


@dataclass(frozen=True, slots=True)
class Id(FieldType):
    """An id; the receiver checks whether it exists."""

    of: str

    @property
    def wanted(self) -> str:
        """What the id is of, in a message."""
        return f"the id of {self.of}"

    def accept(self, value: object) -> str:
        """The id. Raises `ValueError`."""
        if not isinstance(value, str) or re.fullmatch(_ID, value) is None:
            raise ValueError(f"must be {self.wanted}")
        return value

    def json_schema(self) -> Schema:
        """A string with a pattern."""
        return {"type": "string", "pattern": _ID}


@dataclass(frozen=True, slots=True)
class Line(FieldType):
    """A line of text with at most so many characters."""

    most: int

    @property
    def wanted(self) -> str:
        """How long it may be."""
        return f"a line of text of up to {self.most} characters"

    def accept(self, value: object) -> str:
        """The text without control characters, and without spaces around it. Raises `ValueError`."""
        if not isinstance(value, str) or not 0 < len(value) <= self.most:
            raise ValueError(f"must be {self.wanted}")
        return "".join(sign for sign in value if sign.isprintable()).strip()

    def json_schema(self) -> Schema:
        """A string of limited length."""
        return {"type": "string", "minLength": 1, "maxLength": self.most}
