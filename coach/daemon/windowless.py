"""How processes of the daemon are started: on Windows without a console window that pops up."""

from __future__ import annotations

import sys

CREATE_NO_WINDOW = 0x0800_0000
"""Of `CreateProcess` (winbase.h, process creation flags); `subprocess` names it on Windows only."""


def creation_flags(platform: str = sys.platform) -> int:
    """What `creationflags` must be there; elsewhere nothing but 0 is allowed.

    The coach that runs all day has no console (pythonw, a scheduled task), so that each program of the
    console that it starts would be given a window of its own.
    """
    return CREATE_NO_WINDOW if platform == "win32" else 0
