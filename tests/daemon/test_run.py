"""A press on the desktop, and what it does to the day."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from coach.daemon.run import _follow


class FakeDaemon:
    """A day with something announced, or nothing."""

    def __init__(self, announced):
        self._announced = announced
        self.actions = []

    def status(self):
        """Its status."""
        return {"announced": self._announced}

    async def act(self, action):
        """Note it; nothing is announced any more."""
        self.actions.append(action.name)
        self._announced = None


def pressed(announced, *presses):
    """What the daemon was asked to do, with that announced, after those presses."""

    async def story():
        choices, daemon = asyncio.Queue(), FakeDaemon(announced)
        for press in presses:
            choices.put_nowait(press)
        with suppress(TimeoutError):
            await asyncio.wait_for(_follow(choices, daemon), 0.01)
        return daemon.actions

    return asyncio.run(story())


def test_each_button_means_its_action():
    """Start begins, Later puts off, Skip leaves out."""
    neck = {"reminder": "neck"}
    told = [pressed(neck, ("neck", choice)) for choice in ("start", "later", "skip")]
    assert told == [["begin"], ["later"], ["skip"]]


def test_a_press_that_comes_too_late_means_nothing_to_what_is_announced_now():
    """Another reminder waits, or none; and a second press of the same."""
    assert pressed({"reminder": "water"}, ("neck", "start")) == []
    assert pressed(None, ("neck", "start")) == []
    assert pressed({"reminder": "neck"}, ("neck", "skip"), ("neck", "start")) == ["skip"]
