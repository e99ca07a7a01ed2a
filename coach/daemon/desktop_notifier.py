"""desktop-notifier (6.2) behind the port: the session's bus on Linux, the notification centres elsewhere."""

from __future__ import annotations

import logging
import sys
from functools import partial
from typing import TYPE_CHECKING

from desktop_notifier import Button, Capability, DesktopNotifier, Notification

from coach.activity.desktop_environment import IN_LOGIN
from coach.daemon.notifications import LIBRARY, NoDesktop
from coach.day.announcement import UNANSWERED_AFTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.daemon.notifications import Choice, Desktop, Pressed

APP_NAME = "Stretch coach"
STANDS = round(UNANSWERED_AFTER.total_seconds())
"""Seconds for which buttons mean something; desktops take a notification away after five by themselves."""
NEEDED = frozenset({Capability.TITLE})
"""Without it there is only the library's dummy, which takes everything and shows nothing."""


class LibraryDesktop:
    """The desktop that the library found."""

    def __init__(
        self, notifier: DesktopNotifier, capabilities: frozenset[Capability], platform: str = sys.platform
    ) -> None:
        self._notifier = notifier
        # macOS hands a press to the run loop of its own frameworks, and the day runs in another.
        self._has_buttons = Capability.BUTTONS in capabilities and platform != "darwin"

    @property
    def has_buttons(self) -> bool:
        """Whether the server has them, and a press would be heard."""
        return self._has_buttons

    async def show(
        self, title: str, message: str, buttons: Sequence[tuple[Choice, str]], told: Pressed
    ) -> str:
        """Send it; raises `NoDesktop` when it did not arrive, which the library keeps for itself."""
        offered = tuple(
            Button(title=words, identifier=choice, on_pressed=partial(told, choice))
            for choice, words in (buttons if self._has_buttons else ())
        )
        stands = STANDS if buttons else -1
        notification = Notification(title=title, message=message, buttons=offered, timeout=stands)
        await self._notifier.send_notification(notification)
        identifier: str = notification.identifier
        if identifier not in await self._notifier.get_current_notifications():
            raise NoDesktop("the desktop did not take the notification")
        return identifier

    async def take_back(self, shown: str) -> None:
        """Remove it; one that the person closed is gone already."""
        if shown in await self._notifier.get_current_notifications():
            await self._notifier.clear(shown)


async def open_desktop() -> Desktop:
    """Find out who shows notifications here; raises `NoDesktop` when nobody does."""
    # What fails we know by ourselves; the library would write a traceback to our person's terminal.
    logging.getLogger(LIBRARY).setLevel(logging.ERROR)
    notifier = DesktopNotifier(app_name=APP_NAME, app_icon=None)
    try:
        capabilities = await notifier.get_capabilities()
    except Exception as error:
        why = f"no desktop shows notifications here ({type(error).__name__}: {error})"
        raise NoDesktop(why, IN_LOGIN) from error
    if not capabilities >= NEEDED:
        raise NoDesktop("this Python cannot show notifications (on macOS it must be in a signed bundle)")
    return LibraryDesktop(notifier, capabilities)
