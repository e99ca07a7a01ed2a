"""Everything that a running daemon is put together from."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.activity.poll import open_activity
from coach.api.server import serving
from coach.api.steering import Action, ActionName
from coach.clock import SystemClock
from coach.daemon.cached_activity import CachedActivity
from coach.daemon.daemon import Daemon
from coach.daemon.notifications import open_notifications
from coach.daemon.zone_name import MachineZoneName
from coach.journal.store import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.daemon.notifications import Choices
    from coach.home import Home

CHOICES: dict[str, ActionName] = {"start": "begin", "later": "later", "skip": "skip"}
"""What the buttons of a notification mean."""


async def run_day(home: Home, show: Callable[[str], None]) -> None:
    """Keep the day until a signal or `coach stop`.

    Raises `CoachError` when it cannot begin, and `KeyboardInterrupt` once it has ended in order after Ctrl-C.
    """
    clock = SystemClock()
    choices: Choices = asyncio.Queue()
    desktop = open_notifications(choices)
    sources = CachedActivity(open_activity().ask, desktop.standing, clock)
    with Journal.open(home.journal, clock) as journal:
        keeper = Daemon(
            home,
            clock,
            journal,
            look=sources.ask,
            sources=sources.tree,
            zone_name=MachineZoneName().now,
            desktop=desktop,
            show=show,
        )
        await keeper.open()
        loop = asyncio.get_running_loop()
        interrupted = False

        def interrupt() -> None:
            nonlocal interrupted
            interrupted = True
            keeper.stop()

        with suppress(NotImplementedError):  # Windows: Ctrl-C raises instead
            loop.add_signal_handler(signal.SIGTERM, keeper.stop)
            # What a shell has its background jobs ignore, or `nohup`, stays ignored.
            if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
                loop.add_signal_handler(signal.SIGINT, interrupt)
            if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
                loop.add_signal_handler(signal.SIGHUP, keeper.stop)
        async with serving(keeper, home, clock):
            show(f"The coach keeps your day by {home.plan}. `coach status` shows how it stands.")
            listening = asyncio.create_task(_hear(choices, keeper))
            await keeper.keep()
            listening.cancel()
    if interrupted:
        raise KeyboardInterrupt


async def _hear(choices: Choices, keeper: Daemon) -> None:
    """Do what the person chooses on the desktop, of what is announced still."""
    while True:
        reminder, choice = await choices.get()
        announced = keeper.status()["announced"]
        if isinstance(announced, dict) and announced["reminder"] == reminder:
            await keeper.act(Action(CHOICES[choice]))
