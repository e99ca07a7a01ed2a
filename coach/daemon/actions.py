"""Carries out what the engine decides: sessions, announcements, notifications and journal entries."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon.day_record import DayRecord
from coach.daemon.journal_queue import JournalQueue
from coach.daemon.other_sessions import OtherSessions
from coach.daemon.plan_loader import last_good_copy
from coach.daemon.renderings import Renderings
from coach.daemon.running_session import CONFIRMATIONS, DONE, SILENT
from coach.daemon.session_leader import SessionLeader
from coach.daemon.speakers import SpeakingProcesses, announcement, announcements, sentence, session
from coach.day.model import Announce, Lead, OwnBreak, ReminderEvent
from coach.plan.model import VoiceSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping
    from datetime import datetime

    from coach.activity.mpris import MediaPlayers
    from coach.clock import Clock
    from coach.daemon.notifications import Notifications
    from coach.daemon.processes import SpeakingProcess, SpeakingTask
    from coach.daemon.running_session import RunningSession
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
VOICE_FIRST = 2.0
"""Seconds for which a notification waits until the voice has begun; a voice may hang."""


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
        self._home = home
        self._clock = clock
        self._notifications = notifications
        self._spoken: dict[str, SpeakingProcess] = {}
        """The process that says, or has said, the announcement of a reminder that waits."""
        self._shown: set[str] = set()
        """The reminders whose notifications are shown, or about to be."""
        self._others = OtherSessions(journal)
        self._tasks: set[asyncio.Task[None]] = set()
        self._speakers = SpeakingProcesses(home.logs / "sessions.log", clock, self._start)
        self._renderings = Renderings(home, journal)
        self.journal = JournalQueue(
            journal, lambda problem: on_event({"event": "problem", "problems": [problem]})
        )
        self._record = DayRecord(self.journal, clock, on_event)
        self._leader = SessionLeader(
            home,
            clock,
            self._speakers,
            self._record,
            task_of=self._session_task,
            on_silent=self._stand_in,
            on_over=on_session_over,
            players=players,
        )

    @property
    def session(self) -> RunningSession | None:
        """The session under way."""
        return self._leader.session

    # What the engine asks for

    def use_plan(self, plan: ResolvedPlan) -> None:
        """Use the voice and audio settings of that plan from now on, and render what it needs."""
        self.voice, self._speakers.audio = plan.plan.voice, plan.plan.audio
        self._speakers.ducks_media = plan.plan.media == "duck"
        self._leader.pauses_media = plan.plan.media == "pause"
        short = [id_ for id_, routine in plan.routines.items() if routine.seconds <= RENDERED_SECONDS]
        asked = {
            id_
            for one in plan.plan.reminders
            for id_ in one.all_routines
            if id_ not in short or one.begin == "ask"
        }
        self._renderings.use_plan(
            {id_: last_good_copy(self._home, id_) for id_ in short},
            [text for id_ in plan.routines if id_ in asked for text in announcements(plan.routines[id_])],
            self.voice,
        )

    def perform(self, effects: Iterable[Effect]) -> None:
        """Carry out these effects without waiting for any of them."""
        for effect in effects:
            if isinstance(effect, Lead):
                self._start(self._leader.lead(effect))
            elif isinstance(effect, Announce):
                self._announce(effect)
            elif isinstance(effect, ReminderEvent):
                self._record.reminder(effect)
            elif isinstance(effect, OwnBreak):
                self._record.own_break(effect)
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
            self._speakers.prepare(task, self._leader.on_event)

    @property
    def rendering_ahead(self) -> float:
        """Seconds before an occurrence in which a process that plays a rendering is made ready."""
        return RENDERING_AHEAD + (self._speakers.audio.wake or 0.0)

    def drop_prepared(self) -> None:
        """End the prepared process, which is no longer needed."""
        self._speakers.drop_prepared()

    # What the person asks for

    def is_other_session_running(self) -> bool:
        """Whether another process leads a routine, started by hand or by an earlier daemon."""
        return self.session is None and bool(self._others.running())

    def command(self, command: Mapping[str, JSON]) -> Answer:
        """Pass a command on to the running session."""
        if self.session is None:
            return self._others.command(command)
        self.session.send(command)
        return Answer(ok=True, sentence=CONFIRMATIONS.get(str(command.get("command")), DONE))

    def say(self, text: str) -> None:
        """Say a sentence now, by voice and as a notification."""
        self._start(self._say(text))  # first: a desktop may be slow
        self._start(self._notify(text))

    async def close(self) -> None:
        """End all speaking processes and remove notifications, whose buttons would no longer work."""
        for reminder in tuple(self._shown):
            self._withdraw(reminder)
        await asyncio.gather(self._renderings.close(), self._speakers.end(), self._leader.close())
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5.0)

    # Effects

    def _announce(self, effect: Announce) -> None:
        """Announce the waiting routine at its due time, or at once if that is past."""
        first, text = effect.occurrences[0], announcement(effect.summary, effect.wording)
        due = None if effect.is_again else first.at
        # At once: what was prepared for it would be dropped as soon as it is no longer due.
        speaker = self._speakers.for_sentence(self._sentence_task(text), due)
        self._spoken[first.reminder] = speaker
        self._shown.add(first.reminder)
        begun = asyncio.Event()
        self._start(self._call(first, speaker, due, begun))
        self._start(self._show(first.reminder, effect.summary.title, text, begun))

    def _withdraw(self, reminder: str) -> None:
        """Remove that reminder's notification, and cut short the sentence if it is being spoken."""
        speaker = self._spoken.pop(reminder, None)
        if speaker is not None:
            self._speakers.cut_short(speaker)
        if reminder in self._shown:
            self._shown.remove(reminder)
            self._start(self._notifications.withdraw(reminder))

    async def _say(self, text: str) -> None:
        await self._speakers.say(self._speakers.for_sentence(self._sentence_task(text)))

    async def _call(
        self, occurrence: Occurrence, speaker: SpeakingProcess, due: datetime | None, begun: asyncio.Event
    ) -> None:
        """Say the announcement, and record whether it was heard: the notification stands in where not."""
        heard = await self._speakers.say(speaker, due, begun)
        self._record.reminder(ReminderEvent(self._clock.now(), occurrence, "called"), heard=heard)

    def _stand_in(self, running: RunningSession) -> None:
        """Show by a notification what cannot be heard."""
        self._start(self._notify(f"{running.summary.title}. {SILENT}"))

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
