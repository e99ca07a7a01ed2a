"""What `coach next` and `coach plan` know of the day, from the state that the coach saves."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.commands.printing import warn
from coach.day.state import UNTIL_RESUMED
from coach.plan.forecast import KnownDay
from coach.plan.local_time import local_moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo
    from pathlib import Path

    from coach.home import Home
    from coach.journal.events import JSON
    from coach.plan.model import Occurrence, ResolvedPlan


@dataclass(frozen=True, slots=True)
class KnownState:
    """The day as the forecast takes it, whether the coach is running, and what waits to be begun."""

    day: KnownDay
    is_running: bool
    paused_until: datetime | None = None
    announced: Occurrence | None = None

    @property
    def now(self) -> datetime:
        """The instant at which it is known."""
        return self.day.now

    def remarks(self, zone: tzinfo) -> list[str]:
        """Sentences for a person: what the forecast goes by."""
        found = (
            [] if self.is_running else ["The coach is not running. This is what it would do if started now."]
        )
        if self.paused_until == UNTIL_RESUMED:
            found.append("Paused until `coach resume`. This is what comes if you resume now.")
        elif self.paused_until is not None:
            found.append(f"Paused until {local_moment(self.paused_until, self.now, zone)}.")
        if self.announced is not None:
            found.append(f"Waiting to begin: {self.announced.routine} ({self.announced.reminder}).")
        return found

    def to_dict(self, zone: tzinfo) -> Mapping[str, JSON]:
        """The same for a program."""
        until = self.paused_until
        return {
            "running": self.is_running,
            "paused": until is not None,
            "paused_until": None
            if until is None or until == UNTIL_RESUMED
            else until.astimezone(zone).isoformat(),
            "announced": None if self.announced is None else self.announced.reminder,
        }


def read_known_day(home: Home, now: datetime) -> KnownState:
    """What the coach has saved, as far as it still holds; a file that cannot be read is as good as none."""
    from coach.daemon import saved_state

    is_running = _is_running(home)
    try:
        tree = json.loads((home.state / saved_state.NAME).read_text(encoding="utf-8"))
        state, _ = saved_state.from_dict(tree)
    except (OSError, ValueError, AttributeError, RecursionError):
        return KnownState(KnownDay(now=now), is_running)
    paused = state.paused_until if state.paused_until is not None and state.paused_until > now else None
    announced = None if state.announcement is None else state.announcement.occurrences[0]
    day = KnownDay(
        now=now,
        paused_until=None if paused == UNTIL_RESUMED else paused,
        led_until=state.led_until if state.led_until is not None and state.led_until > now else None,
        last_spoken=state.last_spoken,
        pending={each: how.until for each, how in state.pending.items()},
    )
    return KnownState(day, is_running, paused, announced)


def with_busy_hours(plan: ResolvedPlan, folder: Path, start: datetime, end: datetime) -> ResolvedPlan:
    """The plan with the busy hours of its calendars between these instants; problems go to stderr.

    `folder`: where the plan's file is.
    """
    if not plan.plan.calendars:
        return plan
    import asyncio

    from coach.daemon.calendar_watch import busy_hours_of

    reading, _ = asyncio.run(busy_hours_of(plan, folder, start, end))
    for problem in reading.problems:
        warn(problem)
    return replace(plan, busy_hours=reading.busy)


def _is_running(home: Home) -> bool:
    """Whether a coach runs; a killed one leaves its address behind."""
    from coach.api.address import read_address
    from coach.errors import DaemonError
    from coach.journal.owner import is_alive, system_processes

    try:
        address = read_address(home)
    except DaemonError:
        return False
    return address is not None and is_alive(address.owner, system_processes())
