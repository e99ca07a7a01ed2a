"""Connections to the server: bounded in size, number and time, and each served in its order."""

from __future__ import annotations

import asyncio
import socket

import pytest

from api.served_requests import parted, request, served, talk
from coach.api import connections
from coach.api.guard import MOST_BODY
from coach.testing import FakeSteering


class Watched(FakeSteering):
    """Tells when its last listener has left."""

    def __init__(self):
        super().__init__()
        self.nobody_listens = asyncio.Event()

    async def events(self):
        """As they are; the end of the last one is told."""
        entries = super().events()
        try:
            async for entry in entries:
                yield entry
        finally:
            await entries.aclose()
            self.nobody_listens.set()


def test_a_body_in_chunks_that_grows_too_large_is_refused():
    """A body in chunks is refused as soon as it is too large."""

    async def talking(address, coach):
        head = request(
            address,
            "POST /pause",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            close=False,
        )
        chunk = b"400\r\n" + b" " * 1024 + b"\r\n"
        pieces = [head, *[chunk] * (MOST_BODY // 1024 + 1)]
        return await talk(address, *pieces, until=b'bytes."}'), coach.actions

    response, reported = served(talking)
    assert (parted(response)[0], reported) == (413, [])


def test_a_flood_behind_a_refusal_is_cut(monkeypatch):
    """Data behind a refusal is discarded for a while, so that the refusal is read; then the line is cut."""
    monkeypatch.setattr(connections, "MOST_BYTES", 64 * 1024)

    async def talking(address, _coach):
        head = request(address, "POST /pause", "Content-Length: 100000000", close=False)
        _, writer = await asyncio.open_connection("127.0.0.1", address.port)
        writer.write(head)
        sent = 0
        try:
            while sent < 100_000_000:
                writer.write(bytes(65_536))
                await writer.drain()
                sent += 65_536
        except ConnectionError:
            pass
        writer.close()
        return sent

    assert served(talking) < 50_000_000  # what the kernel's buffers took is counted too


@pytest.mark.parametrize("beginning", [b"", b"GET /status HT", b"GET /status HTTP/1.1\r\nHost: x\r\n"])
def test_a_client_that_does_not_finish_a_request_is_dropped(monkeypatch, beginning):
    """A connection that does not finish its request is closed when its time is over."""
    monkeypatch.setattr(connections, "PATIENCE", 0.05)

    async def talking(address, _coach):
        return await talk(address, beginning)

    assert served(talking) == b""


def test_a_client_that_dribbles_is_dropped_as_well(monkeypatch):
    """Sending a byte now and then does not give a connection more time."""
    monkeypatch.setattr(connections, "PATIENCE", 0.2)

    async def talking(address, _coach):
        reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
        loop = asyncio.get_running_loop()
        began = loop.time()
        gone = asyncio.create_task(reader.read())
        while not gone.done():
            writer.write(b"x")
            await asyncio.wait({gone}, timeout=0.02)
        gone.exception()  # reset or ended, both are gone
        writer.close()
        return loop.time() - began

    assert served(talking) < 2


def test_the_longest_waiting_makes_room(monkeypatch):
    """If all places are taken by idle connections, the oldest one gives way to a real request."""
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 4)

    async def talking(address, _coach):
        silent = [await asyncio.open_connection("127.0.0.1", address.port) for _ in range(10)]
        status = parted(await talk(address, request(address)))[0]
        await asyncio.sleep(0)
        gone = [await asyncio.wait_for(reader.read(), 5) for reader, _ in silent[:6]]
        for _, writer in silent:
            writer.close()
        return status, gone

    assert served(talking) == (200, [b""] * 6)


def test_listeners_keep_their_places(monkeypatch):
    """Connections with a complete request are closed for new ones only if no other is left."""
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 2)

    async def talking(address, coach):
        listening = []
        for _ in range(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
            writer.write(request(address, "GET /events", close=False))
            await reader.readuntil(b": listening\n\n")
            listening.append((reader, writer))
        refused = await talk(address, request(address))
        coach.emit({"event": "due"})
        heard = [
            await asyncio.wait_for(reader.readuntil(b'{"event": "due"}\n\n'), 5) for reader, _ in listening
        ]
        for _, writer in listening:
            writer.close()
        return refused, len(heard)

    assert served(talking) == (b"", 2)


def test_a_client_that_does_not_read_is_dropped(monkeypatch):
    """A client that does not read its events is disconnected."""
    monkeypatch.setattr(connections, "PATIENCE", 0.05)

    async def talking(address, coach):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(line, ("127.0.0.1", address.port))
        await loop.sock_sendall(line, request(address, "GET /events", close=False))
        assert b"text/event-stream" in await loop.sock_recv(line, 1024)
        for _ in range(200):
            coach.emit({"event": "x" * 65_536})
        await asyncio.wait_for(coach.nobody_listens.wait(), 10)
        line.close()

    served(talking, Watched())


def test_pipelined_requests_are_served_in_their_order():
    """Pipelined requests are served in order, and garbage behind them ends the connection."""

    async def talking(address, _coach):
        both = (
            request(address, "GET /next?n=1", close=False)
            + request(address, close=False)
            + b"\x00garbage\r\n\r\n"
        )
        response = await talk(address, both)
        return (
            response.count(b"HTTP/1.1 200"),
            b'"occurrences"' in response.split(b"HTTP/1.1")[1],
            response[-120:],
        )

    count, is_first, end = served(talking)
    assert (count, is_first) == (2, True)
    assert b"not-http" in end
