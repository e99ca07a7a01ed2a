"""The checks of every request before its body is read: Host header, token and size; and refusals."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Code = Literal[
    "not-json", "unknown-field", "missing-field", "bad-value", "no-token", "other-host", "unknown-route",
    "wrong-method", "not-now", "too-large", "not-http", "too-many", "fault",
]  # fmt: skip


class RequestRefused(Exception):
    """A request that is refused; `status` is the HTTP status, `headers` go with the response."""

    def __init__(
        self, status: int, code: Code, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
        self.sentence = sentence
        self.headers = dict(headers or {})

    @property
    def body(self) -> bytes:
        """The JSON body of the response."""
        return refusal_body(self.code, self.sentence)


def refusal_body(code: Code, sentence: str) -> bytes:
    """The body of every error: `{"error": code, "sentence": …}`."""
    return json.dumps({"error": code, "sentence": sentence}).encode("ascii")


MOST_BODY = 16 * 1024
"""Bytes; no request of ours needs a hundredth of it."""
_SCHEME = b"bearer "


class Guard:
    """Passes on requests that name this host and have the token, and limits the size of their bodies."""

    def __init__(self, app: ASGIApp, *, port: int, token: str) -> None:
        self._app = app
        self._hosts = frozenset((f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()))
        self._token = token.encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it without reading its body."""
        if scope["type"] != "http":
            return
        try:
            self._check(scope)
        except RequestRefused as refused:
            await send_refusal(refused, send)
            return
        await self._app(scope, _bounded(receive), send)

    def _check(self, scope: Scope) -> None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        if [value.lower() in self._hosts for value in _values(headers, b"host")] != [True]:
            # A page whose name was made to point here (DNS rebinding) still sends its own name.
            raise RequestRefused(
                403, "other-host", "The Host header must be 127.0.0.1 with the port of the API."
            )
        if not self._is_known(_values(headers, b"authorization")):
            raise RequestRefused(
                401,
                "no-token",
                "Send the token of api.json: Authorization: Bearer TOKEN.",
                {"www-authenticate": "Bearer"},
            )
        for value in _values(headers, b"content-length"):
            if not value.isdigit() or len(value) > len(str(MOST_BODY)) or int(value) > MOST_BODY:
                raise _too_large()

    def _is_known(self, given: list[bytes]) -> bool:
        if len(given) != 1 or given[0][: len(_SCHEME)].lower() != _SCHEME:
            return False
        return secrets.compare_digest(given[0][len(_SCHEME) :].strip(), self._token)


async def send_refusal(refused: RequestRefused, send: Send) -> None:
    """Send the refusal as a complete response."""
    body = refused.body
    headers = {"content-type": "application/json", "content-length": str(len(body)), **refused.headers}
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refused.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


def _values(headers: list[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    return [value for name, value in headers if name == wanted]


def _bounded(receive: Receive) -> Receive:
    """A `receive` that stops when too much has come, as a chunked body does not state its length."""
    so_far = 0

    async def bounded() -> Message:
        nonlocal so_far
        message = await receive()
        if message["type"] == "http.request":
            so_far += len(message.get("body", b""))
            if so_far > MOST_BODY:
                raise _too_large()
        return message

    return bounded


def _too_large() -> RequestRefused:
    return RequestRefused(413, "too-large", f"A body may have at most {MOST_BODY} bytes.")
