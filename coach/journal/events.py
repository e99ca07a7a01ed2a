"""Events: what happened in a session, one frozen value each.

What `data` holds, by kind (a field that does not apply is left out):

    session-started  title, language, voice, steps (how many), detail, pid, process_started, boot
    step-started     step (from 0), name
    step-done        step, name
    step-skipped     step, name
    paused, resumed  step
    asked            question, step
    answered         question, step, pain (0-10, or null: no answer), hurts (true: "this hurts")
    notice-given     notice ("stop-rules" or "routine"), version, heard (false: skipped)
    reminder         reminder, due, ruling, reason, sentence, until, through (the last due of many for which
                     it stands); of no session (the daemon writes it)
    session-ended    outcome, steps_done (how many), seconds (performed), voice (what it really was)
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from coach.clock import local_offset_minutes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from coach.clock import Clock

JSON = bool | int | float | str | None | list["JSON"] | dict[str, "JSON"]
EventKind = Literal[
    "session-started", "step-started", "step-done", "step-skipped", "paused",
    "resumed", "asked", "answered", "notice-given", "session-ended", "reminder",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; corrections are further events.

    `id`: a UUID in hex. `at`: aware, in UTC. `offset_minutes`: how far the local clock was ahead
    of UTC then. `digest`: the SHA-256 of the routine's file, in hex. Raises `ValueError` or
    `TypeError` when it could not be kept as it is, so that a fault shows where the event is made.
    """

    id: str
    kind: EventKind
    at: datetime
    offset_minutes: int
    session: str
    routine: str
    digest: str
    data: Mapping[str, JSON] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.at.utcoffset() != timedelta(0):
            raise ValueError("an event's time must be aware and in UTC")
        encoded(self.data)


def new_event(
    kind: EventKind, clock: Clock, *, session: str, routine: str, digest: str, data: Mapping[str, JSON]
) -> Event:
    """That event, happening now."""
    now = clock.now().astimezone(UTC)
    return Event(
        id=uuid4().hex,
        kind=kind,
        at=now,
        offset_minutes=local_offset_minutes(now),
        session=session,
        routine=routine,
        digest=digest,
        data=data,
    )


def encoded(data: Mapping[str, JSON]) -> str:
    """That data as JSON text; raises `ValueError` for NaN and infinities, `TypeError` for what JSON lacks."""
    return json.dumps(dict(data), allow_nan=False, separators=(",", ":"))
