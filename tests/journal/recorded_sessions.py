"""Events of sessions, as the tests write them into a journal."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.journal.events import EventKind

    ChainRecord = Callable[..., None]


OWNER = {"pid": 77, "process_started": 5, "boot": "this boot"}
BEGIN = datetime(2026, 11, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))


def begin(**data: object) -> tuple[EventKind, dict[str, Any]]:
    """The first event of a session."""
    return "session-started", {
        "title": "Desk neck and shoulders",
        "language": "en",
        "voice": "espeak/en-gb@150",
        "detail": "full",
        "steps": 2,
        **OWNER,
        **data,
    }


def end(outcome: str = "completed", **data: object) -> tuple[EventKind, dict[str, Any]]:
    """The last event of a session."""
    return "session-ended", {
        "outcome": outcome,
        "steps_done": 2,
        "seconds": 58.5,
        "voice": "espeak/en-gb@150",
        **data,
    }


def step(what: str, number: int) -> tuple[EventKind, dict[str, Any]]:
    """An event of a step."""
    return f"step-{what}", {"step": number, "name": "Side bend"}  # type: ignore[return-value]  # three kinds begin so


def damage(path: Path, kind: str, data: str) -> None:
    """Write that data into the events of that kind of the session `odd`, without the journal."""
    stranger = sqlite3.connect(path)
    stranger.execute("DROP TRIGGER events_refuse_update")
    stranger.execute("UPDATE events SET data = ? WHERE session = 'odd' AND kind = ?", (data, kind))
    stranger.commit()
    stranger.close()
