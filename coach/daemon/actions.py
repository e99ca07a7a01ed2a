"""Carries out what the engine decides: sessions, announcements, notifications and journal entries."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon.journal_queue import JournalQueue
from coach.daemon.other_sessions import OtherSessions
from coach.daemon.plan_loader import last_good_copy
from coach.daemon.speakers import SpeakingProcesses, sentence, session
from coach.day.model import Announce, Lead, ReminderEvent
from coach.journal.events import new_event
from coach.plan.model import VoiceSettings
from coach.timeline.languages import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping
    from datetime import datetime

    from coach.clock import Clock
    from coach.daemon.notifications import Notifications
    from coach.daemon.processes import SpeakingProcess, SpeakingTask
    from coach.day.model import Effect
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.plan.model import Plan, RoutineSummary

VOICE_FIRST = 2.0
"""Seconds for which a notification waits until the voice has begun; a voice may hang."""
HANGS_AFTER = 300.0
"""Seconds beyond twice its length without an event: a session that hangs is ended …"""
LONGEST_PAUSE = 1800.0
"""… and so is one that the person has paused for longer: nothing else is spoken meanwhile."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class RunningSession:
    """A running session: its id once it is known, and whether the person has paused it."""

    speaker: SpeakingProcess
    routine: str
    summary: RoutineSummary
    id: str = ""
    outcome: str = ""
    is_paused: bool = False
    is_listening: bool = False
    """Whether it has sent its first event: it reads no commands before."""
    commands: list[Mapping[str, JSON]] = field(default_factory=list)
    """What is sent to it as soon as it listens."""


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
    ) -> None:
        self.voice = VoiceSettings()
        self.session: RunningSession | None = None
        self._home = home
        self._clock = clock
        self._notifications = notifications
        self._on_event = on_event
        self._on_session_over = on_session_over
        self._shown = ""
        """The reminder whose notification is shown, or about to be."""
        self._others = OtherSessions(journal)
        self._is_closing = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._speakers = SpeakingProcesses(home.logs / "sessions.log", clock, self._start)
        self.journal = JournalQueue(journal, self._report_problem)

    # What the engine asks for

    def use_settings(self, plan: Plan) -> None:
        """Use the voice and audio settings of that plan from now on."""
        self.voice, self._speakers.audio = plan.voice, plan.audio

    def perform(self, effects: Iterable[Effect]) -> None:
        """Carry out these effects without waiting for any of them."""
        for effect in effects:
            if isinstance(effect, Lead):
                self._start(self._lead(effect))
            elif isinstance(effect, Announce):
                self._announce(effect)
            elif isinstance(effect, ReminderEvent):
                self._record(effect)
            else:
                self._withdraw()

    def prepare(self, effect: Lead | Announce) -> None:
        """Prepare the process that will speak for that effect, and drop any other."""
        if isinstance(effect, Announce):
            task = sentence(announcement(effect.summary), self.voice)
        else:
            task = self._session_task(next(iter(effect.routines)))
        self._speakers.prepare(task, self._session_event)

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
        self._start(self._speakers.say(text, self.voice))  # first: a desktop may be slow
        self._start(self._notify(text))

    async def close(self) -> None:
        """End all speaking processes and remove notifications, whose buttons would no longer work."""
        self._is_closing = True
        self._withdraw()
        running = () if self.session is None else (self.session.speaker.end(),)
        await asyncio.gather(self._speakers.end(), *running)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5.0)

    # Effects

    def _announce(self, effect: Announce) -> None:
        """Announce the waiting routine at its due time, or at once if that is past."""
        first, text = effect.occurrences[0], announcement(effect.summary)
        self._shown = first.reminder
        begun = asyncio.Event()
        self._start(self._speakers.say(text, self.voice, first.at, begun))
        self._start(self._show(first.reminder, effect.summary.title, text, begun))

    def _withdraw(self) -> None:
        """Remove the notification; a sentence that is being spoken is finished."""
        shown, self._shown = self._shown, ""
        if shown:
            self._start(self._notifications.withdraw(shown))

    def _record(self, event: ReminderEvent) -> None:
        """Write the event to the journal and send it to the listeners."""
        tree: dict[str, JSON] = {**event.to_dict()}
        routine = event.occurrence.routine
        entry = new_event("reminder", self._clock, session="", routine=routine, digest="", data=tree)
        self.journal.write(entry)
        self._on_event({"event": "reminder", "at": entry.at.isoformat(), **tree})

    async def _lead(self, effect: Lead) -> None:
        """Lead the routines one after another; the first begins at its due time."""
        outcome, fault = "completed", ""
        due: datetime | None = effect.occurrences[0].at
        for routine, summary in effect.routines.items():
            speaker = self._speakers.take(self._session_task(routine), self._session_event)
            self.session = running = RunningSession(speaker, routine, summary)
            fault = await self._follow(running, due)
            self.session = due = None
            outcome = running.outcome or ("stopped" if self._is_closing else "failed")
            if fault:
                self._record_crash(running)
            if fault or outcome == "stopped":
                break
        self._on_session_over(outcome, fault)
        self._on_event({"event": "session-over", "outcome": outcome})

    async def _follow(self, running: RunningSession, due: datetime | None) -> str:
        """Follow the session until it ends; returns what went wrong as a sentence, else an empty string."""
        watch = asyncio.create_task(self._watch(running))
        try:
            await running.speaker.ready()
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
        if self._shown == reminder:
            await self._notifications.announce(reminder, title, text)

    # Events of sessions

    def _session_event(self, event: Mapping[str, JSON]) -> None:
        running, name = self.session, event.get("event")
        if running is not None:
            running.id = str(event.get("session") or running.id)
            self._send_waiting(running)
            if name == "session-ended":
                running.outcome = str(event.get("outcome"))
            if name in ("paused", "resumed"):
                running.is_paused = name == "paused"
        self._on_event(event)

    def _send_waiting(self, running: RunningSession) -> None:
        """Send the session the commands that came before it was ready for them."""
        commands, running.commands, running.is_listening = running.commands, [], True
        for command in commands:
            running.speaker.send(command)

    # Its means

    def _session_task(self, routine: str) -> SpeakingTask:
        return session(last_good_copy(self._home, routine), self.voice)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        """Run that coroutine in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _report_problem(self, problem: str) -> None:
        self._on_event({"event": "problem", "problems": [problem]})


DONE = "Done."
CONFIRMATIONS = {
    "pause": "Paused.",
    "resume": "Resumed.",
    "next": "Skipped to the next step.",
    "previous": "Back to the previous step.",
    "repeat": "Repeating the step.",
    "extend": "Ten seconds added.",
    "stop": "Stopped.",
}
"""What a command to a session has done."""


def announcement(routine: RoutineSummary) -> str:
    """The spoken announcement of a waiting routine: its title and length, as "Desk neck, six minutes."."""
    words = words_for("en")
    minutes = max(1, round(routine.seconds / 60))
    return f"{routine.title}, {words.number(minutes)} " + ("minute." if minutes == 1 else "minutes.")
