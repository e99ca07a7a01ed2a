"""Safety texts that stay as notifications until they were read.

Changes that mutation finds unnoticed and that change nothing: None for False; what would be said of the
notice of a session, which chimes for itself.
"""

from __future__ import annotations

import asyncio

import pytest

from coach.api.steering import Answer
from coach.daemon.call_texts import Sentence
from coach.daemon.until_read import MOST_TIMES, SESSION, SafetyText, UntilRead
from coach.timeline.words import words_for

STOP = SafetyText("Stop.", print, Sentence("Stop."))


class Coach:
    """What is shown and said, and what was read."""

    def __init__(self):
        self.did, self.rounds = [], 0
        self.until_read = UntilRead(self, self.start, self.say, self.sleep)
        self.tasks = []

    def start(self, work):
        """Run it beside the others."""
        self.tasks.append(asyncio.ensure_future(work))

    async def announce(self, key, title, text, buttons):
        """Show it."""
        self.did.append(("shown", key, title, text, *buttons))

    async def withdraw(self, key):
        """Show it no more."""
        self.did.append(("withdrawn", key))

    async def say(self, text):
        """Try to say it."""
        self.did.append(("said", text))

    async def sleep(self, seconds):
        """Half a minute passes; after the second one the person reads the text."""
        assert seconds == 30.0
        self.rounds += 1
        if self.rounds == 3:
            self.until_read.read("note")


@pytest.fixture
def coach():
    """Runs what these calls begin; gives what was done."""

    def run(*calls):
        async def whole():
            it = Coach()
            for call in calls:
                call(it)
                for task in it.tasks:
                    await task
                it.tasks.clear()
            return it

        return asyncio.run(whole())

    return run


def test_a_text_is_said_again_until_it_was_read(coach):
    """The notification is withdrawn by the press, and what follows from it is done."""
    read = []
    shown = SafetyText("Notruf. U.", lambda: read.append("read"), Sentence("Notruf.", "de"))
    it = coach(lambda it: it.until_read.show("note", "Coach", shown, is_said=True))
    assert it.did == [
        ("shown", "note", "Coach", "Notruf. U.", ("read", "Gelesen")),
        ("said", Sentence("Notruf.", "de")),
        ("said", Sentence("Notruf.", "de")),
        ("withdrawn", "note"),
    ]
    assert (read, it.until_read.texts) == (["read"], [])


def test_the_voice_gives_up_but_the_notification_stays(coach):
    """After ten minutes nothing sounds any more."""
    it = coach(lambda it: it.until_read.show("other", "Coach", STOP, is_said=True))
    assert it.did.count(("said", Sentence("Stop."))) == MOST_TIMES
    assert it.until_read.texts == ["Stop."]


def test_everything_but_what_a_session_waits_for_is_read_at_once(coach):
    """All but the notice of a session, acknowledged where it is shown, is read as by `coach flags`."""
    answers = []
    it = coach(
        lambda it: it.until_read.show_notice("Neck", ["Gently."], print),
        lambda it: it.until_read.show(
            "note", "Coach", SafetyText("Stop.", lambda: None, Sentence("Stop.")), is_said=False
        ),
        lambda it: answers.append(it.until_read.read("")),
        lambda it: answers.append(it.until_read.read("")),
        lambda it: answers.append(it.until_read.read("gone")),
    )
    nothing = Answer(ok=False, sentence="Nothing is waiting to be read.")
    assert answers == [Answer(ok=True, sentence="Marked as read."), nothing, nothing]
    assert it.until_read.texts == [f"Gently. {words_for('en').calls.how_to_go_on}"]


def test_the_notice_of_a_session_can_be_read_in_the_notification(coach):
    """The session goes on then, and nothing is shown any longer."""
    read = []
    it = coach(
        lambda it: it.until_read.show_notice("Neck", ["Gently."], lambda: read.append("read")),
        lambda it: it.until_read.read(SESSION),
    )
    assert (read, it.did[1:], it.until_read.texts) == (["read"], [("withdrawn", SESSION)], [])


def test_the_notice_of_a_session_is_withdrawn_when_it_waits_no_longer(coach):
    """The session chimes for itself; closing withdraws whatever is left."""
    it = coach(
        lambda it: it.until_read.show_notice("Neck", ["Doucement."], print, "fr"),
        lambda it: it.until_read.show_notice("Neck", [], print),
        lambda it: it.until_read.show_notice("Neck", [], print),
        lambda it: it.until_read.show("note", "Coach", STOP, is_said=False),
        lambda it: it.until_read.close(),
    )
    assert it.did == [
        ("shown", SESSION, "Neck", f"Doucement. {words_for('fr').calls.how_to_go_on}", ("read", "J'ai lu")),
        ("withdrawn", SESSION),
        ("shown", "note", "Coach", "Stop.", ("read", "I have read it")),
        ("withdrawn", "note"),
    ]
