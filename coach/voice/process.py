"""The owner's side of the speech worker: starts it when needed, kills it when late, replaces it, gives up."""

from __future__ import annotations

import sys
import threading
import weakref
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from coach.child_process import ChildFailed, ChildLate, ChildProcess, python_command
from coach.voice.choose import EngineVoice
from coach.voice.natural import EXTRA
from coach.voice.spool import Spool
from coach.voice.voice import Unspeakable, VoiceFault, VoiceLate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Result = TypeVar("Result")

MOST_FAILURES = 3
"""After this many in a row the voice is given up: a session waits for it no longer than a few deadlines."""
CLOSING_SECONDS = 3.0
"""What an utterance that is being made may delay the end of its voice; then its worker is killed."""
MOST_LATE = 2
"""A natural voice that is late so many times in a row is given up: the next speaks meanwhile."""
_ATTEMPTS = 2
"""So a worker that dies between two utterances loses neither of them."""
_SUFFIXES = {".wav": ".wav", ".aiff": ".aiff"}
"""The endings that an engine may ask for; they become part of a path."""
_VOICE = ("id", "name", "language", "gender")
_REMEDY = "`pip install espeakng-loader`, or your system's package of eSpeak NG, brings a speech engine."
_REMEDY_OF_PIPER = f"Remove this voice and add it again; if no natural voice speaks: {EXTRA}."
_REMEDIES = {
    "darwin": "Reinstall the coach so that pip adds pyobjc; `say hello` shows whether macOS can speak.",
    "win32": "Reinstall the coach so that pip adds comtypes and pywin32; Windows' settings list the voices.",
}


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds in which the worker must answer.

    eSpeak NG needs 0.15 to start and 0.02 for a line; for Piper see `PIPER_DEADLINES`.
    """

    start: float = 8.0
    utterance: float = 4.0
    character: float = 0.02
    least: float | None = None
    """If given, deadlines are shorter once this machine's speed is known, down to this."""

    def speaking(self, text: str) -> float:
        """Seconds for one utterance."""
        return self.utterance + self.character * len(text)


PATIENCE = 10.0
"""How many times as long as the latest answers the next may take: other programs may need the processor."""


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """The worker's engine; if one of `files` changes, the engine has changed."""

    engine: str
    version: str
    default: str
    suffix: str
    files: tuple[str, ...] = ()


PIPER_DEADLINES = Deadlines(start=20.0, utterance=6.0, character=0.1, least=3.0)
"""Piper needs 0.4 to start and a twentieth of the sound's length to speak; the first use after a start of the
machine was seen to take 15, nearly all of it to start."""


class VoiceGivenUp(VoiceFault):
    """The voice was given up; further requests fail at once."""


def worker_command() -> tuple[str, ...]:
    """The command line of the worker."""
    return python_command("-m", "coach.voice.worker")


class VoiceProcess:
    """A speech engine in a process of its own. Safe to share between threads, which take turns."""

    def __init__(
        self,
        log_file: Path | None = None,
        *,
        command: Sequence[str] | None = None,
        deadlines: Deadlines | None = None,
        model: Path | None = None,
    ) -> None:
        """Start nothing yet; `log_file` receives what the libraries print. `model`: of a Piper voice."""
        self._log_file = log_file
        self._command = worker_command() if command is None else tuple(command)
        self._model = model
        self._deadlines = deadlines or (PIPER_DEADLINES if model else Deadlines())
        self._turn = threading.RLock()
        self._failures = 0
        self._pace: float | None = None
        """The part of a deadline that an answer takes, by the latest ones."""
        self._gone: tuple[str, str] | None = None
        self._running = _Running()
        # Also without `close`: at the end of the interpreter, or when this object is collected.
        self._end = weakref.finalize(self, self._running.end)

    def facts(self) -> EngineFacts:
        """The engine's facts; starts the worker if need be. Raises `VoiceFault`."""
        with self._turn:
            return self._attempt(lambda _child, facts: facts)

    def voices(self) -> tuple[EngineVoice, ...]:
        """The engine's voices in its order; starts the worker if need be. Raises `VoiceFault`."""
        with self._turn:
            return self._attempt(self._ask_voices)

    def speak(self, text: str, voice: str, rate: int, read: Callable[[Path], Result]) -> Result:
        """What `read` returns for the file with the spoken text; the file is deleted afterwards.

        `read` raises `VoiceFault` for a bad file; that counts against the worker as a missed deadline does.
        Raises `VoiceFault`, and `VoiceGivenUp` once given up.
        """

        def once(child: ChildProcess, facts: EngineFacts) -> Result:
            file = self._running.spool().new(facts.suffix)
            request = {"do": "speak", "text": text, "voice": voice, "rate": rate, "file": str(file)}
            try:
                if self._ask(child, request, self._deadlines.speaking(text)).get("nothing"):
                    raise Unspeakable("This voice finds nothing to say in this text.")
                return read(file)
            finally:
                _remove(file)

        with self._turn:
            return self._attempt(once)

    def close(self, within: float = CLOSING_SECONDS) -> None:
        """End the worker and remove its folder; afterwards every request fails.

        One that is under way has so many seconds to end, then its worker is killed.
        """
        self._gone = self._gone or ("The voice was closed.", "")
        while not self._turn.acquire(timeout=within):
            if (child := self._running.child) is not None:
                child.kill()
        try:
            self._end()
        finally:
            self._turn.release()

    def _attempt(self, what: Callable[[ChildProcess, EngineFacts], Result]) -> Result:
        """Call `what`, at most twice, with a new worker after a failure."""
        for number in range(1, _ATTEMPTS + 1):
            if self._gone is not None:
                message, hint = self._gone
                raise VoiceGivenUp(message, hint=hint)
            try:
                result = what(*self._ready())
            except Unspeakable:
                raise
            except VoiceFault as fault:
                self._running.kill()
                self._count(fault)
                if number == _ATTEMPTS or (self._is_late(fault) and self._gone is None):
                    raise
            except BaseException:
                self._running.kill()  # nobody waits for its answer any longer
                raise
            else:
                self._failures = 0
                return result
        raise AssertionError  # the loop returns or raises

    def _ready(self) -> tuple[ChildProcess, EngineFacts]:
        if self._running.child is None or self._running.facts is None:
            self._running.child = self._start()
            self._running.facts = self._ask_facts(self._running.child)
        return self._running.child, self._running.facts

    def _start(self) -> ChildProcess:
        try:
            folder = self._running.spool().folder
            model = () if self._model is None else (str(self._model),)
            return ChildProcess((*self._command, str(folder), *model), self._log_file)
        except OSError as fault:
            message = f"The speech engine cannot be started: {fault.strerror or fault}."
            self._gone = (message, self._hint())
            raise VoiceGivenUp(message, hint=self._hint()) from fault

    def _ask_facts(self, child: ChildProcess) -> EngineFacts:
        try:
            return _facts(self._ask(child, {"do": "hello"}, self._deadlines.start))
        except VoiceFault as fault:
            if self._is_late(fault):
                self._gone = self._gone or (fault.message, self._hint())
            raise VoiceFault(fault.message, hint=self._hint()) from fault

    def _ask_voices(self, child: ChildProcess, _facts: EngineFacts) -> tuple[EngineVoice, ...]:
        answer = self._ask(child, {"do": "voices"}, self._deadlines.start)
        try:
            return tuple(EngineVoice(*(str(voice[field]) for field in _VOICE)) for voice in answer["voices"])
        except (KeyError, TypeError) as fault:
            raise VoiceFault("The speech engine's list of voices could not be read.") from fault

    def _ask(self, child: ChildProcess, request: dict[str, Any], within: float) -> dict[str, Any]:
        """The worker's answer, by a deadline of at most `within`; raises `VoiceFault`."""
        least, pace, allowed = self._deadlines.least, self._pace, within
        if least is not None and pace is not None:
            allowed = min(within, max(least, PATIENCE * pace * within))
        began = monotonic()
        answer = _ask_worker(child, request, allowed)
        # A slow start, such as the first after the machine's, is forgotten within a few lines.
        self._pace = max((monotonic() - began) / within, (pace or 0.0) / 2)
        return answer

    def _is_late(self, fault: VoiceFault) -> bool:
        """Whether that text is for the next voice now: trying again would take as long once more."""
        return self._model is not None and isinstance(fault, VoiceLate)

    def _count(self, fault: VoiceFault) -> None:
        self._failures += 1
        most = MOST_LATE if self._is_late(fault) else MOST_FAILURES
        if self._failures >= most:
            why = f"{fault.message} It failed {most} times in a row, so it is not tried again."
            self._gone = self._gone or (why, fault.hint or self._hint())

    def _hint(self) -> str:
        """What a person can do about an engine that does not start."""
        log = f" Its output is in {self._log_file}." if self._log_file else ""
        remedy = _REMEDIES.get(sys.platform, _REMEDY) if self._model is None else _REMEDY_OF_PIPER
        return f"{remedy}{log}"


class _Running:
    """What has to be ended with a `VoiceProcess`, as a separate object for its finalizer."""

    def __init__(self) -> None:
        self.child: ChildProcess | None = None
        self.facts: EngineFacts | None = None
        self._spool: Spool | None = None

    def spool(self) -> Spool:
        if self._spool is None:
            self._spool = Spool()
        return self._spool

    def kill(self) -> None:
        if self.child is not None:
            self.child.kill()
        self.child, self.facts = None, None

    def end(self) -> None:
        if self.child is not None:
            self.child.dismiss()
        self.child, self.facts = None, None
        if self._spool is not None:
            self._spool.close()
            self._spool = None


def _ask_worker(child: ChildProcess, request: dict[str, Any], within: float) -> dict[str, Any]:
    try:
        answer = child.ask(request, within)
    except ChildLate as how:
        raise VoiceLate(f"The speech engine {how}.") from how
    except ChildFailed as how:
        raise VoiceFault(f"The speech engine {how}.") from how
    if "error" in answer:
        raise VoiceFault(f"The speech engine failed: {str(answer['error'])[:200]}.")
    return answer


def _facts(answer: dict[str, Any]) -> EngineFacts:
    try:
        return EngineFacts(
            engine=str(answer["engine"]),
            version=str(answer["version"]),
            default=str(answer["default"]),
            suffix=_SUFFIXES[answer["suffix"]],
            files=tuple(str(file) for file in answer["files"]),
        )
    except (KeyError, TypeError) as fault:
        raise VoiceFault("The speech engine's description of itself could not be read.") from fault


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return  # it goes with the folder
