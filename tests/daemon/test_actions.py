"""How effects are carried out: batches, faults and pauses, on virtual time."""

from __future__ import annotations

import asyncio
import json
import signal
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import pairwise
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from coach.api.steering import Action
from coach.clock import VirtualClock
from coach.daemon import actions as actions_module
from coach.daemon import daemon as daemon_module
from coach.daemon import other_sessions
from coach.daemon.actions import DayActions
from coach.daemon.processes import SpeakingTask
from coach.daemon.renderings import Renderings
from coach.daemon.running_session import RunningSession
from coach.daemon.session_leader import LONGEST_PAUSE
from coach.daemon.speakers import DUCKING
from coach.day.model import Announce, Withdraw
from coach.home import Home
from coach.journal.sessions import SessionProcess
from coach.journal.store import Journal
from coach.plan.model import Occurrence, RoutineSummary
from coach.timeline.english import ENGLISH
from daemon_harness import DaemonHarness, at


@pytest.fixture
def harness_of(monkeypatch):
    """A stage with these reminders."""

    def of(*reminders, **plan):
        harness = DaemonHarness(monkeypatch, *reminders, **plan)
        monkeypatch.setattr(daemon_module, "file_stamp", lambda _path: harness.stamp)
        return harness

    return of


def rulings(harness):
    """What the journal says of the reminders: who, what and why."""
    with Journal.open_to_read(harness.home.journal, harness.clock) as journal:
        rows = journal.rows("SELECT data FROM events WHERE kind = 'reminder' ORDER BY seq")
    trees = [json.loads(data) for (data,) in rows]
    return [(tree["reminder"], tree["ruling"], tree.get("reason", "")) for tree in trees]


def test_a_batch_is_led_one_after_the_other_each_routine_once(harness_of):
    """Each routine of a batch is led once: the first when it is due, the next right after it."""
    harness = harness_of(at(9, 10), at(9, 10, id="sips", routine="sip"), at(9, 10, id="sit", routine="sit"))

    async def life(_daemon):
        await harness.until(9, 11)

    harness.live(life)
    assert [row[:2] for row in harness.happened] == [("begin", "sip.yaml"), ("begin", "sit.yaml")]
    assert [row[2].replace(microsecond=0) for row in harness.happened] == [time(9, 10), time(9, 10, 2)]
    assert rulings(harness) == [
        ("sip", "speak", ""),
        ("sips", "skip", "merged"),
        ("sit", "skip", "merged"),
        ("sip", "ended", "completed"),
    ]


def test_an_announcement_is_made_ready_with_all_its_titles(harness_of):
    """An announcement is prepared with all its titles, spoken when it is due, and begins all its routines."""
    harness = harness_of(at(9, 10, begin="ask"), at(9, 10, id="sit", routine="sit"))

    async def life(daemon):
        await harness.until(9, 10, 30)
        assert daemon.status()["announced"]["title"] == "A sip, Sitting"
        await daemon.act(Action("begin"))
        await harness.until(9, 11)

    harness.live(life)
    what = "A sip, Sitting, one minute. Press begin, or say later."
    assert harness.happened[0] == ("begin", what, time(9, 10))
    assert [row[1] for row in harness.happened] == [what, "sip.yaml", "sit.yaml"]
    assert [speaker.what for speaker in harness.started].count(what) == 1


def test_what_is_left_of_an_announcement_is_shown(harness_of):
    """Once one of two that were announced together is done, the notification names the other alone."""
    harness = harness_of(at(9, 10, begin="ask"), at(9, 10, id="sit", routine="sit"))

    async def life(daemon):
        await harness.until(9, 10, 30)
        await daemon.act(Action("done", reminder="sip"))
        await harness.until(9, 10, 31)
        assert daemon.status()["announced"]["title"] == "Sitting"

    harness.live(life)
    first, rest = harness.notified
    assert first[:2] == ("sip", "A sip, Sitting")
    assert rest == ("sit", "Sitting", "Less than a minute.", ["begin", "later", "skip"])


def test_a_private_voice_names_nothing(harness_of):
    """With a private voice no announcement names its routine aloud, not even when it is said again."""
    reminders = (at(9, 10, begin="ask"), at(9, 16, id="neck", routine="neck", missed="once"))
    harness = harness_of(*reminders, private_voice=True)

    async def life(_daemon):
        await harness.until(10, 30)

    harness.live(life)
    spoken = [what for did, what, *_ in harness.happened if did == "begin"]
    assert len(spoken) >= 3
    assert set(spoken) == {"Time for your routine."}
    assert [title for _, title, *_ in harness.notified][:2] == ["A sip", "Neck"]


def test_a_session_that_cannot_be_followed_does_not_end_the_day(harness_of):
    """A session that cannot be followed is killed and noted as failed, and the next reminder is led."""
    harness = harness_of(at(9, 10), at(9, 20, id="later"))

    async def breaks(_speaker):
        harness.ends = None
        raise ValueError("Separator is found, but chunk is longer than limit")

    harness.ends = breaks

    async def life(_daemon):
        await harness.until(9, 21)

    harness.live(life)
    assert [row[:2] for row in harness.happened] == [
        ("begin", "sip.yaml"),
        ("kill", "sip.yaml"),
        ("begin", "sip.yaml"),
    ]
    assert rulings(harness) == [
        ("sip", "speak", ""),
        ("sip", "failed", "failed"),
        ("later", "speak", ""),
        ("later", "ended", "completed"),
    ]


def test_a_session_that_the_stopping_coach_ends_has_not_failed(harness_of):
    """A session that the stopping coach ends before it begins is not noted as failed."""
    harness = harness_of(at(9, 10))

    async def ended_early(speaker):
        await speaker._over.wait()
        return 0

    harness.ends = ended_early

    async def life(_daemon):
        await harness.until(9, 10, 1)

    harness.live(life)
    assert rulings(harness) == [("sip", "speak", ""), ("sip", "ended", "stopped")]


def test_a_session_that_was_paused_and_forgotten_is_ended(harness_of):
    """A session that was paused and forgotten is ended after half an hour, so that reminders go on."""
    harness = harness_of(at(9, 10), at(11, 0, id="later"))

    async def is_paused(speaker):
        harness.ends = None
        speaker.tell(event="session-started", session="s")
        speaker.tell(event="paused", session="s")
        await speaker._over.wait()
        speaker.tell(event="session-ended", session="s", outcome="stopped")
        return 0

    harness.ends = is_paused

    async def life(daemon):
        await harness.until(9, 12)
        assert daemon.status()["session"]["paused"]
        await asyncio.sleep(LONGEST_PAUSE - 180.0)
        assert daemon.status()["session"]["paused"]
        await asyncio.sleep(180.0)
        assert daemon.status()["session"] is None
        await harness.until(11, 1)

    harness.live(life)
    assert [row[1] for row in rulings(harness)] == ["speak", "led", "ended", "speak", "ended"]
    assert ("end", "sip.yaml") in harness.happened


def test_what_is_said_before_a_session_listens_is_sent_once_it_does(harness_of):
    """Commands given before a session listens are sent as soon as it does."""
    harness = harness_of(at(9, 10, routine="neck"))

    async def heard(speaker):
        for command in ("pause", "resume"):
            await daemon_of(harness).act(Action("session", session=command))
        assert [row for row in harness.happened if row[0] == "send"] == []
        speaker.tell(event="session-started", session="s")
        await daemon_of(harness).act(Action("session", session="stop"))
        speaker.tell(event="session-ended", session="s", outcome="stopped")
        return 0

    harness.ends = heard

    async def life(daemon):
        harness.daemon = daemon
        await harness.until(9, 10, 30)
        await daemon.act(Action("begin"))
        await harness.until(9, 11)

    harness.live(life)
    assert [row[2] for row in harness.happened if row[0] == "send"] == ["pause", "resume", "stop"]


def daemon_of(harness):
    """The daemon that lives on it."""
    return harness.daemon


def test_who_is_led_by_another_process_can_be_stopped_from_here(harness_of, monkeypatch):
    """A session of another process can be stopped by a signal; any other command is refused."""
    harness = harness_of(at(11, 0))
    killed, others = [], [SessionProcess("s", "Desk neck", 4711, "desk-neck")]
    monkeypatch.setattr(other_sessions.os, "kill", lambda pid, number: killed.append((pid, number)))
    monkeypatch.setattr(other_sessions, "running_sessions", lambda _journal, _processes: others)

    async def life(daemon):
        answers = [await daemon.act(Action("session", session=each)) for each in ("pause", "stop")]
        others.clear()
        answers.append(await daemon.act(Action("session", session="stop")))
        assert [(each.ok, each.sentence) for each in answers] == [
            (False, "Desk neck was started by another process; from here it can only be stopped."),
            (True, "Stopped."),
            (False, "No routine is running."),
        ]

    harness.live(life)
    assert killed == [(4711, signal.SIGTERM)]


def test_what_is_shown_says_nothing_of_pain(harness_of):
    """The lines that are shown have steps and outcomes, and never an answer about pain."""
    harness = harness_of(at(9, 10, routine="sip"))

    async def ends(speaker):
        speaker.tell(event="step-started", at="2026-11-02T09:10:00+00:00", session="s", step=0, name="Sip")
        speaker.tell(event="answered", session="s", question="pain", pain=7, hurts=True)
        speaker.tell(event="session-ended", session="s", outcome="stopped")
        return 0

    harness.ends = ends

    async def life(_daemon):
        await harness.until(9, 11)

    harness.live(life)
    assert [line.rpartition("  ")[2] for line in harness.shown[1:5]] == [
        "step-started 1", "answered", "session-ended: stopped", "A sip: stopped",
    ]  # fmt: skip
    assert not any("7" in line for line in harness.shown if "answered" in line)


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
        async def told():
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

        return asyncio.run(told())

    return run


class FakePlayers:
    """One player that plays."""

    def __init__(self):
        self.did = []

    def pause(self):
        """Paused."""
        self.did.append("pause")
        return ("tape",)

    def resume(self, paused):
        """It goes on."""
        self.did.append(("resume", paused))


@pytest.mark.parametrize(
    ("media", "expected"), [("pause", ["pause", ("resume", ("tape",))]), ("leave", []), ("duck", [])]
)
def test_what_plays_is_paused_while_a_routine_is_led(harness_of, monkeypatch, media, expected):
    """Media players are paused while a routine is led, or our sound is marked, as the plan says."""

    async def at_once(function, *arguments):
        return function(*arguments)

    monkeypatch.setattr(asyncio, "to_thread", at_once)  # virtual time knows no threads
    harness = harness_of(at(9, 10))
    harness.resolved = replace(harness.resolved, plan=replace(harness.resolved.plan, media=media))
    harness.players = FakePlayers()

    async def life(_daemon):
        await harness.until(9, 12)

    harness.live(life)
    assert harness.players.did == expected
    variables = DUCKING if media == "duck" else {}
    assert [speaker.task.variables for speaker in harness.started] == [variables]


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


def test_what_stands_is_taken_back_at_the_end(story):
    """Notifications are withdrawn when the coach ends, as their buttons would do nothing."""

    async def tell(actions, fakes):
        fakes.may_speak.set()
        actions.perform([ANNOUNCE])
        await all_done()
        await actions.close()

    assert story(tell) == [SAID, SHOWN, ("taken back", "neck")]


def test_who_began_a_session_is_recorded_with_it(harness_of):
    """A session records for each occurrence whether the coach or the person began it."""
    harness = harness_of(at(9, 10), at(9, 30, id="neck", routine="neck"))

    async def begins(speaker):
        if speaker.what.endswith(".yaml"):
            speaker.tell(event="session-started", session=speaker.what)
            speaker.tell(event="session-ended", session=speaker.what, outcome="completed")
        return 0

    harness.ends = begins

    async def life(daemon):
        await harness.until(9, 31)
        await daemon.act(Action("begin"))
        await harness.until(9, 32)

    harness.live(life)
    with Journal.open_to_read(harness.home.journal, harness.clock) as journal:
        rows = journal.rows("SELECT session, data FROM events WHERE kind = 'reminder' AND session != ''")
    found = [(session, json.loads(data)) for session, data in rows]
    assert [(session, tree["reminder"], tree["ruling"], tree["begun"]) for session, tree in found] == [
        ("sip.yaml", "sip", "led", "coach"),
        ("neck.yaml", "neck", "led", "person"),
    ]


def test_where_the_sound_is_off_a_notification_stands_in(harness_of):
    """Where the sound is off, a notification stands in, and the record says that nothing was heard."""
    harness = harness_of(at(9, 10), at(9, 30, id="neck", routine="neck"))
    harness.audible = "no"

    async def life(_daemon):
        await harness.until(9, 31)

    harness.live(life)
    assert harness.notified[0] == ("sip", "A sip", ENGLISH.calls.is_silent, ["done"])
    with Journal.open_to_read(harness.home.journal, harness.clock) as journal:
        rows = journal.rows("SELECT data FROM events WHERE kind = 'reminder'")
    called = [tree for (data,) in rows if (tree := json.loads(data))["ruling"] == "called"]
    assert {(tree["reminder"], tree["heard"]) for tree in called} == {("neck", "no")}


def calls_in(harness):
    """How each call was made and whether it was heard, and how many sessions were led."""
    with Journal.open_to_read(harness.home.journal, harness.clock) as journal:
        rows = journal.rows("SELECT data FROM events WHERE kind = 'reminder'")
    trees = [json.loads(data) for (data,) in rows]
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
