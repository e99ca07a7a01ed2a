"""The guard: no request gets past without this host's name and the token, or with too large a body."""

from __future__ import annotations

import asyncio
import json

import pytest

from coach.api.guard import MOST_BODY, Guard

PORT = 8123
TOKEN = "a-token-of-the-test"  # noqa: S105 — nothing is behind it
NO_TOKEN = (401, "no-token")
OTHER_HOST = (403, "other-host")


def refusal(response):
    """Its status and its code."""
    assert set(response.tree) == {"error", "sentence"}
    return response.status, response.tree["error"]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
    ],
)
@pytest.mark.parametrize("target", ["/status", "/openapi.json", "/events", "/nothing", "/"])
def test_no_route_opens_without_the_token(ask, authorization, target):
    """Without the right token every route gives 401 and says how to send it."""
    response = ask("GET", target, authorization=authorization)
    assert refusal(response) == NO_TOKEN
    assert response.headers["www-authenticate"] == "Bearer"


def test_an_action_without_the_token_does_nothing(ask):
    """An action without the token does not reach the coach."""
    assert refusal(ask("POST", "/stop", authorization="Bearer wrong")) == NO_TOKEN
    assert ask.steering.actions == []


def test_the_scheme_may_be_written_in_any_case(ask):
    """The word Bearer may be written in any case (RFC 9110)."""
    assert ask("GET", "/status", authorization=f"bearer {TOKEN}").status == 200


def test_two_tokens_are_none(ask):
    """Two Authorization headers are refused."""
    both = [(b"host", b"127.0.0.1:8123"), *[(b"authorization", f"Bearer {TOKEN}".encode())] * 2]
    assert refusal(asyncio.run(ask.send("GET", "/status", [b""], both))) == NO_TOKEN


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "evil.example:8123", "127.0.0.1", "127.0.0.1:80", "localhost",
     "127.0.0.1.evil:8123", "127.0.0.1:8123.evil", "[::1]:8123", "0.0.0.0:8123", "127.0.0.1:8123, evil"],
)  # fmt: skip
def test_another_host_is_refused_even_with_the_token(ask, host):
    """Another Host is refused even with the token, as a foreign page may be rebound to this address."""
    assert refusal(ask("GET", "/status", host=host)) == OTHER_HOST


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:8123", "LOCALHOST:8123"])
def test_both_names_of_this_machine_are_good(ask, host):
    """Both `127.0.0.1` and `localhost` are accepted as Host."""
    assert ask("GET", "/status", host=host).status == 200


def test_two_hosts_are_refused(ask):
    """Two Host headers are refused, even if one of them is right."""
    hosts = [(b"host", b"127.0.0.1:8123"), (b"host", b"evil"), (b"authorization", f"Bearer {TOKEN}".encode())]
    assert refusal(asyncio.run(ask.send("GET", "/status", [b""], hosts))) == OTHER_HOST


@pytest.mark.parametrize("length", [str(MOST_BODY + 1), "100000000", "9" * 5000, "-1", "²", "1e3"])
def test_a_body_that_says_it_is_too_large_is_not_read(ask, length):
    """A body whose length is too large, or is no number, is refused without being read."""
    assert refusal(ask("POST", "/pause", b"{}", content_length=length)) == (413, "too-large")


def test_a_body_in_chunks_is_read_up_to_the_limit_only(ask):
    """A body in chunks is read only up to the limit."""
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1024
            yield b" " * 1024

    chunks = endless()
    sent = []

    async def receive():
        return {"type": "http.request", "body": next(chunks), "more_body": True}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/pause",
        "raw_path": b"/pause", "root_path": "", "query_string": b"", "server": None, "client": None,
        "headers": [(b"host", b"127.0.0.1:8123"), (b"authorization", f"Bearer {TOKEN}".encode())],
    }  # fmt: skip
    asyncio.run(ask.app(scope, receive, send))
    assert (sent[0]["status"], json.loads(sent[1]["body"])["error"]) == (413, "too-large")
    assert read <= MOST_BODY + 1024


def test_the_largest_body_is_read(ask):
    """A body of just the largest size is read."""
    body = b'{"seconds": 60}'.ljust(MOST_BODY)
    assert ask("POST", "/pause", body, content_length=str(len(body))).status == 200


def test_only_http_is_let_in():
    """A web socket is refused before it reaches the application."""

    async def never(_scope, _receive, _send):
        raise AssertionError

    async def nothing(*_):
        raise AssertionError

    asyncio.run(Guard(never, port=PORT, token=TOKEN)({"type": "websocket", "headers": []}, nothing, nothing))
