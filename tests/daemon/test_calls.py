"""How a person is called: by a voice, a chime or a notification, on virtual time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from coach.api.steering import Action
from coach.clock import VirtualClock
from coach.daemon import actions as actions_module
from coach.daemon.actions import DayActions
from coach.daemon.processes import SpeakingTask
from coach.daemon.renderings import Renderings
from coach.daemon.running_session import RunningSession
from coach.day.model import Announce, Withdraw
from coach.home import Home
from coach.plan.model import Occurrence, RoutineSummary
from coach.timeline.english import ENGLISH
from daemon_harness import at

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


NECK = Occurrence(NOON, "neck", "desk-neck")


ANNOUNCE = Announce((NECK,), RoutineSummary("Desk neck", 360.0))


class Fakes:
    """A voice and a desktop that write down what they do; the voice waits for `may_speak`."""

    def __init__(self):
        self.did = []
        self.may_speak = asyncio.Event()

    def for_sentence(self, task, _due):
        """The process that says it."""
        return task

    def cut_short(self, _task):
        """It has said what it had to say."""

    async def say(self, task, _due, begun):
        """Say it, once it may."""
        await self.may_speak.wait()
        self.did.append(("said", task.request["text"]))
        begun.set()

    async def end(self):
        """Nothing is being said."""

    async def announce(self, reminder, title, message, _buttons):
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


class FakeJournal:
    """A journal that takes everything."""

    def append(self, _event):
        """Take it."""


@pytest.fixture
def story(tmp_path, monkeypatch):
    """Run a story with actions whose voice and desktop are fakes."""

    def run(tell):
        async def reported():
            fakes = Fakes()
            monkeypatch.setattr(actions_module, "SpeakingProcesses", lambda *_: fakes)
            home = Home(config=tmp_path, data=tmp_path, cache=tmp_path, state=tmp_path)
            actions = DayActions(
                home,
                VirtualClock(NOON),
                FakeJournal(),
                notifications=fakes,
                on_event=lambda _: None,
                on_session_over=lambda _outcome, _fault: None,
                is_locked=AsyncMock(return_value=False),
            )
            await tell(actions, fakes)
            return fakes.did

        return asyncio.run(reported())

    return run


TEXT = "Desk neck, six minutes. Press begin, or say later."


SAID = ("said", TEXT)


SHOWN = ("shown", "neck", "Desk neck", TEXT)


def test_the_voice_has_its_word_before_a_desktop_is_asked(story):
    """The voice begins before the desktop is asked to show a notification."""

    async def tell(actions, fakes):
        actions.perform([ANNOUNCE])
        await all_done()
        assert fakes.did == []
        fakes.may_speak.set()
        await all_done()

    assert story(tell) == [SAID, SHOWN]


def test_a_voice_that_hangs_does_not_keep_the_notification(story, monkeypatch):
    """If the voice hangs, the notification is still shown, a little later."""
    monkeypatch.setattr(actions_module, "VOICE_FIRST", 0.0)

    async def tell(actions, _):
        actions.perform([ANNOUNCE])
        await all_done()

    assert story(tell) == [SHOWN]


def test_what_is_announced_outlasts_the_notification_of_what_was_spoken(story, monkeypatch):
    """The time for `done` of the last one does not cut short an announcement that has just begun."""
    monkeypatch.setattr(actions_module, "OFFERED_SECONDS", 0.01)

    async def tell(actions, fakes):
        actions._show_done(RunningSession(None, "desk-neck", ANNOUNCE.summary, (NECK,)), "Done?")
        actions.perform([ANNOUNCE])
        await asyncio.sleep(0.03)
        fakes.may_speak.set()
        await all_done()

    assert story(tell) == [("shown", "neck", "Desk neck", "Done?"), SAID, SHOWN]


def test_what_was_answered_meanwhile_is_not_shown(story):
    """An announcement that was answered in the meantime is not shown."""

    async def tell(actions, fakes):
        actions.perform([ANNOUNCE])
        await all_done()
        actions.perform([Withdraw(NECK)])
        fakes.may_speak.set()
        await all_done()

    assert story(tell) == [("taken back", "neck"), SAID]


def test_notifications_are_withdrawn_at_the_end(story):
    """Notifications are withdrawn when the coach ends, as their buttons would do nothing."""

    async def tell(actions, fakes):
        fakes.may_speak.set()
        actions.perform([ANNOUNCE])
        await all_done()
        await actions.close()

    assert story(tell) == [SAID, SHOWN, ("taken back", "neck")]


def test_where_the_sound_is_off_a_notification_replaces_it(harness_of):
    """Where the sound is off, a notification replaces it, and the record says that nothing was heard."""
    harness = harness_of(at(9, 10), at(9, 30, id="neck", routine="neck"))
    harness.audible = "no"

    async def life(_daemon):
        await harness.until(9, 31)

    harness.live(life)
    assert harness.notified[0] == ("sip", "A sip", ENGLISH.calls.is_silent, ["done"])
    assert calls_in(harness) == ([("neck", "voice", "no")], 0)


def calls_in(harness):
    """How each call was made and whether it was heard, and how many sessions were led."""
    trees = [data for _, _, data in harness.recorded("reminder")]
    called = [(each["reminder"], each["how"], each["heard"]) for each in trees if each["ruling"] == "called"]
    return called, sum(each["ruling"] == "led" for each in trees)


def test_what_was_only_spoken_can_be_confirmed_by_a_button(harness_of):
    """The button Done is offered for a quarter of an hour after a routine that was only spoken."""
    harness = harness_of(at(9, 10))

    async def life(_daemon):
        await harness.until(9, 30)

    harness.live(life)
    assert harness.notified == [("sip", "A sip", "Press done if you did it.", ["done"])]


def test_a_chime_calls_without_a_voice_and_waits(harness_of, monkeypatch):
    """A chime is prepared ahead and played without words; nothing is led before the person begins."""
    harness = harness_of(
        at(9, 10, how="chime", volume=0.4), at(9, 30, id="neck", routine="neck", how="chime")
    )

    def chime_of(_home, call):
        return SpeakingTask((), {"text": f"{call.sound} at {call.volume}"}, Path("bell"))

    monkeypatch.setattr(actions_module, "chime_task", chime_of)

    async def life(daemon):
        await harness.until(9, 31)
        assert [each.what for each in harness.started] == ["bell at 0.4", "bell at None"]
        await daemon.act(Action("begin", reminder="sip"))
        await harness.until(9, 32)

    harness.live(life)
    assert harness.notified == [
        ("sip", "A sip", "Less than a minute.", ["done", "begin", "later", "skip"]),
        ("neck", "Neck", "It takes about 7 min.", ["begin", "later", "skip"]),
    ]
    led = harness.started[-1].task
    assert led.request["routine"].endswith("sip.yaml")
    assert ("--volume", "0.4") in pairwise(led.arguments)
    assert calls_in(harness) == ([("sip", "chime", "yes"), ("neck", "chime", "yes")], 0)


def test_a_rendering_is_played_at_the_volume_of_its_reminder(harness_of, monkeypatch):
    """A rendering is played with its reminder's own volume, and at volume 0 not at all."""
    harness = harness_of(at(9, 10, volume=0.4), at(9, 20, id="usual"), at(9, 30, id="silent", volume=0.0))
    monkeypatch.setattr(Renderings, "of_routine", lambda *_: Path("sip.rendering"))

    async def life(_daemon):
        await harness.until(9, 31)

    harness.live(life)
    played = [(each.task.rendering, each.task.gain) for each in harness.started]
    assert played == [(Path("sip.rendering"), 0.5), (Path("sip.rendering"), 1.0), (None, 1.0)]


def test_a_notification_calls_without_a_process(harness_of):
    """If a notification cannot be shown, nobody counts as called, and nothing is spoken instead."""
    harness = harness_of(at(9, 10, how="notify"))

    async def life(_daemon):
        await harness.until(9, 31)

    harness.live(life)
    assert harness.started == []
    assert harness.notified == [("sip", "A sip", "Less than a minute.", ["done", "begin", "later", "skip"])]
    assert calls_in(harness) == ([("sip", "notify", "no")], 0)


@pytest.mark.parametrize(
    ("audible", "volume", "expected"),
    [
        ("yes", 0.5, (["bell at 0.5"], [])),
        ("no", 0.5, (["bell at 0.5"], ["In 27 seconds: A sip."])),
        ("yes", 0.0, ([], ["In 30 seconds: A sip."])),
    ],
)
def test_a_notice_is_a_chime_or_else_a_notification(harness_of, monkeypatch, audible, volume, expected):
    """The notice before a routine is a chime, or a notification if the chime cannot be heard."""
    harness = harness_of(at(9, 10, volume=volume), notice=30.0)
    harness.audible = audible

    def chime_of(_home, call):
        return SpeakingTask((), {"chime": f"{call.sound} at {call.volume}"}, None)

    monkeypatch.setattr(actions_module, "chime_task", chime_of)

    async def life(_daemon):
        await harness.until(9, 9, 50)

    harness.live(life)
    assert ([row[1] for row in harness.happened if row[0] == "begin"], harness.notified) == expected
