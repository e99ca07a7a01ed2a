"""A connection to a device: opened on its own thread, fed while it may pull, and kept in time."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final, Protocol

from coach.scales import FRAME_BYTES, SAMPLE_RATE
from coach.sound.drift import (
    LONG_WINDOW_SECONDS,
    STOOD_STILL_SECONDS,
    WINDOW_SECONDS,
    DeviceDrift,
    drift_correction,
)
from coach.sound.watchdog import with_pull

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.clock import Clock
    from coach.sound.audio_log import AudioLog
    from coach.sound.output import Samples, SampleSource
    from coach.sound.watchdog import DeviceState, PullRun

FADE_FRAMES: Final = SAMPLE_RATE // 20
"""So much silence beyond what is left out makes sure that nothing is cut short."""


class SampleFeed(Protocol):
    """The samples for a device, consumed in blocks by the device's own thread. Never raises.

    `changed` is set when other samples come next than `ahead` has returned.
    """

    changed: Event

    def __call__(self, frames: int) -> bytes:
        """Consume that many frames, as float32; they can no longer change."""
        ...

    @property
    def is_resting(self) -> bool:
        """Whether nothing is heard, and nothing waits for time to pass, until something changes."""
        ...

    def ahead(self, start: int, frames: int, heard_at: float) -> bytes:
        """What will be consumed after `start` more frames unless something changes; consumes nothing.

        `heard_at`: when the first of them is heard, in seconds of the monotonic clock.
        """
        ...


class Device(Protocol):
    """An open sound device that pulls samples.

    `keeps_time`: after a gap it leaves out what came too late, and is where it would have been without the
    gap.
    """

    keeps_time: bool

    @property
    def latency(self) -> float | None:
        """Seconds from when a frame is consumed until it is heard; None if that is not known."""
        ...

    @property
    def is_audible(self) -> bool | None:
        """Whether it is neither muted nor at volume 0; None if that is not known."""
        ...

    def close(self) -> None:
        """Stop pulling and release the device; may hang when the device's server does."""
        ...


class PullLease:
    """Guards `pull` between a device's thread and ours: only the holder of the newest lease may pull.

    A device that was given up may wake up later at any point: its lease is over, and it gets nothing. Each
    consumer continues where the previous one stopped.
    """

    def __init__(self) -> None:
        self.changed = Event()
        self._lock = Lock()
        self._newest = 0

    def use(self, source: SampleSource) -> None:
        """Pull from there, before the first lease; from now on it sets our `changed`."""
        self._source = source
        source.changed = self.changed

    def renew(self) -> int:
        """A new lease.

        All older ones are over, and no pull under them is still in progress.
        """
        with self._lock:
            self._newest += 1
            self.changed.set()
            return self._newest

    def is_resting(self, lease: int | None) -> bool:
        """Whether that lease is the newest, and what it pulls is resting."""
        with self._lock:
            return lease == self._newest and self._source.is_resting

    def ahead(self, lease: int | None, start: int, frames: int, heard_at: float) -> Samples | None:
        """What will be pulled, if that lease is the newest; else `None`. Consumes nothing."""
        with self._lock:
            return self._source.ahead(start, frames, heard_at) if lease == self._newest else None

    def pull(self, lease: int | None, frames: int) -> Samples | None:
        """The next frames, if that lease is the newest; else `None`, and nothing is consumed."""
        with self._lock:
            return self._source.pull(frames) if lease == self._newest else None


NOISE_LEVEL: Final = 2e-4
"""The peak of what wakes a device: -74 dBFS, six steps of 16 bits. Speech is levelled 54 dB above it."""
NOISE_FRAMES: Final = SAMPLE_RATE // 5
"""It is repeated after so many."""


class WakeNoise:
    """White noise that nobody hears, in place of the silence before the first sound: it wakes a device."""

    def __init__(self) -> None:
        import random  # noqa: PLC0415 — hardly ever wanted
        from array import array  # noqa: PLC0415 — as above

        source = random.Random(0)  # noqa: S311 — a noise, not a secret
        noise = (source.uniform(-NOISE_LEVEL, NOISE_LEVEL) for _ in range(NOISE_FRAMES))
        self._noise = array("f", noise).tobytes()

    def before(self, samples: bytes) -> bytes:
        """The samples, with noise in place of silence before the first sound."""
        silent = (len(samples) - len(samples.lstrip(b"\0"))) // FRAME_BYTES * FRAME_BYTES
        return (self._noise * (silent // len(self._noise) + 1))[:silent] + samples[silent:]


class DeviceConnection:
    """A device that is opened and then pulls: silence, unless `lease` is the newest lease.

    `noise`: played instead of silence until the first sound, while the lease is held.
    """

    def __init__(
        self, leases: PullLease, clock: Clock, log: AudioLog, noise: WakeNoise | None = None
    ) -> None:
        self.state: DeviceState = "pending"
        self.run: PullRun | None = None
        self.lease: int | None = None
        self.changed = leases.changed
        self._noise = noise
        self._pace: DeviceDrift | None = None
        self._held_back = 0
        self._leases = leases
        self._clock = clock
        self._log = log
        self._lock = Lock()
        self._device: Device | None = None
        self._is_abandoned = False

    def open_in_thread(self, open_device: Callable[[SampleFeed], Device]) -> None:
        """Open the device on its own thread; `state` holds the result."""
        Thread(target=self.open, args=(open_device,), name="coach-sound-open", daemon=True).start()

    def open(self, open_device: Callable[[SampleFeed], Device]) -> None:
        """Open the device; this may hang."""
        try:
            device = open_device(self)
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

    @property
    def latency(self) -> float | None:
        """Seconds from when a sample is pulled until it is heard; None if the device does not say."""
        return None if self._device is None else self._device.latency

    @property
    def is_audible(self) -> bool | None:
        """Whether the device is neither muted nor at volume 0; None if that is not known."""
        return None if self._device is None else self._device.is_audible

    @property
    def is_resting(self) -> bool:
        """Whether what it pulls is resting."""
        return self._leases.is_resting(self.lease)

    def __call__(self, frames: int) -> bytes:
        """What the device plays next; consumes it. Never raises, as its caller may be C."""
        try:
            now = self._clock.monotonic()
            self.run = with_pull(self.run, now)
            held_back = min(self._held_back, frames)
            samples = self._leases.pull(self.lease, frames - held_back)
            if samples is None:
                return bytes(FRAME_BYTES * frames)
            self._held_back -= held_back
            block = self._block(samples, frames)
            self._keep_time(now, frames)
        except BaseException:  # noqa: BLE001 — an exception on the audio thread would end in C
            return self._broken(frames)
        if self._noise is not None and samples.any():
            self._noise = None
        return block

    def ahead(self, start: int, frames: int, heard_at: float) -> bytes:
        """What the device will play after `start` more frames. Never raises."""
        try:
            held_back = max(0, min(self._held_back - start, frames))
            start = max(0, start - self._held_back)
            heard_at += held_back / SAMPLE_RATE
            samples = self._leases.ahead(self.lease, start, frames - held_back, heard_at)
            return bytes(FRAME_BYTES * frames) if samples is None else self._block(samples, frames)
        except BaseException:  # noqa: BLE001 — as above
            return self._broken(frames)

    def _block(self, samples: Samples, frames: int) -> bytes:
        """Those samples with silence before them, up to that many frames."""
        data = samples.tobytes()
        if self._noise is not None:
            data = self._noise.before(data)
        block = bytes(FRAME_BYTES * (frames - len(samples))) + data
        if len(block) != FRAME_BYTES * frames:
            raise ValueError(f"{len(block)} bytes for {frames} frames of float32")
        return block

    def _broken(self, frames: int) -> bytes:
        self._log.exception("while the sound device pulled samples:")
        self.state = "broken"
        return bytes(FRAME_BYTES * frames)

    def _keep_time(self, now: float, frames: int) -> None:
        """Skip samples, or insert silence, if the device is behind its time or ahead of it."""
        device = self._device
        if device is None:
            return
        pace = None if self._pace is None else self._pace.handed(now, frames)
        if pace is None or pace.behind > STOOD_STILL_SECONDS:
            pace = DeviceDrift(now, LONG_WINDOW_SECONDS if device.keeps_time else WINDOW_SECONDS)
        self._pace = pace
        frames = drift_correction(pace.behind, is_silent=True)
        if not frames:
            return
        coming = self._leases.ahead(self.lease, 0, abs(frames) + FADE_FRAMES, now)
        is_silent = coming is not None and not coming.any()
        if not drift_correction(pace.behind, is_silent=is_silent):
            return
        self._pace = pace.corrected(frames)
        if frames > 0:
            self._leases.pull(self.lease, frames)
        else:
            self._held_back = -frames
        self.changed.set()

    def abandon(self) -> Event:
        """Close the device now, or as soon as it has opened; the returned event is set when it is closed."""
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
        """Close it; if that hangs, its thread keeps the device alive, so that it is not freed under C."""
        try:
            device.close()
        except Exception:  # noqa: BLE001 — it is abandoned anyway
            self._log.exception("while a sound device was closed:")
        closed.set()
