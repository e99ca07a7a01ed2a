"""What the surroundings told when they were last asked: for whoever wants to know, without asking again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.activity.situation import PARTS, by_part
from coach.daemon.status import local

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.activity.situation import Situation
    from coach.clock import Clock
    from coach.daemon.notifications import Standing
    from coach.journal.events import JSON

NOT_YET = "not asked yet"


class CachedActivity:
    """Asks when something is due, and remembers the answer. `ask` asks them all, `notifications` nobody.

    A program that looks at the state every second must not become a way of polling the person.
    """

    def __init__(
        self, ask: Callable[[], Situation], notifications: Callable[[], Standing], clock: Clock
    ) -> None:
        self._ask = ask
        self._notifications = notifications
        self._clock = clock
        self._last: tuple[datetime, Situation] | None = None

    def ask(self) -> Situation:
        """How it stands with the person now."""
        situation = self._ask()
        self._last = (self._clock.now(), situation)
        return situation

    def tree(self) -> dict[str, JSON]:
        """When they were asked last, and each with `works` (null: not known yet), `detail` and `todo`."""
        shown = self._notifications()
        if self._last is None:
            asked, each = None, [_row(part, None, NOT_YET, "") for part in PARTS]
        else:
            moment, situation = self._last
            asked = local(moment)
            each = [_row(one.part, one.works, one.detail, one.todo) for one in by_part(situation.sources)]
        return {"asked": asked, "each": [*each, _row("notifications", shown.works, shown.detail, shown.todo)]}


def _row(what: str, works: bool | None, detail: str, todo: str) -> JSON:  # noqa: FBT001 — a state, not a switch
    return {"what": what, "works": works, "detail": detail, "todo": todo}
