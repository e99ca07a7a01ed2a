"""Carries out what the engine decides: sessions, announcements, notifications and journal entries."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon import call_texts
from coach.daemon.chimes import USUAL_VOLUME, chime_call, chime_task
from coach.daemon.day_record import DayRecord, JournalQueue
from coach.daemon.other_sessions import OtherSessions
from coach.daemon.plan_loader import last_good_copy
from coach.daemon.renderings import Renderings, what_to_render
from coach.daemon.running_session import CONFIRMATIONS, DONE
from coach.daemon.session_leader import SessionLeader
from coach.daemon.speakers import VOICE_FAILED, SpeakingProcesses, sentence, session
from coach.daemon.until_read import UntilRead
from coach.day.model import Announce, Lead, Notice, OwnBreak, ReminderEvent, StillWaiting
from coach.plan.model import Plan, VoiceSettings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
    from datetime import datetime

    from coach.activity.mpris import MediaPlayers
    from coach.clock import Clock
    from coach.daemon.call_texts import Sentence
    from coach.daemon.notifications import Notifications
    from coach.daemon.processes import SpeakingProcess, SpeakingTask
    from coach.daemon.running_session import RunningSession
    from coach.day.model import Batch, Effect
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.plan.model import Occurrence, ResolvedPlan

RENDERING_AHEAD = 5.0
"""Seconds in which a process is ready to play a rendering: a PulseAudio device may need three of them before
it pulls steadily."""
OFFERED_SECONDS = 900.0
"""For how long what was only spoken can be confirmed by its notification."""
VOICE_FIRST = 2.0
"""Seconds for which a notification waits until the voice has begun; a voice may hang."""


class DayActions:
    """Carries out the engine's effects and the person's commands to a session.

    `on_event` receives every event as plain values. `on_session_over` receives the outcome of a session and
    what went wrong with it, empty if it ended by itself. `is_locked` says whether the screen is. `voice`
    comes from the plan and is set whenever a plan is read.
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
        is_locked: Callable[[], Awaitable[bool]],
        players: MediaPlayers | None = None,
    ) -> None:
        self.voice = VoiceSettings()
        self._plan = Plan(reminders=())
        self._home = home
        self._clock = clock
        self._notifications = notifications
        self._spoken: dict[str, SpeakingProcess] = {}
        """The process that speaks, or has spoken, the announcement of a reminder that waits."""
        self._removals: dict[str, asyncio.TimerHandle] = {}
        """When the notification of what was only spoken is removed."""
        self._shown: set[str] = set()
        """The reminders whose notifications are shown, or about to be."""
        self._others = OtherSessions(journal)
        self._tasks: set[asyncio.Task[object]] = set()
        self._speakers = SpeakingProcesses(home.logs / "sessions.log", clock, self.start)
        self._renderings = Renderings(home, journal)
        self.journal = JournalQueue(
            journal, lambda problem: on_event({"event": "problem", "problems": [problem]})
        )
        self._record = DayRecord(self.journal, clock, on_event)
        self.until_read = UntilRead(notifications, self.start, self._say)
        self._leader = SessionLeader(
            home,
            clock,
            self._speakers,
            self._record,
            task_of=self._session_task,
            on_silent=self._stand_in,
            on_to_read=self._show_notice,
            on_led=self._offer_done,
            on_over=on_session_over,
            is_locked=is_locked,
            players=players,
        )

    @property
    def session(self) -> RunningSession | None:
        """The session under way."""
        return self._leader.session

    @property
    def voice_problem(self) -> str:
        """A sentence about a voice that failed lately, else empty; a private one says nothing anyway."""
        return VOICE_FAILED if self._speakers.voice_failed and not self._plan.private_voice else ""

    def use_plan(self, plan: ResolvedPlan) -> None:
        """Use the voice and audio settings of that plan from now on, and render what it needs."""
        self._plan = plan.plan
        self.voice, self._speakers.audio = plan.plan.voice, plan.plan.audio
        self._speakers.ducks_media = plan.plan.media == "duck"
        self._leader.pauses_media = plan.plan.media == "pause"
        short, sentences = what_to_render(plan)
        files = {id_: last_good_copy(self._home, id_) for id_ in short}
        self._renderings.use_plan(files, sentences, self.voice)

    def perform(self, effects: Iterable[Effect]) -> None:
        """Carry out these effects without waiting for any of them."""
        for effect in effects:
            if isinstance(effect, Lead):
                self.start(self._leader.lead(effect))
            elif isinstance(effect, Announce):
                self._announce(effect)
            elif isinstance(effect, Notice):
                self.start(self._give_notice(effect))
            elif isinstance(effect, ReminderEvent):
                self._record.reminder(effect)
            elif isinstance(effect, OwnBreak):
                self._record.own_break(effect)
            elif isinstance(effect, StillWaiting):
                self._show_rest(effect)
            else:
                self._withdraw(effect.occurrence.reminder)
        self._renderings.catch_up()

    def prepare(self, effect: Lead | Announce, seconds: float) -> None:
        """Prepare the process that will speak for that effect in that many seconds, and drop any other.

        One that plays a rendering is ready sooner, and not started before it is time for that.
        """
        if isinstance(effect, Announce):
            task = self._announcement_task(effect)
        else:
            task = self._session_task(next(iter(effect.routines)), effect.occurrences)
        if task is None:
            self._speakers.drop_prepared()
        elif task.rendering is None or seconds <= self.rendering_ahead:
            self._speakers.prepare(task, self._leader.on_event)

    @property
    def rendering_ahead(self) -> float:
        """Seconds before an occurrence in which a process that plays a rendering is made ready."""
        return RENDERING_AHEAD + (self._speakers.audio.wake or 0.0)

    def drop_prepared(self) -> None:
        """End the prepared process, which is no longer needed."""
        self._speakers.drop_prepared()

    def is_other_session_running(self) -> bool:
        """Whether another process leads a routine, started by hand or by an earlier daemon."""
        return self.session is None and bool(self._others.running())

    def routines_led(self) -> frozenset[str]:
        """The ids of the routines that are led now, here or by other processes."""
        others = () if self.session is not None else self._others.running()
        return frozenset({self.session.routine} if self.session else (each.routine for each in others))

    def command(self, command: Mapping[str, JSON]) -> Answer:
        """Pass a command on to the running session."""
        if self.session is None:
            return self._others.command(command)
        self.session.send(command)
        return Answer(ok=True, sentence=CONFIRMATIONS.get(str(command.get("command")), DONE))

    async def notify(self, text: str) -> None:
        """Show a sentence as a notification."""
        await self._notifications.notify("Coach", text)

    def say_mistake(self) -> None:
        """Say that there is a mistake in the plan or in a routine, by voice and as a notification."""
        said = call_texts.mistake(self.voice.language)
        self.start(self._say(said))  # first: a desktop may be slow
        self.start(self.notify(said.text))

    async def _say(self, said: Sentence) -> None:
        await self._speakers.say(self._speakers.for_sentence(self._sentence_task(said)))

    async def close(self) -> None:
        """End all speaking processes and remove notifications, whose buttons would no longer work."""
        for removal in self._removals.values():
            removal.cancel()
        self.until_read.close()
        for reminder in tuple(self._shown):
            self._withdraw(reminder)
        await asyncio.gather(self._renderings.close(), self._speakers.end(), self._leader.close())
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5.0)

    def _announce(self, effect: Announce) -> None:
        """Announce the waiting routine at its due time, or at once if that is past."""
        first, task = effect.occurrences[0], self._announcement_task(effect)
        if first.reminder in self._removals:
            self._removals.pop(first.reminder).cancel()
        due = None if effect.is_again else first.at
        begun = asyncio.Event()
        showing = self._show(effect, begun)
        self._shown.add(first.reminder)
        if task is None:
            begun.set()
            self.start(self._call_silently(first, showing))
            return
        # At once: what was prepared for it would be dropped as soon as it is no longer due.
        speaker = self._speakers.for_sentence(task, due)
        self._spoken[first.reminder] = speaker
        self.start(self._call(first, speaker, due, begun))
        self.start(showing)

    def _show_rest(self, effect: StillWaiting) -> None:
        """Show what is left of an announcement, in place of what it named before."""
        reminder, summary = effect.occurrences[0].reminder, effect.summary
        self._shown.add(reminder)
        length = call_texts.length_of(summary, preferred=self.voice.language)
        buttons = call_texts.waiting_buttons(reminder, summary, self._plan)
        self.start(self._notifications.announce(reminder, summary.title, length, buttons))

    async def _give_notice(self, effect: Notice) -> None:
        """Give notice by a chime; where it cannot be heard, or the plan wants no sound, by a notification."""
        reminder = effect.occurrences[0].reminder
        self._record.send({"event": "notice", "at": self._clock.now().isoformat(), "reminder": reminder})
        call = chime_call(self._plan, reminder)
        task = None if call is None or call.volume == 0.0 else chime_task(self._home, call)
        if task is None or await self._speakers.say(self._speakers.for_sentence(task)) == "no":
            seconds = max(0.0, (effect.at - self._clock.now()).total_seconds())
            await self.notify(call_texts.shown_notice(effect, seconds, self.voice.language))

    def _withdraw(self, reminder: str) -> None:
        """Remove that reminder's notification, and cut short the sentence if it is being spoken."""
        speaker = self._spoken.pop(reminder, None)
        if speaker is not None:
            self._speakers.cut_short(speaker)
        if reminder in self._shown:
            self._shown.remove(reminder)
            self.start(self._notifications.withdraw(reminder))

    async def _call(
        self, occurrence: Occurrence, speaker: SpeakingProcess, due: datetime | None, begun: asyncio.Event
    ) -> None:
        """Say the announcement, and record whether it was heard: if not, the notification replaces it."""
        heard = await self._speakers.say(speaker, due, begun)
        self._record_call(occurrence, heard)

    async def _call_silently(self, occurrence: Occurrence, showing: Coroutine[None, None, bool]) -> None:
        """Show the notification that calls the person; if it is not shown, nobody was reached."""
        self._record_call(occurrence, "unknown" if await showing else "no")

    def _record_call(self, occurrence: Occurrence, heard: str) -> None:
        how = self._plan.call(occurrence.reminder).how
        self._record.reminder(ReminderEvent(self._clock.now(), occurrence, "called"), heard=heard, how=how)

    def _show_notice(self, running: RunningSession, texts: list[str]) -> None:
        """Show the notice at which a session waits; with a private voice, only that there is one."""
        summary, language = running.summary, running.summary.language
        if texts and self._plan.private_voice:
            texts = [call_texts.call_words(summary, language).private_notice]
        self.until_read.show_notice(
            summary.title, texts, lambda: running.send({"command": "resume"}), language
        )

    def _stand_in(self, running: RunningSession) -> None:
        """Show by a notification what cannot be heard."""
        self._show_done(running, call_texts.call_words(running.summary, self.voice.language).is_silent)

    def _offer_done(self, running: RunningSession) -> None:
        """Let the person confirm what does not count by itself; a silent one has its notification already."""
        if running.speaker.audible == "no":
            return
        calls = call_texts.call_words(running.summary, self.voice.language)
        if running.was_locked:
            self._show_done(running, f"{calls.was_locked} {calls.press_done}")
        elif running.begun == "coach":
            self._show_done(running, calls.press_done)

    def _show_done(self, running: RunningSession, text: str) -> None:
        """Show what was or will be only spoken for a while, with the button Done."""
        loop = asyncio.get_running_loop()
        buttons = call_texts.done_button(running.summary, self.voice.language)
        for reminder in [each.reminder for each in running.occurrences]:
            self._shown.add(reminder)
            self.start(self._notifications.announce(reminder, running.summary.title, text, buttons))
            if reminder in self._removals:
                self._removals[reminder].cancel()
            self._removals[reminder] = loop.call_later(OFFERED_SECONDS, self._withdraw, reminder)

    async def _show(self, effect: Announce, begun: asyncio.Event) -> bool:
        """Show the announcement on the desktop, with its buttons; returns whether that was possible.

        The sound comes first: however slow the desktop is, the process that makes it has begun by then.
        """
        reminder, summary = effect.occurrences[0].reminder, effect.summary
        text = call_texts.shown_announcement(effect, self._plan)
        buttons = call_texts.waiting_buttons(reminder, summary, self._plan)
        with suppress(TimeoutError):
            await asyncio.wait_for(begun.wait(), VOICE_FIRST)
        if reminder not in self._shown:
            return True
        return await self._notifications.announce(reminder, summary.title, text, buttons)

    def _session_task(self, routine: str, batch: Batch) -> SpeakingTask:
        """The task of leading that routine, at the volume of the reminder that calls for it."""
        reminder = next((each.reminder for each in batch if each.routine == routine), "")
        voice, gain = self._at_volume(self._plan.call(reminder).volume)
        rendering = self._renderings.of_routine(routine) if gain else None
        task = session(last_good_copy(self._home, routine), voice, rendering)
        return replace(task, gain=gain or 1.0)

    def _announcement_task(self, effect: Announce) -> SpeakingTask | None:
        """The task of announcing that; None: nothing is to sound, or the chime could not be made."""
        call = self._plan.call(effect.occurrences[0].reminder)
        if call.how != "voice":
            return chime_task(self._home, call) if call.how == "chime" else None
        summary, preferred = effect.summary, self.voice.language
        if self._plan.private_voice:
            return self._sentence_task(call_texts.private_announcement(summary, preferred), call.volume)
        said = call_texts.announcement(summary, effect.wording, preferred)
        return self._sentence_task(said, call.volume)

    def _sentence_task(self, said: Sentence, volume: float | None = None) -> SpeakingTask:
        voice, gain = self._at_volume(volume)
        rendering = self._renderings.of_sentence(said) if gain else None
        return replace(sentence(said, voice, rendering), gain=gain or 1.0)

    def _at_volume(self, volume: float | None) -> tuple[VoiceSettings, float]:
        """The voice at that volume, and by how much a rendering is louder then; 0: none can be used."""
        usual = USUAL_VOLUME if self.voice.volume is None else self.voice.volume
        if volume is None or volume == usual:
            return self.voice, 1.0
        return replace(self.voice, volume=volume), round(volume / usual, 3) if usual else 0.0

    def start(self, work: Coroutine[None, None, object]) -> None:
        """Run that coroutine in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
