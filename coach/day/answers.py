"""What happens to the state when the person answers to what waits, or did something on their own.

Each function returns the next state with its effects. Without effects nothing of that name waits, or the plan
does not allow that answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.day.decisions import with_session_begun
from coach.day.model import ReminderEvent
from coach.day.state import Pending
from coach.day.waiting import answered, find_waiting, with_ended

if TYPE_CHECKING:
    from datetime import datetime

    from coach.day.model import Begun, Effect
    from coach.day.state import DayState
    from coach.day.waiting import Waiting
    from coach.plan.model import Occurrence, PutOff, ResolvedPlan

    Result = tuple[DayState, list[Effect]]

ASKED_AT = 3
"""The person is asked why when they skip a routine so many times in a row, and not again before they did it
(docs/evidence.md)."""
DONE = "You have just done it."
JUST_BEFORE = timedelta(seconds=5)
"""What is done so shortly before its time was done for it: the engine decides a little ahead of the clock."""


def begun(state: DayState, plan: ResolvedPlan, name: str, now: datetime, by: Begun) -> Result:
    """Begin what waits; nothing while another routine is led."""
    waiting = None if state.led is not None else find_waiting(state, name)
    if waiting is None:
        return state, []
    state, effects = answered(state, waiting, "begun", now)
    state, lead = with_session_begun(waiting.occurrences, plan, state, now, by)
    return state, [*effects, lead]


def may_be_put_off(state: DayState, plan: ResolvedPlan, name: str) -> bool:
    """Whether the plan allows that what waits is put off again."""
    waiting = find_waiting(state, name)
    most = None if waiting is None else putting_off(waiting, plan).at_most
    return waiting is None or most is None or waiting.put_off < most


def putting_off(waiting: Waiting, plan: ResolvedPlan) -> PutOff:
    """How what waits is put off: as the reminder says that it was merged with."""
    return plan.plan.putting_off(waiting.reminders[0])


def put_off(state: DayState, plan: ResolvedPlan, name: str, now: datetime, until: datetime) -> Result:
    """Announce what waits again at that time, if the plan allows it."""
    waiting = find_waiting(state, name)
    if waiting is None or not may_be_put_off(state, plan, name):
        return state, []
    state, effects = answered(state, waiting, "later", now, until=until)
    first, *together = waiting.occurrences
    how = Pending(until, tuple(together), waiting.put_off + 1, waiting.first_due or first.at)
    return replace(state, pending={**state.pending, replace(first, at=until): how}), effects


def skipped(state: DayState, name: str, because: str, now: datetime) -> Result:
    """Skip what waits, or say why the skip was that the person was asked about."""
    waiting, asked = find_waiting(state, name), state.asked_why
    if waiting is None:
        if not because or asked is None or name not in ("", asked.reminder, asked.routine):
            return state, []
        return replace(state, asked_why=None), [ReminderEvent(now, asked, "skipped", because)]
    state, effects = answered(state, waiting, "skipped", now, reason=because)
    counts = {each: state.skips.get(each, 0) + 1 for each in dict.fromkeys(waiting.routines)}
    often = (each for each in waiting.occurrences if counts[each.routine] == ASKED_AT)
    asked = None if because else next(often, None)
    return replace(state, skips={**state.skips, **counts}, asked_why=asked), effects


def done(state: DayState, name: str, now: datetime) -> Result:
    """Note that the person did what waits on their own: all of it, where several wait as one."""
    waiting = find_waiting(state, name)
    if waiting is None:
        return state, []
    state, effects = answered(state, waiting, "done", now)
    return state.without_skips(waiting.routines), effects


def did(state: DayState, plan: ResolvedPlan, routine: str, now: datetime, at: datetime) -> Result:
    """Note that the person did that routine unprompted, `at` that time, and count its use from then on.

    What was due until then no longer waits for it; what was announced or put off along with that goes on
    waiting.
    """
    latest = at + JUST_BEFORE

    def is_over(each: Occurrence, due: datetime) -> bool:
        return each.routine == routine and due <= latest

    def end(each: Occurrence, due: datetime) -> ReminderEvent | None:
        return ReminderEvent(now, each, "withdrawn", "done") if is_over(each, due) else None

    pending: dict[Occurrence, Pending] = {}
    over: list[Occurrence] = []
    for first, how in state.pending.items():
        together = tuple(each for each in how.together if not is_over(each, each.at))
        if not is_over(first, how.first_due or first.at):
            pending[first] = replace(how, together=together)
        else:
            over.append(first)
            if together:
                pending[replace(together[0], at=first.at)] = replace(how, together=together[1:])
        over += [each for each in how.together if each not in together]
    left, effects = with_ended(state, plan, end)
    effects[:0] = [ReminderEvent(now, each, "skip", "done", DONE) for each in over]
    spoken = now if len(left.announcements) < len(state.announcements) else state.last_spoken
    again = [each for each in plan.plan.reminders if routine in each.all_routines]
    use = state.use.counted_from(at, now, again)
    state = replace(left, pending=pending, last_spoken=spoken, use=use)
    return state.without_skips([routine]), effects
