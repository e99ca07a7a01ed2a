"""The server: open in the daemon's loop, bounded, and gone without a trace."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket

import pytest

from api.served_requests import parted, request, served, talk
from coach.api.address import address_file, read_address
from coach.api.server import serve, serving
from coach.errors import DaemonError
from coach.home import find_home
from coach.testing import FakeSteering


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


def test_it_answers_and_its_address_is_there_while_it_does():
    """The API serves on loopback with a new token each time; afterwards file and port are gone."""

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
