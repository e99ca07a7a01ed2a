"""A press on the desktop, and what it does to the day."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from coach.api.steering import Answer
from coach.daemon.run import _follow


class FakeDaemon:
    """A daemon that notes what it is asked to do."""

    def __init__(self):
        self.actions = []
        self.shown = []

    async def act(self, action):
        """Note it."""
        self.actions.append((action.name, action.reminder))
        if action.reminder == "fault":
            raise RuntimeError("odd")
        question = "Why?" if action.name == "skip" else ""
        is_allowed = action.name != "later"
        return Answer(is_allowed, "No." if not is_allowed else "Done.", question, action.reminder)

    async def notify(self, _title, message):
        """Note what is shown."""
        self.shown.append(message)


def pressed(*presses):
    """What the daemon was asked to do after those presses, and what was shown to the person."""

    async def story():
        choices, daemon = asyncio.Queue(), FakeDaemon()
        for press in presses:
            choices.put_nowait(press)
        with suppress(TimeoutError):
            await asyncio.wait_for(_follow(choices, daemon, daemon), 0.01)
        return daemon.actions, daemon.shown

    return asyncio.run(story())


def test_each_button_means_its_action():
    """Each button sends its action for its own reminder; a question is shown, and a refusal."""
    actions, shown = pressed(*(("neck", choice) for choice in ("begin", "later", "skip")))
    assert actions == [("begin", "neck"), ("later", "neck"), ("skip", "neck")]
    assert shown == ["No.", "Why? coach skip neck --because busy|pain|tired|place|other"]


def test_a_press_that_fails_does_not_end_the_others():
    """Whatever goes wrong with one press, the next one is carried out."""
    actions, shown = pressed(("fault", "begin"), ("neck", "begin"))
    assert (actions, shown) == ([("begin", "fault"), ("begin", "neck")], [])
