"""What the server relies on of uvicorn and h11."""

from __future__ import annotations

import inspect

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from coach.api.connections import BoundedConnection
from library_insides import relied_on

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
