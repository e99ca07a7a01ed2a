"""The flat-out output: samples are consumed as fast as they can be made, for `--fast` and for tests."""

from __future__ import annotations

from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from coach.sound.audio_log import AudioLog
    from coach.sound.port import Notice, Pull

BLOCK_FRAMES: Final = 4_800
"""Frames consumed at once: a command takes hold within a tenth of a second of the session."""
FAULT_SECONDS: Final = 0.02
"""Rest after a fault of who gives the samples, so that one that repeats does not take the whole machine."""


class FlatOutput:
    """Consumes blocks of `block_frames`, one after the other, until closed."""

    def __init__(self, log: AudioLog, block_frames: int = BLOCK_FRAMES) -> None:
        self._log = log
        self._block_frames = block_frames
        self._closing = Event()
        self._thread: Thread | None = None

    @property
    def latency(self) -> float:
        """Nothing is heard."""
        return 0.0

    def start(self, pull: Pull, notice: Notice) -> None:  # noqa: ARG002 — the port's; there is nothing to tell
        """Begin to consume."""
        self._thread = Thread(target=self._run, args=(pull,), name="coach-flat", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; after it returns `pull` is never called again."""
        self._closing.set()
        if self._thread is not None and self._thread is not current_thread():
            self._thread.join()

    def _run(self, pull: Pull) -> None:
        while not self._closing.is_set():
            try:
                pull(self._block_frames)
            except Exception:  # noqa: BLE001 — noted, and time goes on: this thread is the session's clock
                self._log.fault("samples were asked for, flat out:")
                self._closing.wait(FAULT_SECONDS)
