"""The device output: sound through the machine's device, and on at the same pace when it is lost."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Event, Lock, Thread, current_thread
from time import sleep
from typing import TYPE_CHECKING, Final, Protocol

from coach.sound.output import BLOCK_SECONDS, Pacer
from coach.sound.watchdog import Order, Seen, begin, look, pulled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from coach.clock import Clock
    from coach.sound.audio_log import AudioLog
    from coach.sound.output import Notice, Pull
    from coach.sound.watchdog import Attempt as AttemptState
    from coach.sound.watchdog import Run

    Block = Callable[[int], bytes]
    """Asked for that many frames by a device's own thread; gives them as float32 bytes, and never raises."""

    Ask = Callable[["Attempt"], None]
    """Begins to ask for a device for that attempt, and returns at once."""


class PullLease:
    """Guards `pull` between a device's thread and ours.

    A device that was given up may wake up later, in the middle of anything: its turn is over, and it gets
    nothing. What one consumer took last, the next goes on from.
    """

    def __init__(self, pull: Pull) -> None:
        self._pull = pull
        self._lock = Lock()
        self._current = 0

    def next(self) -> int:
        """A new turn. All older ones are over, and no pull of theirs is still under way."""
        with self._lock:
            self._current += 1
            return self._current

    def pull(self, turn: int | None, frames: int) -> NDArray[np.float32] | None:
        """The next frames, if that turn is the current one; else `None`, and nothing is consumed."""
        with self._lock:
            return self._pull(frames) if turn == self._current else None


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

    def __init__(self, turns: PullLease, clock: Clock, log: AudioLog) -> None:
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


LOOK_SECONDS: Final = 0.1
"""Between two looks while a device carries; otherwise there is a look in every block."""

SENTENCES: Final[Mapping[Order, str]] = {
    Order.SAY_NONE: "No sound device was found: the session goes on with text at the right pace.",
    Order.SAY_GONE: "The sound device is gone; going on in silence, at the right pace, until one is back.",
    Order.SAY_BACK: "There is a sound device again; going on aloud.",
}


class Supervisor:
    """Sees to it that samples are always pulled, by a device or at our own pace, never by two at once."""

    def __init__(self, pull: Pull, notice: Notice, ask: Ask, clock: Clock, log: AudioLog) -> None:
        self._turns = PullLease(pull)
        self._notice = notice
        self._ask = ask
        self._clock = clock
        self._log = log
        self._watch = begin(clock.monotonic())
        self._attempt: Attempt | None = None
        self._pacer: Pacer | None = None
        self._turn: int | None = None

    @property
    def carried(self) -> bool:
        """Whether samples are being pulled."""
        return self._watch.carrier != "nobody"

    @property
    def audible(self) -> bool:
        """Whether a device pulls them."""
        return self._watch.carrier == "device"

    def step(self) -> float:
        """Look, do what is to be done, consume what is due; gives the seconds until the next step."""
        now = self._clock.monotonic()
        attempt = self._attempt
        seen = Seen(now) if attempt is None else Seen(now, attempt.state, attempt.run)
        self._watch, orders = look(self._watch, seen)
        for order in orders:
            self._obey(order, now)
        if self._pacer is None:
            return LOOK_SECONDS if self.audible else BLOCK_SECONDS
        self._pacer.catch_up(now, self._consume)
        return self._pacer.until_next(self._clock.monotonic())

    def stop_pulling(self) -> None:
        """Nothing is pulled from here on; a device plays silence."""
        self._turns.next()

    def let_go(self) -> None:
        """Close the device, if it lets itself be closed."""
        if self._attempt is not None:
            self._attempt.give_up().wait(CLOSING_SECONDS)

    def _obey(self, order: Order, now: float) -> None:
        if order is Order.ASK_FOR_DEVICE:
            self._attempt = Attempt(self._turns, self._clock, self._log)
            self._ask(self._attempt)
        elif order is Order.GIVE_DEVICE_UP and self._attempt is not None:
            self._attempt.give_up()
            self._attempt = None
        elif order is Order.DEVICE_CARRIES and self._attempt is not None:
            self._pacer = None
            self._attempt.turn = self._turns.next()
        elif order is Order.PACE_CARRIES:
            self._turn = self._turns.next()
            self._pacer = Pacer(now)
        else:
            self._say(SENTENCES[order])

    def _consume(self, frames: int) -> None:
        """Pull in silence; a fault of who gives the samples must not stop the clock."""
        try:
            self._turns.pull(self._turn, frames)
        except Exception:  # noqa: BLE001 — noted, and time goes on
            self._log.fault("samples were asked for, at our own pace:")

    def _say(self, sentence: str) -> None:
        self._log.note(sentence)
        try:
            self._notice(sentence)
        except Exception:  # noqa: BLE001 — whoever shows it may fail; the sound goes on
            self._log.fault("a notice was given:")


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
