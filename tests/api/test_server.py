"""The server: open in the daemon's loop, bounded, gone without a trace; what it relies on of uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import signal
import socket

import h11
import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from coach.api import connections
from coach.api.address import address_file, read_address
from coach.api.connections import BoundedConnection
from coach.api.guard import MOST_BODY
from coach.api.server import serve, serving
from coach.errors import DaemonError
from coach.home import find_home
from coach.testing import FakeSteering
from library_insides import relied_on


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


class Slow(FakeSteering):
    """Takes its time for an action."""

    def __init__(self):
        super().__init__()
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def act(self, action):
        """Answer when it is told to go on."""
        self.begun.set()
        await self.go_on.wait()
        return await super().act(action)


def served(talking, steering=None):
    """What `talking(address, steering)` gives while the server is open."""
    coach = steering or FakeSteering()

    async def run():
        async with serving(coach, find_home()) as address:
            return await talking(address, coach)

    return asyncio.run(run())


def test_it_answers_and_its_address_is_there_while_it_does():
    """It serves on loopback with a new token each time; afterwards file and port are gone."""

    async def talking(address, coach):
        assert read_address(find_home()) == address
        assert parted(await talk(address, request(address))) == (200, coach.state)
        return address

    addresses = [served(talking), served(talking)]
    assert addresses[0].token != addresses[1].token
    assert len(addresses[0].token) >= 43
    assert not address_file(find_home()).exists()
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.1", addresses[0].port))


def test_a_stranger_is_refused_over_a_real_connection():
    """A request without the token is refused over a real connection."""

    async def talking(address, _coach):
        bare = b"GET /status HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % address.port
        return parted(await talk(address, bare))[0]

    assert served(talking) == 401


def test_what_is_no_http_is_refused_in_the_same_shape():
    """Garbage is answered by one line of JSON, and the connection ends."""

    async def talking(address, _coach):
        return parted(await talk(address, b"\x16\x03\x01 garbage\r\n\r\n"))

    status, tree = served(talking)
    assert (status, tree["error"]) == (400, "not-http")


def test_a_fault_of_the_coach_reaches_the_client_without_its_details(logged):
    """A fault gives 500 without details, and the next request is served."""

    async def talking(address, coach):
        coach.fault = ZeroDivisionError("secret detail")
        broken = await talk(address, request(address, "POST /done"))
        return parted(broken), parted(await talk(address, request(address)))[0]

    (status, tree), after = served(talking)
    assert (status, tree["error"], after) == (500, "fault", 200)
    assert "secret" not in tree["sentence"]
    assert [record.name for record in logged] == ["coach.api.app"]


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

    response, told = served(talking)
    assert (parted(response)[0], told) == (413, [])


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


def test_an_action_under_way_is_answered_before_the_end():
    """`coach stop` is answered before the server closes."""

    async def run():
        coach = Slow()
        server = await serve(coach, find_home())
        answer = asyncio.create_task(talk(server.address, request(server.address, "POST /stop")))
        await coach.begun.wait()
        closed = asyncio.create_task(server.close())
        coach.go_on.set()
        await closed
        await server.close()
        return parted(await answer)

    assert asyncio.run(run()) == (200, {"ok": True, "sentence": "Done: stop."})


def test_the_end_comes_soon_whatever_clients_do():
    """The server ends soon: streams of events end, and half a request is dropped."""

    async def run():
        coach = FakeSteering()
        server = await serve(coach, find_home())
        reader, writer = await asyncio.open_connection("127.0.0.1", server.address.port)
        writer.write(request(server.address, "GET /events", close=False))
        await reader.readuntil(b": listening\n\n")
        half, half_writer = await asyncio.open_connection("127.0.0.1", server.address.port)
        half_writer.write(b"POST /stop HTTP/1.1\r\n")
        loop = asyncio.get_running_loop()
        began = loop.time()
        await server.close()
        took = loop.time() - began
        rest = await reader.read()
        with contextlib.suppress(ConnectionError):
            assert await half.read() == b""
        writer.close()
        half_writer.close()
        return rest, took, coach.listeners

    rest, took, listeners = asyncio.run(run())
    assert (rest, listeners) == (b"\r\n0\r\n\r\n", 0)
    assert took < 2


def test_signals_are_left_to_the_daemon():
    """The server leaves signals to the daemon's own handlers."""

    def handlers():
        return [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]

    async def run():
        before = handlers()
        async with serving(FakeSteering(), find_home()):
            during = handlers()
        return before == during == handlers()

    assert asyncio.run(run())


def test_where_the_address_cannot_be_written_nothing_stays_open():
    """If the address cannot be written, the start fails and no port stays open."""
    address_file(find_home()).mkdir(parents=True)
    (address_file(find_home()) / "x").touch()

    async def run():
        with pytest.raises(DaemonError, match="cannot be written"):
            await serve(FakeSteering(), find_home())
        return len(asyncio.all_tasks())

    assert asyncio.run(run()) == 1


# What is relied on of uvicorn and h11


def test_uvicorn_is_used_in_two_halves():
    """`startup` serves on our socket, and `shutdown` waits for requests under way; `_serve` calls them so."""
    for half in (uvicorn.Server.startup, uvicorn.Server.shutdown):
        assert inspect.iscoroutinefunction(half)
        assert list(inspect.signature(half).parameters) == ["self", "sockets"]
    source = inspect.getsource(uvicorn.Server._serve)
    calls = (
        "config.load()", "self.lifespan = config.lifespan_class(config)",
        "await self.startup(sockets=sockets)", "await self.shutdown(sockets=sockets)",
    )  # fmt: skip
    places = [source.find(call) for call in calls]
    assert -1 not in places
    assert places == sorted(places)
    assert vars(uvicorn.Server(uvicorn.Config(lambda: None)).server_state)["connections"] == set()


def test_this_is_all_of_uvicorn_that_a_connection_relies_on():
    """Uvicorn still has the methods that our connection overrides or calls, with the same parameters."""
    replaced = {
        "connection_made", "data_received", "on_response_complete", "pause_writing",
        "resume_writing", "connection_lost", "send_400_response",
    }  # fmt: skip
    used = {"conn", "connections", "loop", "transport", "_unset_keepalive_if_required"}
    assert relied_on(BoundedConnection, H11Protocol) == replaced | used
    for name in replaced:
        theirs = list(inspect.signature(getattr(H11Protocol, name)).parameters)
        assert theirs == list(inspect.signature(getattr(BoundedConnection, name)).parameters)
    source = inspect.getsource(H11Protocol)
    for called in (
        "self.connections.add(self)", "self.connections.discard(self)", "self.send_400_response(",
        "on_response=self.on_response_complete", "self.conn = h11.Connection(",
        "def _unset_keepalive_if_required",
    ):  # fmt: skip
        assert called in source
    assert "self.on_response()" in inspect.getsource(RequestResponseCycle)


def test_h11_knows_whether_the_other_side_owes_something():
    """h11 gives IDLE before a request, SEND_BODY within its body, and DONE when it is whole."""
    connection = h11.Connection(h11.SERVER)
    assert connection.their_state is h11.IDLE
    connection.receive_data(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n")
    connection.next_event()
    assert connection.their_state is h11.SEND_BODY
    connection.receive_data(b"{}")
    connection.next_event()
    connection.next_event()
    assert connection.their_state is h11.DONE
