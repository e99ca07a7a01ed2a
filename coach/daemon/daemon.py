"""The daemon: sleeps until something is due, lets the engine decide, and carries out its effects."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon.actions import DayActions
from coach.daemon.calendar_watch import CalendarWatch
from coach.daemon.listeners import EventListeners
from coach.daemon.noting import help_with_cramp, note_in_process
from coach.daemon.other_sessions import UnpromptedSessions
from coach.daemon.person_answers import PersonAnswers
from coach.daemon.plan_loader import file_stamp, load
from coach.daemon.preparation import EarlyClock, Preparation
from coach.daemon.saved_state import SavedState
from coach.daemon.status import (
    iso_text,
    lines_of_effect,
    lines_of_event,
    next_occurrences,
    status_of,
)
from coach.day.clock_changes import clock_changes, read_clocks
from coach.day.engine import ReminderEngine
from coach.errors import CoachError, FileError, JournalError
from coach.journal.day_events import day_summary, person_day
from coach.journal.notes import read_notes
from coach.journal.owner import system_processes
from coach.journal.statistics import done_recently
from coach.plan.choice import HISTORY, choices_in
from coach.plan.time_zones import zone_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from coach.activity.mpris import MediaPlayers
    from coach.api.steering import Action
    from coach.clock import Clock
    from coach.daemon.cached_activity import CachedActivity
    from coach.daemon.notifications import Notifications
    from coach.daemon.plan_loader import LoadedPlan
    from coach.day.clock_changes import ClockReading
    from coach.day.model import Effect
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.situation import Situation

FLAG_DAYS = 400
"""As far back as the rules look."""


class Daemon:
    """Runs the reminders until stopped; implements `Steering`.

    `activity` gives the situation, `zone_name` the machine's time zone; `is_locked` finds out whether the
    screen is. `show` receives lines for a person; with `is_verbose` also about internal events.
    """

    def __init__(
        self,
        home: Home,
        clock: Clock,
        journal: Journal,
        *,
        activity: CachedActivity,
        is_locked: Callable[[], Awaitable[bool]],
        zone_name: Callable[[], str],
        notifications: Notifications,
        players: MediaPlayers | None = None,
        show: Callable[[str], None],
        is_verbose: bool = False,
    ) -> None:
        self._home = home
        self._clock = clock
        self._early_clock = EarlyClock(clock)
        self._activity = activity
        self._zone_name = zone_name
        self._show = show
        self._is_verbose = is_verbose
        self._own = UnpromptedSessions(journal)
        self._since = clock.now()
        self._opened = read_clocks(clock, zone_name())  # before the day is scheduled by that clock
        self._saved = SavedState(home, clock, system_processes().boot())
        self._woken = asyncio.Event()
        self._is_stopping = False
        self._listeners = EventListeners()
        self._calendars = CalendarWatch(home, self._use_busy_hours)
        self._loaded: LoadedPlan | None = None
        self._problems: tuple[str, ...] = ()
        self._actions = DayActions(
            home,
            clock,
            journal,
            notifications=notifications,
            on_event=self._publish,
            on_session_over=self._session_over,
            is_locked=is_locked,
            players=players,
        )
        self._engine_or_none: ReminderEngine | None = None

    # Its life

    async def open(self) -> None:
        """Read the plan; raises `FileError` when there is no plan that can be read."""
        loaded = await load(self._home)
        if loaded.plan is None:
            raise FileError("\n".join(loaded.problems))
        self._loaded, self._problems = loaded, loaded.problems
        for problem in loaded.problems:
            self._show(problem)
        self._engine_or_none = ReminderEngine(
            loaded.plan,
            self._early_clock,
            self._observe,
            self._activity.idle_seconds,
            self._typing,
        )
        self._preparation = Preparation(self._engine, self._actions, self._clock)
        self._answers = PersonAnswers(
            self._home,
            self._clock,
            self._engine,
            self._actions,
            observe=self._observe,
            perform=self._perform,
        )
        self._actions.use_plan(loaded.plan)
        await self._calendars.start(loaded.plan, self._clock.now())
        self._read_history()
        self._perform(self._saved.restore(self._engine))

    async def run(self) -> None:
        """Run until `stop` is called."""
        engine, before = self._engine, self._opened
        while not self._is_stopping:
            before = await self._compare(before)
            self._notice_what_was_done()
            self._perform(engine.wake())
            self._preparation.prepare()
            self._saved.save(engine)
            self._actions.journal.catch_up()
            self._woken.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._idle_seconds())
            if not self._is_stopping and self._is_edited():  # also where events keep it awake
                await self._reload()
            self._calendars.look(engine.plan, self._clock.now())
        self._calendars.close()
        self._saved.save(engine)  # already now: it may be killed while it waits for a session to end
        await self._actions.close()
        self._saved.save(engine)
        self._listeners.end()

    def stop(self) -> None:
        """Have `run` return soon."""
        self._is_stopping = True
        self._woken.set()

    # Steering

    def status(self) -> dict[str, JSON]:
        """What the daemon is doing, what comes next, and what is wrong."""
        return status_of(self._engine, self._actions.session, self._clock.now()) | {
            "since": iso_text(self._since, self._engine.plan.zone),
            "problems": [
                *self._problems,
                *self._calendars.problems,
                *filter(None, [self._actions.journal.problem, self._actions.voice_problem]),
            ],
            "to_read": [*self._actions.until_read.texts],
            "sources": self._activity.to_dict(),
            "today": dict(self._counts()),
        }

    def _counts(self) -> Mapping[str, int]:
        """How much was due, called, led and confirmed today; nothing if the journal cannot be read."""
        plan, now = self._engine.plan, self._clock.now()
        with suppress(JournalError):
            return day_summary(self._actions.journal.journal, plan, person_day(plan, now)[1], now).counts
        return {}

    def next_occurrences(self, number: int) -> list[dict[str, JSON]]:
        """The next occurrences."""
        return next_occurrences(self._engine, self._clock.now(), number)

    def flags(self) -> list[dict[str, JSON]]:
        """What the list of signs answered to the person's notes."""
        since = self._clock.now() - timedelta(days=FLAG_DAYS)
        notes = read_notes(self._actions.journal.journal, self._engine.plan.zone, since)
        return [flag.to_dict() for flag in notes.flags]

    async def act(self, action: Action) -> Answer:
        """Carry out an action of the person."""
        is_note = action.name in ("sign", "cramp")
        answer = await (self._note(action) if is_note else self._act(action))
        self._saved.save(self._engine)  # what is answered is kept
        self._woken.set()
        return answer

    def events(self) -> AsyncIterator[dict[str, JSON]]:
        """The events from now on; a listener that does not read them is dropped."""
        return self._listeners.subscribe()

    # Actions of the person

    async def _act(self, action: Action) -> Answer:
        if action.name == "stop":
            self.stop()
            return Answer(ok=True, sentence="Stopping.")
        if action.name == "reload":
            await self._reload()
            problems = "\n".join(self._problems)
            return Answer(ok=not problems, sentence=problems or "Plan reloaded.")
        if action.name in ("pause", "off", "resume"):
            return self._answers.pause(action)
        if action.name == "session":
            command: dict[str, JSON] = {"command": action.session}
            if action.pain is not None:
                command["pain"] = action.pain
            return self._actions.command(command)
        if action.name == "read":
            return self._actions.until_read.read(action.reminder)
        return self._answers.answer(action)

    async def _note(self, action: Action) -> Answer:
        """Note a sign, and show what answers it, as no terminal does; or help with a cramp."""
        log = self._home.logs / "sessions.log"
        if action.name == "cramp":
            return await help_with_cramp(self._actions, log)
        asked: dict[str, JSON] = {"sign": action.sign, "amount": action.amount}
        answer = await note_in_process(self._actions, asked, log)
        if answer.ok:
            await self._actions.notify(answer.sentence)
        return answer

    @property
    def _engine(self) -> ReminderEngine:
        assert self._engine_or_none is not None, "open() comes first"
        return self._engine_or_none

    def _observe(self) -> Situation:
        return self._with_sessions(self._activity.ask())

    def _typing(self) -> Situation | None:
        situation = self._activity.typing()
        return None if situation is None else self._with_sessions(situation)

    def _with_sessions(self, situation: Situation) -> Situation:
        return replace(situation, other_session=self._actions.is_other_session_running())

    def _perform(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            for line in lines_of_effect(effect, self._engine.plan, self._early_clock.now()):
                self._show(line)
        self._actions.perform(effects)

    def _read_history(self) -> None:
        """Tell the engine what was done of the routines of a reminder that has several."""
        routines, now = choices_in(self._engine.plan.plan), self._clock.now()
        with suppress(JournalError):  # `coach status` shows it
            if routines:
                history = done_recently(self._actions.journal.journal, routines, now - HISTORY)
                self._engine.use_history(history, now)

    def _notice_what_was_done(self) -> None:
        """Take note of what the person did unprompted, which other processes write into the journal."""
        if self._actions.session is not None or not self._own.has_changed():
            return
        self._read_history()
        known_until = self._saved.restored_from
        for routine, at in self._own.done(self._clock.now()).items():
            is_new = known_until is None or at > known_until
            self._perform(self._engine.did(routine, at, is_new=is_new))

    def _session_over(self, outcome: str, fault: str) -> None:
        engine = self._engine
        self._perform(engine.session_failed(fault) if fault else engine.session_ended(outcome))

    def _publish(self, event: Mapping[str, JSON]) -> None:
        entry = dict(event)
        if self._is_verbose or entry.get("event") == "problem":
            for line in lines_of_event(entry, self._engine.plan.zone):
                self._show(line)
        self._listeners.publish(entry)
        self._woken.set()

    # Clocks and files

    async def _compare(self, before: ClockReading) -> ClockReading:
        """React to changed clocks and to a suspended machine since the last reading."""
        after = read_clocks(self._clock, self._zone_name())
        found = clock_changes(before, after)
        if found:
            self._actions.drop_prepared()
            self._perform(self._engine.clocks_changed(found))
            for one in found if self._is_verbose else ():
                self._show(f"clock {one.kind}: {one.seconds:+.0f} s")
            if any(one.kind == "zone" for one in found):
                await self._reload()
                self._use_zone_of_now()
        return after

    def _use_zone_of_now(self) -> None:
        """Switch to the machine's current time zone, even if the plan can no longer be read."""
        plan = self._engine.plan
        with suppress(CoachError):
            zone = zone_of(plan.plan)
            if zone != plan.zone:
                self._perform(self._engine.use_plan(replace(plan, zone=zone)))

    def _idle_seconds(self) -> float:
        """Seconds until the next decision, or until a process has to be prepared for it."""
        until = [self._engine.idle_seconds, self._preparation.seconds_until_next()]
        return max(0.0, min(each for each in until if each is not None))

    def _is_edited(self) -> bool:
        loaded = self._loaded
        return loaded is not None and any(file_stamp(path) != was for path, was in loaded.stamps.items())

    def _use_busy_hours(self) -> None:
        """Use the busy hours of the calendars, which were read again."""
        for problem in self._calendars.problems:
            self._show(problem)
        plan = replace(self._engine.plan, busy_hours=self._calendars.busy)
        self._perform(self._engine.use_plan(plan))
        self._woken.set()

    async def _reload(self) -> None:
        """Read plan and routines again; a broken file is reported once, and its last good version used."""
        loaded = await load(self._home)
        before, self._problems = self._problems, loaded.problems
        self._loaded = loaded
        if loaded.plan is not None and not loaded.is_kept:
            self._actions.drop_prepared()
            self._actions.use_plan(loaded.plan)
            self._perform(self._engine.use_plan(replace(loaded.plan, busy_hours=self._calendars.busy)))
            self._read_history()
        if loaded.problems and loaded.problems != before:
            self._publish({"event": "problem", "problems": list(loaded.problems)})
            self._actions.say_mistake()
