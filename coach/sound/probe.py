"""Checks for `coach doctor` whether this machine can play sound: through which device, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, Protocol

from coach.scales import FRAME_BYTES
from coach.sound.audio_log import AudioLog
from coach.sound.connection import Device

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.clock import Clock
    from coach.home import Home
    from coach.sound.connection import SampleFeed

PATIENCE_SECONDS: Final = 4.0
"""How long a device may take to open and to pull for the first time."""


class NamedDevice(Device, Protocol):
    """A device that names the system's sound library through which it plays."""

    backend: str


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The result: the system's sound library and its devices' names, or why there is no sound."""

    backend: str = ""
    devices: tuple[str, ...] = ()
    reason: str = ""

    @property
    def audible(self) -> bool:
        """Whether a device was opened and pulled samples."""
        return not self.reason


def probe_sound(home: Home, clock: Clock, seconds: float = PATIENCE_SECONDS) -> ProbeResult:
    """Open the machine's device, play silence for a moment and close it, within that many seconds."""
    with AudioLog(home, clock).captures_stderr():
        return probe_device(_names, _open, seconds)


def probe_device(
    names: Callable[[], Sequence[str]], open_device: Callable[[SampleFeed], NamedDevice], seconds: float
) -> ProbeResult:
    """As `probe_sound`, with any device. Never raises; a device that hangs is left to its thread."""
    found: SimpleQueue[ProbeResult] = SimpleQueue()
    Thread(target=lambda: found.put(_try(names, open_device, seconds)), daemon=True).start()
    try:
        return found.get(timeout=seconds)
    except Empty:
        return ProbeResult(reason="the sound device does not respond; restarting the system's sound may help")


def _try(
    names: Callable[[], Sequence[str]], open_device: Callable[[SampleFeed], NamedDevice], seconds: float
) -> ProbeResult:
    """Open a device, wait for its first pull, and close it."""
    silence = _Silence()
    try:
        device = open_device(silence)
    except (ImportError, OSError) as error:
        return ProbeResult(reason=f"the sound library cannot be loaded: {error}")
    except Exception as error:  # noqa: BLE001 — whatever the library raises is the answer
        said = error.args[0] if error.args else type(error).__name__
        return ProbeResult(reason=f"no sound device could be opened: {said}")
    heard = silence.is_pulled.wait(seconds / 2)
    device.close()
    try:
        devices = tuple(names())
    except Exception:  # noqa: BLE001 — it plays; a device without a name is good enough
        devices = ()
    return ProbeResult(device.backend, devices, "" if heard else "the sound device opened, but plays nothing")


class _Silence:
    """Feeds a device with silence; `is_pulled` is set once it has pulled."""

    def __init__(self) -> None:
        self.changed = Event()
        self.is_resting = False
        self.is_pulled = Event()

    def __call__(self, frames: int) -> bytes:
        self.is_pulled.set()
        return bytes(FRAME_BYTES * frames)

    def ahead(self, start: int, frames: int, heard_at: float) -> bytes:  # noqa: ARG002 — always the same
        return bytes(FRAME_BYTES * frames)


def _names() -> Sequence[str]:
    from coach.sound.miniaudio_stream import device_names  # noqa: PLC0415 — the library loads on the probing thread

    return device_names()


def _open(feed: SampleFeed) -> NamedDevice:
    from coach.sound.open import open_device  # noqa: PLC0415 — as above

    return open_device(feed)
