"""Notifications with Start, Later and Skip, where the desktop shows them; else the voice alone.

The library (the extra `notifications`) is imported with the first of them: it stays in memory after that.
"""

from __future__ import annotations

import asyncio
import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from coach.activity.situation import LATE
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    Choices = asyncio.Queue[tuple[str, "Choice"]]
    """Where a press goes: the reminder, and what was chosen for it."""
    Pressed = Callable[["Choice"], None]

Choice = Literal["start", "later", "skip"]

LIBRARY = "desktop_notifier"
BUTTONS: tuple[tuple[Choice, str], ...] = (("start", "Start"), ("later", "Later"), ("skip", "Skip"))
DEADLINE = 2.0
"""Seconds for a desktop to show or take back one; they answer in some milliseconds."""
LONGEST = 300
"""Characters of a message: no desktop shows more, and a routine's text may have 500."""
NOT_YET = "none was shown yet"
WITH_BUTTONS = "with the buttons Start, Later and Skip"
WITHOUT_BUTTONS = "the text alone, as no buttons can be pressed here"
NO_LIBRARY = "the extra is not installed"
INSTALL = "Install it: pip install 'stretch-coach[notifications]'"

_MARKUP = str.maketrans({"<": "\u2039", ">": "\u203a"})
"""Many desktops take the message for markup, others do not, and none says so: so it holds none."""


class NoDesktop(Exception):
    """Nobody here shows notifications: why, without a full stop, and what to do about it, in sentences."""

    def __init__(self, reason: str, todo: str = "") -> None:
        super().__init__(reason)
        self.todo = todo


class Desktop(Protocol):
    """Whatever shows notifications; everything may raise `NoDesktop` or `OSError`."""

    @property
    def has_buttons(self) -> bool:
        """Whether it shows buttons, and a press comes back."""
        ...

    async def show(
        self, title: str, message: str, buttons: Sequence[tuple[Choice, str]], told: Pressed
    ) -> str:
        """Show one; gives what `take_back` wants. A press calls `told`, in whatever thread."""
        ...

    async def take_back(self, shown: str) -> None:
        """It is over."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the last attempt worked; None: there was none yet. `todo`: what a person can do about it."""

    works: bool | None
    detail: str
    todo: str = ""


class Notifications:
    """Shows what is announced and hands on what is chosen. What fails is silent, and known: `standing`.

    Everything here belongs to one event loop, the one that shows the first notification.
    """

    def __init__(self, choices: Choices, open_desktop: Callable[[], Coroutine[None, None, Desktop]]) -> None:
        self._choices = choices
        self._open = open_desktop
        self._desktop: Desktop | None = None
        self._shown: dict[str, str] = {}
        self._turns = asyncio.Lock()
        """What is taken back while a slow desktop is still showing it must be taken back after that."""
        self._last = Standing(works=None, detail=NOT_YET)

    def standing(self) -> Standing:
        """What is known of it: the last attempt or, before the first, a library that is missing.

        For the person to see. Whoever announces just tries: a desktop may be back.
        """
        if self._last.works is None and not is_installed():
            return Standing(works=False, detail=NO_LIBRARY, todo=INSTALL)
        return self._last

    async def announce(self, reminder: str, title: str, message: str) -> bool:
        """Show that a routine waits, with the three buttons; whether it was shown.

        An earlier one of that reminder is taken back. A press puts `(reminder, choice)` into the queue once.
        """
        loop = asyncio.get_running_loop()

        def told(choice: Choice) -> None:
            loop.call_soon_threadsafe(self._chosen, reminder, choice)

        async with self._turns:
            await self._take_back(reminder)
            return await self._show(title, message, BUTTONS, told, reminder)

    async def tell(self, title: str, message: str) -> bool:
        """Show a sentence without buttons; whether it was shown."""
        async with self._turns:
            return await self._show(title, message, (), lambda _: None, "")

    async def withdraw(self, reminder: str) -> None:
        """Take that reminder's notification back, and hear nothing more of it."""
        async with self._turns:
            await self._take_back(reminder)

    async def _take_back(self, reminder: str) -> None:
        shown = self._shown.pop(reminder, None)
        if shown is None or self._desktop is None:
            return
        try:
            await asyncio.wait_for(self._desktop.take_back(shown), DEADLINE)
        except Exception as error:  # noqa: BLE001 — a desktop that fails must not cost the reminder
            self._failed(error)

    async def _show(
        self, title: str, message: str, buttons: Sequence[tuple[Choice, str]], told: Pressed, reminder: str
    ) -> bool:
        try:
            async with asyncio.timeout(DEADLINE):
                if self._desktop is None:
                    self._desktop = await self._open()
                shown = await self._desktop.show(one_line(title), one_line(message), buttons, told)
        except Exception as error:  # noqa: BLE001 — a desktop that fails must not cost the reminder
            self._failed(error)
            return False
        if reminder:
            self._shown[reminder] = shown
        self._last = Standing(works=True, detail="shown")
        return True

    def _chosen(self, reminder: str, choice: Choice) -> None:
        """A press of what still stands; a second one, or one that came too late, means nothing."""
        if self._shown.pop(reminder, None) is not None:
            self._choices.put_nowait((reminder, choice))

    def _failed(self, error: Exception) -> None:
        """Known, and tried anew the next time: desktops come and go with a login."""
        self._desktop = None
        self._shown.clear()
        self._last = _standing_of(error)


def one_line(text: str) -> str:
    """A text from a file as a notification's: no control characters, no markup, not too long."""
    plain = printable(text).translate(_MARKUP)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def is_installed() -> bool:
    """Whether the library is here; it is not imported for that."""
    return importlib.util.find_spec(LIBRARY) is not None


def open_notifications(choices: Choices) -> Notifications:
    """Notifications on this person's desktop."""
    return Notifications(choices, open_library)


async def open_library() -> Desktop:
    """The desktop by way of the library; raises `NoDesktop` where the one or the other is missing."""
    if not is_installed():
        raise NoDesktop(NO_LIBRARY, INSTALL)
    from coach.daemon.desktop_notifier import open_desktop  # noqa: PLC0415 — an optional extra

    return await open_desktop()


async def notifications_here() -> Standing:
    """For `coach doctor`: whether a desktop would show one, or why not. Nothing is shown."""
    try:
        async with asyncio.timeout(DEADLINE):
            desktop = await open_library()
    except Exception as error:  # noqa: BLE001 — a doctor reports what it is
        return _standing_of(error)
    return Standing(works=True, detail=WITH_BUTTONS if desktop.has_buttons else WITHOUT_BUTTONS)


def _standing_of(error: Exception) -> Standing:
    if isinstance(error, TimeoutError):
        return Standing(works=False, detail="the desktop did not answer", todo=LATE)
    todo = error.todo if isinstance(error, NoDesktop) else ""
    return Standing(works=False, detail=str(error) or type(error).__name__, todo=todo)
