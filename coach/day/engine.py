"""The reminder engine: passes what is due through the gate, and leads or announces what may be spoken.

It decides on the clock that it is given and has no effect of its own: it returns what is to be done as
effects. Call `wake` after `idle_seconds`, or when something has happened.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from coach.day import answers
from coach.day.decisions import decide_due, decide_repeat, decided_unspoken
from coach.day.model import ReminderEvent
from coach.day.scheduler import CadenceScheduler, seconds_until
from coach.day.state import (
    UNTIL_RESUMED,
    DayState,
    Pending,
    due_at,
    shifted_pending,
    updated_to_plan,
    was_spoken,
    with_gate_asked_again,
)
from coach.day.upcoming import next_notice, next_occurrences, upcoming_effect, with_notice
from coach.day.waiting import GONE, next_step, updated_announcements, with_day_ended
from coach.plan.choice import chosen
from coach.plan.occurrences import is_in_plan
from coach.situation import AWAY_SECONDS, is_watching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from coach.clock import Clock
    from coach.day.clock_changes import ClockChange
    from coach.day.model import Announce, Batch, Begun, Effect, Lead, Ruling
    from coach.day.scheduler import MissedOccurrences
    from coach.plan.model import Done, Occurrence, ResolvedPlan
    from coach.situation import Situation

    Effects = tuple[Effect, ...]

LONGEST_LED = timedelta(minutes=30)
"""A session of the process before may have ended with it: it is not waited for any longer."""

UNREAD = "Its routine is missing or has an error."
DUE_AGAIN = "The clock was set back: it is due again."
SPOKEN_ALREADY = "The clock was set back: it was spoken a moment ago."


class ReminderEngine:
    """The reminders of one person.

    `observe` gives the situation; it is called only when something is due. `watch` gives the idle time, and
    is called once a minute; None: no time in use is counted. `typing` gives what was last observed while the
    person types, else None; it decides how long to wait, never that something is spoken.
    """

    def __init__(
        self,
        plan: ResolvedPlan,
        clock: Clock,
        observe: Callable[[], Situation],
        watch: Callable[[], float | None] | None = None,
        typing: Callable[[], Situation | None] = lambda: None,
    ) -> None:
        self.plan = plan
        self.state = DayState()
        self._clock = clock
        self._observe = observe
        self._watch = watch
        self._typing = typing
        self._scheduler = CadenceScheduler(clock)
        self._effects: list[Effect] = []
        self._scheduler.add_plan(self.plan, self._fall_due, self._record_missed)

    # What comes next

    @property
    def next_instant(self) -> datetime | None:
        """When something may have to be done next; None: never."""
        instants = (
            self.next_decision,
            next_step(self.state, self.plan),
            next_notice(self.state, self.plan, self.expected),
        )
        return min((instant for instant in instants if instant is not None), default=None)

    @property
    def next_decision(self) -> datetime | None:
        """When something is due next, or is to be decided on again; None: never."""
        instants = [self._scheduler.next_due, *(each.at for each in self._expected_by_use)]
        instants.extend(how.until or self._clock.now() for how in self.state.pending.values())
        return min((instant for instant in instants if instant is not None), default=None)

    @property
    def idle_seconds(self) -> float:
        """Seconds to sleep until something may have to be done, at most `LONGEST_SLEEP`."""
        return seconds_until(self.next_instant, self._clock.now())

    @property
    def expected(self) -> tuple[Occurrence, ...]:
        """The next occurrence of each reminder by the plan."""
        return (*self._scheduler.expected, *self._expected_by_use)

    @property
    def _expected_by_use(self) -> list[Occurrence]:
        return [] if self._watch is None else self.state.use.expected(self.plan)

    def next_occurrences(self, now: datetime, number: int) -> list[tuple[datetime, Occurrence]]:
        """The next occurrences with their times, soonest first, including postponed ones."""
        return next_occurrences(self.state, self.plan, self._expected_by_use, now, number)

    def upcoming(self, instant: datetime) -> Lead | Announce | None:
        """The effect that is expected at that instant, as far as is known, so that it can be prepared."""
        return upcoming_effect(self.state, self.plan, self.expected, instant)

    # Driving it

    def wake(self) -> Effects:
        """Decide on everything that is due now."""
        now = self._clock.now()
        self.state = self.state.without_ended_session(now)
        self._advance_announcements(now)
        self._look_at_use(now)
        self.state, notices = with_notice(self.state, self.plan, self.expected, now, observe=self._observe)
        self._effects += notices
        self._scheduler.run_pending()
        due = due_at(self.state.pending, self._clock.now())
        for occurrence in [each for each in due if each.routine not in self.plan.routines]:
            due.remove(occurrence)
            self._drop(occurrence, "unread", UNREAD)
        if due:
            self._decide(due)
        return self._take_effects()

    def use_plan(self, plan: ResolvedPlan) -> Effects:
        """Continue with a changed plan, changed routines or another zone.

        What is pending is decided again with the current routines. What belongs to a deleted reminder is
        skipped, and its announcement withdrawn.
        """
        self._scheduler.run_pending()  # what has become due meanwhile is not forgotten
        self.plan = plan = replace(plan, done={**self.plan.done, **plan.done})
        for occurrence in [each for each in self.state.pending if plan.current(each) is None]:
            self._drop(occurrence, "gone", GONE)
        pending = with_gate_asked_again(updated_to_plan(self.state.pending, plan), self._clock.now())
        self.state = replace(self.state, pending=pending)
        self._scheduler.add_plan(self.plan, self._fall_due, self._record_missed)
        return self._continue(updated_announcements(self.state, self.plan, self._clock.now()))

    def clocks_changed(self, found: Iterable[ClockChange]) -> Effects:
        """Schedule everything again after the machine has slept or the clock was set."""
        found = tuple(found)
        for jump in [each.seconds for each in found if each.kind == "stepped"]:
            self._clock_was_set(timedelta(seconds=jump))
            if jump < 0:
                self._scheduler.run_pending()  # what became due until now is not forgotten
                self._scheduler.arm()
        if any(each.kind == "suspended" and each.seconds >= AWAY_SECONDS for each in found):
            self.state = replace(self.state, last_break_end=self._clock.now())
        return self._take_effects()

    def restore(
        self, saved: DayState, expected: Iterable[Occurrence], jump: timedelta = timedelta()
    ) -> Effects:
        """Continue from the state that the previous process saved, each occurrence at most once.

        `expected`: what each reminder was due for next; what fell due since is due now. `jump`: by how much
        the clock was set since.
        """
        pending = {**self.state.pending, **saved.pending}
        announcements = tuple(replace(each, is_restored=True) for each in saved.announcements)
        self.state = replace(saved, pending=pending, announcements=announcements, led=None)
        self._scheduler.expect(expected, self.plan)
        if jump:
            self._clock_was_set(jump)
        if self.state.led_until is not None:
            until = min(self.state.led_until, self._clock.now() + LONGEST_LED)
            self.state = replace(self.state, led_until=until)
        return self.use_plan(self.plan)  # it may have been edited meanwhile

    def session_ended(self, outcome: str) -> Effects:
        """Record that the session has ended with that outcome."""
        return self._session_over("ended", outcome)

    def session_failed(self, sentence: str) -> Effects:
        """Record that the session crashed, hung or could not begin; the reminders go on."""
        return self._session_over("failed", "failed", sentence)

    # What the person wants; no effects: nothing waits, or nothing of that name

    def pause(self, until: datetime | None = None, because: str | None = None) -> None:
        """Speak nothing until that time; None: until `resume`. `because`: why these are days off."""
        self.state = replace(self.state, paused_until=until or UNTIL_RESUMED, paused_because=because)

    def resume(self) -> None:
        """End a pause; what is pending is decided again."""
        pending = with_gate_asked_again(self.state.pending, self._clock.now())
        self.state = replace(self.state, paused_until=None, paused_because=None, pending=pending)

    def begin(self, name: str = "", begun: Begun = "person") -> Effects:
        """Begin the newest announced routine, or one that was put off; nothing while another is led."""
        return self._continue(answers.begun(self.state, self.plan, name, self._clock.now(), begun))

    def later(self, seconds: float, name: str = "") -> Effects:
        """Announce the routine again after that many seconds, if the plan allows it."""
        now = self._clock.now()
        return self._continue(
            answers.put_off(self.state, self.plan, name, now, now + timedelta(seconds=seconds))
        )

    def skip(self, name: str = "", because: str = "") -> Effects:
        """Skip the announced routine, or say why; `because`: one of `SKIP_REASONS`, or empty."""
        return self._continue(answers.skipped(self.state, name, because, self._clock.now()))

    def done(self, name: str = "") -> Effects:
        """Record that the person did the announced routine without being led."""
        return self._continue(answers.done(self.state, name, self._clock.now()))

    def use_history(self, history: Mapping[str, Done], at: datetime) -> None:
        """What was done until then of the routines of which a reminder has several."""
        self.plan = replace(self.plan, history=history, history_at=at)

    def did(self, routine: str, at: datetime, *, is_new: bool = True) -> Effects:
        """The person did that routine: its intervals begin again; if `is_new`, what was due is settled."""
        known = self.plan.done.get(routine)
        if known is not None and at <= known:
            return ()
        if is_new:
            self.state, effects = answers.did(self.state, self.plan, routine, self._clock.now(), at)
            self._effects += effects
        return self.use_plan(replace(self.plan, done={**self.plan.done, routine: at}))

    # What falls due

    def _decide(self, due: list[Occurrence]) -> None:
        now, typing = self._clock.now(), self._typing()
        decided = None if typing is None else decided_unspoken(due, self.plan, self.state, typing, now)
        if decided is None:
            situation = self._observe_situation(now)
            decided = decide_due(due, self.plan, self.state, situation, now)
        self.state, effects = decided
        self._effects += effects

    def _fall_due(self, due: Batch) -> None:
        now = self._clock.now()
        reminder = due[0].reminder
        pending = {
            each: how.without(reminder) if how.together else how for each, how in self.state.pending.items()
        }
        for occurrence in (chosen(self.plan, each) for each in due):
            if was_spoken(self.state.recently_spoken, occurrence, now):
                self._effects.append(ReminderEvent(now, occurrence, "skip", "clock", SPOKEN_ALREADY))
            else:
                pending[occurrence] = replace(pending.get(occurrence, Pending()), until=None)
        self.state = replace(self.state, pending=pending)

    def _look_at_use(self, now: datetime) -> None:
        """Look at the idle time once a minute and when something should be due by it.

        Who is led, or watches a film, is there without touching anything.
        """
        use, break_after = self.state.use, self.plan.plan.break_after
        look = use.next_look(break_after)
        coming = min((each.at for each in self._expected_by_use), default=None)
        if self._watch is None or (look and now < look and not (coming and coming <= now)):
            return
        idle = self._watch()
        if idle is None or self.state.led is not None:
            idle = 0.0
        elif idle >= break_after and not use.is_on_break(break_after):
            idle = 0.0 if is_watching(self._observe_situation(now)) else idle
        use, ended = use.checked(idle, now, break_after)
        due = use.due(self.plan, now)
        for occurrence in due:
            use = use.with_due(occurrence)
        self.state = replace(self.state, use=use)
        if ended is not None:
            self.state = replace(self.state, last_break_end=ended.until, was_away=False)
            self._effects.append(ended)
        for occurrence in due:
            self._fall_due((occurrence,))

    def _record_missed(self, these: MissedOccurrences) -> None:
        """Record all but the last of many missed occurrences in a single entry."""
        number = "Many" if these.number is None else str(these.number)
        sentence = f"{number} were missed until then; the same reminder is due again."
        now, through = self._clock.now(), these.last.at
        self._effects.append(ReminderEvent(now, these.first, "skip", "superseded", sentence, through=through))

    # What is led

    def _session_over(self, ruling: Ruling, reason: str, sentence: str = "") -> Effects:
        now = self._clock.now()
        if self.state.led is not None:
            self._effects.append(ReminderEvent(now, self.state.led, ruling, reason, sentence))
        self.state = replace(self.state, led=None, led_until=None, last_spoken=now)
        return self._take_effects()

    # What is announced

    def _advance_announcements(self, now: datetime) -> None:
        """End those whose day is over, and say the newest again if it is time for that."""
        self.state, effects = with_day_ended(self.state, self.plan, now)
        newest = self.state.announcement
        step = next_step(self.state, self.plan)
        if newest is not None and step is not None and step <= now:
            situation = self._observe_situation(now)
            self.state, again = decide_repeat(newest, self.plan, self.state, situation, now)
            effects += again
        self._effects += effects

    def _continue(self, result: answers.Result) -> Effects:
        """Continue from that state; returns its effects."""
        self.state, effects = result
        self._effects += effects
        return self._take_effects()

    # Its state

    def _observe_situation(self, now: datetime) -> Situation:
        """Ask for the situation, and remember a return from a break."""
        situation = self._observe()
        self.state = self.state.observed(situation, self.plan.plan, now)
        return situation

    def _drop(self, occurrence: Occurrence, reason: str, sentence: str) -> None:
        self.state = self.state.without_pending(occurrence)
        self._effects.append(ReminderEvent(self._clock.now(), occurrence, "skip", reason, sentence))

    def _clock_was_set(self, jump: timedelta) -> None:
        """Move all waiting times by that jump, so that the minutes left stay the same."""
        now = self._clock.now()
        pending, again = shifted_pending(self.state.pending, jump, now, partial(is_in_plan, self.plan))
        for occurrence in again:
            self._effects.append(ReminderEvent(now, occurrence, "skip", "clock", DUE_AGAIN))
        self.state = replace(self.state.shifted(jump), pending=pending)

    def _take_effects(self) -> Effects:
        """The effects since the last call."""
        effects, self._effects = tuple(self._effects), []
        return effects
