"""The person's answers to what waits, and when they want no calls: begin, later, skip, done, pause, off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon.call_texts import call_words
from coach.daemon.status import kept_pause, pause_answer
from coach.day.answers import ASKED_AT, may_be_put_off, putting_off
from coach.day.model import ReminderEvent
from coach.day.state import UNTIL_RESUMED, Pause
from coach.day.waiting import find_waiting
from coach.errors import CoachError
from coach.journal.said_done import claim_event
from coach.plan.gate import SHORT_SECONDS
from coach.plan.local_time import local_moment
from coach.routine.library import find_routine
from coach.situation import is_away

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.api.steering import Action
    from coach.clock import Clock
    from coach.daemon.actions import DayActions
    from coach.day.engine import ReminderEngine
    from coach.day.model import Effect
    from coach.home import Home
    from coach.situation import Situation
    from coach.timeline.words import CallWords

NOTHING_WAITS = "No routine is waiting."
ANOTHER_IS_LED = "Another routine is running. Stop it first: `coach session stop`."
SHORT_INSTEAD = "tension-scan"
"""The bundled routine of half a minute that is offered where a longer one is skipped again and again. None is
shortened for it: what an author has prescribed is done as it is, or left out."""
OFFER = f"If half a minute suits you better: `coach do {SHORT_INSTEAD}`."
LEAVE_OUT = "Leave it out. If it stays, ask whoever gave it to you."


class PersonAnswers:
    """Carries out the person's answers; `perform` receives the engine's effects."""

    def __init__(
        self,
        home: Home,
        clock: Clock,
        engine: ReminderEngine,
        actions: DayActions,
        *,
        observe: Callable[[], Situation],
        perform: Callable[[Iterable[Effect]], None],
    ) -> None:
        self._home = home
        self._clock = clock
        self._engine = engine
        self._actions = actions
        self._observe = observe
        self._perform = perform

    def answer(self, action: Action) -> Answer:
        """Carry out an answer to what waits; `done` also of what does not wait, by its name."""
        if action.name == "begin":
            return self._begin(action.reminder)
        if action.name == "later":
            return self._later(action.seconds, action.reminder)
        if action.name == "skip":
            return self._skip(action.reminder, action.because)
        if action.name != "done":
            raise NotImplementedError(f"no code for the action {action.name!r}")
        if action.reminder and not action.is_for_all:
            return self._done(action)
        effects = self._engine.done(action.reminder)
        if action.reminder and not effects:
            return self._done(action)
        return self._result(effects, "Marked as done.", action.reminder)

    def pause(self, action: Action) -> Answer:
        """Pause, take days off, or end both; of a pause and days off the one that ends later holds."""
        engine, now = self._engine, self._clock.now()
        if action.name == "resume":
            engine.resume()
            return Answer(ok=True, sentence="Reminders resumed.")
        before = engine.state.pause_at(now)
        wanted = Pause(action.until or UNTIL_RESUMED, action.because if action.name == "off" else None)
        if kept_pause(before, wanted) is None:
            engine.pause(wanted.until, wanted.because)
        is_led = engine.state.led is not None
        return Answer(ok=True, sentence=pause_answer(before, wanted, now, engine.plan.zone, is_led=is_led))

    def _begin(self, name: str) -> Answer:
        if self._actions.session is not None or self._actions.is_other_session_running():
            return Answer(ok=False, sentence=ANOTHER_IS_LED, shown=self._words.refusals["led"])
        is_there = not is_away(self._observe())
        return self._result(
            self._engine.begin(name, "person" if is_there else "unattended"), "Starting.", name
        )

    def _later(self, seconds: float | None, name: str) -> Answer:
        engine, now = self._engine, self._clock.now()
        waiting = find_waiting(engine.state, name)
        if waiting is None:
            return self._result((), "", name)
        settings = putting_off(waiting, engine.plan)
        if not may_be_put_off(engine.state, engine.plan, name):
            most = settings.at_most or 0
            times = {0: "at all", 1: "more than once"}.get(most, f"more than {most} times")
            sentence = f"Your plan does not let you put it off {times}. Begin it, or skip it."
            return Answer(ok=False, sentence=sentence, shown=self._words.refusals["at-most"])
        seconds = settings.seconds if seconds is None else seconds
        until = local_moment(now + timedelta(seconds=seconds), now, engine.plan.zone)
        return self._result(engine.later(seconds, name), f"Postponed until {until}.", name)

    def _skip(self, name: str, because: str) -> Answer:
        """Skip it, ask why if it was skipped three times in a row, and offer something shorter."""
        engine = self._engine
        effects = engine.skip(name, because)
        skip = next((each.occurrence for each in effects if isinstance(each, ReminderEvent)), None)
        if skip is None:
            return self._result(effects, "", name)
        self._perform(effects)
        routine, asked = engine.plan.summary(skip), engine.state.asked_why
        if asked is not None:
            title = engine.plan.summary(asked).title
            question = f"You have skipped '{title}' {ASKED_AT} times in a row. Why?"
            shown = self._words.why.format(what=title, times=ASKED_AT)
            return Answer(
                ok=True, sentence="Skipped.", question=question, reminder=asked.reminder, shown=shown
            )
        if because == "pain":
            return Answer(ok=True, sentence=f"Skipped. {LEAVE_OUT}")
        is_offered = because and engine.state.skips.get(skip.routine) == ASKED_AT
        offer = f" {OFFER}" if is_offered and routine.seconds > SHORT_SECONDS else ""
        return Answer(ok=True, sentence=f"Skipped.{offer}")

    def _done(self, action: Action) -> Answer:
        """Record that the person did what they name, and restart its intervals."""
        plan, clock = self._engine.plan, self._clock
        try:
            if plan.plan.reminder(action.reminder) is None and action.reminder not in plan.routines:
                find_routine(action.reminder, self._home)
            event = claim_event(action.reminder, plan, self._actions.journal.journal, clock, action.at)
        except CoachError as problem:
            return Answer(ok=False, sentence=str(problem))
        self._actions.journal.write(event)
        self._perform(self._engine.did(event.routine, action.at or clock.now()))
        return Answer(ok=True, sentence="Marked as done.")

    def _result(self, effects: Iterable[Effect], sentence: str, name: str) -> Answer:
        self._perform(effects)
        if effects:
            return Answer(ok=True, sentence=sentence)
        sentence = f"Nothing called '{name}' is waiting." if name else NOTHING_WAITS
        return Answer(ok=False, sentence=sentence, shown=self._words.refusals["nothing-waits"])

    @property
    def _words(self) -> CallWords:
        return call_words(None, self._engine.plan.plan.voice.language)
