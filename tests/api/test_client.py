"""The client: what a command says when the coach is there, is not, was killed, hangs or talks rubbish."""

from __future__ import annotations

import os
import socket
from threading import Thread

import pytest

from coach.api.address import Address, write_address
from coach.api.client import Client, has_gone, running_coach
from coach.errors import CoachError, DaemonError
from coach.home import find_home
from coach.journal.owner import Owner, Process, system_processes, this_process

ME = this_process(system_processes())


class Processes:
    """A machine on which that process lives for so many looks."""

    def __init__(self, looks=10**9, started=5):
        self._looks = looks
        self._started = started

    def boot(self):
        """This boot."""
        return "boot"

    def find(self, pid):
        """It, while it lives."""
        self._looks -= 1
        return Process(self._started) if pid == 77 and self._looks >= 0 else None


ADDRESS = Address(1, "token", Owner(77, 5, "boot"))


@pytest.fixture
def answering():
    """Gives the address of a server that answers each connection with those bytes and hangs up."""
    listeners = []

    def start(answer):
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def run():
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                with line:
                    line.recv(65_536)
                    line.sendall(answer)

        thread = Thread(target=run, daemon=True)
        thread.start()
        return Address(listener.getsockname()[1], "token", ME)

    yield start
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def http(status, body):
    """A whole response."""
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


def test_without_an_address_the_coach_is_not_running():
    """Without an address the exit code is 6, with how to start the coach."""
    with pytest.raises(DaemonError) as error:
        running_coach(find_home())
    assert (str(error.value), error.value.exit_code) == (
        "The coach is not running.\n`coach start` starts it.",
        6,
    )


@pytest.mark.parametrize(
    "processes",
    [Processes(looks=0), Processes(started=6)],
    ids=["its process is gone", "its number came round again"],
)
def test_the_address_of_a_killed_coach_counts_for_nothing(processes):
    """The token of a killed coach is not sent to another process that now has its port."""
    write_address(find_home(), ADDRESS)
    with pytest.raises(DaemonError, match="is not running"):
        running_coach(find_home(), processes)


def test_a_living_coach_is_found():
    """A running coach is found by the address that it wrote."""
    write_address(find_home(), ADDRESS)
    assert running_coach(find_home(), Processes()).address == ADDRESS


def test_a_closed_port_is_no_answer():
    """A closed port means that the coach is starting or ending."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(DaemonError, match=rf"^The coach \(process {os.getpid()}\) does not answer\."):
        Client(Address(port, "token", ME)).status()


def test_a_coach_that_hangs_is_waited_for_a_short_time_only():
    """A coach that hangs is waited for only for a short time."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        pytest.raises(DaemonError, match="does not answer"),
    ):
        Client(Address(listener.getsockname()[1], "token", ME), patience=0.05).act("stop")


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x00rubbish\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", http(200, b"{"),
     http(200, b"[]"), http(200, b"\xff"), b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n{}"],
)  # fmt: skip
def test_rubbish_is_no_answer(answering, answer):
    """A nonsensical answer becomes a sentence that a person can read."""
    with pytest.raises(DaemonError, match="does not answer"):
        Client(answering(answer)).status()


def test_a_no_is_passed_on_with_its_sentence(answering):
    """A refused action ends with 1 and the coach's sentence."""
    address = answering(http(409, b'{"error": "not-now", "sentence": "Nothing is announced."}'))
    with pytest.raises(CoachError) as error:
        Client(address).act("begin")
    assert (str(error.value), error.value.exit_code) == ("Nothing is announced.", 1)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_a_refusal_is_reported_as_a_fault_of_the_coach(answering, status):
    """A rejected request ends with 6, as our own client never asks wrongly."""
    with pytest.raises(DaemonError, match=r"^Strange\."):
        Client(answering(http(status, b'{"sentence": "Strange."}'))).status()


@pytest.mark.parametrize(("looks", "gone"), [(0, True), (3, True), (10, False)])
def test_the_end_of_a_process_is_waited_for(looks, gone):
    """The end of a process is looked for every 50 ms, for as long as was asked."""
    slept = []
    assert has_gone(ADDRESS, 0.25, Processes(looks), slept.append) is gone
    assert slept == [0.05] * min(looks, 5)
