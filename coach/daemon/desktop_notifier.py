"""Notifications by desktop-notifier (6.2): the session's bus on Linux, the notification centres elsewhere.

The library lives in a process of its own, which `notifier_process.py` starts. Requests are lines of JSON on
stdin and are answered in order on stdout; what is pressed is reported in between.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from coach.activity.desktop_environment import IN_LOGIN
from coach.daemon.notifications import (
    DEADLINE,
    INSTALL,
    LIBRARY,
    NO_LIBRARY,
    NotificationStatus,
    NotificationsUnavailable,
    is_installed,
    status_of_failure,
)
from coach.json_lines import json_line, read_json_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_notifier import Capability, DesktopNotifier

    from coach.daemon.notifications import Choice, Pressed
    from coach.journal.events import JSON

APP_NAME = "Stretch coach"
BUTTONS_SECONDS = 180
"""Seconds for which buttons are shown at once; desktops put a notification away after five by themselves.
Where they keep it in a list, its buttons work for as long as the routine waits."""
FOR_GOOD = 0
"""Seconds for which a safety text is shown: to desktops this means until it is put away."""
WITH_BUTTONS = "with the buttons Begin, Done, Later and Skip"
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
        from desktop_notifier import Button, Notification, Urgency  # noqa: PLC0415 — see above

        offered = tuple(
            Button(title=words, identifier=choice, on_pressed=partial(on_press, choice))
            for choice, words in (buttons if self._has_buttons else ())
        )
        stays = any(choice == "read" for choice, _ in buttons)
        timeout = FOR_GOOD if stays else BUTTONS_SECONDS if buttons else -1
        urgency = Urgency.Critical if stays else Urgency.Normal
        notification = Notification(
            title=title, message=message, buttons=offered, timeout=timeout, urgency=urgency
        )
        await self._notifier.send_notification(notification)
        identifier: str = notification.identifier
        if identifier not in await self._notifier.get_current_notifications():
            raise NotificationsUnavailable("the desktop did not accept the notification")
        return identifier

    async def remove(self, shown: str) -> None:
        """Remove the notification, unless the person has closed it."""
        if shown in await self._notifier.get_current_notifications():
            await self._notifier.clear(shown)


async def open_desktop() -> LibraryDesktop:
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


async def notifications_here() -> NotificationStatus:
    """Whether the desktop can show a notification, or why not, for `coach doctor`; nothing is shown."""
    try:
        async with asyncio.timeout(DEADLINE):
            desktop = await open_desktop()
    except Exception as error:  # noqa: BLE001 — a doctor reports what it is
        return status_of_failure(error)
    return NotificationStatus(works=True, detail=WITH_BUTTONS if desktop.has_buttons else WITHOUT_BUTTONS)


def main() -> None:
    """Run the process of the notifications until its input ends."""
    asyncio.run(serve())


async def serve() -> None:
    """Open the desktop, then carry out the requests on stdin until it ends."""
    try:
        async with asyncio.timeout(DEADLINE):
            desktop = await open_desktop()
    except Exception as error:  # noqa: BLE001 — whatever it is, it is reported
        _answer(_failure(error))
        return
    _answer({"ready": True})
    while request := read_json_line((await asyncio.to_thread(sys.stdin.readline)).encode()):
        try:
            async with asyncio.timeout(DEADLINE):
                _answer({"id": request["id"], **await _carried_out(request, desktop)})
        except Exception as error:  # noqa: BLE001 — as above
            _answer({"id": request["id"], **_failure(error)})


async def _carried_out(request: Mapping[str, Any], desktop: LibraryDesktop) -> dict[str, JSON]:
    if "remove" in request:
        await desktop.remove(request["remove"])
        return {}

    def on_press(choice: Choice) -> None:
        _answer({"pressed": number, "choice": choice})

    number = request["id"]
    buttons = [tuple(each) for each in request["buttons"]]
    return {"shown": await desktop.show(request["title"], request["message"], buttons, on_press)}


def _failure(error: Exception) -> dict[str, JSON]:
    status = status_of_failure(error)
    return {"failed": status.detail, "todo": status.todo}


def _answer(tree: Mapping[str, JSON]) -> None:
    sys.stdout.buffer.write(json_line(tree))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
