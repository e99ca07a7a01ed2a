"""The table of the API's operations, for reading requests and for the OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coach.fields.json_types import Id, Instant, Line, Seconds
from coach.fields.scalar_types import Choices, WholeNumber
from coach.fields.table import Field, Table
from coach.scales import HIGHEST_ANSWER, HIGHEST_NUMBER, SKIP_REASONS

if TYPE_CHECKING:
    from coach.api.steering import ActionName

MONTH = 31 * 86_400.0
"""Seconds; a longer pause means: until resumed."""
DAY = 86_400.0
SHORTEST = 1.0
MOST_COMING = 100
MOST_WHY = 60
"""Characters."""
MOST_AMOUNT = 6_000
"""Minutes: 100 hours."""
USUAL_COMING = 10
SESSION_COMMANDS = (
    "pause", "resume", "next", "previous", "repeat", "extend", "go", "hurts", "answer", "stop",
)  # fmt: skip
WITH_PAIN = ("hurts", "answer")

Gives = Literal["Status", "Coming", "Answer", "Events", "Document", "Flags"]
"""What comes back; `openapi.py` says what each holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route. `at_most_one`: its fields exclude each other. `action`: the name of the daemon's action."""

    method: Literal["GET", "POST"]
    path: str
    summary: str
    gives: Gives
    query: tuple[Field, ...] = ()
    fields: tuple[Field, ...] = ()
    at_most_one: bool = False
    action: ActionName | None = None

    @property
    def name(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"

    @property
    def table(self) -> Table:
        """The fields of its query and its body, as the documentation lists them."""
        return Table(self.name, (*self.query, *self.fields))

    @property
    def needs_body(self) -> bool:
        """Whether the operation requires at least one field."""
        return any(field.is_required for field in self.fields)


def _action(name: ActionName, summary: str, *fields: Field, at_most_one: bool = False) -> Operation:
    return Operation(
        method="POST",
        path=f"/{name}",
        summary=summary,
        gives="Answer",
        fields=fields,
        at_most_one=at_most_one,
        action=name,
    )


_MEANT = Field(
    "reminder",
    Id("a reminder or a routine"),
    "Which one, of several that wait.",
    '"neck"',
    without="the newest",
)

OPERATIONS = (
    Operation(method="GET", path="/status", summary="The coach's status.", gives="Status"),
    Operation(
        method="GET",
        path="/next",
        summary="The next occurrences, soonest first.",
        gives="Coming",
        query=(Field("n", WholeNumber(1, MOST_COMING), "How many.", "3", default=str(USUAL_COMING)),),
    ),
    _action(
        "pause",
        "Be quiet until then; without a field, until resumed.",
        Field(
            "until", Instant(), "When to speak again; a month ahead at most.", '"2026-11-02T15:00:00+01:00"'
        ),
        Field("seconds", Seconds(SHORTEST, MONTH), "How long to be quiet, from now.", "1800"),
        at_most_one=True,
    ),
    _action(
        "off",
        "Take days off until then; without `until`, until resumed.",
        Field(
            "until", Instant(), "When to speak again; a month ahead at most.", '"2026-11-05T03:00:00+01:00"'
        ),
        Field("because", Line(MOST_WHY), "Why.", '"holiday"'),
    ),
    _action("resume", "End the pause, or the days off."),
    _action("begin", "Begin the routine that is announced or put off.", _MEANT),
    _action(
        "later",
        "Announce it again later.",
        _MEANT,
        Field(
            "seconds",
            Seconds(SHORTEST, DAY),
            "How much later.",
            "300",
            without="as the plan's `put_off` says",
        ),
    ),
    _action(
        "skip",
        "Skip the routine that is announced or put off, or say why you skipped it when you were asked.",
        _MEANT,
        Field("because", Choices(SKIP_REASONS), "Why.", "busy", without="not said"),
    ),
    _action(
        "done",
        "Record that the person did a reminder or a routine.",
        Field(
            "reminder",
            Id("a reminder or a routine"),
            "Which one.",
            '"water"',
            without="the newest that is announced",
        ),
        Field("at", Instant(), "When they did it.", '"2026-11-02T14:30:00+01:00"', without="now"),
    ),
    _action("read", "Mark what answered notes and was not heard, in `to_read`, as read."),
    _action("reload", "Reload the plan and the routines now."),
    _action("stop", "Stop the coach."),
    _action(
        "session",
        "Control the routine that is being led.",
        Field("command", Choices(SESSION_COMMANDS), "What to do.", '"pause"', is_required=True),
        Field(
            "pain",
            WholeNumber(0, HIGHEST_ANSWER, or_null=True),
            "The answer; null: no answer.",
            "4",
            only_with=("command", WITH_PAIN),
        ),
        Field(
            "number",
            WholeNumber(0, HIGHEST_NUMBER),
            "The answer where a number is asked for, or 1 for yes and 0 for no; instead of `pain`.",
            "12",
            only_with=("command", ("answer",)),
        ),
    ),
    _action(
        "sign",
        "Choose a sign of the list: its line is the answer, and is shown and spoken as `coach sign` does.",
        Field("sign", Id("a sign"), "Which one; `coach sign` lists them.", '"calf-hot"', is_required=True),
        Field("amount", WholeNumber(0, MOST_AMOUNT), "For how many minutes, or how strong.", "10"),
    ),
    _action("cramp", "Note a cramp, now, and lead the help for it; whatever else is led ends."),
    Operation(method="GET", path="/flags", summary="What the list of signs answered.", gives="Flags"),
    Operation(
        method="GET",
        path="/events",
        summary="What happens from now on, as server-sent events.",
        gives="Events",
    ),
    Operation(method="GET", path="/openapi.json", summary="This document.", gives="Document"),
)
