"""Whether the person is there, as it is seen from one look to the next: who comes back is left to settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.plan.gate import AWAY_SECONDS

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from coach.day.model import Situation


class Presence:
    """`last_break_end`: when the person was last seen to be back; None: not yet."""

    def __init__(self) -> None:
        self.last_break_end: datetime | None = None
        self._was_away = False

    def seen(self, situation: Situation, now: datetime) -> None:
        """Whoever was away when we last looked, and is there now, is only just back."""
        is_away = bool(situation.locked) or (situation.idle_seconds or 0.0) >= AWAY_SECONDS
        if self._was_away and not is_away:
            self.last_break_end = now
        self._was_away = is_away

    def slept(self, seconds: float, now: datetime) -> None:
        """The machine has slept for so long until now."""
        if seconds >= AWAY_SECONDS:
            self.last_break_end = now

    def shift(self, jump: timedelta) -> None:
        """Somebody set the clock by that much."""
        self.last_break_end = self.last_break_end and self.last_break_end + jump
