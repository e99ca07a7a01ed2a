"""What is wrong with a file: where, what, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

MOST_SHOWN = 20
"""More problems than this are counted, not listed: nobody mends a hundred at once."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem at one place; line and column count from 1."""

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.severity}[{self.code}]: {self.message}"
        return f"{text}; {self.hint}" if self.hint else text
