"""Who carries a session's sound, decided look by look: a device, or our own pace. Pure: it is told the time.

Seen on PulseAudio: a device pulls one buffer at once, then nothing for up to 2 s, then steadily; and when the
server dies, no callback comes and the device still says that it runs. So a device carries from its steady
state on, and only a pull proves that it lives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from math import inf
from typing import Final, Literal

SILENT_SECONDS: Final = 1.0
"""A steady device that has not pulled for this long is lost."""
START_SECONDS: Final = 4.0
"""A device that is not steady this long after it opened is given up; and so long a start waits at most."""
AGAIN_SECONDS: Final = 5.0
"""Devices are asked for at most this often."""
STEADY_SECONDS: Final = 0.3
"""Pulls without a break over this long are a steady state."""
BREAK_SECONDS: Final = 0.25
"""A break between pulls; ours come every 40 ms, the largest buffers of Bluetooth every 200."""
SLEPT_SECONDS: Final = 0.5
"""Looks come ten times a second: after longer without one, we were stopped or asleep, not the device."""

Attempt = Literal["none", "pending", "open", "failed", "broken"]
"""How the try at a device stands; `broken`: its callback raised."""
Carrier = Literal["nobody", "device", "pace"]


class Order(Enum):
    """What is to be done after a look."""

    ASK_FOR_DEVICE = auto()
    GIVE_DEVICE_UP = auto()
    DEVICE_CARRIES = auto()
    PACE_CARRIES = auto()
    SAY_NONE = auto()
    SAY_GONE = auto()
    SAY_BACK = auto()


@dataclass(frozen=True, slots=True)
class Run:
    """Pulls without a break: the monotonic seconds of the first and the last."""

    first: float
    last: float

    def steady_at(self, now: float) -> bool:
        """Whether it has gone on long enough to be relied on, and still does."""
        return self.last - self.first >= STEADY_SECONDS and now - self.last <= BREAK_SECONDS


def pulled(run: Run | None, now: float) -> Run:
    """The run that a pull at that second goes on with, or begins."""
    if run is None or now - run.last > BREAK_SECONDS:
        return Run(now, now)
    return Run(run.first, now)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look shows; `now` in monotonic seconds."""

    now: float
    attempt: Attempt = "none"
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """What is remembered between looks.

    `looked`: the last look. `awake`: since when we have looked without a break. `asked`: when a device was
    last asked for. `opened`: since when it has been open.
    """

    looked: float
    awake: float
    asked: float = -inf
    opened: float = inf
    carrier: Carrier = "nobody"


def begin(now: float) -> Watch:
    """The watch before its first look."""
    return Watch(looked=now, awake=now)


def look(watch: Watch, seen: Seen) -> tuple[Watch, tuple[Order, ...]]:
    """The watch after that look, and what is to be done, in this order."""
    awake = seen.now if seen.now - watch.looked > SLEPT_SECONDS else watch.awake
    opened = min(watch.opened, seen.now) if seen.attempt == "open" else inf
    watch = replace(watch, looked=seen.now, awake=awake, opened=opened)
    if watch.carrier == "device":
        return _guard(watch, seen)
    return _seek(watch, seen)


def _guard(watch: Watch, seen: Seen) -> tuple[Watch, tuple[Order, ...]]:
    """The decision while a device carries: whether it is still there."""
    last = watch.awake if seen.run is None else max(seen.run.last, watch.awake)
    if seen.attempt == "open" and seen.now - last <= SILENT_SECONDS:
        return watch, ()
    return replace(watch, carrier="pace"), (Order.PACE_CARRIES, Order.GIVE_DEVICE_UP, Order.SAY_GONE)


def _seek(watch: Watch, seen: Seen) -> tuple[Watch, tuple[Order, ...]]:
    """The decision while none carries: whether one is there now."""
    if seen.attempt == "open" and seen.run is not None and seen.run.steady_at(seen.now):
        said = (Order.SAY_BACK,) if watch.carrier == "pace" else ()
        return replace(watch, carrier="device"), (Order.DEVICE_CARRIES, *said)
    if seen.attempt == "none":
        if seen.now - watch.asked < AGAIN_SECONDS:
            return watch, ()
        return replace(watch, asked=seen.now), (Order.ASK_FOR_DEVICE,)
    # An asking that hangs cannot be taken back, but nobody waits for it any longer, and late is welcome too.
    over = seen.attempt in {"failed", "broken"} or _waited(watch.opened, watch, seen)
    orders = (Order.GIVE_DEVICE_UP,) if over else ()
    if watch.carrier == "nobody" and (over or _waited(watch.asked, watch, seen)):
        return replace(watch, carrier="pace"), (*orders, Order.PACE_CARRIES, Order.SAY_NONE)
    return watch, orders


def _waited(since: float, watch: Watch, seen: Seen) -> bool:
    """Whether the time of a start has passed since then, in which we were not stopped ourselves."""
    return seen.now - max(since, watch.awake) > START_SECONDS
