"""What waits for the person: announcements until they end, each in exactly one way, and what was put off.

The states of an announcement and their transitions are listed in docs/plan-format.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.day.announcement import LOOK_AGAIN, MADE_UP_AFTER
from coach.day.model import ReminderEvent, Withdraw
from coach.day.state import Pending
from coach.plan.gate import SUPERSEDED
from coach.plan.local_time import end_of_waking_day

if TYPE_CHECKING:
    from datetime import datetime

    from coach.day.announcement import Announcement
    from coach.day.model import Batch, Effect, Ruling
    from coach.day.state import DayState
    from coach.plan.model import Occurrence, ResolvedPlan

DAY_OVER = "The day is over."
BACK = "You are back."
RESTARTED = "The coach was restarted."
MADE_UP = "It was not answered."
GONE_WITH = "The reminder that it was announced with is no longer in the plan."
GONE = "The reminder is no longer in the plan."


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the person can answer: an announcement, or what is put off until `until`."""

    occurrences: Batch
    put_off: int = 0
    until: datetime | None = None

    @property
    def reminders(self) -> tuple[str, ...]:
        """The ids of its reminders."""
        return tuple(each.reminder for each in self.occurrences)

    @property
    def routines(self) -> tuple[str, ...]:
        """The ids of its routines."""
        return tuple(each.routine for each in self.occurrences)


def waiting_of(state: DayState) -> tuple[Waiting, ...]:
    """What waits: announcements, the newest first, then what is put off, the soonest first."""
    put_off = sorted((how.until, each) for each, how in state.pending.items() if how.until is not None)
    return (
        *(Waiting(each.occurrences, each.put_off) for each in reversed(state.announcements)),
        *(
            Waiting((each, *state.pending[each].together), state.pending[each].put_off, until)
            for until, each in put_off
        ),
    )


def find_waiting(state: DayState, name: str = "") -> Waiting | None:
    """What an answer is for: the newest announcement, else what is put off for the shortest time.

    `name`: a reminder or routine that it must contain; empty: any.
    """
    found = waiting_of(state)
    if name:
        found = tuple(each for each in found if name in each.reminders) or tuple(
            each for each in found if name in each.routines
        )
    return found[0] if found else None


def answered(
    state: DayState,
    waiting: Waiting,
    ruling: Ruling,
    now: datetime,
    *,
    reason: str = "",
    until: datetime | None = None,
) -> tuple[DayState, list[Effect]]:
    """The state and effects after the person's answer to it."""
    occurrence = waiting.occurrences[0]
    event = ReminderEvent(now, occurrence, ruling, reason, until=until)
    if waiting.until is not None:
        pending = {each: how for each, how in state.pending.items() if each != occurrence}
        return replace(state, pending=pending), [event]
    return replace(without(state, occurrence), last_spoken=now), [Withdraw(occurrence), event]


def without(state: DayState, first: Occurrence) -> DayState:
    """The state without the announcement of that first occurrence."""
    left = tuple(each for each in state.announcements if each.occurrence != first)
    return replace(state, announcements=left)


def with_superseded(state: DayState, batch: Batch, now: datetime) -> tuple[DayState, list[Effect]]:
    """The state and effects as that batch is spoken: announcements of the same reminders end.

    What was announced along with them goes on waiting.
    """
    reminders = {each.reminder for each in batch}
    left: list[Announcement] = []
    effects: list[Effect] = []
    for announcement in state.announcements:
        occurrence = announcement.occurrence
        others = tuple(each for each in announcement.occurrences if each.reminder not in reminders)
        if occurrence not in others:
            effects.append(Withdraw(occurrence))
            effects.append(_unanswered(now, occurrence, SUPERSEDED.code, SUPERSEDED.sentence))
        if others:
            left.append(replace(announcement, occurrences=others))
    return replace(state, announcements=tuple(left)), effects


def with_day_ended(state: DayState, plan: ResolvedPlan, now: datetime) -> tuple[DayState, list[Effect]]:
    """The state and effects after the announcements whose day is over have ended."""
    effects: list[Effect] = []
    for announcement in state.announcements:
        if now >= day_over_at(announcement, plan):
            state = without(state, announcement.occurrence)
            effects.append(Withdraw(announcement.occurrence))
            effects.append(_unanswered(now, announcement.occurrence, "day-over", DAY_OVER))
    return state, effects


def day_over_at(announcement: Announcement, plan: ResolvedPlan) -> datetime:
    """When the day ends in which it was announced first."""
    return end_of_waking_day(announcement.since, plan.plan.day_ends, plan.zone)


def next_step(state: DayState, plan: ResolvedPlan) -> datetime | None:
    """When something has to be done about what was announced; None: never."""
    instants = [day_over_at(each, plan) for each in state.announcements]
    newest = state.announcement
    if newest is not None and newest.may_be_said_again and state.led is None:
        instants.append(next_look(state, newest))
    return min(instants, default=None)


def next_look(state: DayState, newest: Announcement) -> datetime:
    """When it is checked next whether the newest announcement is to be said again."""
    if newest.is_restored and state.observed_at is None:
        return newest.said
    return max(newest.said, state.observed_at or newest.said) + LOOK_AGAIN


def reason_to_repeat(
    newest: Announcement, state: DayState, plan: ResolvedPlan, now: datetime
) -> tuple[str, str] | None:
    """Why the newest announcement is to be said again now, as code and sentence; None: it is not."""
    if not newest.may_be_said_again:
        return None
    if newest.is_restored:
        return "restarted", RESTARTED
    if state.last_break_end is not None and newest.said < state.last_break_end <= now:
        return "back", BACK
    reminder = plan.plan.reminder(newest.occurrence.reminder)
    makes_up = reminder is not None and reminder.missed == "once" and not newest.is_made_up
    return ("unanswered", MADE_UP) if makes_up and now >= newest.said + MADE_UP_AFTER else None


def updated_announcements(
    state: DayState, plan: ResolvedPlan, now: datetime
) -> tuple[DayState, list[Effect]]:
    """The state with the plan's current routines, and the effects where a reminder is no longer in the plan.

    What was announced along with such a reminder is decided on again.
    """
    kept: list[Announcement] = []
    effects: list[Effect] = []
    pending = dict(state.pending)
    for announcement in state.announcements:
        first, *rest = (plan.current(each) for each in announcement.occurrences)
        together = tuple(each for each in rest if each is not None)
        if first is not None:
            kept.append(replace(announcement, occurrences=(first, *together)))
            continue
        effects.append(Withdraw(announcement.occurrence))
        effects.append(ReminderEvent(now, announcement.occurrence, "withdrawn", "gone", GONE))
        if together:
            effects.append(ReminderEvent(now, together[0], "later", "gone", GONE_WITH, until=now))
            pending[replace(together[0], at=now)] = Pending(together=together[1:])
    return replace(state, announcements=tuple(kept), pending=pending), effects


def _unanswered(now: datetime, occurrence: Occurrence, reason: str, sentence: str) -> ReminderEvent:
    return ReminderEvent(now, occurrence, "unanswered", reason, sentence)
