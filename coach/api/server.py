"""The API's server, in the daemon's own event loop; it uses no CPU while no request comes."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import uvicorn

from coach.api.address import HOST, Address, remove_address, write_address
from coach.api.app import application
from coach.api.connections import BoundedConnection
from coach.api.guard import Guard
from coach.clock import SystemClock
from coach.errors import DaemonError
from coach.journal.owner import system_processes, this_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

    from coach.api.steering import Steering
    from coach.clock import Clock
    from coach.home import Home

TAKEN_AT_ONCE = 16
"""Connections that asyncio takes in one turn; each has a descriptor for four turns at least."""
QUEUE = 1024
"""Connections that the kernel keeps waiting: one that finds no place tries again only after a second."""
LONGEST_HEAD = 16 * 1024
"""Bytes of a request's line and headers."""
GRACE = 2
"""Seconds that requests under way have at the end."""
KEEP_ALIVE = 5
"""Seconds for which a connection may wait for its next request."""
TOKEN_BYTES = 32


class Server:
    """The API, open until `close`.

    uvicorn's own `Server.serve` is not called: it takes over the signals, and wakes ten times a second.
    """

    def __init__(self, home: Home, address: Address, http: uvicorn.Server, closing: asyncio.Event) -> None:
        self._home = home
        self.address = address
        self._http = http
        self._closing = closing
        self._listeners: list[socket.socket] = []

    async def open(self, listener: socket.socket) -> None:
        """Serve on that socket, then write the address file; raises `DaemonError` when that fails."""
        self._listeners.append(listener)
        config = self._http.config
        config.load()
        self._http.lifespan = config.lifespan_class(config)
        await self._http.startup(sockets=self._listeners)
        listener.listen(QUEUE)  # asyncio has listened with the number that it takes at once
        try:
            write_address(self._home, self.address)
        except DaemonError:
            await self.close()
            raise

    async def close(self) -> None:
        """Remove the address file, let current requests end, and close all other connections."""
        if not self._listeners:
            return
        listeners, self._listeners = self._listeners, []
        remove_address(self._home, self.address)
        self._closing.set()
        self._abort(only_owing=True)
        await self._http.shutdown(sockets=listeners)
        self._abort(only_owing=False)

    def _abort(self, *, only_owing: bool) -> None:
        for each in list(self._http.server_state.connections):
            if isinstance(each, BoundedConnection) and (each.owes or not only_owing):
                each.transport.abort()


async def serve(steering: Steering, home: Home, clock: Clock | None = None) -> Server:
    """Open the API in this event loop and write the address file; raises `DaemonError`.

    `steering` is called in this event loop only. `clock` gives the start of a pause of that many seconds.
    """
    listener = _listener()
    port: int = listener.getsockname()[1]
    address = Address(port, secrets.token_urlsafe(TOKEN_BYTES), this_process(system_processes()))
    closing = asyncio.Event()
    app = Guard(application(steering, clock or SystemClock(), closing, port), port=port, token=address.token)
    server = Server(home, address, uvicorn.Server(_config(app)), closing)
    await server.open(listener)
    return server


@asynccontextmanager
async def serving(steering: Steering, home: Home, clock: Clock | None = None) -> AsyncIterator[Address]:
    """A context manager with the API open, as by `serve`."""
    server = await serve(steering, home, clock)
    try:
        yield server.address
    finally:
        await server.close()


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        http=BoundedConnection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        # What it warns of is what strangers send; faults of ours are logged by the application.
        log_level=logging.CRITICAL,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=TAKEN_AT_ONCE,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )


def _listener() -> socket.socket:
    """A socket on a free port of the loopback interface."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # Windows lets others bind the same port otherwise, and take what is meant for us.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        listener.bind((HOST, 0))
    except OSError as error:
        listener.close()
        raise DaemonError(
            f"The loopback interface cannot be used: {error.strerror or error}",
            hint="The coach's commands reach it over 127.0.0.1.",
        ) from error
    return listener
