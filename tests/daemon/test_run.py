"""A press on the desktop, and what it does to the day."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from coach.daemon.run import _follow


class FakeDaemon:
    """A daemon that notes what it is asked to do."""

    def __init__(self):
        self.actions = []

    async def act(self, action):
        """Note it."""
        self.actions.append((action.name, action.reminder))


def pressed(*presses):
    """What the daemon was asked to do after those presses."""

    async def story():
        choices, daemon = asyncio.Queue(), FakeDaemon()
        for press in presses:
            choices.put_nowait(press)
        with suppress(TimeoutError):
            await asyncio.wait_for(_follow(choices, daemon), 0.01)
        return daemon.actions

    return asyncio.run(story())


def test_each_button_means_its_action():
    """Each button sends its action for the routine of its own reminder."""
    told = pressed(*(("neck", choice) for choice in ("begin", "later", "skip")))
    assert told == [("begin", "neck"), ("later", "neck"), ("skip", "neck")]
