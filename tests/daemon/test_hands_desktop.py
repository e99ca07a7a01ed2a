"""What waits is said first and shown then; whatever a desktop does, the voice has its word."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from coach.clock import VirtualClock
from coach.daemon import hands as hands_module
from coach.daemon.hands import DayHands
from coach.daemon.port import Known
from coach.home import Home
from coach.plan.model import Occurrence

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NECK = Occurrence(NOON, "neck", "desk-neck")
KNOWN = Known("Desk neck", 360.0)


class Fakes:
    """A voice and a desktop that write down what they do; the voice waits for `may_speak`."""

    def __init__(self):
        self.did = []
        self.may_speak = asyncio.Event()

    async def say(self, text, _settings, _due, begun):
        """Say it, once it may."""
        await self.may_speak.wait()
        self.did.append(("said", text))
        begun.set()

    async def end(self):
        """Nothing is being said."""

    async def announce(self, reminder, title, message):
        """Show it."""
        self.did.append(("shown", reminder, title, message))
        return True

    async def withdraw(self, reminder):
        """Show it no more."""
        self.did.append(("taken back", reminder))


async def all_done():
    """Whatever can be done now is done."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def story(tmp_path, monkeypatch):
    """Run a story with hands whose voice and desktop are fakes."""

    def run(tell):
        async def told():
            fakes = Fakes()
            monkeypatch.setattr(hands_module, "Speakers", lambda *_: fakes)
            home = Home(config=tmp_path, data=tmp_path, cache=tmp_path, state=tmp_path)
            hands = DayHands(
                home, VirtualClock(NOON), None, look=lambda: None, desktop=fakes, told=lambda _: None
            )
            plan = SimpleNamespace(voice=None)
            hands.day = SimpleNamespace(programme=SimpleNamespace(plan=plan))
            await tell(hands, fakes)
            return fakes.did

        return asyncio.run(told())

    return run


SAID = ("said", "Desk neck, six minutes.")
SHOWN = ("shown", "neck", "Desk neck", "Desk neck, six minutes.")


def test_the_voice_has_its_word_before_a_desktop_is_asked(story):
    """A library that is loaded, or a desktop that stalls everything, comes after the first word."""

    async def tell(hands, fakes):
        hands.announce(NECK, KNOWN)
        await all_done()
        assert fakes.did == []
        fakes.may_speak.set()
        await all_done()

    assert story(tell) == [SAID, SHOWN]


def test_a_voice_that_hangs_does_not_keep_the_notification(story, monkeypatch):
    """It is shown all the same, a little later."""
    monkeypatch.setattr(hands_module, "VOICE_FIRST", 0.0)

    async def tell(hands, _):
        hands.announce(NECK, KNOWN)
        await all_done()

    assert story(tell) == [SHOWN]


def test_what_was_answered_meanwhile_is_not_shown(story):
    """By voice or by a command, before the desktop's turn."""

    async def tell(hands, fakes):
        hands.announce(NECK, KNOWN)
        await all_done()
        hands.withdraw()
        fakes.may_speak.set()
        await all_done()

    assert story(tell) == [("taken back", "neck"), SAID]


def test_what_stands_is_taken_back_at_the_end(story):
    """Its buttons would be heard by nobody."""

    async def tell(hands, fakes):
        fakes.may_speak.set()
        hands.announce(NECK, KNOWN)
        await all_done()
        await hands.close()

    assert story(tell) == [SAID, SHOWN, ("taken back", "neck")]
