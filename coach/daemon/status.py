"""The daemon's status and events, as plain values and as lines for a person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from coach.day.announcement import summary_of
from coach.day.model import Announce, ReminderEvent
from coach.day.state import UNTIL_RESUMED
from coach.day.waiting import waiting_of
from coach.plan.local_time import local_moment, local_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from coach.daemon.running_session import RunningSession
    from coach.day.announcement import Announcement
    from coach.day.engine import ReminderEngine
    from coach.day.model import Effect
    from coach.day.state import Pause
    from coach.day.waiting import Waiting
    from coach.journal.events import JSON
    from coach.plan.model import ResolvedPlan


def status_of(engine: ReminderEngine, session: RunningSession | None, now: datetime) -> dict[str, JSON]:
    """The status: running or paused, what waits or is put off, the running session, what comes next.

    Its instants are in the time zone of the plan, which is named.
    """
    zone = engine.plan.zone
    announced = [_announced(each, engine.plan) for each in reversed(engine.state.announcements)]
    pause = engine.state.pause_at(now)
    tree: dict[str, JSON] = {
        "state": "running" if pause is None else "paused",
        "zone": str(zone),
        "day_ends": f"{engine.plan.plan.day_ends:%H:%M}",
        "off_because": None if pause is None else pause.because,
        "paused_until": None
        if pause is None or pause.until == UNTIL_RESUMED
        else iso_text(pause.until, zone),
        "announced": announced[0] if announced else None,
        "waiting": [*announced],
        "put_off": [
            _put_off(each, each.until, engine.plan)
            for each in waiting_of(engine.state)
            if each.until is not None
        ],
        "session": None,
        "next": list(next_occurrences(engine, now, 3)),
    }
    if session is not None:
        tree["session"] = {"id": session.id, "title": session.summary.title, "paused": session.is_paused}
    return tree


def _announced(announcement: Announcement, plan: ResolvedPlan) -> JSON:
    return {
        "reminder": announcement.occurrence.reminder,
        "routine": announcement.occurrence.routine,
        "title": summary_of(announcement.occurrences, plan).title,
        "since": iso_text(announcement.since, plan.zone),
    }


def _put_off(waiting: Waiting, until: datetime, plan: ResolvedPlan) -> JSON:
    return {
        "reminder": waiting.reminders[0],
        "routine": waiting.routines[0],
        "title": summary_of(waiting.occurrences, plan).title,
        "until": iso_text(until, plan.zone),
        "by": "person" if waiting.put_off else "coach",
    }


def next_occurrences(engine: ReminderEngine, now: datetime, number: int) -> list[dict[str, JSON]]:
    """The next occurrences, soonest first, in the plan's time zone."""
    return [
        {
            "at": at.astimezone(engine.plan.zone).isoformat(),
            "reminder": occurrence.reminder,
            "routine": occurrence.routine,
            "title": engine.plan.summary(occurrence).title,
        }
        for at, occurrence in engine.next_occurrences(now, number)
    ]


def lines_of_effect(effect: Effect, plan: ResolvedPlan, now: datetime) -> list[str]:
    """An effect as lines for a person, such as "11:22 A few sips of water: done"; often none."""
    if isinstance(effect, Announce):
        return [f"{local_text(now, plan.zone)}  {effect.summary.title}: announced"]
    what = _in_words(effect, plan.zone) if isinstance(effect, ReminderEvent) else ""
    if isinstance(effect, ReminderEvent) and what:
        title = plan.summary(effect.occurrence).title
        return [f"{local_text(effect.at, plan.zone)}  {title}: {what}"]
    return []


_IN_WORDS = {
    "skip": "skipped",
    "repeated": "said again",
    "unanswered": "not answered",
    "skipped": "skipped",
    "done": "marked as done",
    "withdrawn": "withdrawn",
    "failed": "failed",
}
_OUTCOMES = {"completed": "done", "partial": "done in part"}


def _in_words(event: ReminderEvent, zone: tzinfo) -> str:
    """An event's outcome in words; empty if the next line says more."""
    if event.ruling in ("speak", "begun"):
        return ""
    if event.ruling == "ended":
        return _OUTCOMES.get(event.reason, event.reason)
    if event.reason == "merged":
        return event.sentence[:1].lower() + event.sentence[1:].rstrip(".")
    why = f" ({event.sentence})" if event.sentence else ""
    if event.until is not None:
        return f"postponed until {local_text(event.until, zone)}{why}"
    return _IN_WORDS[event.ruling] + why


def lines_of_event(entry: Mapping[str, JSON], zone: tzinfo) -> list[str]:
    """An event as lines of a log, without the person's answers."""
    if entry.get("event") == "problem":
        problems = entry.get("problems")
        return [str(each) for each in problems] if isinstance(problems, list) else []
    if "ruling" in entry:
        name = f"reminder {entry['reminder']}: {entry['ruling']}"
        return [f"{_second(entry['at'], zone)}  {name}  {entry.get('reason', '')}".rstrip()]
    time = [_second(entry["at"], zone)] if "at" in entry else []
    step, outcome = entry.get("step"), entry.get("outcome")
    name = str(entry.get("event")) + (f" {step + 1}" if isinstance(step, int) else "")
    return ["  ".join((*time, f"{name}: {outcome}" if outcome else name))]


UNDER_WAY = " The routine under way goes on; `coach session pause` pauses it."


def kept_pause(before: Pause | None, wanted: Pause) -> Pause | None:
    """The pause that stays instead of the wanted one: no pause cuts days off short, nor they a pause.

    A pause after a pause, or days off after others, correct what was said before.
    """
    if before is None or (before.because is None) == (wanted.because is None) or before.until < wanted.until:
        return None
    return before


def pause_answer(
    before: Pause | None, wanted: Pause, now: datetime, zone: tzinfo, *, is_led: bool = False
) -> str:
    """The answer to a pause, or to days off, with that pause before it. `is_led`: a routine is."""
    kept = kept_pause(before, wanted)
    if kept is not None:
        ends = "resume" if kept.because is None else "on"
        longer = f" That is longer, and stays; `coach {ends}` ends it."
        return f"{pause_in_words(kept, now, zone, 'Already paused', 'Already off')}.{longer}"
    instead = ""
    if before is not None and (before.because is None) != (wanted.because is None):
        instead = " This replaces your days off." if wanted.because is None else " This replaces your pause."
    under_way = UNDER_WAY if is_led else ""
    return f"{pause_in_words(wanted, now, zone)}.{instead}{under_way}"


def pause_in_words(
    pause: Pause, now: datetime, zone: tzinfo, paused: str = "Paused", off: str = "Off"
) -> str:
    """Until when it lasts, or what ends it, without a full stop."""
    what, ends = (paused, "resume") if pause.because is None else (off, "on")
    when = f"`coach {ends}`" if pause.until == UNTIL_RESUMED else local_moment(pause.until, now, zone)
    return f"{what} until {when}"


def iso_text(instant: datetime | None, zone: tzinfo) -> str:
    """An instant in that zone, in ISO 8601 with its offset; empty for None."""
    return "" if instant is None else instant.astimezone(zone).isoformat(timespec="seconds")


def _second(instant: JSON, zone: tzinfo) -> str:
    return local_text(datetime.fromisoformat(str(instant)), zone, "%H:%M:%S")
