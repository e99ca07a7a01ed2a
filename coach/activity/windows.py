"""Sources on Windows: the last input, the session's lock state, and programs that use a microphone."""

from __future__ import annotations

import ctypes
import struct
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.activity.source import ActivitySource, SourceFault
from coach.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


TICKS = 1 << 32
"""GetLastInputInfo and GetTickCount count milliseconds in 32 bits: they wrap around after 49.7 days."""
LOCKED, UNLOCKED = 0, 1
"""WTS_SESSIONSTATE_LOCK and _UNLOCK; the other way round on Windows 7, which Python 3.11 does not run on."""
GAME, PRESENTATION, ACCEPTS = 3, 4, 5
"""QUNS_RUNNING_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE and QUNS_ACCEPTS_NOTIFICATIONS. Any other full-screen
window (2) may be an editor, and is none of these."""
PER_SECOND = 10_000_000
"""A FILETIME counts 100 ns."""


@dataclass(frozen=True, slots=True)
class DeviceUse:
    """A program in the consent store: when it last started and stopped recording, as FILETIME (0: never)."""

    started: int
    stopped: int


def idle_seconds(last_input: int, now: int) -> float:
    """Seconds between two 32-bit counts of milliseconds, the second of which may have wrapped around."""
    return ((now - last_input) % TICKS) / 1000


def is_locked(information: bytes) -> bool:
    """Whether a WTSINFOEXW of level 1 says that the session is locked; raises `SourceFault` for others.

    It begins with level, padding, session, state and flags, each of four bytes.
    """
    try:
        level, flags = struct.unpack_from("<i12xi", information)
    except struct.error:
        raise SourceFault("an unreadable answer") from None
    if level != 1 or flags not in (LOCKED, UNLOCKED):
        raise SourceFault("this session does not say whether it is locked")
    return bool(flags == LOCKED)


def is_in_use(consents: Sequence[DeviceUse], booted: int) -> bool:
    """Whether a program started recording and has not stopped; `booted` is a FILETIME.

    A recording from before the boot was cut off then, so its end was never written.
    """
    return any(consent.started > booted and consent.stopped == 0 for consent in consents)


STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
DESKTOP_PROGRAMS = "NonPackaged"
"""The store's folder of programs that did not come from Microsoft's shop."""
STARTED, STOPPED = "LastUsedTimeStart", "LastUsedTimeStop"
CURRENT_SESSION = -1
SESSION_INFO_EX = 25
"""WTSSessionInfoEx."""
EPOCH = 11_644_473_600
"""Seconds from 1601, where a FILETIME begins, to 1970."""


class _LastInput(ctypes.Structure):
    """The C structure LASTINPUTINFO."""

    _fields_ = (("size", ctypes.c_uint32), ("ticks", ctypes.c_uint32))


class WindowsCalls:
    """The Windows functions that the sources call."""

    def input_ticks(self) -> tuple[int, int]:
        """The last input and now, both as 32-bit milliseconds since boot; raises `SourceFault`."""
        if sys.platform != "win32":
            raise SourceFault("this is not Windows")
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            raise SourceFault("Windows does not report the last input")
        return int(last.ticks), int(ctypes.windll.kernel32.GetTickCount()) & 0xFFFFFFFF

    def session_info(self) -> bytes:
        """The WTSINFOEXW of this session; raises `SourceFault`."""
        if sys.platform != "win32":
            raise SourceFault("this is not Windows")
        terminal = ctypes.WinDLL("wtsapi32")
        query = terminal.WTSQuerySessionInformationW
        query.argtypes = (
            ctypes.c_void_p,
            ctypes.c_int32,
            ctypes.c_int,
            ctypes.POINTER(ctypes.c_void_p),
            ctypes.POINTER(ctypes.c_uint32),
        )
        terminal.WTSFreeMemory.argtypes = (ctypes.c_void_p,)
        buffer, size = ctypes.c_void_p(), ctypes.c_uint32()
        if not query(None, CURRENT_SESSION, SESSION_INFO_EX, ctypes.byref(buffer), ctypes.byref(size)):
            raise SourceFault("Windows does not report the session's state")
        try:
            return ctypes.string_at(buffer, size.value)
        finally:
            terminal.WTSFreeMemory(buffer)

    def booted(self) -> int:
        """The time of boot as FILETIME; raises `SourceFault`."""
        if sys.platform != "win32":
            raise SourceFault("this is not Windows")
        count = ctypes.windll.kernel32.GetTickCount64
        count.restype = ctypes.c_uint64
        return int((time.time() + EPOCH - count() / 1000) * PER_SECOND)

    def notification_state(self) -> int:
        """A QUERY_USER_NOTIFICATION_STATE; raises `SourceFault`."""
        if sys.platform != "win32":
            raise SourceFault("this is not Windows")
        state = ctypes.c_int(0)
        if ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state)) != 0:
            raise SourceFault("Windows does not say whether notifications are shown")
        return int(state.value)

    def consents(self, device: str) -> tuple[DeviceUse, ...]:
        """Every program that was ever given that device; raises `SourceFault` when there is no store."""
        store = rf"{STORE}\{device}"
        try:
            return (*_consents(store), *_consents(rf"{store}\{DESKTOP_PROGRAMS}"))
        except OSError:
            raise SourceFault(f"Windows does not record which programs use the {device}") from None


def _consents(path: str) -> Iterator[DeviceUse]:
    """The programs in that registry key; its subkey for desktop programs is not one itself."""
    if sys.platform != "win32":
        raise SourceFault("this is not Windows")
    import winreg  # noqa: PLC0415 — Windows has it alone

    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as folder:
        for index in range(winreg.QueryInfoKey(folder)[0]):
            with winreg.OpenKey(folder, winreg.EnumKey(folder, index)) as program:
                count = winreg.QueryInfoKey(program)[1]
                values = dict(winreg.EnumValue(program, number)[:2] for number in range(count))
            if STARTED in values and STOPPED in values:
                yield DeviceUse(int(values[STARTED]), int(values[STOPPED]))


def windows_sources(calls: WindowsCalls | None = None) -> tuple[ActivitySource, ...]:
    """All sources on Windows, by these calls; none of them needs a deadline."""
    calls = calls or WindowsCalls()

    def last_input(_: float) -> Situation:
        return Situation(idle_seconds=idle_seconds(*calls.input_ticks()))

    def session(_: float) -> Situation:
        return Situation(locked=is_locked(calls.session_info()))

    def consent_store(_: float) -> Situation:
        booted = calls.booted()
        return Situation(
            microphone=is_in_use(calls.consents("microphone"), booted),
            camera=is_in_use(calls.consents("webcam"), booted),
        )

    def notifications(_: float) -> Situation:
        """Yes in a presentation or a game, no if notifications are accepted, else unknown."""
        state = calls.notification_state()
        is_known = state in (GAME, PRESENTATION, ACCEPTS)
        return Situation(full_screen=state != ACCEPTS if is_known else None)

    return (
        ActivitySource("the last input", ("idle time",), last_input),
        ActivitySource("the session", ("lock",), session),
        ActivitySource("the consent store", ("microphone", "camera"), consent_store),
        ActivitySource("the state for notifications", ("full screen",), notifications),
    )
