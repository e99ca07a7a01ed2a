"""The few functions of Windows that are called, by ctypes and winreg.

Written from Microsoft's pages; not run on Windows yet.
"""

from __future__ import annotations

import ctypes
import sys
import time
from typing import TYPE_CHECKING

from coach.daemon.activity.port import SourceFault
from coach.daemon.activity.windows import PER_SECOND, Consent

if TYPE_CHECKING:
    from collections.abc import Iterator

STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
DESKTOP_PROGRAMS = "NonPackaged"
"""The store's folder of programs that did not come from Microsoft's shop."""
STARTED, STOPPED = "LastUsedTimeStart", "LastUsedTimeStop"
CURRENT_SESSION = -1
SESSION_INFO_EX = 25
"""WTSSessionInfoEx."""
EPOCH = 11_644_473_600
"""Seconds from 1601, where a FILETIME begins, to 1970."""


class _LastInput(ctypes.Structure):
    """LASTINPUTINFO."""

    _fields_ = (("size", ctypes.c_uint32), ("ticks", ctypes.c_uint32))


class WindowsCalls:
    """What the sources ask."""

    def input_ticks(self) -> tuple[int, int]:
        """The last input and now, both in milliseconds since the start, in 32 bits; raises `SourceFault`."""
        if sys.platform != "win32":
            raise SourceFault("this is not Windows")
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            raise SourceFault("Windows does not tell the last input")
        return int(last.ticks), int(ctypes.windll.kernel32.GetTickCount()) & 0xFFFFFFFF

    def session_info(self) -> bytes:
        """WTSINFOEXW of this session; raises `SourceFault`."""
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
            raise SourceFault("Windows does not tell the session's state")
        try:
            return ctypes.string_at(buffer, size.value)
        finally:
            terminal.WTSFreeMemory(buffer)

    def booted(self) -> int:
        """When the machine was started, as FILETIME; raises `SourceFault`."""
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
            raise SourceFault("Windows does not tell whether notifications are welcome")
        return int(state.value)

    def consents(self) -> tuple[Consent, ...]:
        """Every program that was ever given the microphone; raises `SourceFault` when there is no store."""
        try:
            return (*_consents(STORE), *_consents(rf"{STORE}\{DESKTOP_PROGRAMS}"))
        except OSError:
            raise SourceFault("Windows keeps no list of who uses the microphone") from None


def _consents(path: str) -> Iterator[Consent]:
    """The programs in that folder; the folder of desktop programs in it has no times, and is none."""
    if sys.platform != "win32":
        raise SourceFault("this is not Windows")
    import winreg  # noqa: PLC0415 — Windows has it alone

    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as folder:
        for index in range(winreg.QueryInfoKey(folder)[0]):
            with winreg.OpenKey(folder, winreg.EnumKey(folder, index)) as program:
                count = winreg.QueryInfoKey(program)[1]
                values = dict(winreg.EnumValue(program, number)[:2] for number in range(count))
            if STARTED in values and STOPPED in values:
                yield Consent(int(values[STARTED]), int(values[STOPPED]))
