"""The state of the day: what is pending, announced, led, paused and was spoken; with functions over it.

Instants are aware and in UTC; None means that there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.day.use import Use
from coach.plan.gate import busy_reason
from coach.plan.model import Occurrence
from coach.situation import is_away

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.day.announcement import Announcement
    from coach.day.model import Batch
    from coach.plan.model import Plan, ResolvedPlan
    from coach.situation import Situation

UNTIL_RESUMED = datetime.max.replace(tzinfo=UTC)
"""The end of a pause that has none."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is spoken `until` then. `because`: why these are days off, or empty; None: these are none."""

    until: datetime
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """How an occurrence waits for its decision. `until`: when the gate is asked again; None: at once.

    `together`: occurrences that were merged with it when it was announced, and are spoken along with it.
    """

    until: datetime | None = None
    together: tuple[Occurrence, ...] = ()
    put_off: int = 0
    """How often the person has put it off."""
    first_due: datetime | None = None
    """When it was due at first, if the person has put it off."""

    def joined_by(self, others: Iterable[Occurrence]) -> Pending:
        """A copy with further occurrences to be spoken along, each reminder once."""
        reminders = {each.reminder for each in self.together}
        new = (each for each in others if each.reminder not in reminders)
        return replace(self, together=(*self.together, *new))

    def without(self, reminder: str) -> Pending:
        """A copy without the occurrences of that reminder."""
        if all(each.reminder != reminder for each in self.together):
            return self
        return replace(self, together=tuple(each for each in self.together if each.reminder != reminder))


PendingByOccurrence = Mapping[Occurrence, Pending]
Spoken = Mapping[tuple[str, datetime], datetime]
"""By reminder and due instant: when it was spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayState:
    """Everything that the engine remembers besides the plan and what its reminders are due for next."""

    pending: PendingByOccurrence = field(default_factory=dict)
    """What is due or was put off, and is not settled."""
    announcements: tuple[Announcement, ...] = ()
    """What was announced and waits for the person, the newest last."""
    led: Occurrence | None = None
    """What a session of ours is leading."""
    led_until: datetime | None = None
    """When what is being led should end, also if an earlier process began it."""
    paused_until: datetime | None = None
    paused_because: str | None = None
    """Why the person gave the coach days off, which may be empty; None: it is an ordinary pause."""
    calls: tuple[datetime, ...] = ()
    """When the person was called within the last day; what is said again counts once."""
    last_spoken: datetime | None = None
    recently_spoken: Spoken = field(default_factory=dict)
    last_break_end: datetime | None = None
    """When the person was last seen to be back; None: not yet."""
    was_away: bool = False
    was_busy: bool = False
    has_become_free: bool = False
    """Whether the person was busy at the last observation but one, and not at the last."""
    waiting_since: datetime | None = None
    """Since when a pause in the person's work has been waited for."""
    use: Use = field(default_factory=Use)
    observed_at: datetime | None = None
    """When the situation was observed last."""
    wording: int = 0
    """How many announcements were said."""
    noticed: datetime | None = None
    """The latest time at which a notice was considered."""
    skips: Mapping[str, int] = field(default_factory=dict)
    """How often the person skipped a routine running, by its id."""
    asked_why: Occurrence | None = None
    """The skip that the person was asked about, and has not explained."""

    @property
    def announcement(self) -> Announcement | None:
        """The newest announcement that waits."""
        return self.announcements[-1] if self.announcements else None

    def pause_at(self, now: datetime) -> Pause | None:
        """The pause, or the days off, in which that instant is; None: nothing has to end one that is over."""
        if self.paused_until is None or self.paused_until <= now:
            return None
        return Pause(self.paused_until, self.paused_because)

    def without_skips(self, routines: Iterable[str]) -> DayState:
        """A copy after these routines were begun or done: they are no longer skipped running."""
        gone = {*routines}
        return replace(self, skips={id_: times for id_, times in self.skips.items() if id_ not in gone})

    def without_pending(self, occurrence: Occurrence) -> DayState:
        """A copy without that pending occurrence."""
        return replace(self, pending={each: how for each, how in self.pending.items() if each != occurrence})

    def without_ended_session(self, now: datetime) -> DayState:
        """A copy in which a session that an earlier process began is over if it should be.

        That process cannot report its end.
        """
        if self.led is not None or self.led_until is None or now < self.led_until:
            return self
        return replace(self, last_spoken=self.led_until, led_until=None)

    def observed(self, situation: Situation, plan: Plan, now: datetime) -> DayState:
        """A copy after the situation was observed, which notes when a person has returned or become free."""
        away = is_away(situation)
        back = now if self.was_away and not away else self.last_break_end
        busy = busy_reason(situation, plan) is not None
        return replace(
            self,
            last_break_end=back,
            was_away=away,
            was_busy=busy,
            has_become_free=self.was_busy and not busy,
            observed_at=now,
        )

    def shifted(self, jump: timedelta) -> DayState:
        """A copy for a clock that was set by `jump`, except for what is pending: see `shifted_pending`."""
        paused = self.paused_until
        return replace(
            self,
            announcements=tuple(each.shifted(jump) for each in self.announcements),
            observed_at=self.observed_at and self.observed_at + jump,
            led_until=self.led_until and self.led_until + jump,
            paused_until=paused if paused in (None, UNTIL_RESUMED) else paused + jump,
            calls=tuple(call + jump for call in self.calls),
            last_spoken=self.last_spoken and self.last_spoken + jump,
            recently_spoken={key: at + jump for key, at in self.recently_spoken.items()},
            last_break_end=self.last_break_end and self.last_break_end + jump,
            waiting_since=self.waiting_since and self.waiting_since + jump,
            use=self.use.shifted(jump),
            noticed=self.noticed and self.noticed + jump,
        )


def due_at(pending: PendingByOccurrence, now: datetime) -> list[Occurrence]:
    """The pending occurrences to be decided on at `now`, with all others of the same reminders.

    Decided one by one, two of one reminder that were postponed until different times would both be spoken.
    """
    due = {each for each, how in pending.items() if how.until is None or how.until <= now}
    reminders = {each.reminder for each in due}
    return [each for each in pending if each in due or (each.reminder in reminders and each.at <= now)]


def settle(pending: dict[Occurrence, Pending], occurrence: Occurrence, spoken: Batch) -> None:
    """Remove a decided occurrence; what was merged with it stays with a later one of the same reminder.

    `spoken`: what is spoken now, and so stays with nothing.
    """
    together = [each for each in pending.pop(occurrence).together if each not in spoken]
    if not together:
        return
    heirs = [each for each in pending if each.reminder == occurrence.reminder and each > occurrence]
    if heirs:
        pending[max(heirs)] = pending[max(heirs)].joined_by(together)


def with_gate_asked_again(pending: PendingByOccurrence, now: datetime) -> PendingByOccurrence:
    """A copy in which the gate is asked again at once, except where the person chose a later time."""
    return {each: replace(how, until=None) if each.at <= now else how for each, how in pending.items()}


def updated_to_plan(pending: PendingByOccurrence, plan: ResolvedPlan) -> PendingByOccurrence:
    """What is pending with the plan's current routines, without reminders that are no longer in it."""
    found = {}
    for occurrence, how in pending.items():
        current = plan.current(occurrence)
        if current is not None:
            together = (plan.current(each) for each in how.together)
            found[current] = replace(how, together=tuple(each for each in together if each is not None))
    return found


def shifted_pending(
    pending: PendingByOccurrence,
    jump: timedelta,
    now: datetime,
    is_planned: Callable[[Occurrence], bool],
) -> tuple[PendingByOccurrence, list[Occurrence]]:
    """What is pending on a clock that was set by `jump` to `now`, and what is due again by that clock.

    What the person postponed still comes after as many minutes; for what the gate postponed the gate is asked
    again, as quiet hours may have passed. `is_planned`: whether the plan itself contains an occurrence.
    """
    found: dict[Occurrence, Pending] = {}
    again = []
    for occurrence, how in pending.items():
        moved = replace(occurrence, at=occurrence.at + jump)
        if occurrence.at > now - jump:  # put off by the person
            first_due = how.first_due and how.first_due + jump
            found[moved] = replace(how, until=how.until and how.until + jump, first_due=first_due)
        elif occurrence.at <= now:
            found[occurrence] = replace(how, until=None)
        elif is_planned(occurrence):
            again.append(occurrence)
        else:
            found[moved] = replace(how, until=None)
    return found, again


RECENTLY = timedelta(minutes=30)
"""Within so long the very same occurrence is not spoken twice. After a clock was set back by more,
its hours come again with their reminders: to leave them out would be a silence that nobody can explain."""


def with_spoken(spoken: Spoken, batch: Iterable[Occurrence], now: datetime) -> Spoken:
    """A copy after this batch was spoken, without entries that are too old to matter."""
    recent = {key: at for key, at in spoken.items() if now - RECENTLY < at}
    return recent | {(each.reminder, each.at): now for each in batch}


def was_spoken(spoken: Spoken, occurrence: Occurrence, now: datetime) -> bool:
    """Whether that occurrence was spoken a moment ago."""
    at = spoken.get((occurrence.reminder, occurrence.at))
    return at is not None and abs(now - at) < RECENTLY
