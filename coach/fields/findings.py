"""Problems found while a file is read: collected rather than raised, so that all are shown at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from coach.fields.vocabulary import Vocabulary
from coach.problems import Fix, Problem

if TYPE_CHECKING:
    from coach.files import SourceText
    from coach.problems import Severity

_NO_WORDS = Vocabulary()


class Positioned(Protocol):
    """Anything that has a place in a file."""

    @property
    def line(self) -> int:
        """The line, counted from 1."""
        ...

    @property
    def column(self) -> int:
        """The column, counted from 1."""
        ...


@dataclass(slots=True)
class Findings:
    """The problems of one file in the order in which they were found; `vocabulary`: the file's words."""

    source: SourceText
    vocabulary: Vocabulary = _NO_WORDS
    format: int = 1
    language: str = "en"
    """Of the texts in the file."""
    lines: list[str] = field(init=False)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.source.text.splitlines()

    def error(self, place: Positioned, code: str, message: str, hint: str, *, fix: Fix | None = None) -> None:
        """Add an error, which keeps the file from being used; `fix`: a correction that needs no judgement."""
        self._note(place, "error", code, message, hint=hint, fix=fix)

    def warning(self, place: Positioned, code: str, message: str, hint: str) -> None:
        """Add a warning: the file can be used, but this is probably not what was meant."""
        self._note(place, "warning", code, message, hint=hint)

    def note(self, place: Positioned, code: str, message: str, hint: str) -> None:
        """Add a note: the file is right, and this is worth a thought."""
        self._note(place, "note", code, message, hint=hint)

    def needs_format(self, place: Positioned, what: str, since: int) -> None:
        """Note what only a later format has, where the file has an earlier one."""
        if since > self.format:
            message = f"{what} needs format {since}, but this file has format {self.format}"
            line = f"format: {since}"
            written = next(
                (number for number, text in enumerate(self.lines, 1) if text.startswith("format:")), 0
            )
            fix = Fix(written, (line,)) if written else Fix(1, (line, *self.lines[:1]))
            self.error(place, "format", message, f"write '{line}' at the top", fix=fix)

    @property
    def has_errors(self) -> bool:
        """Whether there is an error, so that the file cannot be used."""
        return any(problem.severity == "error" for problem in self.problems)

    def in_order(self) -> tuple[Problem, ...]:
        """The problems in the order of the file, each once."""
        return tuple(sorted(set(self.problems)))

    def line(self, place: Positioned) -> str:
        """The text of the file's line at that place."""
        return self.lines[place.line - 1] if place.line <= len(self.lines) else ""

    def replacing(self, place: Positioned, old: str, new: str) -> Fix | None:
        """The fix that writes other words at that place; None if the old ones are not in the line there."""
        line, index = self.line(place), place.column - 1
        index += line[index : index + 1] in {'"', "'"}
        if not old or "\n" in old or not line.startswith(old, index):
            return None
        return Fix(place.line, (f"{line[:index]}{new}{line[index + len(old) :]}",))

    def _note(
        self,
        place: Positioned,
        severity: Severity,
        code: str,
        message: str,
        *,
        hint: str,
        fix: Fix | None = None,
    ) -> None:
        problem = Problem(self.source.file, place.line, place.column, severity, code, message, hint, fix)
        self.problems.append(problem)
