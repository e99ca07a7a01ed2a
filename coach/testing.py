"""Fakes, shipped so that code built on the coach can be tested without sound, speech or waiting."""

from __future__ import annotations

import asyncio
import zlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.clock import VirtualClock
from coach.scales import SAMPLE_RATE
from coach.session.interface import Command, Snapshot
from coach.timeline.model import counted_steps
from coach.timeline.playhead import extended, next_start, previous_start
from coach.voice.voice import Clip, VoiceFault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from coach.api.steering import Action
    from coach.journal.events import JSON
    from coach.session.interface import Outcome, State
    from coach.sound.output import Notice, SampleSource
    from coach.timeline.model import Timeline


class FakeClock(VirtualClock):
    """A virtual clock that begins on a Monday morning, unless given another start."""

    def __init__(self, start: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) -> None:
        super().__init__(start)


class FakeSession:
    """A session without sound or journal: it records its commands and carries out the simple ones.

    `now` gives seconds that never jump. `commands` holds every command in order. A test of a screen may set
    `question`, `aside` and `remarks` at any time.
    """

    def __init__(self, timeline: Timeline, now: Callable[[], float]) -> None:
        self._timeline = timeline
        self._now = now
        self._state: State = "performing"
        self._from, self._since = 0.0, now()
        self._done: frozenset[int] = frozenset()
        self._skipped: frozenset[int] = frozenset()
        self._outcome: Outcome | None = None
        self.commands: list[Command] = []
        self.question = "How much pain is there, from zero to ten?"
        self.aside = ""
        self.remarks: tuple[str, ...] = ()

    def remark(self, text: str) -> None:
        """Keep the sentence among the remarks."""
        self.remarks = (*self.remarks, text)

    def command(self, command: Command) -> None:
        """Record the command, and carry it out if that is simple."""
        self.commands.append(command)
        here = self.snapshot().position
        if command.name == "pause" and self._state == "performing":
            self._go_to(here, "paused")
        elif command.name == "resume" or (command.name == "answer" and self._state == "asking"):
            self._go_to(here, "performing")
        elif command.name == "hurts" and command.pain is None:
            self._go_to(here, "asking")
        elif command.name == "next":
            self._skipped |= {step.index for step in self._timeline.steps if step.at <= here < step.end}
            self._go_to(next_start(self._timeline, here), "performing")
        elif command.name == "previous":
            self._go_to(previous_start(self._timeline, here), "performing")
        elif command.name == "extend":
            self._timeline = extended(self._timeline, here, 10.0)
        elif command.name == "stop":
            self._outcome = "stopped"
            self._go_to(here, "ended")

    def snapshot(self) -> Snapshot:
        """The session now; steps that the clock has passed are done, and remain so."""
        gone = self._now() - self._since
        here = min(self._from + (gone if self._state == "performing" else 0.0), self._timeline.seconds)
        ended = {step.index for step in self._timeline.steps if step.end <= here} - self._skipped
        self._done |= ended & counted_steps(self._timeline)
        if here >= self._timeline.seconds and self._state == "performing":
            self._outcome = "partial" if self._skipped else "completed"
            self._go_to(here, "ended")
        asks = [cue for cue in self._timeline.cues if cue.kind == "ask" and cue.at <= here < cue.end]
        hurts = self._state == "asking"
        return Snapshot(
            timeline=self._timeline,
            position=here,
            state="asking" if asks and self._state == "performing" else self._state,
            steps_done=self._done,
            question=self.question if asks or hurts else "",
            answer="0-10" if hurts or not asks else self._timeline.steps[asks[0].step or 0].answer,
            answer_within=max(0.0, 15.0 - gone) if hurts else asks[0].end - here if asks else None,
            aside=self.aside,
            remarks=self.remarks,
            outcome=self._outcome,
        )

    def _go_to(self, at: float, state: State) -> None:
        self._from, self._since, self._state = at, self._now(), state


@lru_cache(maxsize=256)
def _quiet_tone(hertz: int, frames: int) -> NDArray[np.float32]:
    """The samples of a tone that is faded at both ends; sessions ask for the same ones over and over."""
    import numpy as np  # noqa: PLC0415 — most tests need no sound

    at = np.arange(frames) / SAMPLE_RATE
    edges = np.minimum(1.0, np.minimum(at, at[::-1]) / 0.005)
    return (0.1 * edges * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


class FakeVoice:
    """A voice without an engine: each text becomes a quiet tone, always the same one for the same text.

    `seconds` gives lengths by text; any other text lasts 60 ms a character, at least 0.3 s. `fails_for` holds
    texts without a clip; after `give_up()` no text has one. `asked` holds every requested text in order.
    """

    def __init__(self, seconds: Mapping[str, float] | None = None, *, label: str = "fake/quiet@150") -> None:
        self._seconds = dict(seconds or {})
        self._label = label
        self._gave_up = False
        self.fails_for: set[str] = set()
        self.asked: list[str] = []
        self.closed = False

    @property
    def label(self) -> str:
        """Engine, voice and rate."""
        return self._label

    def seconds(self, text: str) -> float:
        """The length of the clip of that text in seconds, in whole milliseconds."""
        return round(self._seconds.get(text, max(0.3, 0.06 * len(text))), 3)

    def cached(self, text: str) -> Clip | None:  # noqa: ARG002 — the port's
        """None, as no clip is made in advance."""
        return None

    def clip(self, text: str) -> Clip:
        """The tone of that text, faded at both ends; raises `VoiceFault` for the texts in `fails_for`."""
        self.asked.append(text)
        if self._gave_up or text in self.fails_for:
            raise VoiceFault("The fake voice fails, as the test asked.")
        frames = round(self.seconds(text) * SAMPLE_RATE)
        hertz = 200 + zlib.crc32(text.encode("utf-8", "replace")) % 400
        return Clip(_quiet_tone(hertz, frames).copy())

    def give_up(self) -> None:
        """Fail for every text from now on."""
        self._gave_up = True

    def close(self) -> None:
        """Record that it was closed."""
        self.closed = True


class FakeOutput:
    """An output driven by the test in its own thread: samples are consumed only in `play`.

    `block_frames`: how many are pulled at once. `closed`: whether it was. `is_audible`: what it answers.
    """

    is_audible: bool | None = True

    def __init__(self, block_frames: int = 960) -> None:
        self._block_frames = block_frames
        self._source: SampleSource | None = None
        self._notice: Notice | None = None
        self._blocks: list[NDArray[np.float32]] = []
        self.closed = False

    @property
    def latency(self) -> float | None:
        """None: nothing is heard."""
        return None

    def open_ahead(self) -> None:
        """Do nothing: there is no device."""

    def start(self, source: SampleSource, notice: Notice) -> None:
        """Keep them; nothing is pulled before `play`."""
        self._source, self._notice = source, notice

    def close(self) -> None:
        """Pull nothing more."""
        self._source = None
        self.closed = True

    def play(self, seconds: float) -> NDArray[np.float32]:
        """Pull and return that many seconds of samples in blocks; the last one may be shorter.

        Ends early if it is closed meanwhile. Raises `RuntimeError` if it was never started or is closed.
        """
        import numpy as np  # noqa: PLC0415 — most tests need no sound

        if self._source is None:
            raise RuntimeError("The fake output is closed." if self.closed else "It was never started.")
        pulled: list[NDArray[np.float32]] = [np.zeros(0, np.float32)]
        left = round(seconds * SAMPLE_RATE)
        while left > 0 and self._source is not None:
            frames = min(self._block_frames, left)
            given = self._source.pull(frames)
            block = given if isinstance(given, np.ndarray) else np.frombuffer(given.tobytes(), np.float32)
            if block.shape != (frames,) or block.dtype != np.float32:
                raise RuntimeError(f"{frames} frames were asked for; {block.dtype} of {block.shape} came.")
            pulled.append(block.copy())
            left -= frames
        self._blocks += pulled
        return np.concatenate(pulled)

    @property
    def samples(self) -> NDArray[np.float32]:
        """All samples that were pulled."""
        import numpy as np  # noqa: PLC0415 — most tests need no sound

        return np.concatenate([np.zeros(0, np.float32), *self._blocks])

    def lose_device(self, sentence: str = "The sound device is gone; continuing in silence.") -> None:
        """Report that the device is lost, as a real output would; it continues to consume samples."""
        if self._notice is None:
            raise RuntimeError("It was never started.")
        self._notice(sentence)


class FakeSteering:
    """A running coach without reminders: it records actions, and answers as the test determines.

    `actions`: every action in order. `answers`: by the action's name; any other succeeds. `state` and
    `occurrences` are what it reports; a test may change both. `fault`: raised by the next action.
    """

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.answers: dict[str, Answer] = {}
        self.fault: Exception | None = None
        self.state: dict[str, JSON] = {
            "state": "running",
            "zone": "UTC",
            "since": "2026-11-02T08:00:00+00:00",
            "paused_until": None,
            "announced": None,
            "waiting": [],
            "session": None,
            "next": [
                {
                    "at": "2026-11-02T10:30:00+00:00",
                    "reminder": "neck",
                    "routine": "desk-neck",
                    "title": "Desk neck",
                }
            ],
            "problems": [],
            "sources": {
                "asked": "2026-11-02T10:15:00+00:00",
                "each": [
                    {"what": "idle time", "works": True, "detail": "idle for 4 s (X11)", "todo": ""},
                    {
                        "what": "microphone",
                        "works": False,
                        "detail": "no sound server is running",
                        "todo": "",
                    },
                    {"what": "notifications", "works": None, "detail": "none has been shown yet", "todo": ""},
                ],
            },
        }
        self.occurrences: list[dict[str, JSON]] = [
            {
                "at": f"2026-11-02T{10 + number}:30:00+00:00",
                "reminder": "neck",
                "routine": "desk-neck",
                "title": "Desk neck",
            }
            for number in range(5)
        ]
        self.shown_flags: list[dict[str, JSON]] = []
        self._listeners: set[asyncio.Queue[dict[str, JSON] | None]] = set()
        self._has_ended = False

    @property
    def listeners(self) -> int:
        """The number of listeners to its events."""
        return len(self._listeners)

    def status(self) -> dict[str, JSON]:
        """What the test has set as `state`."""
        return dict(self.state)

    def next_occurrences(self, number: int) -> list[dict[str, JSON]]:
        """The next occurrences."""
        return self.occurrences[:number]

    def flags(self) -> list[dict[str, JSON]]:
        """What the test has set as `shown_flags`."""
        return self.shown_flags

    async def act(self, action: Action) -> Answer:
        """Record the action and answer; raises `fault` once."""
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault
        self.actions.append(action)
        return self.answers.get(action.name, Answer(ok=True, sentence=f"Done: {action.name}."))

    async def events(self) -> AsyncIterator[dict[str, JSON]]:
        """What is passed to `emit` from now on, until `end`."""
        queue: asyncio.Queue[dict[str, JSON] | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            while not self._has_ended and (entry := await queue.get()) is not None:
                yield entry
        finally:
            self._listeners.discard(queue)

    def emit(self, entry: dict[str, JSON]) -> None:
        """Send it to every listener."""
        for queue in self._listeners:
            queue.put_nowait(entry)

    def end(self) -> None:
        """End the events of every listener."""
        self._has_ended = True
        for queue in self._listeners:
            queue.put_nowait(None)
