"""The stream of events: nothing is missed after the greeting; who leaves leaves nothing behind."""

from __future__ import annotations

import asyncio

from coach.api import events
from coach.api.events import MOST_LISTENERS, EventStream
from coach.api.guard import RequestRefused
from coach.api.operations import OPERATIONS
from coach.testing import FakeSteering

OPERATION = next(operation for operation in OPERATIONS if operation.gives == "Events")
SCOPE = {"type": "http", "method": "GET", "path": "/events", "query_string": b"", "headers": []}


class EventListener:
    """Somebody who listens; `heard` is what came, `leave` hangs up."""

    def __init__(self, stream):
        self.heard = []
        self._news = asyncio.Event()
        self._left = asyncio.Event()
        self.task = asyncio.create_task(stream(SCOPE, self._receive, self._send))

    def leave(self):
        """Hang up."""
        self._left.set()

    async def lines(self, number):
        """The bodies that have come, once there are so many."""
        while len(self.bodies) < number:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 5)
        return self.bodies

    @property
    def bodies(self):
        """Everything but the start."""
        return [message["body"] for message in self.heard if message.get("body")]

    async def _receive(self):
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        self.heard.append(message)
        self._news.set()


def test_what_happens_after_the_greeting_is_heard_by_all():
    """Each listener gets every event as one line of JSON, in order."""

    async def run():
        coach = FakeSteering()
        stream = EventStream(coach, asyncio.Event(), OPERATION)
        both = [EventListener(stream), EventListener(stream)]
        for listener in both:
            await listener.lines(1)
        coach.emit({"event": "due", "text": "one\ntwo\u2028three"})
        coach.emit({"event": "spoken"})
        heard = [await listener.lines(3) for listener in both]
        coach.end()
        for listener in both:
            await asyncio.wait_for(listener.task, 5)
        return heard, both[0].heard[0], both[0].heard[-1], coach.listeners

    heard, start, end, listeners = asyncio.run(run())
    assert (
        heard
        == [
            [
                b": listening\n\n",
                b'data: {"event": "due", "text": "one\\ntwo\\u2028three"}\n\n',
                b'data: {"event": "spoken"}\n\n',
            ]
        ]
        * 2
    )
    assert (b"content-type", b"text/event-stream") in start["headers"]
    assert (end, listeners) == ({"type": "http.response.body"}, 0)


def test_a_client_that_leaves_leaves_nothing_behind():
    """After a listener has left, the coach keeps no queue and no task for it."""

    async def run():
        coach = FakeSteering()
        listener = EventListener(EventStream(coach, asyncio.Event(), OPERATION))
        await listener.lines(1)
        listener.leave()
        await asyncio.wait_for(listener.task, 5)
        return coach.listeners, len(asyncio.all_tasks())

    assert asyncio.run(run()) == (0, 1)


def test_silence_is_broken_now_and_then(monkeypatch):
    """A comment is sent now and then, so that a quiet coach is not taken for a dead one."""
    monkeypatch.setattr(events, "KEEP_ALIVE", 0.01)

    async def run():
        listener = EventListener(EventStream(FakeSteering(), asyncio.Event(), OPERATION))
        heard = await listener.lines(3)
        listener.leave()
        await listener.task
        return heard[:3]

    assert asyncio.run(run()) == [b": listening\n\n", b": still here\n\n", b": still here\n\n"]


def test_no_listener_is_woken_more_often_than_every_half_minute():
    """A listener is woken at most every half minute, to let the machine sleep."""
    assert events.KEEP_ALIVE >= 30


def test_too_many_listeners_are_refused_and_a_place_becomes_free():
    """Too many listeners are refused, until one of them leaves."""

    async def run():
        stream = EventStream(FakeSteering(), asyncio.Event(), OPERATION)
        many = [EventListener(stream) for _ in range(MOST_LISTENERS)]
        for listener in many:
            await listener.lines(1)
        refused = EventListener(stream)
        refusal = (await asyncio.gather(refused.task, return_exceptions=True))[0]
        many[0].leave()
        await many[0].task
        late = EventListener(stream)
        heard = await late.lines(1)
        for listener in [*many, late]:
            listener.leave()
            await listener.task
        return refusal, heard

    refusal, heard = asyncio.run(run())
    assert isinstance(refusal, RequestRefused)
    assert (refusal.status, refusal.code, heard) == (503, "too-many", [b": listening\n\n"])


def test_the_end_of_the_server_ends_the_stream():
    """The stream ends with the server, even if the coach goes on."""

    async def run():
        closing = asyncio.Event()
        listener = EventListener(EventStream(FakeSteering(), closing, OPERATION))
        await listener.lines(1)
        closing.set()
        await asyncio.wait_for(listener.task, 5)
        return listener.heard[-1]

    assert asyncio.run(run()) == {"type": "http.response.body"}
