"""How the day stands, as plain values and as lines for a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.clock_times import format_moment
from coach.day.batches import known_of
from coach.day.engine import UNTIL_RESUMED
from coach.plan.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.daemon.actions import RunningSession
    from coach.day.engine import ReminderEngine
    from coach.journal.events import JSON

FAR = timedelta(days=366)
"""What is due later than that is not looked for."""


def status_of(day: ReminderEngine, led: RunningSession | None, now: datetime) -> dict[str, JSON]:
    """Whether it speaks or is paused, what waits to be begun, what is led, what comes next."""
    announced, paused = day.announced, day.paused_until
    tree: dict[str, JSON] = {
        "state": "paused" if paused is not None and paused > now else "running",
        "paused_until": None if paused in (None, UNTIL_RESUMED) else local(paused),
        "announced": None,
        "session": None,
        "next": list(coming(day, now, 3)),
    }
    if announced is not None:
        tree["announced"] = {
            "reminder": announced.occurrence.reminder,
            "routine": announced.occurrence.routine,
            "title": known_of(announced.row, day.programme).title,
            "since": local(announced.since),
        }
    if led is not None:
        tree["session"] = {"id": led.session, "title": led.known.title, "paused": led.is_paused}
    return tree


def coming(day: ReminderEngine, now: datetime, number: int) -> list[dict[str, JSON]]:
    """What comes next, soonest first, in the plan's time: by the plan, or put off until then."""
    programme = day.programme
    found = occurrences(programme.plan, programme.prescriptions, now, now + FAR, programme.zone)
    due = [(occurrence.at, occurrence) for occurrence, _ in zip(found, range(number), strict=False)]
    put_off = [
        (waits.until, occurrence)
        for occurrence, waits in day.agenda.waiting.items()
        if waits.until is not None and waits.until > now
    ]
    return [
        {
            "at": at.astimezone(programme.zone).isoformat(),
            "reminder": occurrence.reminder,
            "routine": occurrence.routine,
        }
        for at, occurrence in sorted((*due, *put_off))[:number]
    ]


def lines_of(entry: Mapping[str, JSON]) -> list[str]:
    """What has happened, as lines for whoever watches; they end in logs, so nobody's answers are in them."""
    if "ruling" in entry:
        return [_ruling(entry)]
    if entry.get("event") == "problem":
        problems = entry.get("problems")
        return [str(each) for each in problems] if isinstance(problems, list) else []
    told = [_clock(entry["at"])] if "at" in entry else []
    step, outcome = entry.get("step"), entry.get("outcome")
    what = str(entry.get("event")) + (f" {step + 1}" if isinstance(step, int) else "")
    return ["  ".join((*told, f"{what}: {outcome}" if outcome else what))]


def _ruling(entry: Mapping[str, JSON]) -> str:
    told = [_clock(entry["at"]), f"{entry['reminder']}: {entry['ruling']}"]
    if "until" in entry:
        told.append(f"until {_clock(entry['until'])}")
    if "sentence" in entry:
        told.append(f"({entry['sentence']})")
    return "  ".join(told)


def paused(until: datetime | None, now: datetime) -> str:
    """That it says nothing until then, by the clock of this machine; None: until it is resumed."""
    if until is None:
        return "Paused."
    return f"Paused until {format_moment(until.astimezone(), now.astimezone())}."


def local(instant: datetime | None) -> str:
    """An instant as a person in this zone writes it."""
    return "" if instant is None else instant.astimezone().isoformat(timespec="seconds")


def _clock(instant: JSON) -> str:
    return datetime.fromisoformat(str(instant)).astimezone().strftime("%H:%M:%S")
