"""A small notification server on the session bus: prints what it is asked to show, one JSON a line.

A line on stdin is the person: `press ID KEY` or `close ID`; `end`, or the end of stdin, ends it.
"""
# ruff: noqa: ARG002, F722, F821, N802, PLR0917, UP037 — names, types and order of arguments are those of D-Bus

from __future__ import annotations

import asyncio
import json
import sys

from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, method, signal

DISMISSED = 2


class Server(ServiceInterface):
    """org.freedesktop.Notifications, as specified."""

    def __init__(self):
        super().__init__("org.freedesktop.Notifications")
        self._count = 0

    @method()
    def GetServerInformation(self) -> "ssss":
        """Name, vendor, version and specification of the server."""
        return ["small", "coach", "1", "1.2"]

    @method()
    def GetCapabilities(self) -> "as":
        """The server's capabilities."""
        return ["actions", "body"]

    @method()
    def Notify(
        self,
        app: "s",
        replaces: "u",
        icon: "s",
        summary: "s",
        body: "s",
        actions: "as",
        hints: "a{sv}",
        timeout: "i",
    ) -> "u":
        """Print the notification to be shown."""
        self._count += 1
        tell(
            app=app,
            replaces=replaces,
            summary=summary,
            body=body,
            actions=actions,
            timeout=timeout,
            id=self._count,
        )
        return self._count

    @method()
    def CloseNotification(self, number: "u"):
        """Close the notification."""
        tell(closed=number)

    @signal()
    def ActionInvoked(self, number, key) -> "us":
        """A button was pressed."""
        return [number, key]

    @signal()
    def NotificationClosed(self, number, reason) -> "uu":
        """The person closed it."""
        return [number, reason]


def tell(**what):
    """Print one line."""
    print(json.dumps(what), flush=True)  # noqa: T201 — whoever waits reads it


async def serve():
    """Serve until `end` or the end of stdin."""
    bus = await MessageBus().connect()
    server = Server()
    bus.export("/org/freedesktop/Notifications", server)
    await bus.request_name("org.freedesktop.Notifications")
    tell(there=True)
    while (words := (await asyncio.to_thread(sys.stdin.readline)).split()) and words[0] != "end":
        if words[0] == "press":
            server.ActionInvoked(int(words[1]), words[2])
        server.NotificationClosed(int(words[1]), DISMISSED)


asyncio.run(serve())
