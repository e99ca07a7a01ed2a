"""What was spoken a moment ago: a clock that is set back a little makes it due again, but not said again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.plan.model import Occurrence

LATELY = timedelta(minutes=30)
"""Within so long the very same occurrence is not spoken twice. A clock that is set back by more is lived
anew: to leave out all of its reminders would be the silence that nobody can explain."""


class Lately:
    """By reminder and due instant, when it was spoken, on the clock as it is now."""

    def __init__(self) -> None:
        self.spoken: dict[tuple[str, datetime], datetime] = {}

    def add(self, row: Iterable[Occurrence], now: datetime) -> None:
        """These are spoken now; what was spoken longer ago than counts is forgotten."""
        self.spoken = {key: at for key, at in self.spoken.items() if now - LATELY < at}
        for occurrence in row:
            self.spoken[occurrence.reminder, occurrence.at] = now

    def has(self, occurrence: Occurrence, now: datetime) -> bool:
        """Whether it was spoken a moment ago."""
        at = self.spoken.get((occurrence.reminder, occurrence.at))
        return at is not None and abs(now - at) < LATELY

    def shift(self, jump: timedelta) -> None:
        """Somebody set the clock by that much."""
        self.spoken = {key: at + jump for key, at in self.spoken.items()}
