"""The sources of Windows: the last input, the session's state, and who was given the microphone.

Of do-not-disturb Windows tells a presentation and a full-screen game, by a call made for notifications;
focus assist has no documented way to be asked and stays unknown.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.daemon.activity.port import Reading, SourceFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.daemon.activity.port import Part, Source
    from coach.daemon.activity.windows_calls import WindowsCalls

TICKS = 1 << 32
"""GetLastInputInfo and GetTickCount count milliseconds in 32 bits: they begin anew after 49.7 days."""
LOCKED, UNLOCKED = 0, 1
"""WTS_SESSIONSTATE_LOCK and _UNLOCK; the other way round on Windows 7, which Python 3.11 does not run on."""
GAME, PRESENTATION, ACCEPTS = 3, 4, 5
"""QUNS_RUNNING_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE and QUNS_ACCEPTS_NOTIFICATIONS. Any other full-screen
window (2) may be an editor, and is none of these."""
PER_SECOND = 10_000_000
"""A FILETIME counts 100 ns."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One program in the consent store: when it last began and ended to listen, as FILETIME; 0: not yet."""

    started: int
    stopped: int


class InputSource:
    """The last key or mouse of this login."""

    name = "the last input"
    tells: tuple[Part, ...] = ("idle time",)

    def __init__(self, calls: WindowsCalls) -> None:
        self._calls = calls

    def look(self, seconds: float) -> Reading:  # noqa: ARG002 — a call in memory needs no deadline
        """Seconds since then."""
        return Reading(idle_seconds=idle_seconds(*self._calls.input_ticks()))


class SessionSource:
    """Whether this login is locked."""

    name = "the session"
    tells: tuple[Part, ...] = ("lock",)

    def __init__(self, calls: WindowsCalls) -> None:
        self._calls = calls

    def look(self, seconds: float) -> Reading:  # noqa: ARG002 — as above
        """Locked or not; raises `SourceFault` when the session does not tell."""
        return Reading(locked=is_locked(self._calls.session_info()))


class ConsentSource:
    """Which programs were given the microphone, and have not handed it back."""

    name = "the consent store"
    tells: tuple[Part, ...] = ("microphone",)

    def __init__(self, calls: WindowsCalls) -> None:
        self._calls = calls

    def look(self, seconds: float) -> Reading:  # noqa: ARG002 — as above
        """Whether one is listening."""
        return Reading(in_meeting=is_listening(self._calls.consents(), self._calls.booted()))


class PresentationSource:
    """Whether it is a moment for notifications."""

    name = "the state for notifications"
    tells: tuple[Part, ...] = ("do-not-disturb",)

    def __init__(self, calls: WindowsCalls) -> None:
        self._calls = calls

    def look(self, seconds: float) -> Reading:  # noqa: ARG002 — as above
        """Yes in a presentation or a game, no where they are welcome, else unknown."""
        state = self._calls.notification_state()
        is_known = state in (GAME, PRESENTATION, ACCEPTS)
        return Reading(do_not_disturb=state != ACCEPTS if is_known else None)


def idle_seconds(last_input: int, now: int) -> float:
    """Seconds between two counts of milliseconds, the second of which may have begun anew."""
    return ((now - last_input) % TICKS) / 1000


def is_locked(information: bytes) -> bool:
    """Out of a WTSINFOEXW of level 1; raises `SourceFault` for any other.

    It begins with level, padding, session, state and flags, each of four bytes.
    """
    try:
        level, flags = struct.unpack_from("<i12xi", information)
    except struct.error:
        raise SourceFault("an answer that cannot be read") from None
    if level != 1 or flags not in (LOCKED, UNLOCKED):
        raise SourceFault("this session does not tell whether it is locked")
    return bool(flags == LOCKED)


def is_listening(consents: Sequence[Consent], booted: int) -> bool:
    """Whether a program began to listen and has not ended; `booted` as FILETIME.

    What began before the machine was started was cut off then, and its end never written.
    """
    return any(consent.started > booted and consent.stopped == 0 for consent in consents)


def windows_sources() -> tuple[Source, ...]:
    """All of them."""
    from coach.daemon.activity.windows_calls import WindowsCalls  # noqa: PLC0415 — imports winreg

    calls = WindowsCalls()
    return (InputSource(calls), SessionSource(calls), ConsentSource(calls), PresentationSource(calls))
