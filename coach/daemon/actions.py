"""Carries out what the engine decides: sessions, announcements and notifications, entries in the journal."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon.journal_queue import JournalQueue
from coach.daemon.other_sessions import OtherSessions
from coach.daemon.plan_loader import good_copy
from coach.daemon.speakers import Speakers, sentence, session
from coach.day.model import Announce, Lead, ReminderEvent
from coach.journal.events import new_event
from coach.plan.model import VoiceSettings
from coach.timeline.languages import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping
    from datetime import datetime

    from coach.clock import Clock
    from coach.daemon.notifications import Notifications
    from coach.daemon.processes import Speaker, SpeakerTask
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
    """A session under way: its id once it is known, and whether the person has paused it."""

    speaker: Speaker
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
    """`on_event` is given everything that happens, as plain values.

    `on_session_over` is given the outcome of what was led, and what went wrong with it; nothing: it ended
    by itself. `voice` is the plan's, and is set whenever a plan is read.
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
        self._tasks: set[asyncio.Task[None]] = set()
        self._speakers = Speakers(home.logs / "sessions.log", clock, self._start)
        self.journal = JournalQueue(journal, self._report_problem)

    # What the engine asks for

    def use_settings(self, plan: Plan) -> None:
        """Speak as that plan says from now on."""
        self.voice, self._speakers.audio = plan.voice, plan.audio

    def perform(self, effects: Iterable[Effect]) -> None:
        """Carry these out; nothing here waits."""
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
        """Have the process ready that will speak for it, and no other."""
        if isinstance(effect, Announce):
            task = sentence(announcement(effect.summary), self.voice)
        else:
            task = self._session_task(next(iter(effect.routines)))
        self._speakers.prepare(task, self._session_event)

    def drop_prepared(self) -> None:
        """It is not needed after all."""
        self._speakers.drop_prepared()

    @property
    def has_prepared(self) -> bool:
        """Whether a process is held ready."""
        return self._speakers.has_prepared

    # What the person asks for

    def is_other_session_running(self) -> bool:
        """Whether another process leads a routine: begun by hand, or before the daemon was restarted."""
        return self.session is None and bool(self._others.running())

    def command(self, command: Mapping[str, JSON]) -> Answer:
        """Pass a command on to the session that is running."""
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
        """End what speaks, and wait for it; a notification would stay with buttons that nothing answers."""
        self._withdraw()
        running = () if self.session is None else (self.session.speaker.end(),)
        await asyncio.gather(self._speakers.end(), *running)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5.0)

    # Effects

    def _announce(self, effect: Announce) -> None:
        """Say what waits, on the instant at which it was due if that is still to come."""
        first, text = effect.occurrences[0], announcement(effect.summary)
        self._shown = first.reminder
        begun = asyncio.Event()
        self._start(self._speakers.say(text, self.voice, first.at, begun))
        self._start(self._show(first.reminder, effect.summary.title, text, begun))

    def _withdraw(self) -> None:
        """Take the notification back; what is being said is said to its end."""
        shown, self._shown = self._shown, ""
        if shown:
            self._start(self._notifications.withdraw(shown))

    def _record(self, event: ReminderEvent) -> None:
        """Write it to the journal, and give it to the listeners."""
        tree: dict[str, JSON] = {**event.to_dict()}
        routine = event.occurrence.routine
        entry = new_event("reminder", self._clock, session="", routine=routine, digest="", data=tree)
        self.journal.write(entry)
        self._on_event({"event": "reminder", "at": entry.at.isoformat(), **tree})

    async def _lead(self, effect: Lead) -> None:
        """One routine after the other; the first begins on the instant at which it was due."""
        outcome, fault = "completed", ""
        due: datetime | None = effect.occurrences[0].at
        for routine, summary in effect.routines.items():
            speaker = self._speakers.take(self._session_task(routine), self._session_event)
            self.session = running = RunningSession(speaker, routine, summary)
            fault = await self._follow(running, due)
            self.session = due = None
            outcome = running.outcome or "failed"
            if fault:
                self._record_crash(running)
            if fault or outcome == "stopped":
                break
        self._on_session_over(outcome, fault)
        self._on_event({"event": "session-over", "outcome": outcome})

    async def _follow(self, running: RunningSession, due: datetime | None) -> str:
        """Until the session is over; what went wrong with it, in a sentence, or nothing."""
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
        if running.outcome:
            return ""
        return f"The session ended unexpectedly, with code {code}; see {self._home.logs / 'sessions.log'}."

    async def _watch(self, running: RunningSession) -> None:
        """Kill a session that neither ends nor sends events; end one that is paused and forgotten."""
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
        """A session that crashed cannot write its own end."""
        if not running.id:
            return
        data: dict[str, JSON] = {"outcome": "failed"}
        id_, routine = running.id, running.routine
        event = new_event("session-ended", self._clock, session=id_, routine=routine, digest="", data=data)
        self.journal.write(event)

    async def _notify(self, text: str) -> None:
        await self._notifications.notify("Coach", text)

    async def _show(self, reminder: str, title: str, text: str, begun: asyncio.Event) -> None:
        """The same on the desktop, with its buttons; where there is none, the voice alone.

        The voice first: whatever a desktop's library does, the process that speaks has begun by then.
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
        """It listens now: it is sent the commands that came before."""
        commands, running.commands, running.is_listening = running.commands, [], True
        for command in commands:
            running.speaker.send(command)

    # Its means

    def _session_task(self, routine: str) -> SpeakerTask:
        return session(good_copy(self._home, routine), self.voice)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        """Do it on the side."""
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
    """What is said of a routine that waits: its title and its length, as "Desk neck, six minutes."."""
    words = words_for("en")
    minutes = max(1, round(routine.seconds / 60))
    return f"{routine.title}, {words.number(minutes)} " + ("minute." if minutes == 1 else "minutes.")
