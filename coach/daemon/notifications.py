"""Notifications with the buttons Begin, Done, Later and Skip, on desktops that can show them."""

from __future__ import annotations

import asyncio
import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from coach.activity.source import LATE
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    Choices = asyncio.Queue[tuple[str, "Choice"]]
    """Where a press goes: the reminder, and what was chosen for it."""
    Pressed = Callable[["Choice"], None]

Choice = Literal["begin", "done", "later", "skip", "read"]
"""The buttons, named as the actions that they ask for; a safety text was `read`."""
Buttons = tuple[tuple[Choice, str], ...]
"""With their labels."""

LIBRARY = "desktop_notifier"
WAITING: tuple[Choice, ...] = ("begin", "later", "skip")
"""Of a routine that waits to be begun."""
SPOKEN: tuple[Choice, ...] = ("done",)
"""Of what was only spoken."""
CALLED = (*SPOKEN, *WAITING)
"""Of a short routine that waits, and is as easily done without being led. GNOME shows three buttons."""
READ: Choice = "read"
"""Of a safety text that was not heard: it stays until then."""
DEADLINE = 2.0
"""Seconds for a desktop to show or remove one; they answer within some milliseconds."""
OPENING_SECONDS = 15.0
"""In which the process of the notifications must be ready, on a busy machine too."""
LINGERS = 180.0
"""Seconds for which that process stays when no button is shown any more: a desktop may remove notifications
when their sender has gone."""
LONGEST = 300
"""Characters of a message: no desktop shows more, and a routine's text may have 500."""
NOT_YET = "none has been shown yet"
NO_LIBRARY = "desktop-notifier is not installed"
INSTALL = "Install it: pip install 'desktop-notifier>=6.2,<7'"

_MARKUP = str.maketrans({"<": "\u2039", ">": "\u203a"})
"""Many desktops take the message for markup, others do not, and none says so: so it holds none."""


class NotificationsUnavailable(Exception):
    """Notifications cannot be shown: the reason without a full stop, and in sentences what to do about it."""

    def __init__(self, reason: str, todo: str = "") -> None:
        super().__init__(reason)
        self.todo = todo


class Desktop(Protocol):
    """A desktop that shows notifications; every method may raise `NotificationsUnavailable` or `OSError`."""

    async def show(
        self, title: str, message: str, buttons: Sequence[tuple[Choice, str]], on_press: Pressed
    ) -> str:
        """Show a notification and return a handle for `remove`; a press calls `on_press`, in any thread."""
        ...

    async def remove(self, shown: str) -> None:
        """Remove the notification with that handle."""
        ...

    def close(self) -> None:
        """Give up the connection to the desktop."""
        ...

    async def ended(self) -> None:
        """Wait until the connection is given up; one that hangs is ended by force after a deadline."""
        ...


@dataclass(frozen=True, slots=True)
class NotificationStatus:
    """Whether the last attempt worked (None: there was none), and in `todo` what a person can do."""

    works: bool | None
    detail: str
    todo: str = ""


class Notifications:
    """Shows announcements and passes on the buttons that are pressed; `status` reports failures.

    Everything here belongs to one event loop, the one that shows the first notification. `open_desktop` is
    called with the first of them, and again after a failure.
    """

    def __init__(self, choices: Choices, open_desktop: Callable[[], Coroutine[None, None, Desktop]]) -> None:
        self._choices = choices
        self._open = open_desktop
        self._desktop: Desktop | None = None
        self._shown: dict[str, str] = {}
        self._lingering: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()
        """The ends of connections that were given up."""
        self._in_order = asyncio.Lock()
        """What is withdrawn while a slow desktop is still showing it must be withdrawn after that."""
        self._last = NotificationStatus(works=None, detail=NOT_YET)

    def status(self) -> NotificationStatus:
        """The last attempt's status or, before the first, that the library is missing.

        Each announcement tries anyway, as the desktop may be back.
        """
        if self._last.works is None and not is_installed():
            return NotificationStatus(works=False, detail=NO_LIBRARY, todo=INSTALL)
        return self._last

    async def announce(self, reminder: str, title: str, message: str, buttons: Buttons) -> bool:
        """Show a reminder with these buttons; returns whether it was shown.

        An earlier one of that reminder is removed. A press puts `(reminder, choice)` into the queue once.
        """
        loop = asyncio.get_running_loop()

        def on_press(choice: Choice) -> None:
            loop.call_soon_threadsafe(self._chosen, reminder, choice)

        async with self._in_order:
            await self._remove(reminder)
            return await self._show(title, message, buttons, on_press, reminder)

    async def notify(self, title: str, message: str) -> bool:
        """Show a sentence without buttons; returns whether it was shown."""
        async with self._in_order:
            return await self._show(title, message, (), lambda _: None, "")

    async def withdraw(self, reminder: str) -> None:
        """Remove that reminder's notification; from now on a press of it is ignored."""
        async with self._in_order:
            await self._remove(reminder)
            self._linger()

    def close(self) -> None:
        """Give up the connection to the desktop; the next notification opens it again."""
        if self._lingering is not None:
            self._lingering.cancel()
        self._shown.clear()
        desktop, self._desktop = self._desktop, None
        if desktop is not None:
            desktop.close()
            ending = asyncio.get_running_loop().create_task(desktop.ended())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    async def end(self) -> None:
        """Give up the connection to the desktop, and wait until that is done."""
        self.close()
        await asyncio.gather(*self._ending)

    def _linger(self) -> None:
        """Close the connection soon, unless a notification with buttons is shown until then."""
        if self._lingering is not None:
            self._lingering.cancel()
        if not self._shown and self._desktop is not None:
            self._lingering = asyncio.get_running_loop().call_later(LINGERS, self.close)

    async def _remove(self, reminder: str) -> None:
        shown = self._shown.pop(reminder, None)
        if shown is None or self._desktop is None:
            return
        try:
            await asyncio.wait_for(self._desktop.remove(shown), DEADLINE)
        except Exception as error:  # noqa: BLE001 — a desktop that fails must not cost the reminder
            self._failed(error)

    async def _show(
        self,
        title: str,
        message: str,
        buttons: Sequence[tuple[Choice, str]],
        on_press: Pressed,
        reminder: str,
    ) -> bool:
        try:
            if self._desktop is None:
                async with asyncio.timeout(OPENING_SECONDS):
                    self._desktop = await self._open()
            async with asyncio.timeout(DEADLINE):
                said = one_line(message, len(message) if READ in dict(buttons) else LONGEST)
                shown = await self._desktop.show(one_line(title), said, buttons, on_press)
        except Exception as error:  # noqa: BLE001 — a desktop that fails must not cost the reminder
            self._failed(error)
            return False
        if reminder:
            self._shown[reminder] = shown
        self._last = NotificationStatus(works=True, detail="shown")
        self._linger()
        return True

    def _chosen(self, reminder: str, choice: Choice) -> None:
        """Handle a press; a second one, or one of a removed notification, is ignored."""
        if self._shown.pop(reminder, None) is not None:
            self._choices.put_nowait((reminder, choice))
            self._linger()

    def _failed(self, error: Exception) -> None:
        """Remember the failure, and open the desktop again next time, as it may be back after a login."""
        self.close()
        self._last = status_of_failure(error)


def one_line(text: str, longest: int = LONGEST) -> str:
    """A file's text fit for a notification: one line of limited length, no control characters or markup."""
    plain = printable(text).translate(_MARKUP)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def is_installed() -> bool:
    """Whether the notification library is installed; it is not imported to find out."""
    return importlib.util.find_spec(LIBRARY) is not None


def status_of_failure(error: Exception) -> NotificationStatus:
    """The status after that failure."""
    if isinstance(error, TimeoutError):
        return NotificationStatus(works=False, detail="the desktop did not answer", todo=LATE)
    todo = error.todo if isinstance(error, NotificationsUnavailable) else ""
    return NotificationStatus(works=False, detail=str(error) or type(error).__name__, todo=todo)
