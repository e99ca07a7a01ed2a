"""What the day does: sessions and announcements in processes of their own, notes in the journal."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.daemon.loading import good_copy
from coach.daemon.processes import Speaker
from coach.journal.events import new_event
from coach.timeline.words import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from coach.clock import Clock
    from coach.daemon.day import Day
    from coach.daemon.port import Desktop, Known, Noted, Situation
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.plan.model import Occurrence, VoiceSettings

HANGS_AFTER = 300.0
"""Seconds beyond twice its length without an event, and not paused: a session that hangs is ended."""


@dataclass(slots=True)
class Led:
    """A session under way: its id once it is known, and whether the person has paused it."""

    speaker: Speaker
    known: Known
    session: str = ""
    outcome: str = ""
    is_paused: bool = False


class DayHands:
    """Acts for a `Day`. `told` hears everything that happens, as plain values."""

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
        self._journal = journal
        self._look = look
        self._desktop = desktop
        self._offered = ""
        """The reminder whose notification stands."""
        self._told = told
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: Speaker | None = None
        self._announcing: Speaker | None = None
        self.led: Led | None = None
        self.day: Day | None = None

    # What the day asks for

    def situation(self) -> Situation:
        """How it stands with the person, asked now."""
        return self._look()

    def lead(self, occurrence: Occurrence, together: tuple[Occurrence, ...]) -> None:
        """Lead one routine after the other; the first begins on the instant at which it was due."""
        self._do(self._lead_all((occurrence, *together)))

    def announce(self, occurrence: Occurrence, known: Known) -> None:
        """Say what waits, on the instant at which it was due if that is still to come."""
        self._offered = occurrence.reminder
        self._do(self._announce(occurrence, announcement(known)))
        self._do(self._offer(occurrence.reminder, known))

    def withdraw(self) -> None:
        """Take the notification back; what is being said is said to its end."""
        offered, self._offered = self._offered, ""
        if offered:
            self._do(self._desktop.withdraw(offered))

    def note(self, noted: Noted) -> None:
        """Into the journal, and to whoever listens."""
        tree = as_tree(noted)
        event = new_event(
            "reminder", self._clock, session="", routine=noted.occurrence.routine, digest="", data=tree
        )
        with suppress(Exception):  # a full disk costs the note, never the day; `status` shows it
            self._journal.append(event)
        self._told({"event": "reminder", "at": event.at.isoformat(), **tree})

    # Ahead of its time

    def prepare(self, occurrence: Occurrence, known: Known, *, asks_first: bool) -> None:
        """Have the process ready that will speak for this occurrence, and no other."""
        arguments = self._arguments(occurrence, known, asks_first=asks_first)
        if self._held is not None and self._held.arguments != arguments:
            self.drop_prepared()
        if self._held is None and self.led is None:
            self._held = Speaker(arguments, self._log, self._session_told)
            self._do(self._start_held(self._held))

    def drop_prepared(self) -> None:
        """It is not needed after all."""
        held, self._held = self._held, None
        if held is not None:
            self._do(held.end())

    @property
    def has_prepared(self) -> bool:
        """Whether a process is held ready."""
        return self._held is not None

    def command(self, tree: Mapping[str, JSON]) -> bool:
        """Hand a command to the session that is led; False: none is."""
        if self.led is None:
            return False
        self.led.speaker.send(tree)
        return True

    def say(self, text: str) -> None:
        """Say a sentence now, outside everything."""
        self._do(self._tell(text))
        self._do(self._say(Speaker(("announce", text, "--hold", *self._voice()), self._log, _nobody), None))

    async def close(self) -> None:
        """End what speaks, and wait for it."""
        speakers = [self._held, self._announcing, None if self.led is None else self.led.speaker]
        await asyncio.gather(*(speaker.end() for speaker in speakers if speaker is not None))
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5.0)

    # Behind it

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start_held(self, speaker: Speaker) -> None:
        try:
            await speaker.start()
        except OSError:
            if self._held is speaker:
                self._held = None

    async def _lead_all(self, row: tuple[Occurrence, ...]) -> None:
        day = self.day
        assert day is not None
        outcome, fault = "completed", ""
        for occurrence in row:
            known = day.known(occurrence)
            speaker = self._taken(self._arguments(occurrence, known, asks_first=False), self._session_told)
            self.led = led = Led(speaker, known)
            fault = await self._led_to_its_end(led, occurrence if occurrence is row[0] else None)
            self.led = None
            outcome = led.outcome or "failed"
            if fault:
                self._note_crash(led, occurrence)
                break
            if outcome == "stopped":
                break
        if fault:
            day.failed(fault)
        else:
            day.ended(outcome)
        self._told({"event": "session-over", "outcome": outcome})

    async def _led_to_its_end(self, led: Led, due: Occurrence | None) -> str:
        """What went wrong with it, in a sentence; nothing: it ended by itself."""
        watch = asyncio.create_task(self._watch(led))
        try:
            await led.speaker.ready()
            led.speaker.begin(due.at if due is not None and due.at > self._clock.now() else None)
            code = await led.speaker.over()
        except OSError as error:
            return f"The session could not be started: {error.strerror}."
        finally:
            watch.cancel()
        if led.outcome:
            return ""
        return f"The session ended unexpectedly, with code {code}; see {self._log}."

    async def _watch(self, led: Led) -> None:
        """Kill a session that neither ends nor tells anything."""
        patience = 2 * led.known.seconds + HANGS_AFTER
        while True:
            heard = led.speaker.heard
            await asyncio.sleep(patience)
            if led.speaker.heard == heard and not led.is_paused:
                led.speaker.kill()
                return

    def _note_crash(self, led: Led, occurrence: Occurrence) -> None:
        """A session that crashed cannot write its own end."""
        if not led.session:
            return
        data: dict[str, JSON] = {"outcome": "failed"}
        event = new_event(
            "session-ended",
            self._clock,
            session=led.session,
            routine=occurrence.routine,
            digest="",
            data=data,
        )
        with suppress(Exception):  # as in `note`
            self._journal.append(event)

    async def _announce(self, occurrence: Occurrence, text: str) -> None:
        speaker = self._taken(("announce", text, "--hold", *self._voice()), _nobody)
        await self._say(speaker, occurrence)

    async def _tell(self, text: str) -> None:
        await self._desktop.tell("Coach", text)

    async def _offer(self, reminder: str, known: Known) -> None:
        """The same on the desktop, with its buttons; where there is none, the voice alone."""
        await self._desktop.announce(reminder, known.title, announcement(known))

    async def _say(self, speaker: Speaker, due: Occurrence | None) -> None:
        self._announcing = speaker
        try:
            await speaker.ready()
            speaker.begin(due.at if due is not None and due.at > self._clock.now() else None)
            await speaker.over()
        except OSError:
            return  # a sentence that cannot be said: the notification still stands
        finally:
            self._announcing = None

    def _taken(self, arguments: tuple[str, ...], told: Callable[[Mapping[str, JSON]], None]) -> Speaker:
        """The process that was prepared, if it is the right one; else a new one."""
        held, self._held = self._held, None
        if held is not None and held.arguments == arguments:
            return held
        if held is not None:
            self._do(held.end())
        return Speaker(arguments, self._log, told)

    def _arguments(self, occurrence: Occurrence, known: Known, *, asks_first: bool) -> tuple[str, ...]:
        if asks_first:
            return ("announce", announcement(known), "--hold", *self._voice())
        path = good_copy(self._home, occurrence.routine)
        return ("do", str(path), "--control", "--hold", *self._voice(), *self._manner())

    def _session_told(self, tree: Mapping[str, JSON]) -> None:
        if self.led is not None:
            self.led.session = str(tree.get("session") or self.led.session)
            if tree.get("event") == "session-ended":
                self.led.outcome = str(tree.get("outcome"))
            if tree.get("event") in ("paused", "resumed"):
                self.led.is_paused = tree["event"] == "paused"
        self._told(tree)

    def _voice(self) -> tuple[str, ...]:
        settings = self._settings()
        rate = () if settings.rate is None else ("--rate", str(settings.rate))
        volume = () if settings.volume is None else ("--volume", str(settings.volume))
        return (*rate, *volume)

    def _manner(self) -> tuple[str, ...]:
        settings = self._settings()
        detail = () if settings.detail is None else ("--detail", settings.detail)
        return (*detail, "--no-holds") if settings.breath_holds is False else detail

    def _settings(self) -> VoiceSettings:
        assert self.day is not None
        return self.day.programme.plan.voice

    @property
    def _log(self) -> str:
        return str(self._home.logs / "sessions.log")


def announcement(known: Known) -> str:
    """What is said of a routine that waits: its title and its length, as "Desk neck, six minutes."."""
    words = words_for("en")
    minutes = max(1, round(known.seconds / 60))
    return f"{known.title}, {words.number(minutes)} " + ("minute." if minutes == 1 else "minutes.")


def as_tree(noted: Noted) -> dict[str, JSON]:
    """An entry of the day's account as plain values; what does not apply is left out."""
    tree: dict[str, JSON] = {
        "reminder": noted.occurrence.reminder,
        "due": noted.occurrence.at.isoformat(),
        "ruling": noted.ruling,
    }
    if noted.reason:
        tree["reason"] = noted.reason
    if noted.sentence:
        tree["sentence"] = noted.sentence
    if noted.until is not None:
        tree["until"] = noted.until.isoformat()
    return tree


def _nobody(_tree: Mapping[str, JSON]) -> None:
    """Where nobody listens."""
