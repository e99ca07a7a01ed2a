"""The output port: what consumes samples, and so is the clock of a session; paced and fast outputs."""

from __future__ import annotations

import time
from math import floor
from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING, Final, Protocol

from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    Notice = Callable[[str], None]
    """Called with one sentence for a person: sound was lost, came back, or was never there."""
    from coach.clock import Clock
    from coach.sound.audio_log import AudioLog


class Samples(Protocol):
    """Samples as numpy has them, or as plain bytes where numpy is not imported: mono float32."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def any(self) -> object:
        """Whether any sample is not zero."""
        ...

    def tobytes(self) -> bytes:
        """The samples as bytes, four for each."""
        ...


class SampleSource(Protocol):
    """Supplies an output with samples, and says what will be pulled, so that a device can have it early.

    `changed` is set when other samples come than were announced.
    """

    changed: Event

    def pull(self, frames: int) -> Samples:
        """The next frames, exactly so many: mono, 48,000 Hz."""
        ...

    @property
    def is_resting(self) -> bool:
        """Whether nothing is heard, and nothing waits for time to pass, until something changes."""
        ...

    def ahead(self, start: int, frames: int, heard_at: float) -> Samples:
        """The samples that will be pulled after `start` more frames, unless something changes.

        `heard_at`: when the first of them is heard, in seconds of the monotonic clock.
        """
        ...


class Output(Protocol):
    """Consumes samples at its own pace from its own thread, until closed."""

    @property
    def latency(self) -> float | None:
        """Seconds from when a sample is pulled until it is heard; None if that is not known."""
        ...

    @property
    def is_audible(self) -> bool | None:
        """Whether what is pulled now can be heard; None if that is not known."""
        ...

    def open_ahead(self) -> None:
        """Open its device, if it has one, while the session is prepared; returns at once."""
        ...

    def start(self, source: SampleSource, notice: Notice) -> None:
        """Begin to consume; returns once samples are being pulled steadily."""
        ...

    def close(self) -> None:
        """Stop pulling; after it returns nothing is pulled any more."""
        ...


BLOCK_FRAMES: Final = 960
"""Frames consumed at once: 20 ms, as a device would."""
BLOCK_SECONDS: Final = BLOCK_FRAMES / SAMPLE_RATE
MOST_BEHIND: Final = 1.0
"""Later than this, we were stopped or asleep: the session stood still too, and nothing is skipped."""
ROUNDING: Final = 1e-4
"""The part of a block (2 microseconds) that floating point may lack at the instant at which it is due."""


class Pacer:
    """Counts the blocks that are due since it began.

    A late call catches up, so that nothing drifts, however long it runs.
    """

    def __init__(self, now: float) -> None:
        self._began = now
        self._blocks = 0

    def catch_up(self, now: float, consume: Callable[[int], object]) -> None:
        """Consume the blocks that are due by that monotonic second; one that raises counts as consumed."""
        due = floor((now - self._began) / BLOCK_SECONDS + ROUNDING) - self._blocks
        if due * BLOCK_SECONDS > MOST_BEHIND:
            self._began = now - self._blocks * BLOCK_SECONDS
            return
        for _ in range(due):
            self._blocks += 1
            consume(BLOCK_FRAMES)

    def until_next(self, now: float) -> float:
        """Seconds from now until the next block is due."""
        return max(0.0, self._began + (self._blocks + 1) * BLOCK_SECONDS - now)


class _UnheardOutput:
    """An output without a device: a thread consumes in its place until it is closed."""

    latency: float | None = None
    is_audible: bool | None = False

    def __init__(self, log: AudioLog) -> None:
        self._log = log
        self._closing = Event()
        self._thread: Thread | None = None

    def open_ahead(self) -> None:
        """Do nothing: there is no device."""

    def start(self, source: SampleSource, notice: Notice) -> None:  # noqa: ARG002 — the port's; nothing can be lost
        """Begin to consume now."""
        self._thread = Thread(target=self._run, args=(source,), name="coach-unheard", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; after it returns nothing is pulled any more."""
        self._closing.set()
        if self._thread is not None and self._thread is not current_thread():
            self._thread.join()

    def _run(self, source: SampleSource) -> None:
        raise NotImplementedError


class PacedOutput(_UnheardOutput):
    """Consumes 48,000 samples a second of the monotonic clock, in silence, without drift."""

    def __init__(self, clock: Clock, log: AudioLog, sleep: Callable[[float], object] = time.sleep) -> None:
        super().__init__(log)
        self._clock = clock
        self._sleep = sleep

    def _run(self, source: SampleSource) -> None:
        pacer = Pacer(self._clock.monotonic())
        while not self._closing.is_set():
            try:
                pacer.catch_up(self._clock.monotonic(), source.pull)
            except Exception:  # noqa: BLE001 — logged, and time goes on: this thread is the session's clock
                self._log.exception("while samples were pulled without a device:")
            self._sleep(pacer.until_next(self._clock.monotonic()))


FLAT_BLOCK_FRAMES: Final = 4_800
"""Frames consumed at once: a command takes hold within a tenth of a second of the session."""
FAULT_SECONDS: Final = 0.02
"""Rest after an error in what supplies the samples, so that one that repeats does not use the whole CPU."""


class FastOutput(_UnheardOutput):
    """Consumes blocks of `block_frames` as fast as possible, until closed."""

    def __init__(self, log: AudioLog, block_frames: int = FLAT_BLOCK_FRAMES) -> None:
        super().__init__(log)
        self._block_frames = block_frames

    def _run(self, source: SampleSource) -> None:
        while not self._closing.is_set():
            try:
                source.pull(self._block_frames)
            except Exception:  # noqa: BLE001 — logged, and time goes on: this thread is the session's clock
                self._log.exception("while samples were pulled flat out:")
                self._closing.wait(FAULT_SECONDS)
