"""How far ahead the daemon decides, and which speaking process it makes ready for what comes next.

One process at a time is ready: for what is due in some seconds, else for the announcement that the person may
begin at any moment, also while another routine comes to its end.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.daemon.session_leader import NEXT_SECONDS
from coach.day.announcement import routines_of
from coach.day.model import Lead

if TYPE_CHECKING:
    from datetime import datetime

    from coach.clock import Clock
    from coach.daemon.actions import DayActions
    from coach.day.engine import ReminderEngine
    from coach.day.model import Announce

EARLY = 0.7
"""Seconds by which a decision comes before its instant, so that the first word can fall on it."""
AHEAD = 12.0
"""Seconds before an occurrence in which its process is made ready: start, clips, three of silence."""
AFTER_FIRST_WORD = timedelta(seconds=2)
"""How long after an announcement its session is made ready: its first word has to be on time."""
KEPT_READY = timedelta(minutes=10)
"""How long after an announcement its session is kept ready: it takes memory, and keeps the device awake."""


class EarlyClock:
    """The system's clock, a little ahead: it shows the time at which a decision made now can be heard."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """The wall clock, moved ahead."""
        return self._clock.now() + timedelta(seconds=EARLY)

    def monotonic(self) -> float:
        """The monotonic seconds, not moved."""
        return self._clock.monotonic()

    def boot(self) -> float:
        """The seconds since boot, not moved."""
        return self._clock.boot()


class Preparation:
    """Keeps a process ready for the next session."""

    def __init__(self, engine: ReminderEngine, actions: DayActions, clock: Clock) -> None:
        self._engine = engine
        self._actions = actions
        self._clock = clock

    def prepare(self) -> None:
        """Prepare what is wanted now, and drop what is no longer wanted."""
        if self._engine.state.led is not None:
            self._prepare_for_afterwards()
            return
        now, instant = self._clock.now(), self._engine.next_decision
        seconds = 0.0 if instant is None else (instant - now).total_seconds()
        effect: Lead | Announce | None = None
        if instant is not None and seconds <= AHEAD:
            effect = self._engine.upcoming(instant)
        if effect is None:
            effect, seconds = self._waiting(now), 0.0
        if effect is not None:
            self._actions.prepare(effect, seconds)
        else:
            self._actions.drop_prepared()

    def _prepare_for_afterwards(self) -> None:
        """Near the end of what is led make ready what waits: it may be begun right after it."""
        session, until = self._actions.session, self._engine.state.led_until
        if session is None or not session.is_last or until is None:
            return  # what was made ready is being used, or will be
        now = self._clock.now()
        waiting = self._waiting(now) if (until - now).total_seconds() <= NEXT_SECONDS else None
        if waiting is not None:
            self._actions.prepare(waiting, 0.0)
        else:
            self._actions.drop_prepared()

    def seconds_until_next(self) -> float | None:
        """Seconds until something else may be wanted; None: nothing is in sight."""
        if self._actions.session is not None:
            return None
        now, looks = self._clock.now(), []
        upcoming, newest = self._engine.next_decision, self._engine.state.announcement
        if upcoming is not None:
            looks += [upcoming - timedelta(seconds=ahead) for ahead in (AHEAD, self._actions.rendering_ahead)]
        if newest is not None:
            looks += [newest.said + AFTER_FIRST_WORD, newest.said + KEPT_READY]
        return min(((look - now).total_seconds() for look in looks if look > now), default=None)

    def _waiting(self, now: datetime) -> Lead | None:
        """The session of the newest announcement, as long as it is kept ready."""
        newest = self._engine.state.announcement
        if newest is None or self._engine.plan.plan.call(newest.occurrence.reminder).how != "voice":
            return None  # nobody has to be answered at once
        if not newest.said + AFTER_FIRST_WORD <= now < newest.said + KEPT_READY:
            return None
        return Lead(newest.occurrences, routines_of(newest.occurrences, self._engine.plan))
