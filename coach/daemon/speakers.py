"""The speaking processes: the one that is prepared, and those that say a sentence."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from coach.daemon.processes import SpeakingProcess, SpeakingTask
from coach.errors import SpeechError
from coach.plan.model import AudioSettings
from coach.session.interface import TONES
from coach.spoken_text.languages import regional

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from datetime import datetime
    from pathlib import Path

    from coach.clock import Clock
    from coach.daemon.call_texts import Sentence
    from coach.journal.events import JSON
    from coach.plan.model import VoiceSettings

    OnEvent = Callable[[Mapping[str, JSON]], None]

VOICE_FAILED = "The voice failed for the latest words: `coach doctor` says what is wrong."
LONGEST_SOUND = 0.5
"""Seconds for which a sentence may go on after it was cut short, before a session begins anyway."""


DUCKING = {"PULSE_PROP_media.role": "a11y"}
"""By which libpulse gives our streams the role of a screen reader, for which a server may lower others."""


class SpeakingProcesses:
    """Prepares one speaking process ahead of time, and runs those that say a sentence.

    `audio` and `ducks_media` come from the plan and are set whenever a plan is read. `log`: the file for what
    the processes write on stderr. `start_task` runs a coroutine in the background.
    """

    def __init__(
        self, log: Path, clock: Clock, start_task: Callable[[Coroutine[None, None, None]], None]
    ) -> None:
        self.audio = AudioSettings()
        self.ducks_media = False
        self.voice_failed = False
        """Whether the latest words were not all spoken, or another voice had to take over."""
        self._log = log
        self._clock = clock
        self._start_task = start_task
        self._held: SpeakingProcess | None = None
        self._saying: set[SpeakingProcess] = set()
        self._ending: asyncio.Task[None] | None = None
        """The end of the sentence that was cut short last."""

    def prepare(self, task: SpeakingTask, on_event: OnEvent) -> None:
        """Prepare the process for that task, and end any other prepared one."""
        task = self._with_audio(task)
        if self._held is not None and not _fits(self._held, task):
            self.drop_prepared()
        if self._held is None:
            self._held = SpeakingProcess(task, self._log, on_event)
            self._start_task(self._start(self._held))

    def drop_prepared(self) -> None:
        """End the prepared process, which is no longer needed."""
        held, self._held = self._held, None
        if held is not None:
            self._start_task(held.end())

    def take(self, task: SpeakingTask, on_event: OnEvent) -> SpeakingProcess:
        """The prepared process if it is for that task and has not ended meanwhile, else a new one."""
        task = self._with_audio(task)
        held, self._held = self._held, None
        if held is not None and _fits(held, task) and not held.has_ended:
            return held
        if held is not None:
            self._start_task(held.end())
        return SpeakingProcess(task, self._log, on_event)

    def for_sentence(self, task: SpeakingTask, due: datetime | None = None) -> SpeakingProcess:
        """The process that will say that sentence, for `say`: with a due time the prepared one if it fits."""
        if due is None:
            return SpeakingProcess(self._with_audio(task), self._log, _ignore)
        return self.take(task, _ignore)

    async def say(
        self,
        speaker: SpeakingProcess,
        due: datetime | None = None,
        begun: asyncio.Event | None = None,
    ) -> str:
        """Say a sentence at that time, or at once; if no voice can, it is left to the notification.

        Returns whether it was heard: `yes`, `no` or `unknown`. `begun` is set when the process has started to
        speak, or never will.
        """
        self._saying.add(speaker)
        try:
            await speaker.ready()
            speaker.begin(self.still_to_come(due))
            if begun is not None:
                begun.set()
            code = await speaker.finished()
        except OSError:
            return "no"
        else:
            self.voice_failed = code == SpeechError.exit_code
            return "no" if code else speaker.audible
        finally:
            if begun is not None:
                begun.set()
            self._saying.discard(speaker)

    def note_voice(self, voice: str) -> None:
        """Take note of who spoke in a session, as the journal records it."""
        self.voice_failed = voice.endswith(TONES) or ", then " in voice

    def cut_short(self, speaker: SpeakingProcess) -> None:
        """Have that sentence end now, if it is still being said."""
        if speaker in self._saying:
            self._ending = asyncio.create_task(speaker.end())

    async def silence(self) -> None:
        """Wait until the sentence that was cut short is over; one that hangs is not waited for."""
        if self._ending is not None:
            await asyncio.wait([self._ending], timeout=LONGEST_SOUND)

    def still_to_come(self, due: datetime | None) -> datetime | None:
        """The instant if it is yet to come; None if it is past."""
        return due if due is not None and due > self._clock.now() else None

    async def end(self) -> None:
        """End the prepared process and those that are speaking, and wait for them."""
        held = () if self._held is None else (self._held,)
        await asyncio.gather(*(speaker.end() for speaker in (*held, *self._saying)))

    def _with_audio(self, task: SpeakingTask) -> SpeakingTask:
        audio: dict[str, JSON] = {
            name: value for name, value in asdict(self.audio).items() if value is not None
        }
        options = (word for name, value in audio.items() for word in (f"--{name}", str(value)))
        variables = DUCKING if self.ducks_media else {}
        return replace(task, arguments=(*task.arguments, *options), audio=audio, variables=variables)

    async def _start(self, speaker: SpeakingProcess) -> None:
        try:
            await speaker.start()
        except OSError:
            if self._held is speaker:
                self._held = None


def _fits(held: SpeakingProcess, task: SpeakingTask) -> bool:
    """Whether that process is for the task; one that leads it itself also is once it has been rendered."""
    return held.task in (task, replace(task, rendering=None))


def sentence(said: Sentence, settings: VoiceSettings, rendering: Path | None = None) -> SpeakingTask:
    """The task of saying that sentence behind a chime, by its rendering if there is one."""
    spoken: dict[str, JSON] = {
        "text": said.text,
        "language": regional(said.language, settings.language),
    }
    return SpeakingTask(("announce", "--hold", "--chime", *_voice(settings)), spoken, rendering)


def session(routine: Path, settings: VoiceSettings, rendering: Path | None = None) -> SpeakingTask:
    """The task of leading the routine in that file, by its rendering if there is one."""
    detail = () if settings.detail is None else ("--detail", settings.detail)
    holds = ("--no-holds",) if settings.breath_holds is False else ()
    language = () if settings.language is None else ("--language", settings.language)
    arguments = (
        "do",
        "-",
        "--control",
        "--hold",
        "--anyway",
        *_voice(settings),
        *language,
        *detail,
        *holds,
    )
    return SpeakingTask(arguments, {"routine": str(routine)}, rendering)


def _voice(settings: VoiceSettings) -> tuple[str, ...]:
    """Arguments for these settings; `--no-plan`, as they come from the last good plan, not from the file."""
    rate = () if settings.rate is None else ("--rate", str(settings.rate))
    volume = () if settings.volume is None else ("--volume", str(settings.volume))
    name = () if settings.name is None else ("--voice", settings.name)
    tones = () if settings.tones is None else ("--tones", settings.tones)
    return ("--no-plan", *rate, *volume, *name, *tones)


def _ignore(_tree: Mapping[str, JSON]) -> None:
    """Ignore an event."""
