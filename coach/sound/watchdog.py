"""Decides check by check whether a device or a pacer consumes a session's samples.

Pure: time is passed in. Seen on PulseAudio: a device pulls one buffer at once, then nothing for up to 2 s,
then steadily; and when the server dies, no callback comes and the device still says that it runs. So a device
is used from its steady state on, and only a pull proves that it is alive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from math import inf
from typing import Final, Literal

SILENT_SECONDS: Final = 1.0
"""A steady device that has not pulled for this long is lost."""
START_SECONDS: Final = 4.0
"""A device that is not steady this long after it opened is given up; a start waits at most this long."""
AGAIN_SECONDS: Final = 5.0
"""Opening a device is tried at most this often."""
STEADY_SECONDS: Final = 0.3
"""Pulls without a gap over this long are a steady state."""
GAP_SECONDS: Final = 0.45
"""A gap between pulls; ours come every 40 ms, the largest buffers of Bluetooth every 200."""
SLEPT_SECONDS: Final = 0.5
"""Checks come ten times a second: after longer without one, we were stopped or asleep, not the device."""

DeviceState = Literal["none", "pending", "open", "failed", "broken"]
"""The state of the device that was last asked for; `broken`: its callback raised."""
Consumer = Literal["nobody", "device", "pacer"]


class DeviceAction(Enum):
    """What to do after a check."""

    OPEN = auto()
    GIVE_UP = auto()
    SWITCH_TO_DEVICE = auto()
    SWITCH_TO_PACER = auto()
    REPORT_NONE = auto()
    REPORT_LOST = auto()
    REPORT_BACK = auto()


@dataclass(frozen=True, slots=True)
class PullRun:
    """Pulls without a gap: the monotonic seconds of the first and the last."""

    first: float
    last: float

    def is_steady(self, now: float) -> bool:
        """Whether the pulls have gone on long enough to be relied on, and still do."""
        return self.last - self.first >= STEADY_SECONDS and now - self.last <= GAP_SECONDS


def with_pull(run: PullRun | None, now: float) -> PullRun:
    """The run after a pull at that second: continued, or a new one after a gap."""
    if run is None or now - run.last > GAP_SECONDS:
        return PullRun(now, now)
    return PullRun(run.first, now)


@dataclass(frozen=True, slots=True)
class Observation:
    """What is observed in one check; `now` in monotonic seconds."""

    now: float
    device: DeviceState = "none"
    run: PullRun | None = None


@dataclass(frozen=True, slots=True)
class WatchdogState:
    """The state between checks, in monotonic seconds.

    `checked`: the last check. `awake`: since when checks have come without a gap. `asked`: when opening a
    device was last requested. `opened`: since when it has been open.
    """

    checked: float
    awake: float
    asked: float = -inf
    opened: float = inf
    consumer: Consumer = "nobody"


def initial_state(now: float) -> WatchdogState:
    """The state before the first check."""
    return WatchdogState(checked=now, awake=now)


def check_device(state: WatchdogState, seen: Observation) -> tuple[WatchdogState, tuple[DeviceAction, ...]]:
    """The state after that observation, and what to do, in this order."""
    awake = seen.now if seen.now - state.checked > SLEPT_SECONDS else state.awake
    opened = min(state.opened, seen.now) if seen.device == "open" else inf
    state = replace(state, checked=seen.now, awake=awake, opened=opened)
    if state.consumer == "device":
        return _check_playing(state, seen)
    return _check_waiting(state, seen)


def _check_playing(state: WatchdogState, seen: Observation) -> tuple[WatchdogState, tuple[DeviceAction, ...]]:
    """Check a device that is in use: whether it is still there."""
    last = state.awake if seen.run is None else max(seen.run.last, state.awake)
    if seen.device == "open" and seen.now - last <= SILENT_SECONDS:
        return state, ()
    actions = (DeviceAction.SWITCH_TO_PACER, DeviceAction.GIVE_UP, DeviceAction.REPORT_LOST)
    return replace(state, consumer="pacer"), actions


def _check_waiting(state: WatchdogState, seen: Observation) -> tuple[WatchdogState, tuple[DeviceAction, ...]]:
    """Check while no device is in use: whether one can be used now."""
    if seen.device == "open" and seen.run is not None and seen.run.is_steady(seen.now):
        report = (DeviceAction.REPORT_BACK,) if state.consumer == "pacer" else ()
        return replace(state, consumer="device"), (DeviceAction.SWITCH_TO_DEVICE, *report)
    if seen.device == "none":
        if seen.now - state.asked < AGAIN_SECONDS:
            return state, ()
        return replace(state, asked=seen.now), (DeviceAction.OPEN,)
    # An opening that hangs cannot be taken back, but nobody waits for it any longer; late is welcome too.
    is_over = seen.device in {"failed", "broken"} or _has_waited(state.opened, state, seen)
    actions = (DeviceAction.GIVE_UP,) if is_over else ()
    if state.consumer == "nobody" and (is_over or _has_waited(state.asked, state, seen)):
        more = (DeviceAction.SWITCH_TO_PACER, DeviceAction.REPORT_NONE)
        return replace(state, consumer="pacer"), (*actions, *more)
    return state, actions


def _has_waited(since: float, state: WatchdogState, seen: Observation) -> bool:
    """Whether a start's time has passed since then, without time in which we were stopped ourselves."""
    return seen.now - max(since, state.awake) > START_SECONDS
