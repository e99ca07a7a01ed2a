"""Windows' processes, by way of kernel32: `os.kill` would end them there instead of asking."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

from coach.journal.owner import Process

# From winnt.h, winbase.h and winerror.h.
PROCESS_QUERY_LIMITED_INFORMATION = 0x1000
STILL_ACTIVE = 259
ERROR_ACCESS_DENIED = 5


@dataclass(frozen=True, slots=True)
class WindowsProcesses:
    """Windows: `started` in units of 100 ns since 1601, which no other boot repeats."""

    def boot(self) -> str | None:
        """Not needed: the start time is a date."""
        return None

    def find(self, pid: int) -> Process | None:
        """That process, while it has no exit code; one that may not be looked at lives, start unknown."""
        if sys.platform != "win32":
            return None
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, False, pid)
        if not handle:
            return Process(None) if ctypes.get_last_error() == ERROR_ACCESS_DENIED else None
        try:
            code = ctypes.c_ulong()
            kernel.GetExitCodeProcess(ctypes.c_void_p(handle), ctypes.byref(code))
            times = [ctypes.c_ulonglong() for _ in range(4)]  # creation, exit, kernel, user
            kernel.GetProcessTimes(ctypes.c_void_p(handle), *(ctypes.byref(one) for one in times))
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))
        return Process(times[0].value) if code.value == STILL_ACTIVE else None
