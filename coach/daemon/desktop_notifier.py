"""Notifications by desktop-notifier (6.2): the session's bus on Linux, the notification centres elsewhere.

The library (the extra `notifications`) is imported with the first notification, and stays in memory then.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from functools import partial
from typing import TYPE_CHECKING

from coach.activity.desktop_environment import IN_LOGIN
from coach.daemon.notifications import (
    DEADLINE,
    INSTALL,
    LIBRARY,
    NO_LIBRARY,
    Notifications,
    NotificationStatus,
    NotificationsUnavailable,
    is_installed,
    status_of_failure,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_notifier import Capability, DesktopNotifier

    from coach.daemon.notifications import Choice, Choices, Desktop, Pressed

APP_NAME = "Stretch coach"
BUTTONS_SECONDS = 180
"""Seconds for which buttons are shown at once; desktops put a notification away after five by themselves.
Where they keep it in a list, its buttons work for as long as the routine waits."""
WITH_BUTTONS = "with the buttons Start, Done, Later and Skip"
WITHOUT_BUTTONS = "the text alone, as no buttons can be pressed here"


class LibraryDesktop:
    """A desktop reached through the library."""

    def __init__(
        self, notifier: DesktopNotifier, capabilities: frozenset[Capability], platform: str = sys.platform
    ) -> None:
        from desktop_notifier import Capability  # noqa: PLC0415 — see above

        self._notifier = notifier
        # macOS hands a press to the run loop of its own frameworks, and the daemon runs in another.
        self._has_buttons = Capability.BUTTONS in capabilities and platform != "darwin"

    @property
    def has_buttons(self) -> bool:
        """Whether the notification server shows buttons and a press would be reported."""
        return self._has_buttons

    async def show(
        self, title: str, message: str, buttons: Sequence[tuple[Choice, str]], on_press: Pressed
    ) -> str:
        """Send the notification; raises `NotificationsUnavailable` when the library swallowed a failure."""
        from desktop_notifier import Button, Notification  # noqa: PLC0415 — see above

        offered = tuple(
            Button(title=words, identifier=choice, on_pressed=partial(on_press, choice))
            for choice, words in (buttons if self._has_buttons else ())
        )
        timeout = BUTTONS_SECONDS if buttons else -1
        notification = Notification(title=title, message=message, buttons=offered, timeout=timeout)
        await self._notifier.send_notification(notification)
        identifier: str = notification.identifier
        if identifier not in await self._notifier.get_current_notifications():
            raise NotificationsUnavailable("the desktop did not accept the notification")
        return identifier

    async def remove(self, shown: str) -> None:
        """Remove the notification, unless the person has closed it."""
        if shown in await self._notifier.get_current_notifications():
            await self._notifier.clear(shown)


async def open_desktop() -> Desktop:
    """Open this desktop's notifications; raises `NotificationsUnavailable` if anything is missing."""
    if not is_installed():
        raise NotificationsUnavailable(NO_LIBRARY, INSTALL)
    from desktop_notifier import Capability, DesktopNotifier  # noqa: PLC0415 — see above

    # Failures are reported by us; the library would write a traceback to the person's terminal.
    logging.getLogger(LIBRARY).setLevel(logging.ERROR)
    notifier = DesktopNotifier(app_name=APP_NAME, app_icon=None)
    try:
        capabilities = await notifier.get_capabilities()
    except Exception as error:
        why = f"no desktop shows notifications here ({type(error).__name__}: {error})"
        raise NotificationsUnavailable(why, IN_LOGIN) from error
    # Without a title there is only the library's dummy, which takes everything and shows nothing.
    if Capability.TITLE not in capabilities:
        raise NotificationsUnavailable(
            "this Python cannot show notifications (on macOS it must be in a signed bundle)"
        )
    return LibraryDesktop(notifier, capabilities)


def open_notifications(choices: Choices) -> Notifications:
    """The notifications of this person's desktop; presses go to the queue `choices`."""
    return Notifications(choices, open_desktop)


async def notifications_here() -> NotificationStatus:
    """Whether the desktop can show a notification, or why not, for `coach doctor`; nothing is shown."""
    try:
        async with asyncio.timeout(DEADLINE):
            desktop = await open_desktop()
    except Exception as error:  # noqa: BLE001 — a doctor reports what it is
        return status_of_failure(error)
    return NotificationStatus(works=True, detail=WITH_BUTTONS if desktop.has_buttons else WITHOUT_BUTTONS)
