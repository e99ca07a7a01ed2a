"""The gate: decides whether a due occurrence is spoken now, postponed or skipped, always with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.plan.local_time import end_of_waking_day, local_day
from coach.plan.quiet_hours import busy_until, quiet_until
from coach.situation import BREAKPOINT_SECONDS, BUSY_SIGNS, UNKNOWN, Situation, is_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, tzinfo

    from coach.plan.model import BusyHours, LeftOut, Occurrence, Plan, Reminder, RoutineSummary


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for a decision; its code never changes, its sentence may."""

    code: str
    sentence: str


STALE = Reason("stale", "Too late for it now.")
SUPERSEDED = Reason("superseded", "The same reminder is due again.")
QUIET = Reason("quiet", "Quiet hours.")
DAY_OFF = Reason("day-off", "A day off.")
PAUSED = Reason("paused", "You paused the coach.")
BUSY = {sign.field: Reason(sign.code, sign.sentence) for sign in BUSY_SIGNS}
"""By the field of the situation and of the plan's `busy`, in the order in which they are looked at."""
CALENDAR = Reason("calendar", "Your calendar says that you are busy.")
AWAY = Reason("away", "You are away.")
BREAK = Reason("break", "You are just back from a break.")
LED = Reason("led", "Another routine is running.")
ANNOUNCED = Reason("announced", "Another routine is waiting to begin.")
BREAKPOINT = Reason("breakpoint", "You are typing: the coach waits for a pause.")
SPACING = Reason("spacing", "Too soon after another reminder.")


def day_off_because(because: str) -> Reason:
    """The reason that the person gave the coach the day off."""
    return Reason("off", f"A day off: {because}." if because else "A day off.")


def at_most(number: int) -> Reason:
    """The reason that the day has had as many calls as the plan allows."""
    return Reason("at-most", f"The day has had its {number} calls.")


def merged_with(reminder: str) -> Reason:
    """The reason that an occurrence is spoken together with that reminder."""
    return Reason("merged", f"Merged with {reminder}.")


_DAY = timedelta(days=1)
GRACE = timedelta(minutes=10)
"""How late a reminder of `missed: skip` may still be spoken, besides the plan's spacing."""
AGAIN = timedelta(minutes=5)
"""How long until it is checked again whether a meeting, another busy sign or an absence is over."""
SETTLING = timedelta(minutes=2)
"""After coming back from a break, the person is left in peace for this long."""
SHORT_SECONDS = 90.0
"""A routine that takes no longer is simply spoken, and may be said together with others: all of those
that are called a minute, also with a slow voice."""


def short_routines(routines: Mapping[str, RoutineSummary]) -> frozenset[str]:
    """The ids of the routines that take at most `SHORT_SECONDS`."""
    return frozenset(id_ for id_, routine in routines.items() if routine.seconds <= SHORT_SECONDS)


@dataclass(frozen=True, slots=True)
class Speak:
    """The occurrence is spoken now, together with the other occurrences in `together`."""

    together: tuple[Occurrence, ...] = ()


@dataclass(frozen=True, slots=True)
class Defer:
    """The occurrence is decided on again at `until`, which is later than now."""

    until: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Skip:
    """The occurrence is skipped."""

    reason: Reason


Decision = Speak | Defer | Skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GateInput:
    """What the gate decides by.

    Instants are aware and in UTC; None means that there is none, or that it is unknown.
    """

    plan: Plan
    zone: tzinfo
    """The time zone of the days: `plan.zone`, or the machine's."""
    left_out: Mapping[str, tuple[LeftOut, ...]] = field(default_factory=dict)
    """As in `ResolvedPlan`."""
    short: frozenset[str] = frozenset()
    """Ids of the routines that take at most `SHORT_SECONDS`."""
    paused_until: datetime | None = None
    paused_because: str | None = None
    """Why the person gave the coach days off, which may be empty; None: it is an ordinary pause."""
    calls: tuple[datetime, ...] = ()
    """When the person was called recently; what they put off and is said again counts once."""
    put_off: frozenset[Occurrence] = frozenset()
    """What the person has put off."""
    situation: Situation = UNKNOWN
    busy_hours: BusyHours = ()
    """By the plan's calendars."""
    last_break_end: datetime | None = None
    """When the person came back after being away (see `is_away`)."""
    last_spoken: datetime | None = None
    """When the last reminder was spoken: the `now` of its decision, or the end of what was led."""
    waiting_since: datetime | None = None
    """Since when a pause in the person's work has been waited for."""
    has_become_free: bool = False
    """A sign that the person is busy was there when the situation was last observed, and is over."""
    led_until: datetime | None = None
    """A routine is being led now, and is expected to end then."""
    announced_until: datetime | None = None
    """Until then what was announced holds others back; it goes on waiting silently afterwards."""
    due_together: tuple[Occurrence, ...] = ()
    """Everything that is due and not yet decided on, this occurrence and what was put off included."""


def decide(occurrence: Occurrence, now: datetime, state: GateInput) -> Decision:
    """What happens to that occurrence at `now`, when it would be spoken.

    `state.due_together` may or may not hold the occurrence itself.
    """
    return _decided(occurrence, now, state, _considered((*state.due_together, occurrence), now, state))


def decide_all(
    due: Iterable[Occurrence], now: datetime, state: GateInput
) -> tuple[tuple[Occurrence, Decision], ...]:
    """All occurrences that are due at `now`, each with its decision; at most one of them speaks.

    `due` is used in place of `state.due_together`. A caller that decides one by one must not change the state
    in between; this function does not, and evaluates what they have in common only once.
    """
    together = tuple(sorted(due))
    considered = _considered(together, now, state)
    return tuple((occurrence, _decided(occurrence, now, state, considered)) for occurrence in together)


@dataclass(frozen=True, slots=True)
class _DecisionContext:
    """What the decisions at one instant have in common, computed once for all of them.

    `never`: why some of them are not spoken at all; `latest`: until when each may be spoken; `obstacle`: what
    speaks against any reminder now, and until when at least; `first`: the one that could be spoken, None if
    there is none; `joined`: those that would be merged with it.
    """

    never: Mapping[Occurrence, Reason]
    latest: Mapping[Occurrence, datetime]
    obstacle: tuple[datetime, Reason] | None
    first: Occurrence | None
    joined: tuple[Occurrence, ...]


def _considered(due: Iterable[Occurrence], now: datetime, state: GateInput) -> _DecisionContext:
    together = sorted(set(due))
    newest = {each.reminder: each for each in together}
    reminders = {reminder.id: reminder for reminder in state.plan.reminders}
    latest = {each: _latest(each, reminders.get(each.reminder), state) for each in together}
    never: dict[Occurrence, Reason] = {}
    for each in together:
        is_newest, is_late = newest[each.reminder] == each, now > latest[each]
        why = SUPERSEDED if not is_newest else STALE if is_late else None
        why = why or _left_out(each, now, state) or _day_is_over(each, now, state)
        if why is not None:
            never[each] = why
    possible = [each for each in together if each not in never]
    first = possible[0] if possible else None
    joined = [each for each in possible[1:] if first and may_be_joined(first, each, state.plan, state.short)]
    return _DecisionContext(never, latest, _general_obstacle(now, state), first, tuple(joined))


def _decided(
    occurrence: Occurrence, now: datetime, state: GateInput, considered: _DecisionContext
) -> Decision:
    if occurrence in considered.never:
        return Skip(considered.never[occurrence])
    latest = considered.latest[occurrence]
    if considered.obstacle is not None and not _is_last_chance(latest, now, considered.obstacle):
        return _postpone(latest, now, *considered.obstacle)
    # Of those that could be spoken now the first one is; short ones are merged with a short one.
    if considered.first is None or occurrence == considered.first:
        return Speak(considered.joined)
    if may_be_joined(considered.first, occurrence, state.plan, state.short):
        return Skip(merged_with(considered.first.reminder))
    return _postpone(latest, now, now + timedelta(seconds=state.plan.spacing), SPACING)


def may_be_joined(first: Occurrence, other: Occurrence, plan: Plan, short: frozenset[str]) -> bool:
    """Whether both may be said as one: short routines that call in the same way."""
    is_alike = plan.call(first.reminder).how == plan.call(other.reminder).how
    return is_alike and {first.routine, other.routine} <= short


def _left_out(occurrence: Occurrence, now: datetime, state: GateInput) -> Reason | None:
    """The reason why the person's profile leaves the routine out on this day."""
    day = local_day(now, state.zone)
    for why in state.left_out.get(occurrence.routine, ()):
        if why.until is None or day <= why.until:
            return Reason(why.code, why.sentence)
    return None


LONGEST_DAY = timedelta(hours=26)
"""Of a person, with an hour that comes twice and one to spare: an older call is of another day."""


def _day_is_over(occurrence: Occurrence, now: datetime, state: GateInput) -> Reason | None:
    """The reason why nothing more is said on the person's day; what they put off was counted before."""
    plan = state.plan
    if not plan.days_off and plan.at_most is None:
        return None
    ends = end_of_waking_day(now, plan.day_ends, state.zone)
    if any(local_day(ends, state.zone) - _DAY in days for days in plan.days_off):
        return DAY_OFF
    if plan.at_most is None or occurrence in state.put_off:
        return None
    called = sum(end_of_waking_day(call, plan.day_ends, state.zone) == ends for call in state.calls)
    return at_most(plan.at_most) if called >= plan.at_most else None


def _is_last_chance(latest: datetime, now: datetime, obstacle: tuple[datetime, Reason]) -> bool:
    """Whether only a pause was waited for, and it would be too late to wait any longer."""
    return obstacle[1] == BREAKPOINT and now >= latest


def _latest(occurrence: Occurrence, reminder: Reminder | None, state: GateInput) -> datetime:
    """The last instant at which it may be spoken; `reminder` is None if it was deleted from the plan."""
    spacing = timedelta(seconds=state.plan.spacing)
    latest = occurrence.at + GRACE + spacing
    if reminder is None or reminder.missed == "skip":
        return latest
    return max(latest, end_of_waking_day(occurrence.at, state.plan.day_ends, state.zone))


def _general_obstacle(now: datetime, state: GateInput) -> tuple[datetime, Reason] | None:
    """The reason against any reminder now, and until when it holds at least; None if there is none."""
    quiet = quiet_until(state.plan.quiet, now, state.zone)
    if quiet is not None:
        return quiet, QUIET
    if state.paused_until is not None and now < state.paused_until:
        because = state.paused_because
        return state.paused_until, PAUSED if because is None else day_off_because(because)
    situation = state.situation
    busy = busy_reason(situation, state.plan)
    if busy is not None:
        return now + AGAIN, busy
    booked = busy_until(state.busy_hours, now)
    if booked is not None:
        return booked, CALENDAR
    if is_away(situation):
        return now + AGAIN, AWAY
    settled = _wait_after(state.last_break_end, SETTLING, now)
    return (settled, BREAK) if settled else _too_close(now, state)


def busy_reason(situation: Situation, plan: Plan) -> Reason | None:
    """The first sign that the person is busy, except those that the plan has the coach speak in spite of."""
    found = (
        reason
        for field, reason in BUSY.items()
        if field not in plan.ignored_signs and getattr(situation, field)
    )
    return next(found, None)


def _too_close(now: datetime, state: GateInput) -> tuple[datetime, Reason] | None:
    spacing = timedelta(seconds=state.plan.spacing)
    led_until = now if state.led_until is None and state.situation.other_session else state.led_until
    if led_until is not None:
        # It may take longer than expected: asked again once it should have ended.
        return max(led_until, now) + spacing, LED
    apart = _wait_after(state.last_spoken, spacing, now)
    if state.announced_until is not None and now < state.announced_until:
        return max(state.announced_until, apart or now), ANNOUNCED
    pause = _next_pause(now, state)
    if pause is not None:
        return pause, BREAKPOINT
    return (apart, SPACING) if apart else None


def _next_pause(now: datetime, state: GateInput) -> datetime | None:
    """When the person will have paused at the earliest; None if they have, or were waited for long enough.

    The end of a call, of full screen and of everything else that kept the coach quiet is a pause too.
    """
    idle = state.situation.idle_seconds
    if idle is None or idle >= BREAKPOINT_SECONDS or state.has_become_free:
        return None
    limit = (state.waiting_since or now) + timedelta(seconds=state.plan.wait)
    if now >= limit or (state.waiting_since or now) > now:
        return None
    return min(limit, now + timedelta(seconds=max(1.0, BREAKPOINT_SECONDS - idle)))


def _wait_after(event: datetime | None, wait: timedelta, now: datetime) -> datetime | None:
    """When that long has passed since that event; None if it has passed already.

    An event later than now means that the clock was set back since. It is ignored, or the coach would be
    silent until the clock has caught up.
    """
    return event + wait if event is not None and event <= now < event + wait else None


_MAY_END_EARLY = {"off", *(reason.code for reason in (PAUSED, AWAY, BREAKPOINT, *BUSY.values()))}


def _postpone(latest: datetime, now: datetime, until: datetime, reason: Reason) -> Decision:
    """Postpone if that is still in time; a reason that may end early is checked again just in time."""
    if reason.code in _MAY_END_EARLY:  # a pause, too, may end before it should
        until = min(until, latest)
    return Defer(until, reason) if now < until <= latest else Skip(reason)
