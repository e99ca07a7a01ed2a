"""The process of the notifications, as the daemon sees it: the desktop's library stays out of its memory.

It is started with the first notification and ends soon after the last; texts go to its stdin, as other users
can read the arguments of a process.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Self

from coach.child_process import json_lines, kill_child, python_command, start_child
from coach.daemon.notifications import INSTALL, NO_LIBRARY, NotificationsUnavailable, is_installed
from coach.json_lines import json_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path

    from coach.daemon.notifications import Choice, Pressed

COMMAND = python_command("-m", "coach.daemon.desktop_notifier")
ENDING_SECONDS = 2.0
GONE = "the process that shows notifications has ended"


class NotifierProcess:
    """A desktop (`coach.daemon.notifications.Desktop`) that is reached through a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._on_press: dict[int, Pressed] = {}
        self._numbers_shown: dict[str, int] = {}
        self._listening: asyncio.Task[None] | None = None
        self._is_gone = False

    @classmethod
    async def open(cls, log: Path) -> Self:
        """Start the process; raises `NotificationsUnavailable` or `OSError`."""
        if not is_installed():
            raise NotificationsUnavailable(NO_LIBRARY, INSTALL)
        notifier = cls(await start_child(COMMAND, log))
        try:
            await notifier._begin()
        except BaseException:
            notifier.close()
            await notifier.ended()
            raise
        return notifier

    async def show(
        self, title: str, message: str, buttons: Sequence[tuple[Choice, str]], on_press: Pressed
    ) -> str:
        """Show a notification; a press calls `on_press`."""
        number = next(self._numbers)
        self._on_press[number] = on_press
        request = {"title": title, "message": message, "buttons": [list(each) for each in buttons]}
        shown = str((await self._request(number, request))["shown"])
        self._numbers_shown[shown] = number
        return shown

    async def remove(self, shown: str) -> None:
        """Remove that notification."""
        self._on_press.pop(self._numbers_shown.pop(shown, 0), None)
        await self._request(next(self._numbers), {"remove": shown})

    def close(self) -> None:
        """End the process, by the end of its input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        if self._listening is None:
            kill_child(self._process)

    async def ended(self) -> None:
        """Wait until the process has ended after `close`; kill it if it hangs."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), ENDING_SECONDS)
        kill_child(self._process)
        await (self._process.communicate() if self._listening is None else self._listening)

    async def _begin(self) -> None:
        lines = json_lines(self._process)
        first = await anext(lines, None)
        if first is None or "failed" in first:
            raise _unavailable(first or {})
        self._listening = asyncio.create_task(self._listen(lines))

    async def _request(self, number: int, request: Mapping[str, Any]) -> Mapping[str, Any]:
        if self._is_gone:
            raise NotificationsUnavailable(GONE)
        answer: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        assert self._process.stdin is not None
        try:
            with suppress(ConnectionError):
                self._process.stdin.write(json_line({"id": number, **request}))
            found = await answer
        finally:
            del self._answers[number]
        if "failed" in found:
            raise _unavailable(found)
        return found

    async def _listen(self, lines: AsyncIterator[dict[str, Any]]) -> None:
        async for tree in lines:
            if "pressed" in tree and tree["pressed"] in self._on_press:
                self._on_press[tree["pressed"]](tree["choice"])
            elif tree.get("id") in self._answers and not self._answers[tree["id"]].done():
                self._answers[tree["id"]].set_result(tree)
        self._is_gone = True
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result({"failed": GONE})
        await self._process.wait()


def _unavailable(answer: Mapping[str, Any]) -> NotificationsUnavailable:
    return NotificationsUnavailable(str(answer.get("failed", GONE)), str(answer.get("todo", "")))
