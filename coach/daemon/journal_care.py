"""The journal's daily backup and check, in a separate process at low priority."""

from __future__ import annotations

import asyncio
import subprocess
from typing import TYPE_CHECKING, Final

from coach.child_process import child_environment, coach_command, creation_flags
from coach.journal.backup import is_due
from coach.journal.high_water_mark import HighWaterMarkFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.store import Journal

FIRST_SECONDS: Final = 20.0
"""After the start, in which there is enough to do."""
INTERVAL_SECONDS: Final = 1800.0
"""How often it is checked whether a day has begun, as the machine may have slept."""


async def keep_journal_safe(home: Home, clock: Clock, journal: Journal, show: Callable[[str], None]) -> None:
    """Back up and check the journal once a day until cancelled; after damage nothing more is written."""
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        if is_due(home, clock):
            error = await _run_daily()
            if error:
                show(error)
            mark = HighWaterMarkFile(home.state).read()
            if mark is not None and mark.damage:
                journal.stop_writing(mark.damage)
        await asyncio.sleep(INTERVAL_SECONDS)


async def _run_daily() -> str:
    """Run backup and check in a child process; returns what went wrong as text, else an empty string."""
    process = await asyncio.create_subprocess_exec(
        *coach_command("journal", "daily"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=child_environment(),
        creationflags=creation_flags(),
    )
    try:
        _, error = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    return error.decode("utf-8", "replace").strip()
