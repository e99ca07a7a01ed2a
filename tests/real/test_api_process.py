"""The API in a real process: idle for a while, then with hostile clients."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from coach.api.address import read_address
from coach.api.client import running_coach
from coach.errors import DaemonError
from coach.home import find_home

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="measured in Linux' /proc"
)

SERVER = """
import asyncio, resource, sys
from coach.api.server import serving
from coach.home import find_home
from coach.testing import FakeSteering

resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))  # as macOS has it

async def main():
    coach = FakeSteering()
    async with serving(coach, find_home()):
        print("open", flush=True)
        while not any(action.name == "stop" for action in coach.actions):
            await coach_told(coach)

async def coach_told(coach):
    told = asyncio.Event()
    act = coach.act
    async def telling(action):
        told.set()
        return await act(action)
    coach.act = telling
    await told.wait()
    await asyncio.sleep(0)
    coach.act = act

asyncio.run(main())
"""
IDLE_SECONDS = 6.0
MOST_PSS = 30_000
"""kB, for a process with the API alone: what the whole daemon may take (docs/architecture.md, Costs)."""
LOOPBACK, NOWHERE = "0100007F", "00000000"
"""127.0.0.1, and the other end of a socket that listens, as /proc/net/tcp writes them."""
MOST_PEAK = 64_000
"""kB resident at the worst moment among hostile clients; 100 MB were sent at once."""


@pytest.fixture
def server():
    """A process that serves the API."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def switches(pid):
    """The number of context switches of all its threads."""
    texts = [(task / "status").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    return sum(int(number) for text in texts for number in re.findall(r"ctxt_switches:\s+(\d+)", text))


def kilobytes(pid, name, file="status"):
    """That figure of /proc in kilobytes."""
    return int(re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/{file}").read_text(), re.MULTILINE)[1])


def woken(pid, seconds=IDLE_SECONDS):
    """How often the process woke up in that many seconds."""
    before = switches(pid)
    time.sleep(seconds)
    return switches(pid) - before


def sockets_elsewhere(pid):
    """Its TCP and UDP sockets with an end outside the loopback interface."""
    own = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            own |= set(re.findall(r"^socket:\[(\d+)\]$", str(link.readlink())))
    tables = [Path(f"/proc/{pid}/net/{name}") for name in ("tcp", "tcp6", "udp", "udp6")]
    lines = [
        line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]
    ]
    local = {(LOOPBACK, LOOPBACK), (LOOPBACK, NOWHERE)}
    return [line for line in lines if line[9] in own and (line[1][:8], line[2][:8]) not in local]


def dial(timeout=60.0):
    """A connection to the server, and its address."""
    address = read_address(find_home())
    return socket.create_connection(("127.0.0.1", address.port), timeout), address


def head(address, line, *fields):
    """The beginning of a request with the token."""
    known = (f"Host: 127.0.0.1:{address.port}", f"Authorization: Bearer {address.token}")
    return "\r\n".join((f"{line} HTTP/1.1", *known, *fields, "", "")).encode()


def said(line):
    """Everything that is received until the connection ends."""
    pieces = []
    with contextlib.suppress(ConnectionError, TimeoutError):
        while piece := line.recv(65_536):
            pieces.append(piece)
    return b"".join(pieces)


def assert_served():
    """Assert that a request with the token is served, while others hang."""
    began = time.monotonic()
    assert running_coach(find_home()).status()["state"] == "running"
    assert time.monotonic() - began < 30.0


def test_an_idle_server_sleeps(server):
    """Nothing wakes it without a client, or with a listener while there are no events."""
    assert_served()
    time.sleep(0.5)
    alone = woken(server.pid)
    line, address = dial()
    line.sendall(head(address, "GET /events"))
    assert b"text/event-stream" in line.recv(1024)
    time.sleep(0.5)
    listened_to = woken(server.pid)
    line.close()
    assert alone <= 1
    assert listened_to <= 1


def test_a_server_is_small(server):
    """The server's memory stays small once it has served and loaded everything it needs."""
    assert_served()
    pss = kilobytes(server.pid, "Pss", "smaps_rollup")
    assert pss <= MOST_PSS


def test_strangers_are_turned_away(server):
    """Without the token, with a wrong one or another Host, each request is refused and nothing is done."""
    port = read_address(find_home()).port
    token = read_address(find_home()).token
    statuses = []
    for fields in (
        [f"Host: 127.0.0.1:{port}"],
        [f"Host: 127.0.0.1:{port}", "Authorization: Bearer wrong"],
        ["Host: evil.example", f"Authorization: Bearer {token}"],
        [f"Authorization: Bearer {token}"],
    ):
        line, _ = dial()
        line.sendall("\r\n".join(("POST /stop HTTP/1.1", *fields, "Connection: close", "", "")).encode())
        statuses.append(int(said(line).split()[1]))
        line.close()
    assert statuses == [401, 401, 403, 400]
    assert_served()
    assert server.poll() is None


def test_a_body_of_100_megabytes_costs_nothing(server):
    """Announced or in chunks, with or without the token, it is refused, cut off and not stored."""
    chunk = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    for fields, piece in (
        (["Content-Length: 104857600"], bytes(0x100000)),
        (["Transfer-Encoding: chunked", "Content-Type: application/json"], chunk),
    ):
        for known in (True, False):
            line, address = dial()
            beginning = head(address, "POST /pause", *fields)
            line.sendall(beginning if known else beginning.replace(b"Bearer ", b"Bearer x"))
            sent = 0
            with contextlib.suppress(ConnectionError):
                for _ in range(100):
                    line.sendall(piece)
                    sent += len(piece)
            answer = said(line)
            line.close()
            assert answer == b"" or int(answer.split()[1]) in {413, 401}
            assert sent < 50_000_000
    assert_served()
    assert kilobytes(server.pid, "VmHWM") < MOST_PEAK


def test_500_open_connections_starve_nobody(server):
    """With 256 descriptors and 500 idle connections another client is served, and the process stays small."""
    silent = [dial()[0] for _ in range(500)]
    for _ in range(5):
        assert_served()
    silent += [dial()[0] for _ in range(100)]
    assert_served()
    assert kilobytes(server.pid, "VmHWM") < MOST_PEAK
    assert len(list(Path(f"/proc/{server.pid}/fd").iterdir())) < 120
    assert sockets_elsewhere(server.pid) == []
    for line in silent:
        line.close()
    time.sleep(1.0)
    assert woken(server.pid, 3.0) <= 1
    running_coach(find_home()).act("stop")
    assert (server.wait(60), server.stderr.read()) == (0, "")  # it never ran out of descriptors


def test_500_half_requests_starve_nobody(server):
    """Slow senders (slowloris) are cut off, and a complete request is served."""
    lines = [dial()[0] for _ in range(500)]
    over = False

    def dribble():
        while not over:
            for line in lines:
                with contextlib.suppress(OSError):
                    line.send(b"G")
            time.sleep(0.1)

    thread = Thread(target=dribble)
    thread.start()
    try:
        for _ in range(10):
            assert_served()
            time.sleep(0.2)
        time.sleep(10.5)
        open_now = len(list(Path(f"/proc/{server.pid}/fd").iterdir()))
    finally:
        over = True
        thread.join()
        for line in lines:
            line.close()
    assert open_now < 20
    assert_served()


def test_pipelined_garbage_harms_nobody(server):
    """Thousands of requests at once, and data that is not HTTP, on many connections."""
    for round_ in range(20):
        line, address = dial()
        with contextlib.suppress(ConnectionError):
            line.sendall(head(address, "GET /status") * 200 + os.urandom(20_000) + b"\r\n\r\n")
            line.shutdown(socket.SHUT_WR)
        if round_ % 2:
            said(line)
        line.close()
    for garbage in (
        b"\x00" * 100_000, b"GET " + b"a" * 100_000, b"\r\n" * 50_000,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000,
    ):  # fmt: skip
        line, _ = dial()
        with contextlib.suppress(ConnectionError):
            line.sendall(garbage)
            line.shutdown(socket.SHUT_WR)
        assert said(line)[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 403", b""}
        line.close()
    assert_served()
    assert kilobytes(server.pid, "VmHWM") < MOST_PEAK


def test_the_end_is_clean(server):
    """After `stop` the answer comes, the process ends with an empty stderr, and the address file goes."""
    client = running_coach(find_home())
    assert client.act("stop") == "Done: stop."
    assert (server.wait(60), server.stderr.read()) == (0, "")
    assert read_address(find_home()) is None


def test_the_address_of_a_killed_server_is_no_running_coach(server):
    """A killed server leaves its address file, but does not count as running."""
    server.kill()
    server.wait(60)
    assert json.loads((find_home().state / "api.json").read_text())["pid"] == server.pid
    with pytest.raises(DaemonError, match="is not running"):
        running_coach(find_home())
