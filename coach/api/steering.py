"""The port by which the local API queries and controls the running daemon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from coach.journal.events import JSON

ActionName = Literal[
    "pause", "off", "resume", "begin", "later", "skip", "done", "reload", "stop", "session",
    "sign", "cramp", "read",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """An action that the person asks for.

    `until`: of `pause` and `off`, aware; None: until resumed. `seconds`: of `later`; None: as the plan says.
    `reminder`: the reminder or routine that is meant, of several that wait; empty: the newest. `session` and
    `pain`: the command to the running routine, and the answer that it carries. `at`: when the person did
    what is `done`; None: now. `because`: why days are `off`, or why it is skipped. `sign`: of the list of
    signs, and `amount`: for how many minutes, or how strong.
    """

    name: ActionName
    until: datetime | None = None
    seconds: float | None = None
    reminder: str = ""
    session: str = ""
    at: datetime | None = None
    pain: int | None = None
    because: str = ""
    sign: str = ""
    amount: int | None = None
    is_for_all: bool = False
    """Whether everything that was announced with `reminder` is `done` as well."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of an action: whether it made sense now, and a sentence for the person.

    `question`: why they skip, if that is asked; `reminder`: which one, for `skip` with `because`.
    `shown`: what a notification shows of it, in the plan's language; the sentence itself is English.
    """

    ok: bool
    sentence: str
    question: str = ""
    reminder: str = ""
    shown: str = ""


class Steering(Protocol):
    """The running daemon as the local API sees it; all methods are called in the API's event loop."""

    def status(self) -> dict[str, JSON]:
        """The status, as the API gives it."""
        ...

    def next_occurrences(self, number: int) -> list[dict[str, JSON]]:
        """The next occurrences, in the form of `coach next --json`."""
        ...

    def flags(self) -> list[dict[str, JSON]]:
        """What the list of signs answered, in the form of `coach flags --json`."""
        ...

    async def act(self, action: Action) -> Answer:
        """Carry out that action."""
        ...

    def events(self) -> AsyncIterator[dict[str, JSON]]:
        """The events from now on, one entry each; ends with the daemon."""
        ...
