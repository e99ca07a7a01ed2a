"""The paced output: no device; samples are consumed at the right pace by a clock."""

from __future__ import annotations

import time
from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING

from coach.sound.pacing import Pacer

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.clock import Clock
    from coach.sound.audio_log import AudioLog
    from coach.sound.port import Notice, Pull


class PacedOutput:
    """Consumes 48,000 samples a second of the monotonic clock, in silence, without drift."""

    def __init__(self, clock: Clock, log: AudioLog, sleep: Callable[[float], object] = time.sleep) -> None:
        self._clock = clock
        self._log = log
        self._sleep = sleep
        self._closing = Event()
        self._thread: Thread | None = None

    @property
    def latency(self) -> float:
        """Nothing is heard."""
        return 0.0

    def start(self, pull: Pull, notice: Notice) -> None:  # noqa: ARG002 — the port's; there is nothing to tell
        """Begin to consume, from this instant on."""
        pacer = Pacer(self._clock.monotonic())
        self._thread = Thread(target=self._run, args=(pull, pacer), name="coach-paced", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; after it returns `pull` is never called again."""
        self._closing.set()
        if self._thread is not None and self._thread is not current_thread():
            self._thread.join()

    def _run(self, pull: Pull, pacer: Pacer) -> None:
        while not self._closing.is_set():
            try:
                pacer.catch_up(self._clock.monotonic(), pull)
            except Exception:  # noqa: BLE001 — noted, and time goes on: this thread is the session's clock
                self._log.fault("samples were asked for, at our own pace:")
            self._sleep(pacer.until_next(self._clock.monotonic()))
