"""What a restart must not lose: postponed routines, an announcement, a pause, what was spoken.

The time of saving is kept too, by the wall clock and in seconds since boot. If the clock was set while no
daemon ran, what was due in some minutes is still due after as many.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.atomic_write import read_private_file, write_private_file
from coach.day.announcement import Announcement
from coach.day.clock_changes import TOLERANCE
from coach.day.state import DayState, Pending
from coach.day.use import Use, reminders_counting_use
from coach.home import private_folder
from coach.json_lines import MALFORMED
from coach.plan.model import Occurrence
from coach.plan.occurrences import due_after

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.day.engine import ReminderEngine
    from coach.day.model import Effect
    from coach.home import Home
    from coach.journal.events import JSON

NAME = "day.json"
STARTING = timedelta(seconds=2)
"""About as long before the process reads its clock for the first time it was started."""


def to_dict(engine: ReminderEngine) -> dict[str, JSON]:
    """The engine's state as plain values."""
    state = engine.state
    return {
        "waiting": [_pending(each, state.pending[each]) for each in sorted(state.pending)],
        "announced": [_announcement(each) for each in state.announcements],
        "spoken": [
            [reminder, at.isoformat(), spoken.isoformat()]
            for (reminder, at), spoken in sorted(state.recently_spoken.items())
        ],
        "expected": [_occurrence(each) for each in sorted(engine.expected)],
        "paused_until": _instant_text(state.paused_until),
        "paused_because": state.paused_because,
        "calls": [call.isoformat() for call in state.calls],
        "last_spoken": _instant_text(state.last_spoken),
        "led_until": _instant_text(state.led_until),
        "wording": state.wording,
        "noticed": _instant_text(state.noticed),
        "skips": dict(sorted(state.skips.items())),
        "asked_why": None if state.asked_why is None else _occurrence(state.asked_why),
        "use": _use(state.use) if reminders_counting_use(engine.plan) else None,
    }


def from_dict(tree: dict[str, JSON]) -> tuple[DayState, list[Occurrence]]:
    """The state, and what each reminder was due for next. Raises `ValueError`."""
    try:
        state = DayState(
            pending=dict(_read_pending(each) for each in _list(tree.get("waiting"))),
            announcements=tuple(_read_announcement(each) for each in _list(tree.get("announced"))),
            recently_spoken=dict(_read_spoken(each) for each in _list(tree.get("spoken"))),
            paused_until=_read_instant(tree.get("paused_until")),
            paused_because=_read_text(tree.get("paused_because")),
            calls=tuple(_aware(each) for each in _list(tree.get("calls"))),
            last_spoken=_read_instant(tree.get("last_spoken")),
            led_until=_read_instant(tree.get("led_until")),
            wording=_number(tree.get("wording", 0)),
            noticed=_read_instant(tree.get("noticed")),
            skips=_read_skips(tree.get("skips")),
            asked_why=None if tree.get("asked_why") is None else _read_occurrence(tree["asked_why"]),
            use=_read_use(tree.get("use")),
        )
        return state, [_read_occurrence(each) for each in _list(tree.get("expected"))]
    except (TypeError, KeyError, AttributeError, OverflowError) as error:
        raise ValueError(f"not a saved state: {error}") from error


class SavedState:
    """The file that holds the state; written only when the state has changed.

    `boot` identifies this boot of the machine; None if the system does not say.
    """

    def __init__(self, home: Home, clock: Clock, boot: str | None) -> None:
        self._path = private_folder(home.state) / NAME
        self._clock = clock
        self._boot = boot
        self._written: dict[str, JSON] = {}
        self.restored_from: datetime | None = None
        """When the state that was restored had been saved; None: there was none."""
        self._since = clock.now() - STARTING

    def restore(self, engine: ReminderEngine) -> tuple[Effect, ...]:
        """Restore the state that the last process saved; an unreadable file is ignored.

        Without one, what fell due while this process was starting is due now.
        """
        try:
            tree = json.loads(read_private_file(self._path))
            state, expected = from_dict(tree)
            written = tree.get("written")
            jump = self._jump(written)
            saved = _aware(written["at"]) if isinstance(written, dict) else None
        except (OSError, *MALFORMED):
            return engine.restore(DayState(), due_after(engine.plan, self._since))
        self.restored_from = saved
        if saved is not None and self._clock.now() - saved - jump >= _unseen(engine):
            state = replace(state, use=Use())  # nobody saw whether the person took a break
        is_set = abs(jump.total_seconds()) > TOLERANCE
        return engine.restore(state, expected, jump if is_set else timedelta())

    def save(self, engine: ReminderEngine) -> None:
        """Write the state if it has changed; on a full disk it is not saved, and the day goes on."""
        tree = to_dict(engine)
        if tree == self._written:
            return
        now = self._clock.now()
        stamp: JSON = {"at": now.isoformat(), "boot_seconds": self._clock.boot(), "boot": self._boot}
        try:
            # Durable, as a power cut must not end a pause: 1 to 5 ms more on a usual disk, after the effects.
            write_private_file(self._path, json.dumps(tree | {"written": stamp}), durable=True)
        except OSError:
            return
        self._written = tree

    def _jump(self, written: JSON) -> timedelta:
        """By how much the clock was set since the save; after a reboot only that it did not run backwards."""
        if not isinstance(written, dict):
            return timedelta()
        passed = self._clock.now() - _aware(written["at"])
        seconds = written.get("boot_seconds")
        if self._boot is not None and written.get("boot") == self._boot and isinstance(seconds, float):
            return passed - timedelta(seconds=self._clock.boot() - seconds)
        return min(passed, timedelta())


def _pending(occurrence: Occurrence, pending: Pending) -> JSON:
    return {
        "due": _occurrence(occurrence),
        "until": _instant_text(pending.until),
        "together": [_occurrence(each) for each in pending.together],
        "put_off": pending.put_off,
        "first_due": _instant_text(pending.first_due),
    }


def _read_pending(tree: JSON) -> tuple[Occurrence, Pending]:
    if not isinstance(tree, dict):
        raise TypeError("a pending occurrence without fields")
    together = tuple(_read_occurrence(each) for each in _list(tree["together"]))
    return _read_occurrence(tree["due"]), Pending(
        _read_instant(tree["until"]),
        together,
        _number(tree["put_off"]),
        _read_instant(tree.get("first_due")),
    )


def _announcement(announcement: Announcement) -> JSON:
    return {
        "occurrences": [_occurrence(each) for each in announcement.occurrences],
        "since": announcement.since.isoformat(),
        "said": announcement.said.isoformat(),
        "times": announcement.times,
        "put_off": announcement.put_off,
        "made_up": announcement.is_made_up,
        "first_due": _instant_text(announcement.first_due),
    }


def _read_announcement(tree: JSON) -> Announcement:
    if not isinstance(tree, dict) or not tree["occurrences"]:
        raise TypeError("an announcement without its occurrences")
    return Announcement(
        tuple(_read_occurrence(each) for each in _list(tree["occurrences"])),
        _aware(tree["since"]),
        _aware(tree["said"]),
        _number(tree["times"]),
        _number(tree["put_off"]),
        _read_instant(tree.get("first_due")),
        is_made_up=bool(tree["made_up"]),
    )


def _read_text(value: JSON) -> str | None:
    return None if value is None else str(value)


def _read_skips(tree: JSON) -> dict[str, int]:
    if not isinstance(tree, dict | None):
        raise TypeError("not the skips of routines")
    return {routine: _number(times) for routine, times in (tree or {}).items()}


def _number(value: JSON) -> int:
    if not isinstance(value, int):
        raise TypeError("not a whole number")
    return value


def _read_spoken(row: JSON) -> tuple[tuple[str, datetime], datetime]:
    reminder, at, spoken = _list(row)
    return (str(reminder), _aware(at)), _aware(spoken)


USE_STEP = 300.0
"""Seconds of use that are saved at a time, so that the file is not written every minute."""


def _unseen(engine: ReminderEngine) -> timedelta:
    """After this long without a save there was a break, or no coach to see one."""
    return timedelta(seconds=engine.plan.plan.break_after + USE_STEP)


def _use(use: Use) -> JSON:
    return {"seconds": use.seconds // USE_STEP * USE_STEP, "counted": dict(use.counted)}


def _read_use(tree: JSON) -> Use:
    if tree is None:
        return Use()
    if not isinstance(tree, dict) or not isinstance(tree["counted"], dict):
        raise TypeError("not a time in use")
    counted = {reminder: float(str(seconds)) for reminder, seconds in tree["counted"].items()}
    return Use(seconds=float(str(tree["seconds"])), counted=counted)


def _occurrence(occurrence: Occurrence) -> JSON:
    return [occurrence.at.isoformat(), occurrence.reminder, occurrence.routine]


def _read_occurrence(row: JSON) -> Occurrence:
    at, reminder, routine = _list(row)
    return Occurrence(_aware(at), str(reminder), str(routine))


def _list(value: JSON) -> list[JSON]:
    if value is not None and not isinstance(value, list):
        raise TypeError("not a list")
    return value or []


def _instant_text(instant: datetime | None) -> JSON:
    return None if instant is None else instant.isoformat()


def _read_instant(value: JSON) -> datetime | None:
    return None if value is None else _aware(value)


def _aware(value: JSON) -> datetime:
    instant = datetime.fromisoformat(str(value))
    if instant.tzinfo is None:
        raise ValueError("an instant without its offset")
    return instant
