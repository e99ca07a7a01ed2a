"""The device output: sound through the machine's device, and on at the same pace when it is lost."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Event, Lock, Thread, current_thread
from time import sleep
from typing import TYPE_CHECKING, Final, Protocol

from coach.sound.output import BLOCK_SECONDS, Pacer
from coach.sound.watchdog import DeviceAction, Observation, check, initial_state, with_pull

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from coach.clock import Clock
    from coach.sound.audio_log import AudioLog
    from coach.sound.output import Notice, Pull
    from coach.sound.watchdog import DeviceState, PullRun

    Block = Callable[[int], bytes]
    """Asked for that many frames by a device's own thread; gives them as float32 bytes, and never raises."""
    StartOpening = Callable[["DeviceConnection"], None]
    """Begins to open a device for that connection, and returns at once."""

FRAME_BYTES: Final = 4
"""Bytes of one frame: mono float32."""
CHECK_SECONDS: Final = 0.1
"""Between two checks while a device is used; otherwise there is a check in every block."""
CLOSING_SECONDS: Final = 1.0
"""A device that takes longer to close (its server hangs) is left to its thread."""
TAIL_SECONDS: Final = 0.1
"""How long a device still plays after the last pull: its own buffer of at most 40 ms, and its server's."""
HEARD_AFTER: Final = 0.040
"""Seconds from a pull to the ear, with our buffer of 40 ms: measured on a PulseAudio sink, within 1 ms."""

NOTICES: Final[Mapping[DeviceAction, str]] = {
    DeviceAction.REPORT_NONE: "No sound device was found. The session continues as text, at the right pace.",
    DeviceAction.REPORT_LOST: "The sound device was lost. The session continues silently, at the right pace.",
    DeviceAction.REPORT_BACK: "The sound device is back, and so is the sound.",
}


class Device(Protocol):
    """A sound device that is open and pulls."""

    def close(self) -> None:
        """Stop pulling and release the device; may hang when the device's server does."""
        ...


class DeviceOutput:
    """Plays through the device that `open_device` opens; without one, consumes at the same pace.

    `notice` is called, from a thread of ours, when there is no device, when it is lost and when one is back.
    """

    def __init__(self, open_device: Callable[[Block], Device], clock: Clock, log: AudioLog) -> None:
        self._open_device = open_device
        self._clock = clock
        self._log = log
        self._resources = ExitStack()
        self._closing = Event()
        self._started = Event()

    @property
    def latency(self) -> float:
        """What a device's buffer holds ahead."""
        return HEARD_AFTER

    def start(self, pull: Pull, notice: Notice) -> None:
        """Open the device ahead with silence; returns once it is steady, or known not to be there (4 s)."""
        self._resources.enter_context(self._log.captures_stderr())
        failover = DeviceFailover(pull, notice, self._start_opening, self._clock, self._log)
        thread = Thread(target=self._run, args=(failover,), name="coach-sound", daemon=True)
        self._resources.callback(self._end, thread, failover)
        thread.start()
        self._started.wait()

    def close(self) -> None:
        """Stop pulling, let what was pulled be heard, and release the device. Not from within `pull`."""
        self._resources.close()

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
            sleep(TAIL_SECONDS)
        failover.close_device()


class DeviceFailover:
    """Makes sure that samples are always pulled, by a device or by a pacer, and never by two at once."""

    def __init__(
        self, pull: Pull, notice: Notice, start_opening: StartOpening, clock: Clock, log: AudioLog
    ) -> None:
        self._lease = PullLease(pull)
        self._notice = notice
        self._start_opening = start_opening
        self._clock = clock
        self._log = log
        self._watchdog = initial_state(clock.monotonic())
        self._connection: DeviceConnection | None = None
        self._pacer: Pacer | None = None
        self._pacer_lease: int | None = None

    @property
    def is_consuming(self) -> bool:
        """Whether samples are being pulled."""
        return self._watchdog.consumer != "nobody"

    @property
    def is_audible(self) -> bool:
        """Whether a device pulls them."""
        return self._watchdog.consumer == "device"

    def step(self) -> float:
        """Check the device, act, and consume what is due; gives the seconds until the next step."""
        now = self._clock.monotonic()
        connection = self._connection
        seen = Observation(now) if connection is None else Observation(now, connection.state, connection.run)
        self._watchdog, actions = check(self._watchdog, seen)
        for action in actions:
            self._act(action, now)
        if self._pacer is None:
            return CHECK_SECONDS if self.is_audible else BLOCK_SECONDS
        self._pacer.catch_up(now, self._consume)
        return self._pacer.until_next(self._clock.monotonic())

    def stop_pulling(self) -> None:
        """Nothing is pulled from here on; a device plays silence."""
        self._lease.renew()

    def close_device(self) -> None:
        """Close the device; one that does not close in time is left to its thread."""
        if self._connection is not None:
            self._connection.abandon().wait(CLOSING_SECONDS)

    def _act(self, action: DeviceAction, now: float) -> None:
        if action is DeviceAction.OPEN:
            self._connection = DeviceConnection(self._lease, self._clock, self._log)
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
        """Pull in silence; an error in what supplies the samples must not stop the clock."""
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


class PullLease:
    """Guards `pull` between a device's thread and ours: only the holder of the newest lease may pull.

    A device that was given up may wake up later, in the middle of anything: its lease is over, and it gets
    nothing. Each consumer continues where the one before stopped.
    """

    def __init__(self, pull: Pull) -> None:
        self._pull = pull
        self._lock = Lock()
        self._newest = 0

    def renew(self) -> int:
        """A new lease. All older ones are over, and no pull under them is still in progress."""
        with self._lock:
            self._newest += 1
            return self._newest

    def pull(self, lease: int | None, frames: int) -> NDArray[np.float32] | None:
        """The next frames, if that lease is the newest; else `None`, and nothing is consumed."""
        with self._lock:
            return self._pull(frames) if lease == self._newest else None


class DeviceConnection:
    """A device that is being opened, then pulls: silence, except while `lease` is the newest lease."""

    def __init__(self, leases: PullLease, clock: Clock, log: AudioLog) -> None:
        self.state: DeviceState = "pending"
        self.run: PullRun | None = None
        self.lease: int | None = None
        self._leases = leases
        self._clock = clock
        self._log = log
        self._lock = Lock()
        self._device: Device | None = None
        self._is_abandoned = False

    def open_in_thread(self, open_device: Callable[[Block], Device]) -> None:
        """Open the device on a thread of its own; `state` says what came of it."""
        Thread(target=self.open, args=(open_device,), name="coach-sound-open", daemon=True).start()

    def open(self, open_device: Callable[[Block], Device]) -> None:
        """Open the device; this may hang."""
        try:
            device = open_device(self.next_block)
        except Exception:  # noqa: BLE001 — whatever the library raises, there is no device
            self._log.exception("no sound device could be opened:")
            self.state = "failed"
            return
        with self._lock:
            self._device = device
            if not self._is_abandoned:
                if self.state == "pending":  # not if its first pull broke it
                    self.state = "open"
                return
        self._close(device, Event())

    def next_block(self, frames: int) -> bytes:
        """What the device plays next. Never raises: its caller is C."""
        try:
            self.run = with_pull(self.run, self._clock.monotonic())
            samples = self._leases.pull(self.lease, frames)
            if samples is None:
                return bytes(FRAME_BYTES * frames)
            block = samples.tobytes()
            if len(block) != FRAME_BYTES * frames:
                raise ValueError(f"{len(block)} bytes for {frames} frames of float32")  # noqa: TRY301 — one way out
        except BaseException:  # noqa: BLE001 — an exception on the audio thread would end in C
            self._log.exception("while the sound device pulled samples:")
            self.state = "broken"
            return bytes(FRAME_BYTES * frames)
        return block

    def abandon(self) -> Event:
        """Close the device now, or as soon as it has opened; the event says that it is closed."""
        closed = Event()
        with self._lock:
            self._is_abandoned = True
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
        except Exception:  # noqa: BLE001 — it is abandoned all the same
            self._log.exception("while a sound device was closed:")
        closed.set()
