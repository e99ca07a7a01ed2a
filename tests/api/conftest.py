"""The application behind its guard, asked without a socket."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass

import pytest

from coach.api.app import application
from coach.api.guard import Guard
from coach.testing import FakeClock, FakeSteering

PORT = 8123
TOKEN = "a-token-of-the-test"  # noqa: S105 — nothing is behind it


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def tree(self):
        """Its JSON."""
        return json.loads(self.body)


class Asked:
    """An application and the coach behind it; `closing` ends its streams."""

    def __init__(self):
        self.steering = FakeSteering()
        self.clock = FakeClock()
        self.closing = asyncio.Event()
        app = application(self.steering, self.clock, self.closing, PORT)
        self.app = Guard(app, port=PORT, token=TOKEN)

    def __call__(self, method, target, body=b"", **headers):
        """The response to that; `body`: JSON, bytes, or chunks of them. A header of None is left out."""
        if isinstance(body, dict):
            body = json.dumps(body).encode()
        chunks = [body] if isinstance(body, bytes) else list(body)
        given = {
            "host": f"127.0.0.1:{PORT}",
            "authorization": f"Bearer {TOKEN}",
            "content-type": "application/json",
            **headers,
        }
        encoded = [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in given.items()
            if value is not None
        ]
        return asyncio.run(self.send(method, target, chunks, encoded))

    async def send(self, method, target, chunks, headers):
        """The response to exactly that."""
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": headers,
            "server": ("127.0.0.1", PORT),
            "client": ("127.0.0.1", 50_000),
        }
        last = len(chunks) - 1
        coming = iter(
            {"type": "http.request", "body": chunk, "more_body": index < last}
            for index, chunk in enumerate(chunks)
        )
        sent = []

        async def receive():
            return next(coming, {"type": "http.disconnect"})

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        return Response(
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            b"".join(message.get("body", b"") for message in sent[1:]),
        )


@pytest.fixture
def ask():
    """Asks the API of a coach that does nothing."""
    return Asked()


@pytest.fixture
def logged():
    """The records that are logged."""
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    logging.getLogger().addHandler(handler)
    yield records
    logging.getLogger().removeHandler(handler)
