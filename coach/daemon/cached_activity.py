"""The last answers of the activity sources, so that the status can be shown without polling again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.activity.source import PARTS, by_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.activity.source import ActivityReport
    from coach.clock import Clock
    from coach.daemon.notifications import NotificationStatus
    from coach.journal.events import JSON
    from coach.situation import Situation

NOT_YET = "not asked yet"


class CachedActivity:
    """Polls the sources when something is due, and keeps their answers.

    `notifications` gives the state of the notifications. A program that reads the status every second must
    not become a way to poll the person.
    """

    def __init__(
        self,
        ask: Callable[[], ActivityReport],
        notifications: Callable[[], NotificationStatus],
        clock: Clock,
    ) -> None:
        self._ask = ask
        self._notifications = notifications
        self._clock = clock
        self._last: tuple[datetime, ActivityReport] | None = None

    def ask(self) -> Situation:
        """Poll the sources and return the situation now."""
        report = self._ask()
        self._last = (self._clock.now(), report)
        return report.situation

    def to_dict(self) -> dict[str, JSON]:
        """When the sources were last polled, and for each `works` (null: not known), `detail` and `todo`."""
        shown = self._notifications()
        if self._last is None:
            asked, each = None, [_row(part, None, NOT_YET, "") for part in PARTS]
        else:
            moment, report = self._last
            asked = moment.astimezone().isoformat(timespec="seconds")
            each = [_row(one.part, one.works, one.detail, one.todo) for one in by_part(report.sources)]
        return {"asked": asked, "each": [*each, _row("notifications", shown.works, shown.detail, shown.todo)]}


def _row(what: str, works: bool | None, detail: str, todo: str) -> JSON:  # noqa: FBT001 — a state, not a switch
    return {"what": what, "works": works, "detail": detail, "todo": todo}
