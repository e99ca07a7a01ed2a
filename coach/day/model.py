"""What the day needs of the outside, and what it knows of routines: the seam between deciding and doing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from coach.plan.model import Occurrence, Plan, Prescription

Ruling = Literal[
    "speak", "defer", "skip",
    "unanswered", "begun", "later", "skipped", "done", "withdrawn", "ended", "failed",
]  # fmt: skip
"""What became of an occurrence: the gate's three, then what person, plan or session made of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the day knows of a routine; `seconds`: how long it takes, estimated."""

    title: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Programme:
    """A plan with all that it needs; a new one takes its place when a file is edited."""

    plan: Plan
    zone: tzinfo
    routines: Mapping[str, Known]
    prescriptions: Mapping[str, Prescription]

    def known(self, occurrence: Occurrence) -> Known:
        """What is known of its routine."""
        return self.routines.get(occurrence.routine, Known(occurrence.routine, 0.0))

    def edition(self, occurrence: Occurrence) -> Occurrence | None:
        """The same with the routine that its reminder calls for here; None: it is not in the plan."""
        reminder = self.plan.reminder(occurrence.reminder)
        return None if reminder is None else replace(occurrence, routine=reminder.routine)


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry of the day's account: what became of an occurrence, when, why and until when.

    `through`: the entry stands for every occurrence of that reminder from `occurrence` until that one.
    """

    at: datetime
    occurrence: Occurrence
    ruling: Ruling
    reason: str = ""
    sentence: str = ""
    until: datetime | None = None
    through: datetime | None = None


class Situation(Protocol):
    """What the machine knows of the person now; None: it cannot tell."""

    @property
    def idle_seconds(self) -> float | None:
        """Since a key or the mouse was touched."""
        ...

    @property
    def locked(self) -> bool | None:
        """Whether the screen is locked."""
        ...

    @property
    def in_meeting(self) -> bool | None:
        """Whether a microphone is in use."""
        ...

    @property
    def do_not_disturb(self) -> bool | None:
        """Whether the desktop was told so."""
        ...


class Actions(Protocol):
    """What the day acts through. Nothing here waits: how it ended is told to the day later."""

    def situation(self) -> Situation:
        """How it stands with the person; asked only when something is due."""
        ...

    def is_led_elsewhere(self) -> bool:
        """Whether another process leads a routine now; asked only when something is due."""
        ...

    def lead(self, occurrence: Occurrence, together: tuple[Occurrence, ...]) -> None:
        """Lead the routine, and the short ones together with it; `Day.ended` or `Day.failed` follows."""
        ...

    def announce(self, occurrence: Occurrence, known: Known) -> None:
        """Say that a routine waits, and offer to begin, put off or leave out."""
        ...

    def withdraw(self) -> None:
        """The announcement stands no more."""
        ...

    def note(self, noted: Noted) -> None:
        """Write that down."""
        ...


class Desktop(Protocol):
    """Notifications with buttons; where there is no desktop nothing happens, and nothing raises."""

    async def announce(self, reminder: str, title: str, message: str) -> bool:
        """Show that a routine waits; whether it is shown."""
        ...

    async def tell(self, title: str, message: str) -> bool:
        """Show a sentence; whether it is shown."""
        ...

    async def withdraw(self, reminder: str) -> None:
        """Take back what was shown for it."""
        ...
