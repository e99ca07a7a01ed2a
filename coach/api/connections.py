"""Limits on connections: how many, how much each may send, and how long it may take.

uvicorn limits none of these before a request is complete. What we rely on in its `H11Protocol` is listed in
the contract test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from coach.api.guard import refusal_body

if TYPE_CHECKING:
    import asyncio

MOST_CONNECTIONS = 64
"""At once. macOS gives a process 256 descriptors; a person needs five."""
PATIENCE = 10.0
"""Seconds in which a request must have come whole, and in which what was written must be read."""
MOST_BYTES = 1024 * 1024
"""Of one request. The rest of one that was refused is thrown away so far, so that the refusal is read."""


class BoundedConnection(H11Protocol):
    """One connection; it needs a timer only while the other side has something to send or read."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._since = 0.0
        self._received = 0
        self._unfinished: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    @property
    def owes(self) -> bool:
        """Whether it has yet to send a request or the rest of one."""
        return self.conn.their_state in {h11.IDLE, h11.SEND_BODY}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Accept the connection; above the limit, close the one that has kept us waiting longest."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._watch()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        """Receive data, at most `MOST_BYTES`."""
        self._received += len(data)
        if self._received > MOST_BYTES:
            self.transport.abort()
            return
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """The response is written, so the next request may come."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """The other side does not read what was written: start its timer."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """The other side reads again: stop its timer."""
        _stop(self._unread)
        self._unread = None
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone: cancel its timers."""
        _stop(self._unfinished)
        _stop(self._unread)
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def send_400_response(self, msg: str) -> None:
        """Refuse malformed HTTP with an error body of ours if that can still be sent; then close."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = refusal_body("not-http", msg)
            length = str(len(body)).encode()
            headers = [
                (b"content-type", b"application/json"),
                (b"content-length", length),
                (b"connection", b"close"),
            ]
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()
        else:
            self.transport.abort()

    def _watch(self) -> None:
        if not self.owes:
            self._received = 0
            _stop(self._unfinished)
            self._unfinished = None
        elif self._unfinished is None and not self.transport.is_closing():
            self._unfinished = self.loop.call_later(PATIENCE, self.transport.abort)

    def _make_room(self) -> None:
        there = [each for each in self.connections if not each.transport.is_closing()]
        if len(there) <= MOST_CONNECTIONS:
            return
        owing = [each for each in there if isinstance(each, BoundedConnection) and each.owes]
        min(owing, key=lambda each: each._since, default=self).transport.abort()  # noqa: SLF001 — its own kind


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
