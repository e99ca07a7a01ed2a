"""How effects are carried out: batches, faults and pauses, on virtual time."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import replace
from datetime import time

import pytest

from coach.api.steering import Action
from coach.daemon import other_sessions
from coach.daemon.session_leader import LONGEST_PAUSE
from coach.daemon.speakers import DUCKING, VOICE_FAILED
from coach.journal.sessions import SessionProcess
from daemon_harness import at


def rulings(harness):
    """What the journal says of the reminders: who, what and why."""
    trees = [data for _, _, data in harness.recorded("reminder")]
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


@pytest.mark.parametrize(
    ("begin", "voice", "code", "has_failed"),
    [
        ("now", "piper/joe@150", 0, False),
        ("now", "piper/joe@150, then espeak/en-gb@150", 0, True),
        ("now", "espeak/en-gb@150, 3 of 9 by tones", 0, True),
        ("ask", "", 4, True),
        ("ask", "", 0, False),
    ],
)
def test_the_status_says_that_a_voice_has_failed(harness_of, begin, voice, code, has_failed):
    """After a session in which another voice took over, or an announcement that no voice could speak."""
    harness = harness_of(at(9, 10, begin=begin))
    problems = []

    async def ends(speaker):
        await asyncio.sleep(3.0)
        speaker.tell(event="session-ended", session="s", outcome="completed", voice=voice)
        return code

    async def life(daemon):
        harness.ends = ends
        await harness.until(9, 10, 30)
        problems.extend(daemon.status()["problems"])

    harness.live(life)
    assert problems == [VOICE_FAILED] * has_failed


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
            await harness.daemon.act(Action("session", session=command))
        assert [row for row in harness.happened if row[0] == "send"] == []
        speaker.tell(event="session-started", session="s")
        await harness.daemon.act(Action("session", session="stop"))
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


def test_a_person_who_is_led_by_another_process_can_be_stopped_from_here(harness_of, monkeypatch):
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
    found = [(session, tree) for session, _, tree in harness.recorded("reminder") if session]
    assert [(session, tree["reminder"], tree["ruling"], tree["begun"]) for session, tree in found] == [
        ("sip.yaml", "sip", "led", "coach"),
        ("neck.yaml", "neck", "led", "person"),
    ]
