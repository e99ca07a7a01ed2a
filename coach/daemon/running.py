"""Everything that a running daemon is put together from."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.clock import SystemClock
from coach.daemon.keeper import Keeper
from coach.journal.store import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.daemon.port import Situation
    from coach.home import Home


async def run_day(home: Home, show: Callable[[str], None]) -> None:
    """Keep the day until a signal or `coach stop`; raises `CoachError` when it cannot begin."""
    clock = SystemClock()
    with Journal.open(home.journal, clock) as journal:
        keeper = Keeper(home, clock, journal, look=_look, zone_name=_zone_name, show=show)
        await keeper.open()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl-C raises instead
                loop.add_signal_handler(number, keeper.stop)
        show(f"The coach keeps your day by {home.plan}. `coach status` shows how it stands.")
        await keeper.keep()


def _look() -> Situation:
    from coach.daemon.simulation import AtTheDesk  # noqa: PLC0415 — until the machine can be asked

    return AtTheDesk(None, None, None, None)


def _zone_name() -> str:
    from tzlocal import get_localzone_name  # noqa: PLC0415 — asked for at the edge only

    return str(get_localzone_name())
