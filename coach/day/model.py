"""The engine's effects: what is to be carried out, including journal entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from coach.plan.model import Occurrence, RoutineSummary

    Batch = tuple[Occurrence, ...]
    """Occurrences that are spoken as one; the first is the one that the others were merged with."""

Ruling = Literal[
    "speak", "defer", "skip",
    "called", "repeated", "unanswered", "begun", "later", "skipped", "done", "withdrawn",
    "led", "ended", "failed",
]  # fmt: skip
"""What became of an occurrence: the gate's three, then what person, plan or session made of it."""


Begun = Literal["coach", "person", "unattended"]
"""By whom a session was begun; `unattended`: by an answer that came while nobody was there."""


@dataclass(frozen=True, slots=True)
class ReminderEvent:
    """What became of an occurrence, when, why and until when, for the journal.

    `through`: the event stands for every occurrence of that reminder from `occurrence` until that one.
    """

    at: datetime
    occurrence: Occurrence
    ruling: Ruling
    reason: str = ""
    sentence: str = ""
    until: datetime | None = None
    through: datetime | None = None
    waited: float = 0.0
    """Seconds that it waited for a pause in the person's work before it was spoken."""

    def to_dict(self) -> dict[str, str | float]:
        """The event as JSON, without fields that do not apply; the journal adds `at` itself."""
        tree: dict[str, str | float] = {
            "reminder": self.occurrence.reminder,
            "due": self.occurrence.at.isoformat(),
            "ruling": self.ruling,
        }
        if self.reason:
            tree["reason"] = self.reason
        if self.sentence:
            tree["sentence"] = self.sentence
        if self.until is not None:
            tree["until"] = self.until.isoformat()
        if self.through is not None:
            tree["through"] = self.through.isoformat()
        if self.waited:
            tree["waited"] = round(self.waited, 1)
        return tree


@dataclass(frozen=True, slots=True)
class Lead:
    """Lead these routines (by id, each once) one after another, the first from its due time on.

    `begun`: by whom. `ReminderEngine.session_ended` or `session_failed` must be called when it is over.
    """

    occurrences: Batch
    routines: Mapping[str, RoutineSummary]
    begun: Begun = "coach"


@dataclass(frozen=True, slots=True)
class Announce:
    """Announce that this batch is waiting, as one routine, with the choice to begin, postpone or skip it."""

    occurrences: Batch
    summary: RoutineSummary
    is_again: bool = False
    """Whether it was said before: its due time is past, by whatever clock."""
    wording: int = 0
    """How many announcements were said before it, by which the words are chosen."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Give notice that these routines will be led at `at`, without being asked."""

    occurrences: Batch
    routines: tuple[RoutineSummary, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The announcement of this occurrence is over."""

    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class OwnBreak:
    """The person took a break unprompted, from `since` until `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """What was announced along with something that is over goes on waiting: show that, without a sound."""

    occurrences: Batch
    summary: RoutineSummary


Effect = Lead | Announce | Notice | Withdraw | StillWaiting | ReminderEvent | OwnBreak
