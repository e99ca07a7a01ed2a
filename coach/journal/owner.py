"""The process that performs a session, distinguished from a later one with the same id.

Process ids are used again; a process's start time together with its boot is not. Where the system does not
provide them (macOS), the id alone has to do.
"""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.journal.events import JSON

GONE_STATES = frozenset("ZXx")
"""Of a Linux process that has ended and only waits to be noticed (proc_pid_stat(5))."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process; `started` in the system's own unit; `started` and `boot` are None if unknown."""

    pid: int
    started: int | None
    boot: str | None

    def to_dict(self) -> dict[str, JSON]:
        """The owner as part of the data of `session-started`."""
        return {"pid": self.pid, "process_started": self.started, "boot": self.boot}


@dataclass(frozen=True, slots=True)
class Process:
    """A living process; `started` is None if the system does not say."""

    started: int | None


class Processes(Protocol):
    """The system's knowledge of its processes."""

    def boot(self) -> str | None:
        """An id of this boot, if the system has one."""
        ...

    def find(self, pid: int) -> Process | None:
        """The living process with that id, if there is one."""
        ...


def this_process(processes: Processes) -> Owner:
    """The current process."""
    return process_with(os.getpid(), processes)


def process_with(pid: int, processes: Processes) -> Owner:
    """The process that has that id now."""
    found = processes.find(pid)
    return Owner(pid, None if found is None else found.started, processes.boot())


def owner_in(data: Mapping[str, JSON]) -> Owner | None:
    """The owner in the data of `session-started`; None if there is none."""
    pid, started, boot = data.get("pid"), data.get("process_started"), data.get("boot")
    if not isinstance(pid, int):
        return None
    return Owner(pid, started if isinstance(started, int) else None, boot if isinstance(boot, str) else None)


def is_alive(owner: Owner, processes: Processes) -> bool:
    """Whether exactly that process is still running."""
    boot = processes.boot()
    if None not in (owner.boot, boot) and owner.boot != boot:
        return False
    found = processes.find(owner.pid)
    if found is None:
        return False
    return None in (owner.started, found.started) or owner.started == found.started


def system_processes() -> Processes:
    """The processes of this machine, by what its system offers."""
    if sys.platform == "win32":
        return WindowsProcesses()
    if Path("/proc/self/stat").exists():
        return LinuxProcesses()
    return SignalledProcesses()


@dataclass(frozen=True, slots=True)
class LinuxProcesses:
    """Processes on Linux, from `/proc`; `started` in clock ticks since boot."""

    root: Path = Path("/proc")

    def boot(self) -> str | None:
        """The kernel's random id of this boot; a container may hide it."""
        try:
            return (self.root / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        except OSError:
            return None

    def find(self, pid: int) -> Process | None:
        """The process with that id, unless it is a zombie."""
        try:
            line = (self.root / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        # The second field is the program's name in brackets, and may itself hold brackets and blanks.
        fields = line.rpartition(")")[2].split()
        state, started = fields[0], fields[19]
        return None if state in GONE_STATES else Process(int(started))


@dataclass(frozen=True, slots=True)
class SignalledProcesses:
    """Processes on other POSIX systems: signal 0 shows that a process is alive, and nothing else."""

    def boot(self) -> str | None:
        """None, as these systems have no id of a boot that can be read."""
        return None

    def find(self, pid: int) -> Process | None:
        """The process with that id, even if it is another user's."""
        try:
            os.kill(pid, 0)
        except PermissionError:
            return Process(None)
        except (ProcessLookupError, OverflowError):
            return None
        return Process(None)


# From winnt.h, winbase.h and winerror.h.
PROCESS_QUERY_LIMITED_INFORMATION = 0x1000
STILL_ACTIVE = 259
ERROR_ACCESS_DENIED = 5


@dataclass(frozen=True, slots=True)
class WindowsProcesses:
    """Processes on Windows: `started` in units of 100 ns since 1601, which no other boot repeats."""

    def boot(self) -> str | None:
        """None, as the start time is a date, which tells boots apart already."""
        return None

    def find(self, pid: int) -> Process | None:
        """The process with that id if it has no exit code; without permission, its start is unknown."""
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
