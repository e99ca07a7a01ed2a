"""The speaking processes: the one that is prepared, and those that say a sentence."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from coach.daemon.processes import SpeakingProcess, SpeakingTask
from coach.plan.model import AudioSettings
from coach.routine.variants import chosen
from coach.spoken_text.scripts import regional
from coach.timeline.languages import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from datetime import datetime
    from pathlib import Path

    from coach.clock import Clock
    from coach.day.model import Announce
    from coach.journal.events import JSON
    from coach.plan.model import RoutineSummary, VoiceSettings

    OnEvent = Callable[[Mapping[str, JSON]], None]

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
            self._held = SpeakingProcess(task, str(self._log), on_event)
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
        return SpeakingProcess(task, str(self._log), on_event)

    def for_sentence(self, task: SpeakingTask, due: datetime | None = None) -> SpeakingProcess:
        """The process that will say that sentence, for `say`: with a due time the prepared one if it fits."""
        if due is None:
            return SpeakingProcess(self._with_audio(task), str(self._log), _ignore)
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
            return "no" if await speaker.finished() else speaker.audible
        except OSError:
            return "no"
        finally:
            if begun is not None:
                begun.set()
            self._saying.discard(speaker)

    def cut_short(self, speaker: SpeakingProcess) -> None:
        """Have that sentence end now, if it is still being said."""
        if speaker in self._saying:
            self._ending = asyncio.create_task(speaker.end())

    async def silence(self) -> None:
        """Wait until the sentence that was cut short is over; one that hangs is not waited for."""
        if self._ending is not None:
            await asyncio.wait([self._ending], timeout=LONGEST_SOUND)

    def still_to_come(self, due: datetime | None) -> datetime | None:
        """That time, or None if it is past."""
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


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to be said by a voice of its language."""

    text: str
    language: str = "en"


def sentence(said: Sentence, settings: VoiceSettings, rendering: Path | None = None) -> SpeakingTask:
    """The task of saying that sentence behind a chime, by its rendering if there is one."""
    language = ("--language", regional(said.language, settings.language))
    arguments = ("announce", "--hold", "--chime", *_voice(settings), *language)
    return SpeakingTask(arguments, {"text": said.text}, rendering)


def announcement(routine: RoutineSummary, wording: int) -> Sentence:
    """The spoken announcement of a waiting routine; following numbers never give the same words."""
    if not routine.language:  # no voice says titles of several languages
        return private_announcement(routine)
    words = words_for(routine.language)
    length = words.minutes(max(1, round(routine.seconds / 60)))
    text = words.announcements[chosen(len(words.announcements), wording, "announcement")]
    return Sentence(text.format(what=routine.title, length=length), words.language)


def private_announcement(routine: RoutineSummary) -> Sentence:
    """Instead, with a private voice."""
    words = words_for(routine.language)
    return Sentence(words.private_announcement, words.language)


LENGTHS = ("{length}.", "It takes {length}.", "Whenever you are ready: {length}.")


def length_of(routine: RoutineSummary, wording: int = 0) -> str:
    """How long a routine takes, as a notification says it; following numbers never give the same words."""
    minutes = round(routine.seconds / 60)
    length = "less than a minute" if minutes < 1 else f"about {minutes} min"
    text = LENGTHS[chosen(len(LENGTHS), wording, "length")].format(length=length)
    return text[:1].upper() + text[1:]


def as_text(effect: Announce) -> str:
    """How a person who does not hear it can read what is led; it follows the text of a notification."""
    return f" As text: coach do {effect.occurrences[0].routine}"


def announcements(routine: RoutineSummary) -> list[Sentence]:
    """That routine's announcement in each of its wordings."""
    wordings = range(len(words_for(routine.language).announcements))
    return list(dict.fromkeys(announcement(routine, wording) for wording in wordings))


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
