"""The tree of errors, each knowing its exit code.

    CoachError                     1  the answer is no
    ├── UnknownName                1  nothing has that id; says the nearest
    ├── ClinicError                1  a clinic's database cannot be reached, or refuses
    ├── FileError                  3  a file is missing, unreadable or bad
    │   └── BadFile                3  … with its list of problems
    ├── SpeechError                4  no voice or no sound where it was demanded
    ├── JournalError               5  the journal cannot be used
    └── DaemonError                6  the daemon is not running, or already is

Wrong usage (2) is click's own `UsageError`; an interruption ends with 130.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.problems import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.problems import Problem


MORE_MEMORY = "End other programs; `ulimit -v` shows whether the memory of each program is limited."
"""What to do when memory runs out."""
_NO_MEMORY = (
    "failed to map segment",
    "Cannot allocate memory",
    "can't start new thread",
    "error return without exception set",
)
"""What the loader of libraries, the system and Python say then, and Python where it forgets to say it."""


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether memory ran out, perhaps only to load a library or to start a thread."""
    while error is not None:
        if isinstance(error, MemoryError) or any(words in str(error) for words in _NO_MEMORY):
            return True
        error = error.__cause__ or error.__context__
    return False


class CoachError(Exception):
    """An error shown to a person without a traceback: one sentence, and what to do next."""

    exit_code: int = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UnknownName(CoachError):
    """Nothing has that id."""


class ClinicError(CoachError):
    """A clinic's database cannot be reached safely, or refuses what it is sent."""


class FileError(CoachError):
    """A file is missing, or cannot be read or written."""

    exit_code = 3


class BadFile(FileError):
    """A file was read but is not valid; the error holds all problems, and lists the first of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(listed(problems)))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[BadFile], tuple[tuple[Problem, ...]]]:
        """How it is pickled: exceptions are recreated from their first argument."""
        return type(self), (self.problems,)


class SpeechError(CoachError):
    """There is no voice or no sound, but one was demanded."""

    exit_code = 4


class JournalError(CoachError):
    """The journal cannot be opened, read or written."""

    exit_code = 5


class DaemonError(CoachError):
    """The daemon is not running where it must be, or is running where it must not be."""

    exit_code = 6
