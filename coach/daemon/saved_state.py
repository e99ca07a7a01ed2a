"""What a restart must not lose: routines put off, one that waits to be begun, a pause, what was spoken.

Beside it stands when it was written, by the wall clock and by the seconds since boot: if the clock was set
while no coach ran, what was to come after so many minutes still does.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.atomic_write import write_private_file
from coach.day.agenda import Waits
from coach.day.announcement import Announced
from coach.day.clock_changes import TOLERANCE
from coach.home import private_folder
from coach.plan.model import Occurrence

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.day.engine import ReminderEngine
    from coach.home import Home
    from coach.journal.events import JSON

NAME = "day.json"
LONGEST_LED = timedelta(minutes=30)
"""A session of the process before may have ended with it: it is not waited for any longer."""


def to_dict(day: ReminderEngine) -> dict[str, JSON]:
    """What stands, as plain values. What was put off waits on; what was announced is announced once more."""
    standing = day.announced
    return {
        "waiting": [_waits(each, day.agenda.waiting[each]) for each in sorted(day.agenda.waiting)],
        "announced": None
        if standing is None
        else _waits(standing.occurrence, Waits(standing.since, standing.together, standing.times)),
        "spoken": [
            [reminder, at.isoformat(), spoken.isoformat()]
            for (reminder, at), spoken in sorted(day.agenda.lately.spoken.items())
        ],
        "expected": {reminder: _text(at) for reminder, at in sorted(day.agenda.expected.items())},
        "paused_until": _text(day.paused_until),
        "last_spoken": _text(day.last_spoken),
        "led_until": _text(day.led_until),
    }


def restore(day: ReminderEngine, tree: dict[str, JSON], now: datetime, jump: timedelta = timedelta()) -> None:
    """Put it back at `now`, each at most once; what is of no reminder any more is left out with its reason.

    `jump`: by so much the clock was set since it was written. Raises `ValueError`; nothing is put back then.
    """
    try:
        waiting = dict(_waiting(each) for each in _rows(tree.get("waiting")))
        standing = _announced(tree.get("announced"))
        spoken = dict(_spoken(each) for each in _rows(tree.get("spoken")))
        expected = {name: _aware(at) for name, at in _fields(tree.get("expected")).items()}
        paused, last, led = (_instant(tree.get(n)) for n in ("paused_until", "last_spoken", "led_until"))
    except (TypeError, KeyError, OverflowError) as error:
        raise ValueError(f"it is no memory of a day: {error}") from error
    day.agenda.waiting |= waiting
    day.agenda.lately.spoken |= spoken
    day.agenda.go_on_from(expected)
    day.paused_until, day.last_spoken, day.led_until = paused, last, led
    if abs(jump.total_seconds()) > TOLERANCE:
        day.clock_was_set(jump)
        standing = standing and standing.shifted(jump)
    if standing is not None:
        day.outlive(standing, jump)
    if day.led_until is not None:
        day.led_until = min(day.led_until, now + LONGEST_LED)
    day.take_up(day.programme)  # the plan may have been edited meanwhile


class SavedState:
    """The file in which it stands; written only when something has changed.

    `boot` tells this boot of the machine from every other; None where the system has nothing of the kind.
    """

    def __init__(self, home: Home, clock: Clock, boot: str | None) -> None:
        self._path = private_folder(home.state) / NAME
        self._clock = clock
        self._boot = boot
        self._written: dict[str, JSON] = {}

    def recall(self, day: ReminderEngine) -> None:
        """Put back what the last process left; a file that does not read is left out of account."""
        try:
            tree = json.loads(self._path.read_text(encoding="utf-8"))
            restore(day, tree, self._clock.now(), self._jump(tree.get("written")))
        except (OSError, ValueError, AttributeError, TypeError, OverflowError, RecursionError):
            return

    def keep(self, day: ReminderEngine) -> None:
        """Write it down if it has changed; a full disk costs the memory, not the day."""
        tree = to_dict(day)
        if tree == self._written:
            return
        now = self._clock.now()
        stamp: JSON = {"at": now.isoformat(), "boot_seconds": self._clock.boot(), "boot": self._boot}
        try:
            # Not durable: the day would wait for the disk at every change.
            write_private_file(self._path, json.dumps(tree | {"written": stamp}), durable=False)
        except OSError:
            return
        self._written = tree

    def _jump(self, written: JSON) -> timedelta:
        """By how much the clock was set since; of another boot it is only known that it runs forward."""
        if not isinstance(written, dict):
            return timedelta()
        passed = self._clock.now() - _aware(written["at"])
        seconds = written.get("boot_seconds")
        if self._boot is not None and written.get("boot") == self._boot and isinstance(seconds, float):
            return passed - timedelta(seconds=self._clock.boot() - seconds)
        return min(passed, timedelta())


def _waits(occurrence: Occurrence, waits: Waits) -> JSON:
    return {
        "due": _due(occurrence),
        "until": _text(waits.until),
        "together": [_due(each) for each in waits.together],
        "announced": waits.announced,
    }


def _waiting(tree: JSON) -> tuple[Occurrence, Waits]:
    if not isinstance(tree, dict):
        raise TypeError("what waits has no fields")
    together = tuple(_occurrence(each) for each in _rows(tree["together"]))
    announced = tree["announced"]
    if not isinstance(announced, int):
        raise TypeError("'announced' is no number")
    return _occurrence(tree["due"]), Waits(_instant(tree["until"]), together, announced)


def _spoken(row: JSON) -> tuple[tuple[str, datetime], datetime]:
    reminder, at, then = _rows(row)
    return (str(reminder), _aware(at)), _aware(then)


def _announced(tree: JSON) -> Announced | None:
    if tree is None:
        return None
    occurrence, waits = _waiting(tree)
    if waits.until is None:
        raise TypeError("nobody knows since when it is announced")
    return Announced(occurrence, waits.together, waits.until, times=waits.announced)


def _due(occurrence: Occurrence) -> JSON:
    return [occurrence.at.isoformat(), occurrence.reminder, occurrence.routine]


def _occurrence(row: JSON) -> Occurrence:
    at, reminder, routine = _rows(row)
    return Occurrence(_aware(at), str(reminder), str(routine))


def _rows(value: JSON) -> list[JSON]:
    if value is not None and not isinstance(value, list):
        raise TypeError("there is no list where one belongs")
    return value or []


def _fields(value: JSON) -> dict[str, JSON]:
    if value is not None and not isinstance(value, dict):
        raise TypeError("there are no fields where some belong")
    return value or {}


def _text(instant: datetime | None) -> JSON:
    return None if instant is None else instant.isoformat()


def _instant(value: JSON) -> datetime | None:
    return None if value is None else _aware(value)


def _aware(value: JSON) -> datetime:
    instant = datetime.fromisoformat(str(value))
    if instant.tzinfo is None:
        raise ValueError("an instant without its offset compares with nothing")
    return instant
