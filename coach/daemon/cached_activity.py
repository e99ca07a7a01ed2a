"""The last answers of the activity sources, so that the status can be shown without polling again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.activity.source import PARTS, by_part, idle_by_events
from coach.situation import BREAKPOINT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.activity.source import ActivityReport
    from coach.clock import Clock
    from coach.daemon.notifications import NotificationStatus
    from coach.journal.events import JSON
    from coach.situation import Situation

KEPT = 30.0
"""Seconds for which the answers of the other sources are good while the person types."""
NOT_YET = "not asked yet"


class CachedActivity:
    """Polls the sources when something is due, and keeps their answers.

    `ask` polls all sources, and `ask_idle` one of them for the idle time alone: while the person types and a
    pause is waited for, only that is polled every few seconds, and the rest again after `KEPT`.
    `idle_by_events` gives the idle time without asking anybody, None if no events report it.
    `notifications` gives the state of the notifications. A program that reads the status every second must
    not become a way to poll the person.
    """

    def __init__(
        self,
        ask: Callable[[], ActivityReport],
        ask_idle: Callable[[], float | None],
        notifications: Callable[[], NotificationStatus],
        clock: Clock,
        idle_by_events: Callable[[], float | None] = lambda: None,
    ) -> None:
        self._ask = ask
        self._ask_idle = ask_idle
        self._notifications = notifications
        self._clock = clock
        self._idle_by_events = idle_by_events
        self._last: tuple[datetime, ActivityReport] | None = None
        self._polled = -KEPT

    def ask(self) -> Situation:
        """Poll the sources and return the situation now."""
        report = self._ask()
        self._last, self._polled = (self._clock.now(), report), self._clock.monotonic()
        situation = report.situation
        if situation.idle_seconds is None:
            return replace(situation, idle_seconds=self._idle_by_events())
        return situation

    def typing(self) -> Situation | None:
        """The last answers with the idle time of now while the person types; None: poll all sources.

        What is spoken must not be decided by them: a call may have begun since.
        """
        if self._last is None or not 0 <= self._clock.monotonic() - self._polled < KEPT:
            return None
        idle = self._ask_idle()
        idle = self._idle_by_events() if idle is None else idle
        if idle is None or idle >= BREAKPOINT_SECONDS:
            return None
        return replace(self._last[1].situation, idle_seconds=idle)

    def idle_seconds(self) -> float | None:
        """The idle time now, by events; where there are none from one source, which a poll of all finds."""
        known = self._idle_by_events()
        if known is not None:
            return known
        return self._ask_idle() if self._last is not None else self.ask().idle_seconds

    def to_dict(self) -> dict[str, JSON]:
        """When the sources were last polled, and for each `works` (null: not known), `detail` and `todo`."""
        shown = self._notifications()
        if self._last is None:
            asked, each = None, [_row(part, None, NOT_YET, "") for part in PARTS]
        else:
            moment, report = self._last
            asked = moment.astimezone().isoformat(timespec="seconds")
            parts = by_part(report.sources)
            if not parts[0].works and (idle := self._idle_by_events()) is not None:
                parts = (idle_by_events(idle), *parts[1:])
            each = [_row(one.part, one.works, one.detail, one.todo) for one in parts]
        return {"asked": asked, "each": [*each, _row("notifications", shown.works, shown.detail, shown.todo)]}


def _row(what: str, works: bool | None, detail: str, todo: str) -> JSON:  # noqa: FBT001 — a state, not a switch
    return {"what": what, "works": works, "detail": detail, "todo": todo}
