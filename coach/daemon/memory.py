"""What a restart must not lose: routines put off, one that waits to be begun, a pause."""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import TYPE_CHECKING

from coach.home import PRIVATE_FILE, private_folder
from coach.plan.model import Occurrence

if TYPE_CHECKING:
    from pathlib import Path

    from coach.daemon.day import Day
    from coach.home import Home
    from coach.journal.events import JSON

NAME = "day.json"


def as_tree(day: Day) -> dict[str, JSON]:
    """What stands, as plain values. What was put off waits on; what was announced is announced once more."""
    waiting: list[JSON] = [
        [*_occurrence(occurrence), until.isoformat()]
        for occurrence, until in sorted(day.waiting.items())
        if until is not None
    ]
    if day.announced is not None:
        waiting.append([*_occurrence(day.announced.occurrence), day.announced.since.isoformat()])
    paused = day.paused_until
    spoken = day.last_spoken
    return {
        "waiting": waiting,
        "paused_until": None if paused is None else paused.isoformat(),
        "last_spoken": None if spoken is None else spoken.isoformat(),
    }


def restore(day: Day, tree: dict[str, JSON]) -> None:
    """Put it back, each at most once; what is of no reminder any more is left out. Raises `ValueError`."""
    waiting = tree.get("waiting")
    for entry in waiting if isinstance(waiting, list) else []:
        if not isinstance(entry, list) or len(entry) != 4:  # noqa: PLR2004 — at, reminder, routine, until
            raise ValueError("a waiting entry has four parts")
        at, reminder, routine, until = (str(part) for part in entry)
        if day.programme.plan.reminder(reminder) is not None:
            occurrence = Occurrence(datetime.fromisoformat(at), reminder, routine)
            day.waiting.setdefault(occurrence, datetime.fromisoformat(until))
    day.paused_until = _instant(tree.get("paused_until"))
    day.last_spoken = _instant(tree.get("last_spoken"))


class Memory:
    """The file in which it stands; written only when something has changed."""

    def __init__(self, home: Home) -> None:
        self._path = private_folder(home.state) / NAME
        self._written = ""

    def recall(self, day: Day) -> None:
        """Put back what the last daemon left; a file that does not read is left out of account."""
        try:
            restore(day, json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, AttributeError):
            return

    def keep(self, day: Day) -> None:
        """Write it down if it has changed; a full disk costs the memory, not the day."""
        text = json.dumps(as_tree(day))
        if text == self._written:
            return
        try:
            _write(self._path, text)
        except OSError:
            return
        self._written = text


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "w") as file:
        file.write(text)
    part.replace(path)


def _occurrence(occurrence: Occurrence) -> list[str]:
    return [occurrence.at.isoformat(), occurrence.reminder, occurrence.routine]


def _instant(value: JSON) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None
