"""Builds the daemon from its parts and runs it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from coach.activity.attendance import open_lock
from coach.activity.mpris import MediaPlayers
from coach.activity.poll import idle_events_here, open_activity
from coach.api.server import serving
from coach.api.steering import Action
from coach.clock import SystemClock
from coach.daemon.cached_activity import CachedActivity
from coach.daemon.daemon import Daemon
from coach.daemon.journal_care import keep_journal_safe
from coach.daemon.notifications import Notifications
from coach.daemon.notifier_process import NotifierProcess
from coach.daemon.zone_name import MachineZoneName
from coach.journal.store import open_journal
from coach.scales import SKIP_REASONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.daemon.notifications import Choices
    from coach.home import Home

_log = logging.getLogger(__name__)


async def run_daemon(home: Home, show: Callable[[str], None], *, is_verbose: bool = False) -> None:
    """Run the reminders until a signal or `coach stop`; `show` gets lines about what happens.

    Raises `CoachError` when it cannot begin, and `KeyboardInterrupt` once it has ended in order after Ctrl-C.
    """
    clock = SystemClock()
    choices: Choices = asyncio.Queue()
    notifications = Notifications(choices, partial(NotifierProcess.open, home.logs / "notifications.log"))
    here, events = open_activity(), idle_events_here()
    activity = CachedActivity(here.ask, here.idle_seconds, notifications.status, clock, events.idle_seconds)
    with open_journal(home, clock) as journal:
        for warning in journal.warnings:
            show(warning)
        journal.on_warning = show
        daemon = Daemon(
            home,
            clock,
            journal,
            activity=activity,
            is_locked=partial(asyncio.to_thread, open_lock()),
            zone_name=MachineZoneName().now,
            notifications=notifications,
            players=MediaPlayers(os.environ) if sys.platform.startswith("linux") else None,
            show=show,
            is_verbose=is_verbose,
        )
        await daemon.open()
        loop = asyncio.get_running_loop()
        interrupted = False

        def interrupt() -> None:
            nonlocal interrupted
            interrupted = True
            daemon.stop()

        with suppress(NotImplementedError):  # Windows: Ctrl-C raises instead
            loop.add_signal_handler(signal.SIGTERM, daemon.stop)
            # What a shell has its background jobs ignore, or `nohup`, stays ignored.
            if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
                loop.add_signal_handler(signal.SIGINT, interrupt)
            if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
                loop.add_signal_handler(signal.SIGHUP, daemon.stop)
        async with serving(daemon, home, clock):
            show(f"Running the reminders of {home.plan}. `coach status` shows what comes next.")
            following = asyncio.create_task(_follow(choices, daemon, notifications))
            care = asyncio.create_task(keep_journal_safe(home, clock, journal, show))
            await daemon.run()
            await notifications.end()
            following.cancel()
            care.cancel()
    if interrupted:
        raise KeyboardInterrupt


async def _follow(choices: Choices, daemon: Daemon, notifications: Notifications) -> None:
    """Carry out what the person chooses in a notification, if its routine still waits.

    A question why they skip is shown, with the command that answers it, and so is a refusal.
    """
    while True:
        reminder, choice = await choices.get()
        try:
            answer = await daemon.act(Action(choice, reminder=reminder, is_for_all=True))
            if answer.question:
                how = f"coach skip {answer.reminder} --because {'|'.join(SKIP_REASONS)}"
                await notifications.notify("Coach", f"{answer.shown or answer.question} {how}")
            elif not answer.ok:
                await notifications.notify("Coach", answer.shown or answer.sentence)
        except Exception:  # noqa: BLE001 — whatever it is, the next press must count
            _log.exception("A press in a notification could not be carried out.")
