"""The table of what the API can do: requests are read by it, and the OpenAPI document is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coach.api.kinds import Instant, Seconds, Whole, Word

if TYPE_CHECKING:
    from coach.api.kinds import Kind
    from coach.api.steering import ActionName

MONTH = 31 * 86_400.0
"""Seconds; whoever pauses for longer means: until I resume."""
DAY = 86_400.0
SHORTEST = 1.0
MOST_COMING = 100
USUAL_COMING = 10
SESSION_COMMANDS = (
    "pause", "resume", "next", "previous", "repeat", "extend", "hurts", "answer", "stop",
)  # fmt: skip
WITH_PAIN = ("hurts", "answer")
HIGHEST_PAIN = 10

Gives = Literal["Status", "Coming", "Answer", "Events", "Document"]
"""What comes back; `openapi.py` says what each holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a request. `only_with`: another field, and the values of it that this one belongs to."""

    name: str
    kind: Kind
    meaning: str
    is_required: bool = False
    only_with: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route. `at_most_one`: its fields exclude each other. `action`: what the coach is told."""

    method: Literal["GET", "POST"]
    path: str
    summary: str
    gives: Gives
    query: tuple[Field, ...] = ()
    fields: tuple[Field, ...] = ()
    at_most_one: bool = False
    action: ActionName | None = None

    @property
    def needs_body(self) -> bool:
        """Whether it makes no sense without fields."""
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


OPERATIONS = (
    Operation(method="GET", path="/status", summary="How the coach stands.", gives="Status"),
    Operation(
        method="GET",
        path="/next",
        summary="The next occurrences, soonest first.",
        gives="Coming",
        query=(
            Field(name="n", kind=Whole(1, MOST_COMING), meaning=f"How many; {USUAL_COMING} unless said."),
        ),
    ),
    _action(
        "pause",
        "Say nothing until then; without a field, until resumed.",
        Field(name="until", kind=Instant(), meaning="When to speak again; a month ahead at most."),
        Field(name="seconds", kind=Seconds(SHORTEST, MONTH), meaning="How long to be quiet, from now."),
        at_most_one=True,
    ),
    _action("resume", "Speak again."),
    _action("begin", "Begin the routine that is announced."),
    _action(
        "later",
        "Announce it again later.",
        Field(name="seconds", kind=Seconds(SHORTEST, DAY), meaning="How much later; 600 unless said."),
    ),
    _action("skip", "Leave out what is announced."),
    _action("done", "Note that what is announced was done without being led."),
    _action("reload", "Read the plan and the routines anew, now."),
    _action("stop", "End the coach that runs all day."),
    _action(
        "session",
        "Tell the routine that is being led.",
        Field(name="command", kind=Word(SESSION_COMMANDS), meaning="What to do.", is_required=True),
        Field(
            name="pain",
            kind=Whole(0, HIGHEST_PAIN, or_null=True),
            meaning="The answer, 0 to 10; null: no answer.",
            only_with=("command", WITH_PAIN),
        ),
    ),
    Operation(
        method="GET",
        path="/events",
        summary="What happens from now on, as server-sent events.",
        gives="Events",
    ),
    Operation(method="GET", path="/openapi.json", summary="This document.", gives="Document"),
)
