"""What waits for the person: announcements until they end, each in exactly one way, and what was put off.

The states of an announcement and their transitions are listed in docs/plan-format.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.day.announcement import LOOK_AGAIN, MADE_UP_AFTER, summary_of
from coach.day.model import ReminderEvent, StillWaiting, Withdraw
from coach.day.state import Pending
from coach.plan.gate import SUPERSEDED
from coach.plan.local_time import end_of_waking_day

if TYPE_CHECKING:
    from collections.abc import Callable
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
    first_due: datetime | None = None
    """When it was due before the person put it off."""

    @property
    def reminders(self) -> tuple[str, ...]:
        """The ids of its reminders."""
        return tuple(each.reminder for each in self.occurrences)

    @property
    def routines(self) -> tuple[str, ...]:
        """The ids of its routines."""
        return tuple(each.routine for each in self.occurrences)


def waiting_of(state: DayState) -> tuple[Waiting, ...]:
    """What waits: announcements, the newest first, then what is put off, the soonest first.

    Of that, what the person has put off comes before what the gate has.
    """
    put_off = sorted(
        (how.put_off == 0, how.until, each) for each, how in state.pending.items() if how.until is not None
    )
    return (
        *(
            Waiting(each.occurrences, each.put_off, first_due=each.first_due)
            for each in reversed(state.announcements)
        ),
        *(
            Waiting((each, *how.together), how.put_off, until, how.first_due)
            for _, until, each in put_off
            for how in (state.pending[each],)
        ),
    )


def find_waiting(state: DayState, name: str = "") -> Waiting | None:
    """What an answer is for: the newest announcement, else what the person has put off for the shortest time.

    `name`: a reminder or routine that it must contain, and then it may also be one that the gate has put off,
    which the person has not heard of yet.
    """
    found = waiting_of(state)
    if name:
        found = tuple(each for each in found if name in each.reminders) or tuple(
            each for each in found if name in each.routines
        )
    else:
        found = tuple(each for each in found if each.until is None or each.put_off)
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
    """The state and effects after the person's answer to it, which is recorded for each of its reminders.

    Where it is begun that is left to the sessions: each records what it is led for.
    """
    occurrence = waiting.occurrences[0]
    answered_ones = waiting.occurrences[:1] if ruling == "begun" else waiting.occurrences
    events = [ReminderEvent(now, each, ruling, reason, until=until) for each in answered_ones]
    if waiting.until is not None:
        return state.without_pending(occurrence), [*events]
    return replace(without(state, occurrence), last_spoken=now), [Withdraw(occurrence), *events]


def without(state: DayState, first: Occurrence) -> DayState:
    """The state without the announcement of that first occurrence."""
    left = tuple(each for each in state.announcements if each.occurrence != first)
    return replace(state, announcements=left)


def with_ended(
    state: DayState, plan: ResolvedPlan, end: Callable[[Occurrence, datetime], ReminderEvent | None]
) -> tuple[DayState, list[Effect]]:
    """The state and effects after some of what was announced has ended; what it was announced with waits on.

    `end`: the event with which an occurrence that was due at that time ends; None: it goes on.
    """
    left: list[Announcement] = []
    effects: list[Effect] = []
    for announcement in state.announcements:
        batch = announcement.occurrences
        dues = (announcement.first_due or batch[0].at, *(each.at for each in batch[1:]))
        ends = tuple(map(end, batch, dues))
        others = tuple(each for each, event in zip(batch, ends, strict=True) if event is None)
        if others == batch:
            left.append(announcement)
            continue
        if ends[0] is not None:
            effects.append(Withdraw(batch[0]))
        if others:
            first_due = announcement.first_due if ends[0] is None else None
            left.append(replace(announcement, occurrences=others, first_due=first_due))
            effects.append(StillWaiting(others, summary_of(others, plan)))
        effects += filter(None, ends)
    return replace(state, announcements=tuple(left)), effects


def with_superseded(
    state: DayState, plan: ResolvedPlan, batch: Batch, now: datetime
) -> tuple[DayState, list[Effect]]:
    """The state and effects as that batch is spoken: announcements of the same reminders end."""
    reminders = {each.reminder for each in batch}

    def end(each: Occurrence, _: datetime) -> ReminderEvent | None:
        is_superseded = each.reminder in reminders
        return _unanswered(now, each, SUPERSEDED.code, SUPERSEDED.sentence) if is_superseded else None

    return with_ended(state, plan, end)


def with_day_ended(state: DayState, plan: ResolvedPlan, now: datetime) -> tuple[DayState, list[Effect]]:
    """The state and effects after the announcements whose day is over have ended."""
    effects: list[Effect] = []
    for announcement in state.announcements:
        if now >= day_over_at(announcement, plan):
            state = without(state, announcement.occurrence)
            effects.append(Withdraw(announcement.occurrence))
            effects += [_unanswered(now, each, "day-over", DAY_OVER) for each in announcement.occurrences]
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
