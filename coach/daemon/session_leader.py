"""Leads routines in processes of their own, one after another, and follows what they report."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.activity.attendance import LOOK_AGAIN
from coach.daemon.running_session import RunningSession
from coach.day.model import ReminderEvent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from coach.activity.mpris import MediaPlayers
    from coach.clock import Clock
    from coach.daemon.day_record import DayRecord
    from coach.daemon.processes import SpeakingTask
    from coach.daemon.speakers import SpeakingProcesses
    from coach.day.model import Batch, Lead
    from coach.home import Home
    from coach.journal.events import JSON

NEXT_SECONDS = 60.0
"""How long before a routine should end, the process of the next is made ready; it holds the device."""
HANGS_AFTER = 300.0
"""Seconds beyond twice its length without an event: a session that hangs is ended …"""
LONGEST_PAUSE = 1800.0
"""… and so is one that the person has paused for longer: nothing else is spoken meanwhile."""

LOOK_SECONDS = 1.0
"""A look at the screen's lock that takes longer is left."""

NOT_REACHED = "The routine before it was not led to its end."

_log = logging.getLogger(__name__)


class SessionLeader:
    """Leads the routines of one reminder at a time; `session` is the one under way.

    `task_of` gives the task of leading a routine, by its id, for one of these occurrences. `on_silent`
    receives a session that cannot be heard, `on_led` one that was led to its end, `on_to_read` the safety
    texts for which one waits until they were read, empty when it does no longer. `on_over` receives the
    outcome and what went wrong, empty if it ended by itself. `is_locked` finds out whether the screen is.
    """

    def __init__(
        self,
        home: Home,
        clock: Clock,
        speakers: SpeakingProcesses,
        record: DayRecord,
        *,
        task_of: Callable[[str, Batch], SpeakingTask],
        on_silent: Callable[[RunningSession], None],
        on_led: Callable[[RunningSession], None],
        on_over: Callable[[str, str], None],
        on_to_read: Callable[[RunningSession, list[str]], None],
        is_locked: Callable[[], Awaitable[bool]],
        players: MediaPlayers | None = None,
    ) -> None:
        self.session: RunningSession | None = None
        self.pauses_media = True
        """Whether players are paused meanwhile; from the plan."""
        self._home = home
        self._clock = clock
        self._speakers = speakers
        self._record = record
        self._task_of = task_of
        self._on_silent = on_silent
        self._on_led = on_led
        self._on_over = on_over
        self._on_to_read = on_to_read
        self._is_locked = is_locked
        self._players = players
        self._is_closing = False

    async def close(self) -> None:
        """End the session."""
        self._is_closing = True
        if self.session is not None:
            await self.session.speaker.end()

    async def lead(self, effect: Lead) -> None:
        """Lead the routines one after another; the first begins at its due time."""
        media = asyncio.create_task(self._pause_media())  # beside it: a player may be slow
        try:
            outcome, fault = await self._lead_all(effect)
        except Exception as error:  # noqa: BLE001 — whatever it is, the engine must know that it is over
            _log.exception("The session could not be led.")
            if self.session is not None:
                self.session.speaker.kill()
            self.session = None
            outcome, fault = "failed", f"The session could not be led: {type(error).__name__}."
            self._speakers.drop_prepared()
        self._on_over(outcome, fault)
        self._record.send({"event": "session-over", "outcome": outcome})
        await self._resume_media(await media)

    async def _lead_all(self, effect: Lead) -> tuple[str, str]:
        """Lead the routines; returns the outcome of the last and what went wrong with it."""
        outcome, fault = "completed", ""
        due = effect.occurrences[0].at if effect.begun == "coach" else None
        routines = list(effect.routines.items())
        for number, (routine, summary) in enumerate(routines, start=1):
            led_for = tuple(each for each in effect.occurrences if each.routine == routine)
            self.session = running = RunningSession(
                self._speakers.take(self._task_of(routine, effect.occurrences), self.on_event),
                routine,
                summary,
                led_for,
                effect.begun,
                is_last=number == len(routines),
            )
            following = [
                self._prepare_next(running, next_, effect.occurrences)
                for next_, _ in routines[number : number + 1]
            ]
            preparing = [asyncio.create_task(each) for each in following]
            fault = await self._follow(running, due)
            for each in preparing:
                each.cancel()
            await self._look_at_lock(running)
            self.session = due = None
            self._on_to_read(running, [])
            outcome = running.outcome or ("stopped" if self._is_closing else "failed")
            if fault:
                self._record.crash(running)
            elif outcome == "completed":
                self._on_led(running)
            if fault or outcome == "stopped" or self._is_closing:
                self._leave_out([each for each, _ in routines[number:]], effect.occurrences)
                break
        return outcome, fault

    def _leave_out(self, routines: Sequence[str], batch: Batch) -> None:
        """Record what became of the reminders whose routines were to follow."""
        for each in batch:
            if each.routine in routines:
                self._record.reminder(ReminderEvent(self._clock.now(), each, "skip", "stopped", NOT_REACHED))

    async def _watch_lock(self, running: RunningSession) -> None:
        while not running.was_locked:
            await asyncio.sleep(LOOK_AGAIN)
            await self._look_at_lock(running)

    async def _look_at_lock(self, running: RunningSession) -> None:
        """Record it if the screen is locked: it is led, but unattended, and does not count as done."""
        if not running.id or running.was_locked:
            return
        with suppress(TimeoutError):  # it is not known
            is_locked = await asyncio.wait_for(self._is_locked(), LOOK_SECONDS)
            if is_locked and not running.was_locked:  # the last look may come beside another
                running.was_locked = True
                self._record_led(running, locked=True)

    def _record_led(self, running: RunningSession, **more: JSON) -> None:
        for each in running.occurrences:
            led = ReminderEvent(self._clock.now(), each, "led")
            self._record.reminder(led, running.id, begun=running.begun, **more)

    async def _pause_media(self) -> tuple[str, ...]:
        """Pause the players that are playing, if the plan wants it; returns their names."""
        if self._players is None or not self.pauses_media:
            return ()
        return await asyncio.to_thread(self._players.pause)

    async def _resume_media(self, paused: tuple[str, ...]) -> None:
        if self._players is not None and paused:
            await asyncio.to_thread(self._players.resume, paused)

    async def _prepare_next(self, running: RunningSession, routine: str, batch: Batch) -> None:
        """Make the process of the next routine ready while this one is led."""
        await running.speaker.ready()
        await asyncio.sleep(running.summary.seconds - NEXT_SECONDS)
        self._speakers.prepare(self._task_of(routine, batch), self.on_event)

    async def _follow(self, running: RunningSession, due: datetime | None) -> str:
        """Follow the session until it ends; returns what went wrong as a sentence, else an empty string."""
        watches = [asyncio.create_task(each) for each in (self._watch(running), self._watch_lock(running))]
        try:
            await running.speaker.ready()
            await self._speakers.silence()
            if running.speaker.audible == "no":
                self._on_silent(running)
            running.speaker.begin(self._speakers.still_to_come(due))
            code = await running.speaker.finished()
        except OSError as error:
            return f"The session could not be started: {error.strerror}."
        except Exception as error:  # noqa: BLE001 — whatever it is, the engine must know that it is over
            _log.exception("The session can no longer be followed.")
            running.speaker.kill()
            return f"The session can no longer be followed: {type(error).__name__}."
        finally:
            for watch in watches:
                watch.cancel()
        if running.outcome or self._is_closing:
            return ""
        return f"The session ended unexpectedly, with code {code}; see {self._home.logs / 'sessions.log'}."

    async def _watch(self, running: RunningSession) -> None:
        """Kill a session that hangs, and end one that was paused and forgotten."""
        patience = 2 * running.summary.seconds + HANGS_AFTER
        while True:
            heard, is_paused = running.speaker.heard, running.is_paused
            await asyncio.sleep(LONGEST_PAUSE if is_paused else patience)
            if running.speaker.heard != heard:
                continue
            if is_paused:
                await running.speaker.end()
            running.speaker.kill()
            return

    def on_event(self, event: Mapping[str, JSON]) -> None:
        """Take note of an event that a session reports, record it if need be, and pass it on."""
        running, is_stored = self.session, True
        if "rendered" in event:
            if running is None:
                return
            event = self._record.rendered(event, running)
            is_stored = self._record.is_stored
        name = event.get("event")
        if running is not None:
            running.id = str(event.get("session") or running.id)
            running.send_waiting()
            if name in ("session-started", "session-ended"):
                self._speakers.note_voice(str(event.get("voice")))
            if name == "session-started":
                self._record_led(running)
            if name == "session-ended":
                running.outcome = str(event.get("outcome"))
            if name == "to-read":
                texts = event.get("texts")
                self._on_to_read(running, [str(each) for each in texts] if isinstance(texts, list) else [])
            if name in ("paused", "resumed"):
                running.is_paused = name == "paused"
        if is_stored:
            self._record.send(event)
