"""One try at a sound device, from the asking to the closing; both may hang, so each has its own thread."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final, Protocol

from coach.sound.watchdog import pulled

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.clock import Clock
    from coach.sound.audio_log import AudioLog
    from coach.sound.turns import Turns
    from coach.sound.watchdog import Attempt as AttemptState
    from coach.sound.watchdog import Run

    Block = Callable[[int], bytes]
    """Asked for that many frames by a device's own thread; gives them as float32 bytes, and never raises."""

BYTES: Final = 4
"""Bytes of one frame: mono float32."""
CLOSING_SECONDS: Final = 1.0
"""A device that takes longer to close (its server hangs) is left to its thread."""


class Device(Protocol):
    """A sound device that is open and pulls."""

    def close(self) -> None:
        """Stop pulling and let go of the device; may hang when the device's server does."""
        ...


class Attempt:
    """A device being asked for, then pulling: silence until it is given a turn, and after that is over."""

    def __init__(self, turns: Turns, clock: Clock, log: AudioLog) -> None:
        self.state: AttemptState = "pending"
        self.run: Run | None = None
        self.turn: int | None = None
        self._turns = turns
        self._clock = clock
        self._log = log
        self._lock = Lock()
        self._device: Device | None = None
        self._given_up = False

    def begin(self, open_device: Callable[[Block], Device]) -> None:
        """Ask for the device, on a thread of its own; `state` tells what came of it."""
        Thread(target=self.ask, args=(open_device,), name="coach-sound-open", daemon=True).start()

    def ask(self, open_device: Callable[[Block], Device]) -> None:
        """Ask for the device and wait for it."""
        try:
            device = open_device(self.block)
        except Exception:  # noqa: BLE001 — whatever the library raises, there is no device
            self._log.fault("no sound device could be opened:")
            self.state = "failed"
            return
        with self._lock:
            self._device = device
            if not self._given_up:
                if self.state == "pending":  # not if its first pull broke it
                    self.state = "open"
                return
        self._close(device, Event())

    def block(self, frames: int) -> bytes:
        """What the device plays next. Never raises: beyond it is C."""
        try:
            self.run = pulled(self.run, self._clock.monotonic())
            samples = self._turns.pull(self.turn, frames)
            if samples is None:
                return bytes(BYTES * frames)
            block = samples.tobytes()
            if len(block) != BYTES * frames:
                raise ValueError(f"{len(block)} bytes for {frames} frames of float32")  # noqa: TRY301 — one way out
        except BaseException:  # noqa: BLE001 — an exception on the audio thread would end in C
            self._log.fault("the sound device asked for samples:")
            self.state = "broken"
            return bytes(BYTES * frames)
        return block

    def give_up(self) -> Event:
        """Close the device, or have it closed as soon as it opens; the event says that this is done."""
        closed = Event()
        with self._lock:
            self._given_up = True
            device = self._device
        if device is None:
            closed.set()
        else:
            Thread(target=self._close, args=(device, closed), name="coach-sound-close", daemon=True).start()
        return closed

    def _close(self, device: Device, closed: Event) -> None:
        """Close it; a close that hangs keeps the device alive with its thread: nothing frees it under C."""
        try:
            device.close()
        except Exception:  # noqa: BLE001 — it is given up all the same
            self._log.fault("a sound device was closed:")
        closed.set()
