"""The device output: sound through the machine's device, continued at the same pace if it is lost."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Event, Thread, current_thread
from time import sleep
from typing import TYPE_CHECKING, Final

from coach.sound.connection import DeviceConnection, PullLease, WakeNoise
from coach.sound.output import BLOCK_SECONDS, Pacer
from coach.sound.watchdog import DeviceAction, Observation, check_device, initial_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.clock import Clock
    from coach.sound.audio_log import AudioLog
    from coach.sound.connection import Device, SampleFeed
    from coach.sound.output import Notice, SampleSource

    StartOpening = Callable[["DeviceConnection"], None]
    """Begins to open a device for that connection, and returns at once."""

CHECK_SECONDS: Final = 0.1
"""Between two checks while a device is used; otherwise there is a check in every block."""
CLOSING_SECONDS: Final = 1.0
"""A device that takes longer to close (its server hangs) is left to its thread."""
TAIL_SECONDS: Final = 0.1
"""How long a device still plays after the last pull, if it does not report that."""

NOTICES: Final[Mapping[DeviceAction, str]] = {
    DeviceAction.REPORT_NONE: "No sound device was found. The session continues as text, at the right pace.",
    DeviceAction.REPORT_LOST: "The sound device was lost. The session continues silently, at the right pace.",
    DeviceAction.REPORT_BACK: "The sound device is back, and so is the sound.",
}


class DeviceOutput:
    """Plays through the device that `open_device` opens; without one, consumes at the same pace.

    `notice` is called, from a thread of ours, when there is no device, when it is lost and when one is back.
    `wake`: seconds of a noise that nobody hears before anything else, for devices that sleep. `period`:
    seconds between two checks of a device, if they should be fewer.
    """

    def __init__(
        self,
        open_device: Callable[[SampleFeed], Device],
        clock: Clock,
        log: AudioLog,
        wake: float = 0.0,
        period: float | None = None,
    ) -> None:
        self._open_device = open_device
        self._clock = clock
        self._log = log
        self._wake = wake
        self._period = period
        self._failover: DeviceFailover | None = None
        self._resources = ExitStack()
        self._closing = Event()
        self._started = Event()

    @property
    def latency(self) -> float | None:
        """Seconds from when a sample is pulled until it is heard; None if no device says."""
        return None if self._failover is None else self._failover.latency

    @property
    def is_audible(self) -> bool | None:
        """Whether a device pulls the samples, and is neither muted nor at volume 0; None: not known."""
        return None if self._failover is None else self._failover.is_heard

    def open_ahead(self) -> None:
        """Begin to open the device, which plays silence until `start`; returns at once."""
        self._opened()

    def start(self, source: SampleSource, notice: Notice) -> None:
        """Open the device with silence; returns once it plays steadily, or is known to be missing (4 s)."""
        failover = self._failover or self._opened()
        failover.use(source, notice)
        thread = Thread(target=self._run, args=(failover,), name="coach-sound", daemon=True)
        self._resources.callback(self._end, thread, failover)
        thread.start()
        self._started.wait()
        if failover.is_audible:
            self._closing.wait(self._wake)

    def close(self) -> None:
        """Stop pulling, let what was pulled be heard, and release the device.

        Must not be called from within `pull`.
        """
        self._resources.close()

    def _opened(self) -> DeviceFailover:
        self._resources.enter_context(self._log.captures_stderr())
        self._failover = failover = DeviceFailover(
            self._start_opening, self._clock, self._log, wake=self._wake > 0, period=self._period
        )
        self._resources.callback(failover.close_device)
        failover.step()
        return failover

    def _start_opening(self, connection: DeviceConnection) -> None:
        self._log.trim()
        connection.open_in_thread(self._open_device)

    def _run(self, failover: DeviceFailover) -> None:
        pause = 0.0
        while not self._closing.wait(pause):
            try:
                pause = failover.step()
            except Exception:  # noqa: BLE001 — this thread is the session's clock, and must not end
                self._log.exception("while the sound device was checked:")
                pause = CHECK_SECONDS
            if failover.is_consuming:
                self._started.set()

    def _end(self, thread: Thread, failover: DeviceFailover) -> None:
        self._closing.set()
        if thread is not current_thread():
            thread.join()
        failover.stop_pulling()
        if failover.is_audible:
            sleep(TAIL_SECONDS if failover.latency is None else failover.latency)


class DeviceFailover:
    """Ensures that samples are always pulled, by a device or by a pacer, and never by both at once."""

    def __init__(
        self,
        start_opening: StartOpening,
        clock: Clock,
        log: AudioLog,
        *,
        wake: bool = False,
        period: float | None = None,
    ) -> None:
        self._lease = PullLease()
        self._noise = WakeNoise() if wake else None
        self._notice: Notice = log.write
        self._start_opening = start_opening
        self._clock = clock
        self._log = log
        self._period = period
        self._watchdog = initial_state(clock.monotonic())
        self._connection: DeviceConnection | None = None
        self._pacer: Pacer | None = None
        self._pacer_lease: int | None = None

    def use(self, source: SampleSource, notice: Notice) -> None:
        """Pull from there once a device plays steadily, or none can be had; before that it plays silence."""
        self._notice = notice
        self._lease.use(source)

    @property
    def is_consuming(self) -> bool:
        """Whether samples are being pulled."""
        return self._watchdog.consumer != "nobody"

    @property
    def is_audible(self) -> bool:
        """Whether a device pulls the samples."""
        return self._watchdog.consumer == "device"

    @property
    def is_heard(self) -> bool | None:
        """Whether a device pulls the samples that is neither muted nor at volume 0; None: not known."""
        connection = self._connection
        return connection.is_audible if self.is_audible and connection is not None else False

    @property
    def latency(self) -> float | None:
        """Seconds from when a sample is pulled until it is heard; None if no device says."""
        return None if self._connection is None else self._connection.latency

    def step(self) -> float:
        """Check the device, act, and consume what is due; returns the seconds until the next step."""
        now = self._clock.monotonic()
        connection = self._connection
        seen = Observation(now) if connection is None else Observation(now, connection.state, connection.run)
        self._watchdog, actions = check_device(self._watchdog, seen)
        for action in actions:
            self._act(action, now)
        if self._pacer is None:
            return self._period or (CHECK_SECONDS if self.is_audible else BLOCK_SECONDS)
        self._pacer.catch_up(now, self._consume)
        return self._pacer.until_next(self._clock.monotonic())

    def stop_pulling(self) -> None:
        """Pull nothing more; a device plays silence."""
        self._lease.renew()

    def close_device(self) -> None:
        """Close the device; one that does not close in time is left to its thread."""
        if self._connection is not None:
            self._connection.abandon().wait(CLOSING_SECONDS)

    def _act(self, action: DeviceAction, now: float) -> None:
        if action is DeviceAction.OPEN:
            self._connection = DeviceConnection(self._lease, self._clock, self._log, self._noise)
            self._start_opening(self._connection)
        elif action is DeviceAction.GIVE_UP and self._connection is not None:
            self._connection.abandon()
            self._connection = None
        elif action is DeviceAction.SWITCH_TO_DEVICE and self._connection is not None:
            self._pacer = None
            self._connection.lease = self._lease.renew()
        elif action is DeviceAction.SWITCH_TO_PACER:
            self._pacer_lease = self._lease.renew()
            self._pacer = Pacer(now)
        else:
            self._report(NOTICES[action])

    def _consume(self, frames: int) -> None:
        """Pull samples without a device; an error in what supplies them must not stop the clock."""
        try:
            self._lease.pull(self._pacer_lease, frames)
        except Exception:  # noqa: BLE001 — logged, and time goes on
            self._log.exception("while samples were pulled without a device:")

    def _report(self, sentence: str) -> None:
        self._log.write(sentence)
        try:
            self._notice(sentence)
        except Exception:  # noqa: BLE001 — what shows it may fail; the sound goes on
            self._log.exception("while a notice was shown:")
