"""A server with a fake coach behind it, and requests to it in bytes."""

from __future__ import annotations

import asyncio
import json

from coach.api.server import serving
from coach.home import find_home
from coach.testing import FakeSteering


async def talk(address, *pieces, until=None):
    """What comes back for those pieces, until the other side closes, or until those bytes have come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        if until is not None:
            return await asyncio.wait_for(reader.readuntil(until), 10)
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def request(address, line="GET /status", *more, close=True):
    """That request in bytes."""
    fields = [
        f"{line} HTTP/1.1", f"Host: 127.0.0.1:{address.port}", f"Authorization: Bearer {address.token}",
        *more, *(["Connection: close"] if close else []), "", "",
    ]  # fmt: skip
    return "\r\n".join(fields).encode()


def parted(response):
    """Its status and its JSON."""
    head, _, body = response.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def served(talking, steering=None):
    """What `talking(address, steering)` gives while the server is open."""
    coach = steering or FakeSteering()

    async def run():
        async with serving(coach, find_home()) as address:
            return await talking(address, coach)

    return asyncio.run(run())
