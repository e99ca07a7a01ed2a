"""The device output: sound through the machine's device, and on at the same pace when it is lost."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Event, Thread, current_thread
from time import sleep
from typing import TYPE_CHECKING, Final

from coach.sound.supervisor import LOOK_SECONDS, Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.clock import Clock
    from coach.sound.attempt import Attempt, Block, Device
    from coach.sound.audio_log import AudioLog
    from coach.sound.port import Notice, Pull

TAIL_SECONDS: Final = 0.1
"""How long a device still plays after the last pull: its own buffer of at most 40 ms, and its server's."""


HEARD_AFTER: Final = 0.040
"""Seconds from a pull to the ear, with our buffer of 40 ms: measured on a PulseAudio sink, within 1 ms."""


class DeviceOutput:
    """Plays through the device that `open_device` opens; without one, consumes at the same pace.

    `notice` is told from a thread of ours when there is no device, when it is lost and when one is back.
    """

    def __init__(self, open_device: Callable[[Block], Device], clock: Clock, log: AudioLog) -> None:
        self._open_device = open_device
        self._clock = clock
        self._log = log
        self._resources = ExitStack()
        self._closing = Event()
        self._carried = Event()

    @property
    def latency(self) -> float:
        """What a device's buffer holds ahead."""
        return HEARD_AFTER

    def start(self, pull: Pull, notice: Notice) -> None:
        """Open the device ahead with silence; returns once it is steady, or known not to be there (4 s)."""
        self._resources.enter_context(self._log.takes_noise())
        supervisor = Supervisor(pull, notice, self._ask, self._clock, self._log)
        thread = Thread(target=self._run, args=(supervisor,), name="coach-sound", daemon=True)
        self._resources.callback(self._end, thread, supervisor)
        thread.start()
        self._carried.wait()

    def close(self) -> None:
        """Stop pulling, let what was pulled be heard, and let go of the device. Not from within `pull`."""
        self._resources.close()

    def _ask(self, attempt: Attempt) -> None:
        self._log.trim()
        attempt.begin(self._open_device)

    def _run(self, supervisor: Supervisor) -> None:
        pause = 0.0
        while not self._closing.wait(pause):
            try:
                pause = supervisor.step()
            except Exception:  # noqa: BLE001 — this thread is the session's clock, and must not end
                self._log.fault("the sound was looked after:")
                pause = LOOK_SECONDS
            if supervisor.carried:
                self._carried.set()

    def _end(self, thread: Thread, supervisor: Supervisor) -> None:
        self._closing.set()
        if thread is not current_thread():
            thread.join()
        supervisor.stop_pulling()
        if supervisor.audible:
            sleep(TAIL_SECONDS)
        supervisor.let_go()
