"""The process that runs all day: it sleeps until something is due, and steers everything from one loop."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.clock_times import format_moment
from coach.daemon.actions import DayActions
from coach.daemon.listeners import Listeners
from coach.daemon.plan_loader import load, stamp
from coach.daemon.saved_state import SavedState
from coach.daemon.status import coming, lines_of, local, paused, status_of
from coach.day.clock_changes import disagreements, read
from coach.day.engine import ReminderEngine
from coach.errors import CoachError, FileError
from coach.journal.owner import system_processes
from coach.plan.local_time import zone_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from coach.api.steering import Action
    from coach.clock import Clock
    from coach.daemon.plan_loader import Loaded
    from coach.day.clock_changes import ClockReading
    from coach.day.model import Desktop, Situation
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal

EARLY = 0.7
"""Seconds by which a decision comes before its instant, so that the first word can fall on it."""
AHEAD = 12.0
"""Seconds before an occurrence in which its process is made ready: start, clips, three of silence."""

MISTAKE = "There is a mistake in your plan or in a routine. The last good version stays in use."


class EarlyClock:
    """The system's clock a little ahead: what it shows is when a decision made now can be heard."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """The wall clock in a moment."""
        return self._clock.now() + timedelta(seconds=EARLY)

    def monotonic(self) -> float:
        """As it is."""
        return self._clock.monotonic()

    def boot(self) -> float:
        """As it is."""
        return self._clock.boot()


class Daemon:
    """Keeps the day; implements `Steering`.

    `look` asks the surroundings, `sources` gives what they told last; `zone_name`: the machine's zone now.
    """

    def __init__(
        self,
        home: Home,
        clock: Clock,
        journal: Journal,
        *,
        look: Callable[[], Situation],
        sources: Callable[[], dict[str, JSON]],
        zone_name: Callable[[], str],
        desktop: Desktop,
        show: Callable[[str], None],
    ) -> None:
        self._home = home
        self._clock = clock
        self._sources = sources
        self._zone_name = zone_name
        self._show = show
        self._since = clock.now()
        self._opened = read(clock, zone_name())  # before the day is planned by that clock
        self._memory = SavedState(home, clock, system_processes().boot())
        self._nudge = asyncio.Event()
        self._is_stopping = False
        self._listeners = Listeners()
        self._loaded: Loaded | None = None
        self._problems: tuple[str, ...] = ()
        self._hands = DayActions(home, clock, journal, look=look, desktop=desktop, told=self._tell)
        self._day: ReminderEngine | None = None

    # Its life

    async def open(self) -> None:
        """Read the plan; raises `FileError` when there is none that reads: there is no day to keep then."""
        loaded = await load(self._home)
        if loaded.programme is None:
            raise FileError("\n".join(loaded.problems))
        self._loaded, self._problems = loaded, loaded.problems
        for problem in loaded.problems:
            self._show(problem)
        self._day = ReminderEngine(loaded.programme, EarlyClock(self._clock), self._hands)
        self._hands.day = self._day
        self._memory.recall(self._day)

    async def keep(self) -> None:
        """Keep the day until it is told to stop."""
        day, before = self._running, self._opened
        while not self._is_stopping:
            before = await self._compare(before)
            day.wake()
            self._prepare()
            self._memory.keep(day)
            self._hands.account.catch_up()
            self._nudge.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudge.wait(), self._sleep())
            if not self._is_stopping and await self._is_edited():  # also where events keep it awake
                await self._reload()
        self._memory.keep(day)  # already now: it may be killed while it waits for what it leads
        await self._hands.close()
        self._memory.keep(day)
        self._listeners.end()

    def stop(self) -> None:
        """End the day soon."""
        self._is_stopping = True
        self._nudge.set()

    # Steering

    def status(self) -> dict[str, JSON]:
        """How it stands."""
        return status_of(self._running, self._hands.led, self._clock.now()) | {
            "since": local(self._since),
            "problems": [*self._problems, *filter(None, [self._hands.account.problem])],
            "sources": self._sources(),
        }

    def coming(self, number: int) -> list[dict[str, JSON]]:
        """The next occurrences."""
        return coming(self._running, self._clock.now(), number)

    async def act(self, action: Action) -> Answer:
        """Do what the person wants."""
        answer = await self._acted(action)
        self._nudge.set()
        return answer

    def events(self) -> AsyncIterator[dict[str, JSON]]:
        """What happens from now on; a listener that does not read is let go."""
        return self._listeners.follow()

    # Behind it

    @property
    def _running(self) -> ReminderEngine:
        assert self._day is not None, "open() comes first"
        return self._day

    async def _acted(self, action: Action) -> Answer:
        day = self._running
        if action.name == "stop":
            self.stop()
            return Answer(ok=True, sentence="The coach ends.")
        if action.name == "reload":
            await self._reload()
            fine = not self._problems
            return Answer(ok=fine, sentence="The plan is read anew." if fine else "\n".join(self._problems))
        if action.name == "pause":
            day.pause(action.until)
            return Answer(ok=True, sentence=paused(action.until, self._clock.now()))
        if action.name == "resume":
            day.resume()
            return Answer(ok=True, sentence="The coach speaks again.")
        if action.name == "session":
            tree: dict[str, JSON] = {"command": action.session}
            if action.pain is not None:
                tree["pain"] = action.pain
            return self._hands.command(tree)
        done = {
            "begin": day.begin,
            "later": lambda: day.later(action.seconds),
            "skip": day.skip,
            "done": day.done,
        }[action.name]()
        return Answer(ok=done, sentence=self._answer(action) if done else "Nothing waits to be begun.")

    def _answer(self, action: Action) -> str:
        now = self._clock.now()
        again = format_moment((now + timedelta(seconds=action.seconds)).astimezone(), now.astimezone())
        return {
            "begin": "It begins.",
            "later": f"It is announced again at {again}.",
            "skip": "It is left out this time.",
            "done": "Noted as done.",
        }[action.name]

    async def _compare(self, before: ClockReading) -> ClockReading:
        """What the clocks did while we slept."""
        after = read(self._clock, self._zone_name())
        found = disagreements(before, after)
        if found:
            self._hands.drop_prepared()
            self._running.clocks_disagree(found)
            for one in found:
                self._show(f"the clock: {one.kind} {one.seconds:+.0f} s")
            if any(one.kind == "zone" for one in found):
                await self._reload()
                self._travel()
        return after

    def _travel(self) -> None:
        """The days are lived in the machine's zone of now, also by a plan that does not read any more."""
        programme = self._running.programme
        with suppress(CoachError):
            zone = zone_of(programme.plan)
            if zone != programme.zone:
                self._running.take_up(replace(programme, zone=zone))

    def _sleep(self) -> float:
        """Until the next decision, or until its process must be made ready."""
        day = self._running
        until = day.idle_seconds
        upcoming = day.next_instant
        if upcoming is not None and not self._hands.has_prepared and self._hands.led is None:
            ready = (upcoming - self._clock.now()).total_seconds() - AHEAD
            until = min(until, ready) if ready > 0 else until
        return max(0.0, until)

    def _prepare(self) -> None:
        """Make ready what is due next, once it is near; what was for an occurrence now put off goes."""
        day = self._running
        if day.led is not None or day.announced is not None:
            return  # what was made ready is being taken
        instant = day.next_instant
        near = instant is not None and (instant - self._clock.now()).total_seconds() <= AHEAD
        row = day.upcoming(instant) if instant is not None and near else ()
        if row:
            self._hands.prepare(row)
        else:
            self._hands.drop_prepared()

    async def _is_edited(self) -> bool:
        loaded = self._loaded
        return loaded is not None and any(stamp(path) != was for path, was in loaded.stamps.items())

    async def _reload(self) -> None:
        """Read everything anew; what does not read leaves the last good version in use, and is said once."""
        loaded = await load(self._home)
        before, self._problems = self._problems, loaded.problems
        self._loaded = loaded
        if loaded.programme is not None and not loaded.is_kept:
            self._hands.drop_prepared()
            self._running.take_up(loaded.programme)
        if loaded.problems and loaded.problems != before:
            self._tell({"event": "problem", "problems": list(loaded.problems)})
            self._hands.say(MISTAKE)

    def _tell(self, tree: Mapping[str, JSON]) -> None:
        entry = dict(tree)
        for line in lines_of(entry):
            self._show(line)
        self._listeners.tell(entry)
        self._nudge.set()
