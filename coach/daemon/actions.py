"""Carries out what the engine decides: sessions, announcements, notifications and journal entries."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon.journal_queue import JournalQueue
from coach.daemon.other_sessions import OtherSessions
from coach.daemon.plan_loader import last_good_copy
from coach.daemon.rendered_events import recorded
from coach.daemon.renderings import Renderings
from coach.daemon.running_session import CONFIRMATIONS, DONE, SILENT, RunningSession
from coach.daemon.speakers import SpeakingProcesses, announcement, announcements, sentence, session
from coach.day.model import Announce, Lead, OwnBreak, ReminderEvent
from coach.journal.events import new_event
from coach.plan.model import VoiceSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping
    from datetime import datetime

    from coach.activity.mpris import MediaPlayers
    from coach.clock import Clock
    from coach.daemon.notifications import Notifications
    from coach.daemon.processes import SpeakingTask
    from coach.day.model import Effect
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.plan.model import Occurrence, ResolvedPlan

RENDERED_SECONDS = 90.0
"""Longer routines, by the estimate of their length, are not worth a look whether they can be rendered."""
RENDERING_AHEAD = 5.0
"""Seconds in which a process is ready to play a rendering: a PulseAudio device may need three of them before
it pulls steadily."""
NEXT_SECONDS = 60.0
"""So long before a routine should end, the process of the next is made ready; it holds the device."""
VOICE_FIRST = 2.0
"""Seconds for which a notification waits until the voice has begun; a voice may hang."""
HANGS_AFTER = 300.0
"""Seconds beyond twice its length without an event: a session that hangs is ended …"""
LONGEST_PAUSE = 1800.0
"""… and so is one that the person has paused for longer: nothing else is spoken meanwhile."""

_log = logging.getLogger(__name__)


class DayActions:
    """Carries out the engine's effects and the person's commands to a session.

    `on_event` receives every event as plain values. `on_session_over` receives the outcome of a session and
    what went wrong with it, empty if it ended by itself. `voice` comes from the plan and is set whenever a
    plan is read.
    """

    def __init__(
        self,
        home: Home,
        clock: Clock,
        journal: Journal,
        *,
        notifications: Notifications,
        on_event: Callable[[Mapping[str, JSON]], None],
        on_session_over: Callable[[str, str], None],
        players: MediaPlayers | None = None,
    ) -> None:
        self.voice = VoiceSettings()
        self.session: RunningSession | None = None
        self._home = home
        self._clock = clock
        self._notifications = notifications
        self._on_event = on_event
        self._on_session_over = on_session_over
        self._shown: set[str] = set()
        """The reminders whose notifications are shown, or about to be."""
        self._others = OtherSessions(journal)
        self._players = players
        self._pauses_media = True
        self._is_closing = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._speakers = SpeakingProcesses(home.logs / "sessions.log", clock, self._start)
        self._renderings = Renderings(home, journal)
        self.journal = JournalQueue(journal, self._report_problem)

    # What the engine asks for

    def use_plan(self, plan: ResolvedPlan) -> None:
        """Use the voice and audio settings of that plan from now on, and render what it needs."""
        self.voice, self._speakers.audio = plan.plan.voice, plan.plan.audio
        self._pauses_media = plan.plan.media == "pause"
        self._speakers.ducks_media = plan.plan.media == "duck"
        short = [id_ for id_, routine in plan.routines.items() if routine.seconds <= RENDERED_SECONDS]
        asked = {one.routine for one in plan.plan.reminders if one.routine not in short or one.begin == "ask"}
        self._renderings.use_plan(
            {id_: last_good_copy(self._home, id_) for id_ in short},
            [text for id_ in plan.routines if id_ in asked for text in announcements(plan.routines[id_])],
            self.voice,
        )

    def perform(self, effects: Iterable[Effect]) -> None:
        """Carry out these effects without waiting for any of them."""
        for effect in effects:
            if isinstance(effect, Lead):
                self._start(self._lead(effect))
            elif isinstance(effect, Announce):
                self._announce(effect)
            elif isinstance(effect, ReminderEvent):
                self._record(effect)
            elif isinstance(effect, OwnBreak):
                self._record_break(effect)
            else:
                self._withdraw(effect.occurrence.reminder)
        self._renderings.catch_up()

    def prepare(self, effect: Lead | Announce, seconds: float) -> None:
        """Prepare the process that will speak for that effect in so many seconds, and drop any other.

        One that plays a rendering is ready sooner, and not started before it is time for that.
        """
        if isinstance(effect, Announce):
            task = self._sentence_task(announcement(effect.summary, effect.wording))
        else:
            task = self._session_task(next(iter(effect.routines)))
        if task.rendering is None or seconds <= self.rendering_ahead:
            self._speakers.prepare(task, self._session_event)

    @property
    def rendering_ahead(self) -> float:
        """Seconds before an occurrence in which a process that plays a rendering is made ready."""
        return RENDERING_AHEAD + (self._speakers.audio.wake or 0.0)

    def drop_prepared(self) -> None:
        """End the prepared process, which is no longer needed."""
        self._speakers.drop_prepared()

    @property
    def has_prepared(self) -> bool:
        """Whether a prepared process is waiting to begin."""
        return self._speakers.has_prepared

    # What the person asks for

    def is_other_session_running(self) -> bool:
        """Whether another process leads a routine, started by hand or by an earlier daemon."""
        return self.session is None and bool(self._others.running())

    def command(self, command: Mapping[str, JSON]) -> Answer:
        """Pass a command on to the running session."""
        if self.session is None:
            return self._others.command(command)
        if self.session.is_listening:
            self.session.speaker.send(command)
        else:
            self.session.commands.append(command)
        return Answer(ok=True, sentence=CONFIRMATIONS.get(str(command.get("command")), DONE))

    def say(self, text: str) -> None:
        """Say a sentence now, by voice and as a notification."""
        self._start(self._say(text))  # first: a desktop may be slow
        self._start(self._notify(text))

    async def close(self) -> None:
        """End all speaking processes and remove notifications, whose buttons would no longer work."""
        self._is_closing = True
        for reminder in tuple(self._shown):
            self._withdraw(reminder)
        running = () if self.session is None else (self.session.speaker.end(),)
        await asyncio.gather(self._renderings.close(), self._speakers.end(), *running)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5.0)

    # Effects

    def _announce(self, effect: Announce) -> None:
        """Announce the waiting routine at its due time, or at once if that is past."""
        first, text = effect.occurrences[0], announcement(effect.summary, effect.wording)
        due = None if effect.is_again else first.at
        self._shown.add(first.reminder)
        begun = asyncio.Event()
        self._start(self._call(first, text, due, begun))
        self._start(self._show(first.reminder, effect.summary.title, text, begun))

    def _withdraw(self, reminder: str) -> None:
        """Remove that reminder's notification; a sentence that is being spoken is finished."""
        if reminder in self._shown:
            self._shown.remove(reminder)
            self._start(self._notifications.withdraw(reminder))

    async def _say(self, text: str) -> None:
        await self._speakers.say(self._sentence_task(text))

    async def _call(
        self, occurrence: Occurrence, text: str, due: datetime | None, begun: asyncio.Event
    ) -> None:
        """Say the announcement, and record whether it was heard: the notification stands in where not."""
        heard = await self._speakers.say(self._sentence_task(text), due, begun)
        self._record(ReminderEvent(self._clock.now(), occurrence, "called"), heard=heard)

    def _record(self, event: ReminderEvent, session: str = "", **more: JSON) -> None:
        """Write the event to the journal and send it to the listeners; `session`: which it is about."""
        tree: dict[str, JSON] = {**event.to_dict(), **more}
        routine = event.occurrence.routine
        entry = new_event("reminder", self._clock, session=session, routine=routine, digest="", data=tree)
        self.journal.write(entry)
        self._on_event({"event": "reminder", "at": entry.at.isoformat(), **tree})

    def _record_break(self, taken: OwnBreak) -> None:
        """Write a break of the person's own to the journal and send it to the listeners."""
        data: dict[str, JSON] = {"from": taken.since.isoformat(), "until": taken.until.isoformat()}
        entry = new_event("break", self._clock, session="", routine="", digest="", data=data)
        self.journal.write(entry)
        self._on_event({"event": "break", "at": entry.at.isoformat(), **data})

    async def _lead(self, effect: Lead) -> None:
        """Lead the routines one after another; the first begins at its due time."""
        outcome, fault = "completed", ""
        due = effect.occurrences[0].at if effect.begun == "coach" else None
        media = asyncio.create_task(self._pause_media())  # beside it: a player may be slow
        routines = list(effect.routines.items())
        for number, (routine, summary) in enumerate(routines, start=1):
            speaker = self._speakers.take(self._session_task(routine), self._session_event)
            led_for = tuple(each for each in effect.occurrences if each.routine == routine)
            self.session = running = RunningSession(speaker, routine, summary, led_for, effect.begun)
            following = [self._prepare_next(running, next_) for next_, _ in routines[number : number + 1]]
            preparing = [asyncio.create_task(each) for each in following]
            fault = await self._follow(running, due)
            for each in preparing:
                each.cancel()
            self.session = due = None
            outcome = running.outcome or ("stopped" if self._is_closing else "failed")
            if fault:
                self._record_crash(running)
            if fault or outcome == "stopped":
                break
        self._speakers.drop_prepared()
        self._on_session_over(outcome, fault)
        self._on_event({"event": "session-over", "outcome": outcome})
        await self._resume_media(await media)

    async def _pause_media(self) -> tuple[str, ...]:
        """Pause the players that are playing, if the plan wants it; returns their names."""
        if self._players is None or not self._pauses_media:
            return ()
        return await asyncio.to_thread(self._players.pause)

    async def _resume_media(self, paused: tuple[str, ...]) -> None:
        if self._players is not None and paused:
            await asyncio.to_thread(self._players.resume, paused)

    async def _prepare_next(self, running: RunningSession, routine: str) -> None:
        """Make the process of the next routine ready while this one is led."""
        await running.speaker.ready()
        await asyncio.sleep(max(0.0, running.summary.seconds - NEXT_SECONDS))
        self._speakers.prepare(self._session_task(routine), self._session_event)

    async def _follow(self, running: RunningSession, due: datetime | None) -> str:
        """Follow the session until it ends; returns what went wrong as a sentence, else an empty string."""
        watch = asyncio.create_task(self._watch(running))
        try:
            await running.speaker.ready()
            if running.speaker.audible == "no":
                self._start(self._notify(f"{running.summary.title}. {SILENT}"))
            running.speaker.begin(self._speakers.still_to_come(due))
            code = await running.speaker.over()
        except OSError as error:
            return f"The session could not be started: {error.strerror}."
        except Exception as error:  # noqa: BLE001 — whatever it is, the engine must know that it is over
            _log.exception("The session can no longer be followed.")
            running.speaker.kill()
            return f"The session can no longer be followed: {type(error).__name__}."
        finally:
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

    def _record_crash(self, running: RunningSession) -> None:
        """Record the end of a session that crashed and so could not record it itself."""
        if not running.id:
            return
        data: dict[str, JSON] = {"outcome": "failed"}
        id_, routine = running.id, running.routine
        event = new_event("session-ended", self._clock, session=id_, routine=routine, digest="", data=data)
        self.journal.write(event)

    async def _notify(self, text: str) -> None:
        await self._notifications.notify("Coach", text)

    async def _show(self, reminder: str, title: str, text: str, begun: asyncio.Event) -> None:
        """Show the announcement on the desktop, with its buttons, if the desktop can show one.

        The voice comes first: however slow the desktop's library is, the speaking process has begun by then.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(begun.wait(), VOICE_FIRST)
        if reminder in self._shown:
            await self._notifications.announce(reminder, title, text)

    # Events of sessions

    def _session_event(self, event: Mapping[str, JSON]) -> None:
        running, is_stored = self.session, True
        if "rendered" in event:
            if running is None:
                return
            event = recorded(event, running.id, running.speaker.pid, self.journal, self._clock)
            is_stored = not self.journal.problem
        name = event.get("event")
        if running is not None:
            running.id = str(event.get("session") or running.id)
            self._send_waiting(running)
            if name == "session-started":
                for each in running.occurrences:
                    told = ReminderEvent(self._clock.now(), each, "led")
                    self._record(told, running.id, begun=running.begun)
            if name == "session-ended":
                running.outcome = str(event.get("outcome"))
            if name in ("paused", "resumed"):
                running.is_paused = name == "paused"
        if is_stored:
            self._on_event(event)

    def _send_waiting(self, running: RunningSession) -> None:
        """Send the session the commands that came before it was ready for them."""
        commands, running.commands, running.is_listening = running.commands, [], True
        for command in commands:
            running.speaker.send(command)

    # Its means

    def _session_task(self, routine: str) -> SpeakingTask:
        return session(last_good_copy(self._home, routine), self.voice, self._renderings.of_routine(routine))

    def _sentence_task(self, text: str) -> SpeakingTask:
        return sentence(text, self.voice, self._renderings.of_sentence(text))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        """Run that coroutine in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _report_problem(self, problem: str) -> None:
        self._on_event({"event": "problem", "problems": [problem]})
