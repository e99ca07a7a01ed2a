"""What the day does: sessions and announcements in processes of their own, notes in the journal."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon.journal_queue import JournalQueue, to_dict
from coach.daemon.other_sessions import OtherSessions
from coach.daemon.plan_loader import good_copy
from coach.daemon.speakers import Speakers, sentence, session
from coach.day.batches import asks_first, known_of, led_of
from coach.journal.events import new_event
from coach.timeline.languages import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from coach.clock import Clock
    from coach.daemon.processes import Speaker
    from coach.day.batches import Batch
    from coach.day.engine import ReminderEngine
    from coach.day.model import Desktop, Known, Noted, Situation
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.plan.model import Occurrence, VoiceSettings

VOICE_FIRST = 2.0
"""Seconds for which a notification waits until the voice was told to begin; a voice may hang."""
HANGS_AFTER = 300.0
"""Seconds beyond twice its length without an event: a session that hangs is ended …"""
LONGEST_PAUSE = 1800.0
"""… and so is one that the person has paused for longer: nothing else is spoken meanwhile."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class RunningSession:
    """A session under way: its id once it is known, and whether the person has paused it."""

    speaker: Speaker
    known: Known
    session: str = ""
    outcome: str = ""
    is_paused: bool = False
    is_heard: bool = False
    """Whether it has told of itself: it hears no commands before."""
    commands: list[Mapping[str, JSON]] = field(default_factory=list)
    """What it is told as soon as it hears."""


class DayActions:
    """Acts for a `ReminderEngine`. `told` hears everything that happens, as plain values."""

    def __init__(
        self,
        home: Home,
        clock: Clock,
        journal: Journal,
        *,
        look: Callable[[], Situation],
        desktop: Desktop,
        told: Callable[[Mapping[str, JSON]], None],
    ) -> None:
        self._home = home
        self._clock = clock
        self._look = look
        self._desktop = desktop
        self._offered = ""
        """The reminder whose notification stands."""
        self._told = told
        self._elsewhere = OtherSessions(journal)
        self._tasks: set[asyncio.Task[None]] = set()
        self._speakers = Speakers(home.logs / "sessions.log", clock, self._do)
        self.account = JournalQueue(journal, self._tell_problem)
        self.led: RunningSession | None = None
        self.day: ReminderEngine | None = None

    # What the day asks for

    def situation(self) -> Situation:
        """How it stands with the person, asked now."""
        return self._look()

    def is_led_elsewhere(self) -> bool:
        """Whether somebody is led by a process that is not ours: by hand, or since before a restart."""
        return self.led is None and bool(self._elsewhere.led())

    def lead(self, occurrence: Occurrence, together: tuple[Occurrence, ...]) -> None:
        """Lead one routine after the other; the first begins on the instant at which it was due."""
        self._do(self._lead_all((occurrence, *together)))

    def announce(self, occurrence: Occurrence, known: Known) -> None:
        """Say what waits, on the instant at which it was due if that is still to come."""
        self._offered = occurrence.reminder
        begun = asyncio.Event()
        self._do(self._speakers.say(announcement(known), self._settings(), occurrence.at, begun))
        self._do(self._offer(occurrence.reminder, known, begun))

    def withdraw(self) -> None:
        """Take the notification back; what is being said is said to its end."""
        offered, self._offered = self._offered, ""
        if offered:
            self._do(self._desktop.withdraw(offered))

    def note(self, noted: Noted) -> None:
        """Into the journal, and to whoever listens."""
        tree = to_dict(noted)
        event = new_event(
            "reminder", self._clock, session="", routine=noted.occurrence.routine, digest="", data=tree
        )
        self.account.write(event)
        self._told({"event": "reminder", "at": event.at.isoformat(), **tree})

    # Ahead of its time

    def prepare(self, row: Batch) -> None:
        """Have the process ready that will speak for these, and no other."""
        programme = self._kept().programme
        if asks_first(row, programme):
            arguments = sentence(announcement(known_of(row, programme)), self._settings())
        else:
            arguments = session(good_copy(self._home, row[0].routine), self._settings())
        self._speakers.prepare(arguments, self._session_told)

    def drop_prepared(self) -> None:
        """It is not needed after all."""
        self._speakers.drop_prepared()

    @property
    def has_prepared(self) -> bool:
        """Whether a process is held ready."""
        return self._speakers.has_prepared

    def command(self, tree: Mapping[str, JSON]) -> Answer:
        """Hand a command to the session that is led."""
        if self.led is None:
            return self._elsewhere.steer(tree)
        if self.led.is_heard:
            self.led.speaker.send(tree)
        else:
            self.led.commands.append(tree)
        return Answer(ok=True, sentence="Told.")

    def say(self, text: str) -> None:
        """Say a sentence now, outside everything."""
        self._do(self._speakers.say(text, self._settings()))  # first: a desktop may be slow
        self._do(self._tell(text))

    async def close(self) -> None:
        """End what speaks, and wait for it; a notification would stand with buttons that nobody hears."""
        self.withdraw()
        led = () if self.led is None else (self.led.speaker.end(),)
        await asyncio.gather(self._speakers.end(), *led)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5.0)

    # Behind it

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _lead_all(self, row: Batch) -> None:
        outcome, fault = "completed", ""
        for occurrence in led_of(row):
            known = self._kept().programme.known(occurrence)
            arguments = session(good_copy(self._home, occurrence.routine), self._settings())
            self.led = led = RunningSession(self._speakers.take(arguments, self._session_told), known)
            fault = await self._led_to_its_end(led, occurrence if occurrence is row[0] else None)
            self.led = None
            outcome = led.outcome or "failed"
            if fault:
                self._note_crash(led, occurrence)
                break
            if outcome == "stopped":
                break
        if fault:
            self._kept().failed(fault)
        else:
            self._kept().ended(outcome)
        self._told({"event": "session-over", "outcome": outcome})

    async def _led_to_its_end(self, led: RunningSession, due: Occurrence | None) -> str:
        """What went wrong with it, in a sentence; nothing: it ended by itself."""
        watch = asyncio.create_task(self._watch(led))
        try:
            await led.speaker.ready()
            led.speaker.begin(self._speakers.still_to_come(None if due is None else due.at))
            code = await led.speaker.over()
        except OSError as error:
            return f"The session could not be started: {error.strerror}."
        except Exception as error:  # noqa: BLE001 — whatever it is, the day must know that it is over
            _log.exception("The session cannot be followed any longer.")
            led.speaker.kill()
            return f"The session cannot be followed any longer: {type(error).__name__}."
        finally:
            watch.cancel()
        if led.outcome:
            return ""
        return f"The session ended unexpectedly, with code {code}; see {self._home.logs / 'sessions.log'}."

    async def _watch(self, led: RunningSession) -> None:
        """Kill a session that neither ends nor tells anything; end one that is paused and forgotten."""
        patience = 2 * led.known.seconds + HANGS_AFTER
        while True:
            heard, is_paused = led.speaker.heard, led.is_paused
            await asyncio.sleep(LONGEST_PAUSE if is_paused else patience)
            if led.speaker.heard != heard:
                continue
            if is_paused:
                await led.speaker.end()
            led.speaker.kill()
            return

    def _note_crash(self, led: RunningSession, occurrence: Occurrence) -> None:
        """A session that crashed cannot write its own end."""
        if not led.session:
            return
        data: dict[str, JSON] = {"outcome": "failed"}
        self.account.write(
            new_event(
                "session-ended",
                self._clock,
                session=led.session,
                routine=occurrence.routine,
                digest="",
                data=data,
            )
        )

    def _tell_problem(self, problem: str) -> None:
        self._told({"event": "problem", "problems": [problem]})

    async def _tell(self, text: str) -> None:
        await self._desktop.tell("Coach", text)

    async def _offer(self, reminder: str, known: Known, begun: asyncio.Event) -> None:
        """The same on the desktop, with its buttons; where there is none, the voice alone.

        The voice first: whatever a desktop's library does, the process that speaks has its word by then.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(begun.wait(), VOICE_FIRST)
        if self._offered == reminder:
            await self._desktop.announce(reminder, known.title, announcement(known))

    def _session_told(self, tree: Mapping[str, JSON]) -> None:
        if self.led is not None:
            self.led.session = str(tree.get("session") or self.led.session)
            self._heard(self.led)
            if tree.get("event") == "session-ended":
                self.led.outcome = str(tree.get("outcome"))
            if tree.get("event") in ("paused", "resumed"):
                self.led.is_paused = tree["event"] == "paused"
        self._told(tree)

    def _heard(self, led: RunningSession) -> None:
        """It hears now: it is told what it was to be told meanwhile."""
        waiting, led.commands, led.is_heard = led.commands, [], True
        for command in waiting:
            led.speaker.send(command)

    def _settings(self) -> VoiceSettings:
        return self._kept().programme.plan.voice

    def _kept(self) -> ReminderEngine:
        assert self.day is not None, "the day is given before anything is due"
        return self.day


def announcement(known: Known) -> str:
    """What is said of a routine that waits: its title and its length, as "Desk neck, six minutes."."""
    words = words_for("en")
    minutes = max(1, round(known.seconds / 60))
    return f"{known.title}, {words.number(minutes)} " + ("minute." if minutes == 1 else "minutes.")
