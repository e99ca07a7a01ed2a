"""The events as server-sent events; without listeners the process is never woken for them."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from coach.api.guard import RequestRefused
from coach.api.openapi import EVENT_STREAM
from coach.api.reading import read_request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

    from coach.api.operations import Operation
    from coach.api.steering import Steering
    from coach.journal.events import JSON

KEEP_ALIVE = 60.0
"""Seconds of silence after which a listener is sent a sign of life."""
MOST_LISTENERS = 8
"""At once; a person's tray icon, widget and script are three."""
_HELLO = b": listening\n\n"
_KEEP_ALIVE_LINE = b": still here\n\n"


class EventStream:
    """The route of the events.

    A listener that leaves or does not read is dropped; setting `closing` ends all of them.
    """

    def __init__(self, steering: Steering, closing: asyncio.Event, operation: Operation) -> None:
        self._steering = steering
        self._closing = closing
        self._operation = operation
        self._listeners = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one listener until it leaves."""
        await read_request(Request(scope, receive), self._operation)
        if self._listeners >= MOST_LISTENERS:
            raise RequestRefused(
                503, "too-many", f"{MOST_LISTENERS} are listening already.", {"retry-after": "60"}
            )
        start = {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", EVENT_STREAM.encode()), (b"cache-control", b"no-store")],
        }
        if scope["method"] == "HEAD":
            await send(start)
            await send({"type": "http.response.body"})
            return
        self._listeners += 1
        try:
            await self._serve(start, receive, send)
        finally:
            self._listeners -= 1

    async def _serve(self, start: dict[str, object], receive: Receive, send: Send) -> None:
        entries = self._steering.events()
        following = asyncio.create_task(_next(entries))
        ends = {asyncio.create_task(self._closing.wait()), asyncio.create_task(_left(receive))}
        try:
            await asyncio.sleep(0)  # it listens, before it is said that it does
            await send(start)
            await _write(send, _HELLO)
            while True:
                done, _ = await asyncio.wait(
                    {following, *ends}, timeout=KEEP_ALIVE, return_when=asyncio.FIRST_COMPLETED
                )
                if following in done:
                    entry = following.result()
                    if entry is None:
                        break
                    following = asyncio.create_task(_next(entries))
                    await _write(send, f"data: {json.dumps(entry)}\n\n".encode("ascii"))
                elif done:
                    break
                else:
                    await _write(send, _KEEP_ALIVE_LINE)
            await send({"type": "http.response.body"})
        finally:
            await _cancel(following, *ends)
            if hasattr(entries, "aclose"):
                await entries.aclose()


async def _next(entries: AsyncIterator[dict[str, JSON]]) -> dict[str, JSON] | None:
    return await anext(entries, None)


async def _left(receive: Receive) -> None:
    """Return when the listener has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


async def _cancel(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
