"""Types of fields that hold a single value, written as text in a file or as JSON in a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coach.document import Text
from coach.fields.suggestions import word_hint
from coach.fields.table import FieldType
from coach.problems import quoted
from coach.units import ParseError, format_duration, parse_count, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.document import Node
    from coach.fields.findings import Findings
    from coach.fields.table import Field, Schema

_DIGITS = r"^\s*[0-9]+\s*$"


def _read_text(
    node: Node, declared: Field, findings: Findings, *, code: str, parse: Callable[[str], Any]
) -> Any:  # noqa: ANN401 — whatever `parse` gives
    """The value that `parse` gives for a text; None if it is bad, with the problem noted under `code`."""
    if not isinstance(node, Text):
        message = f"'{declared.name}' must be {declared.type.wanted}"
        findings.error(node, "wrong-shape", message, declared.example_hint)
        return None
    if not node.text.strip():
        findings.error(node, "empty", f"'{declared.name}' is empty", declared.example_hint)
        return None
    try:
        return parse(node.text)
    except ParseError as error:
        fix = findings.replacing(node, node.text, error.better) if error.better else None
        findings.error(node, code, error.what, error.hint, fix=fix)
        return None


@dataclass(frozen=True, slots=True)
class ParsedText(FieldType):
    """A value written as text that `parse` reads or refuses; `code` is the code of that problem."""

    parse: Callable[[str], Any]
    code: str
    meaning: str
    pattern: str = ""
    """A regular expression for editors; it must not refuse what `parse` reads."""
    is_number: bool = False

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — as `parse` gives it
        """The value that `parse` gives for the text."""
        return _read_text(node, declared, findings, code=self.code, parse=self.parse)

    def json_schema(self) -> Schema:
        """A string, or also a number."""
        schema: Schema = {"type": ["string", "number"] if self.is_number else "string"}
        return {**schema, "pattern": self.pattern} if self.pattern else schema


@lru_cache(maxsize=1024)
def _seconds(text: str, shortest: float, longest: float) -> float:
    """The seconds of a duration; cached, as routines repeat the same few durations."""
    seconds = parse_duration(text)
    if shortest <= seconds <= longest:
        return seconds
    length = "short" if seconds < shortest else "long"
    hint = f"write from '{format_duration(shortest)}' to '{format_duration(longest)}'"
    raise ParseError(f"{quoted(text.strip())} is too {length}", hint)


@dataclass(frozen=True, slots=True)
class Duration(FieldType):
    """A duration written with its unit, read as seconds; both limits are included."""

    shortest: float
    longest: float

    @property
    def wanted(self) -> str:
        """The allowed range."""
        return f"a time from {format_duration(self.shortest)} to {format_duration(self.longest)}"

    def parse(self, text: str) -> float:
        """The seconds of a duration. Raises `ParseError`."""
        return _seconds(text, self.shortest, self.longest)

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — seconds, or None
        """The seconds of the duration."""
        return _read_text(node, declared, findings, code="duration", parse=self.parse)

    def json_schema(self) -> Schema:
        """A string that begins with a number."""
        return {"type": "string", "pattern": r"^\s*[0-9]"}


@dataclass(frozen=True, slots=True)
class WholeNumber(FieldType):
    """A whole number with inclusive limits; `unit`: what it counts; `or_null`: JSON may hold null instead."""

    least: int
    most: int
    unit: str = ""
    or_null: bool = False

    @property
    def wanted(self) -> str:
        """The allowed range."""
        unit = f" of {self.unit}" if self.unit else ""
        return f"a whole number{unit} from {self.least} to {self.most}{', or null' if self.or_null else ''}"

    def parse(self, text: str) -> int:
        """The number in a text. Raises `ParseError`."""
        number = 0 if self.least == 0 and text.strip() == "0" else parse_count(text)
        if self.least <= number <= self.most:
            return number
        unit = f" {self.unit}" if self.unit else ""
        length = "low" if number < self.least else "high"
        hint = f"write from {self.least} to {self.most}{unit}"
        raise ParseError(f"{quoted(text.strip())} is too {length}", hint)

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — the number, or None
        """The number in a file."""
        return _read_text(node, declared, findings, code="number", parse=self.parse)

    def accept(self, value: object) -> int | None:
        """The number in JSON. Raises `ValueError`."""
        if value is None and self.or_null:
            return None
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and self.least <= value <= self.most
        ):
            number = int(value)
            if number == value:
                return number
        raise ValueError(f"must be {self.wanted}")

    def json_schema(self) -> Schema:
        """An integer within the limits."""
        type_ = ["integer", "null"] if self.or_null else "integer"
        return {"type": type_, "minimum": self.least, "maximum": self.most}

    def file_schema(self) -> Schema:
        """An integer within the limits, or its digits in quotes."""
        return {**self.json_schema(), "type": ["integer", "string"], "pattern": _DIGITS}


@dataclass(frozen=True, slots=True)
class Choices(FieldType):
    """One of a set of words; `synonyms` maps what people write instead to the word that means the same."""

    words: tuple[str, ...]
    synonyms: Mapping[str, str] | None = None

    @property
    def wanted(self) -> str:
        """All allowed words."""
        return f"one of {', '.join(self.words)}"

    def documented(self) -> str:
        """All allowed words, each as code."""
        return ", ".join(f"`{word}`" for word in self.words)

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — the word, or None
        """The word in a file."""

        def parse(text: str) -> str:
            if text in self.words:
                return text
            hint = word_hint(text, self.words, self.synonyms or {})
            raise ParseError(f"'{declared.name}' cannot be {quoted(text)}", hint)

        return _read_text(node, declared, findings, code="unknown-word", parse=parse)

    def accept(self, value: object) -> str:
        """The word in JSON. Raises `ValueError`."""
        if isinstance(value, str) and value in self.words:
            return value
        hint = word_hint(value, self.words, self.synonyms or {}) if isinstance(value, str) else ""
        raise ValueError(f"must be {self.wanted}{f'; {hint}' if hint.endswith('?') else ''}")

    def json_schema(self) -> Schema:
        """An enumeration of the words."""
        return {"type": "string", "enum": list(self.words)}


def parse_yes_or_no(text: str) -> bool:
    """The boolean of `true`, `false`, `yes` or `no`. Raises `ParseError`."""
    written = text.strip().lower()
    if written in {"true", "yes"}:
        return True
    if written in {"false", "no"}:
        return False
    raise ParseError(f"{quoted(text)} is neither yes nor no", "write yes or no")


def parse_language(text: str) -> str:
    """A language tag such as `en` or `pt-BR`. Raises `ParseError`."""
    tag = text.strip()
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) and len(tag) <= len("xxx-xxxx-xxxx-xxxx"):
        return tag
    raise ParseError(f"{quoted(text)} is not a language", "write its short name, such as en, de or pt-BR")


@dataclass(frozen=True, slots=True)
class YesOrNo(ParsedText):
    """Yes or no."""

    parse: Callable[[str], Any] = parse_yes_or_no
    code: str = "truth"
    meaning: str = "yes or no"

    def documented(self) -> str:
        """Both words as code."""
        return "`yes` or `no`"

    def json_schema(self) -> Schema:
        """A boolean, or one of the words in capital or small letters."""
        either = "[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]"
        return {"type": ["boolean", "string"], "pattern": rf"^\s*({either})\s*$"}


LANGUAGE = ParsedText(parse_language, "language", "a language's short name, such as en or pt-BR")


@dataclass(frozen=True, slots=True)
class FormatNumber(FieldType):
    """The version of a file's format, one of those that are known."""

    known: tuple[int, ...] = (1,)

    @property
    def wanted(self) -> str:
        """The known versions."""
        return " or ".join(map(str, self.known))

    def parse(self, text: str) -> int:
        """The version. Raises `ParseError`."""
        for version in self.known:
            if text.strip() == str(version):
                return version
        message = f"this coach reads format {self.wanted}, not {quoted(text)}"
        raise ParseError(message, f"write 'format: {self.known[-1]}'")

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — it, or None
        """The version in a file."""
        return _read_text(node, declared, findings, code="format", parse=self.parse)

    def json_schema(self) -> Schema:
        """One of the known versions, as a number or in quotes."""
        words = "|".join(map(str, self.known))
        return {"anyOf": [{"enum": list(self.known)}, {"type": "string", "pattern": rf"^\s*({words})\s*$"}]}
