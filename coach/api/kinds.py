"""What a field of a request may hold: each kind reads a value and describes itself in JSON Schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from coach.problems import printable
from coach.units import nearest

if TYPE_CHECKING:
    from coach.journal.events import JSON

RFC_3339 = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$"
"""Narrower than ISO 8601: what every language writes, and nothing that can be read in two ways."""
_LONGEST_SHOWN = 40


class Kind(Protocol):
    """One kind of value."""

    def read(self, value: object) -> Any:  # noqa: ANN401 — each kind gives its own type
        """The value, checked; raises `ValueError` with what it must be, to follow its name."""
        ...

    def schema(self) -> dict[str, JSON]:
        """The same in JSON Schema."""
        ...


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant with its offset from UTC; read as aware, in UTC."""

    def read(self, value: object) -> datetime:
        """The instant."""
        if not isinstance(value, str) or re.fullmatch(RFC_3339, value, re.ASCII) is None:
            raise ValueError("must be an instant with its offset, such as 2026-11-02T15:00:00+01:00")
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError("must be an instant that is in the calendar") from None

    def schema(self) -> dict[str, JSON]:
        """A string of that pattern."""
        return {"type": "string", "format": "date-time", "pattern": RFC_3339}


@dataclass(frozen=True, slots=True)
class Seconds:
    """A length of time in seconds, both limits included."""

    least: float
    most: float

    def read(self, value: object) -> float:
        """The seconds."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not self.least <= value <= self.most:  # type: ignore[operator] # a number by then
            raise ValueError(f"must be a number of seconds from {self.least:g} to {self.most:.0f}")
        return float(value)  # type: ignore[arg-type] # a number by then

    def schema(self) -> dict[str, JSON]:
        """A number within the limits."""
        return {"type": "number", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, both limits included; `or_null`: or none at all."""

    least: int
    most: int
    or_null: bool = False

    def read(self, value: object) -> int | None:
        """The number."""
        if value is None and self.or_null:
            return None
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        is_whole = is_whole or (isinstance(value, float) and value.is_integer())
        if not is_whole or not self.least <= value <= self.most:  # type: ignore[operator] # a number by then
            none = ", or null" if self.or_null else ""
            raise ValueError(f"must be a whole number from {self.least} to {self.most}{none}")
        return int(value)  # type: ignore[call-overload, no-any-return] # a number by then

    def schema(self) -> dict[str, JSON]:
        """An integer within the limits."""
        return {
            "type": ["integer", "null"] if self.or_null else "integer",
            "minimum": self.least,
            "maximum": self.most,
        }


@dataclass(frozen=True, slots=True)
class Word:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, value: object) -> str:
        """The word."""
        if isinstance(value, str) and value in self.words:
            return value
        near = nearest(value, self.words) if isinstance(value, str) else None
        meant = f"; did you mean '{near}'?" if near else ""
        raise ValueError(f"must be one of {', '.join(self.words)}{meant}")

    def schema(self) -> dict[str, JSON]:
        """An enumeration."""
        return {"type": "string", "enum": list(self.words)}


def shown(text: str) -> str:
    """Text from outside as a sentence may quote it: short, and harmless for a terminal."""
    return printable(f"{text[:_LONGEST_SHOWN]}…" if len(text) > _LONGEST_SHOWN else text)
