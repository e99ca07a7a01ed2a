"""What a forecast knows of the day: the state that the coach saves, as far as it still holds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.atomic_write import read_private_file
from coach.daemon import saved_state
from coach.daemon.lock import lock_holder
from coach.daemon.status import pause_in_words
from coach.day.state import UNTIL_RESUMED, DayState
from coach.json_lines import MALFORMED
from coach.plan.forecast import KnownDay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from coach.day.state import Pause
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.plan.model import Occurrence, ResolvedPlan


@dataclass(frozen=True, slots=True)
class KnownState:
    """The saved state at the instant `now`, and what each reminder was due for next when it was saved."""

    now: datetime
    is_running: bool
    state: DayState = field(default_factory=DayState)
    expected: Sequence[Occurrence] = ()

    @property
    def day(self) -> KnownDay:
        """What `forecast_from` needs of this state."""
        state = self.state
        return KnownDay(
            now=self.now,
            paused_until=None if self.pause is None else self.pause.until,
            led_until=state.led_until if state.led_until is not None and state.led_until > self.now else None,
            last_spoken=state.last_spoken,
            paused_because=state.paused_because,
            calls=state.calls,
            put_off=frozenset(each for each, how in state.pending.items() if how.put_off),
            pending={each: how.until for each, how in state.pending.items()},
        )

    @property
    def pause(self) -> Pause | None:
        """The pause, or the days off; None: nothing is paused."""
        return self.state.pause_at(self.now)

    def remarks(self, plan: ResolvedPlan) -> list[str]:
        """Sentences for a person: what the forecast of that plan goes by."""
        found = (
            [] if self.is_running else ["The coach is not running. This is what it would do if started now."]
        )
        pause, announced = self.pause, self.state.announcement
        if pause is not None:
            because = f": {pause.because}" if pause.because else ""
            found.append(f"{pause_in_words(pause, self.now, plan.zone)}{because}.")
        if announced is not None:
            title = plan.summary(announced.occurrence).title
            found.append(f"Waiting to begin: {title} ({announced.occurrence.reminder}).")
        return found

    def to_dict(self, zone: tzinfo) -> Mapping[str, JSON]:
        """The state as JSON, the `assumed` of a forecast."""
        pause, announced = self.pause, self.state.announcement
        return {
            "running": self.is_running,
            "paused": pause is not None,
            "paused_until": None
            if pause is None or pause.until == UNTIL_RESUMED
            else pause.until.astimezone(zone).isoformat(),
            "off_because": None if pause is None else pause.because,
            "announced": None if announced is None else announced.occurrence.reminder,
        }


def read_known_state(home: Home, now: datetime) -> KnownState:
    """What the coach has saved; a file that cannot be read counts as none."""
    is_running = lock_holder(home) is not None
    try:
        tree = json.loads(read_private_file(home.state / saved_state.NAME))
        return KnownState(now, is_running, *saved_state.from_dict(tree))
    except (OSError, *MALFORMED):
        return KnownState(now, is_running)
